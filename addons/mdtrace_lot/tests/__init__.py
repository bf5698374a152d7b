# Control

# Genealogy
