from . import (
    test_access,
    test_answers,
    test_forgery,
    test_gate,
    test_notices,
    test_performance,
    test_scenario_recall,
    test_scope,
    test_sheet,
    test_start,
    test_tamper,
    test_transitions,
)
