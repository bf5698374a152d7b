from . import (
    mdtrace_transformation,
    mrp_production,
    mrp_unbuild,
    stock_move,
    stock_move_line,
)
