from . import mdtrace_recall_start
