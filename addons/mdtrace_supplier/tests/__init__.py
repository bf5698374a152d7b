from . import (
    test_access,
    test_approval,
    test_companies,
    test_forgery,
    test_performance,
    test_purchase_doors,
    test_receipt,
    test_scenario_supplier_approval,
    test_screens,
    test_transitions,
)
