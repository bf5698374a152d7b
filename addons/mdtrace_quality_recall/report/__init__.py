from . import mdtrace_recall_sheet
