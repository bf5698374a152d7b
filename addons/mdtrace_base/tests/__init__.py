from . import test_record_kernel
