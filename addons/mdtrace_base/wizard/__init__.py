from . import (
    mdtrace_evidence_upload,
    mdtrace_module_export_confirm,
    mdtrace_module_export_make,
)
