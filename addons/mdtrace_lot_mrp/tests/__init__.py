from . import (
    test_access,
    test_doors_mrp,
    test_genealogy_production,
    test_genealogy_unbuild,
    test_history,
    test_production,
    test_scenario_bar_to_hospital,
)
