from . import (
    mdtrace_gate,
    mdtrace_inspection,
    mdtrace_nonconformity,
    mrp_production,
    stock_move,
)
