# Control
# Genealogy
from . import (
    test_access,
    test_activation,
    test_company,
    test_concurrency,
    test_doors,
    test_forgery,
    test_genealogy,
    test_holds,
    test_package,
    test_performance,
    test_receipt,
    test_reservation,
    test_side_doors,
    test_trace,
    test_trace_screen,
    test_transitions,
)
