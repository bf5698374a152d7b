from . import (
    mdtrace_certificate_import,
    mdtrace_certificate_reading_set_aside,
    mdtrace_condition_log_record,
    mdtrace_inspection_repeat,
    mdtrace_result_correct,
)
