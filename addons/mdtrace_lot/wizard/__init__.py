from . import mdtrace_lot_hold_open
