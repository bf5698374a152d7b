from . import test_final_inspection
