"""The chapters of the demo plant's story, one module for each stage."""
