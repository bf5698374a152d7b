# Control
# Genealogy
from . import (
    test_activation,
    test_doors,
    test_genealogy,
    test_holds,
    test_package,
    test_receipt,
    test_reservation,
    test_trace,
    test_transitions,
)
