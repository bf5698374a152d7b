from . import (
    test_access,
    test_evidence,
    test_forgery,
    test_js,
    test_ledger,
    test_module_export,
    test_record_kernel,
    test_signature,
    test_transitions,
    test_versions,
)
