"""Accounting for recalled quantities, and what changed since the scope was frozen."""

from dataclasses import dataclass

# Quantities of one unit of measure are compared at this distance: sums of floats that
# are equal on paper differ by less, and no product is counted finer.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Statement:
    """What a consignee last answered about the units of one lot.

    `found` are still there and set aside; returned, destroyed and used are final.
    """

    found: float = 0.0
    returned: float = 0.0
    destroyed: float = 0.0
    used: float = 0.0

    @property
    def accounted(self):
        """Return the units whose end is known."""
        return self.returned + self.destroyed + self.used

    @property
    def stated(self):
        """Return the units the consignee spoke about at all."""
        return self.accounted + self.found


def remaining(net, statement):
    """Return the units of `net` whose end is not known yet; zero when reconciled.

    A consignee who accounts for more than was delivered leaves a negative rest: that
    is a difference too, not a surplus to be cut off.

    >>> remaining(5.0, Statement(returned=3.0, used=2.0))
    0.0
    """
    rest = net - statement.accounted
    return 0.0 if abs(rest) < TOLERANCE else rest


def is_possible(net, statement):
    """Tell whether a statement is neither negative nor above what was delivered."""
    parts = (statement.found, statement.returned, statement.destroyed, statement.used)
    return min(parts) >= 0 and statement.stated <= net + TOLERANCE


@dataclass(frozen=True)
class Change:
    """One difference between the frozen scope and today."""

    kind: str  # lot, shipped, returned
    lot_id: int
    partner_id: int = 0
    quantity: float = 0.0


def changes(frozen_lots, frozen_shipments, lots, shipments):
    """Return what is new since a scope was frozen, as a list of Change.

    :param frozen_lots: lot ids of the frozen scope
    :param frozen_shipments: {(partner id, lot id): (shipped, returned)} at freezing
    :param lots: lot ids of the scope as it would be computed now
    :param shipments: the same dict as it would be computed now
    """
    found = [Change("lot", lot_id) for lot_id in sorted(set(lots) - set(frozen_lots))]
    for key in sorted(set(shipments) | set(frozen_shipments)):
        partner_id, lot_id = key
        before = frozen_shipments.get(key, (0.0, 0.0))
        now = shipments.get(key, (0.0, 0.0))
        for kind, old, new in zip(("shipped", "returned"), before, now, strict=True):
            if abs(new - old) >= TOLERANCE:
                found.append(Change(kind, lot_id, partner_id, new - old))
    return found


def percent(part, whole):
    """Return part of whole in percent; an empty whole is complete.

    >>> percent(1, 4), percent(0, 0)
    (25.0, 100.0)
    """
    return 100.0 * part / whole if whole else 100.0
