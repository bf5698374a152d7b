from . import test_forgery, test_scenario_nonconformity
