from . import mdtrace_supplier_performance  # first: the others inherit it

# isort: split
from . import (
    mdtrace_nonconformity,
    mdtrace_supplier_approval,
    res_partner,
)
