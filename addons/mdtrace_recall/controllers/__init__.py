from . import mdtrace_recall
