from . import mdtrace_nonconformity, mdtrace_recall
