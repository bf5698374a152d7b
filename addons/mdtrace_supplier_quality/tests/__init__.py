from . import test_nonconformity, test_performance, test_supplier_figures
