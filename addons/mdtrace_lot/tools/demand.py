"""What a gate is asked about: one lot, one quantity, one place to go."""

from dataclasses import dataclass

#: ``Demand.key`` of a change to a line that is already done: the gate is then
#: asked whether history of this lot may still be touched.
CORRECTION = "correction"

#: Operations that use a lot up or hand it on; a lot needs to be usable for them.
USES = frozenset({"reserve", "consume", "start", "finish", "ship"})

#: Operations by which a bad lot may leave; only a hold that closes exits stops them.
EXITS = frozenset({"return_to_supplier", "scrap", "sample"})

#: Operations at which a regulated product must carry a lot at all.
NEEDS_LOT = frozenset({"receive", "produce", "consume", "ship"})


@dataclass(frozen=True)
class Demand:
    """One wish to do something with a lot; hashable, so it keys the answers.

    Ids are plain integers (0 = none). ``source_id`` and ``dest_id`` are stock
    locations; ``model`` and ``res_id`` name the document that asks.
    """

    lot_id: int = 0
    product_id: int = 0
    quantity: float = 0.0
    company_id: int = 0
    source_id: int = 0
    dest_id: int = 0
    partner_id: int = 0
    model: str = ""
    res_id: int = 0
    key: str = ""


def operation_of(source, dest, is_inventory=False):
    """Name the operation that moving goods from ``source`` to ``dest`` is.

    Both are usages of stock locations as Odoo names them.

    >>> operation_of("supplier", "internal")
    'receive'
    >>> operation_of("supplier", "customer")
    'ship'
    >>> operation_of("internal", "inventory", is_inventory=True)
    'adjust'

    Goods that leave are never an adjustment, whatever the move calls itself: anybody
    who may write a move may call it one.

    >>> operation_of("internal", "customer", is_inventory=True)
    'ship'
    >>> operation_of("inventory", "production")
    'consume'
    """
    if (is_inventory or source == "inventory") and {source, dest} <= _INSIDE:
        return "adjust"
    if dest == source or {source, dest} <= {"internal", "transit", "view"}:
        return "move"
    if dest in _BY_DEST:
        return _BY_DEST[dest]
    return _BY_SOURCE.get(source, "move")


_INSIDE = {"internal", "transit", "view", "inventory"}
_BY_DEST = {
    "customer": "ship",
    "production": "consume",
    "supplier": "return_to_supplier",
    "inventory": "scrap",
}
_BY_SOURCE = {"supplier": "receive", "customer": "return_in", "production": "produce"}
