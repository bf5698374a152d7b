from . import (
    mdtrace_recall_notice_answer,
    mdtrace_recall_notice_deliver,
    mdtrace_recall_start,
)
