from . import mdtrace_evidence_upload
