"""Whether a supplier may deliver a material: the rule alone, without a database.

A supplier can hold several approvals that touch one material: for the product,
for its category, for a category above, for one company or for all, limited to a
manufacturer or not. The narrowest one that says something decides, so that a
suspension for one product is not undone by an approval of its whole category.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

APPROVED = "approved"
SUSPENDED = "suspended"
WITHDRAWN = "withdrawn"
EXPIRED = "expired"
MANUFACTURER = "manufacturer"
WAITING = "waiting"
NEVER = "never"


@dataclass(frozen=True)
class Candidate:
    """One approval of the supplier that covers the material.

    `distance` is 0 for an approval of the product, 1 for one of its category, 2
    for the category above, and so on. A `manufacturer_id` of 0 means: whoever
    made it. `own_company` is false for an approval shared by all companies.
    """

    id: int
    state: str
    distance: int = 0
    own_company: bool = True
    manufacturer_id: int = 0
    effective_from: datetime | None = None
    effective_to: datetime | None = None
    suspended_at: datetime | None = None
    valid_until: date | None = None

    def state_at(self, at: datetime) -> str:
        """Return the state at a moment: waiting, effective, expired, ... or ''."""
        if self.state in ("draft", "in_review"):
            return WAITING
        if not self.effective_from or at < self.effective_from:
            return ""
        if self.state == SUSPENDED and self.suspended_at and at >= self.suspended_at:
            return SUSPENDED
        if self.effective_to and at >= self.effective_to:
            return WITHDRAWN if self.state == WITHDRAWN else ""
        if self.valid_until and at.date() > self.valid_until:
            return EXPIRED
        return APPROVED


@dataclass(frozen=True)
class Standing:
    """The answer: a code, the approval it rests on, and one that is on its way."""

    code: str
    approval_id: int = 0
    waiting_id: int = 0


def standing(
    candidates: Iterable[Candidate], at: datetime, manufacturer_id: int | None = None
) -> Standing:
    """Return how a supplier stands for one material at a moment.

    :param candidates: the supplier's approvals that cover the material
    :param at: the moment asked for, in UTC
    :param manufacturer_id: who made it; 0 when that is known to be unrecorded,
        None when it cannot be known yet (an order names no manufacturer)
    """
    speaking = [(c.state_at(at), c) for c in candidates]
    speaking = [(state, c) for state, c in speaking if state]
    other = [
        c.id
        for state, c in speaking
        if state == APPROVED and not _fits(c, manufacturer_id)
    ]
    fitting = [entry for entry in speaking if _fits(entry[1], manufacturer_id)]
    coming = [c for state, c in fitting if state == WAITING]
    ranks: dict[tuple, list[tuple[str, Candidate]]] = {}
    for state, candidate in fitting:
        if state != WAITING:
            rank = _rank(candidate, manufacturer_id)
            ranks.setdefault(rank, []).append((state, candidate))
    decided = [(rank, _decide(ranks[rank])) for rank in sorted(ranks)]
    # The narrowest that says something; expiry says nothing unless nobody else does.
    decided.sort(key=lambda entry: entry[1].code == EXPIRED)
    if decided:
        rank, found = decided[0]
        if found.code != EXPIRED:
            # A wider approval on its way will not undo a suspension.
            coming = [c for c in coming if _rank(c, manufacturer_id) <= rank]
        if found.code != APPROVED:
            found = replace(found, waiting_id=_latest(coming))
        return found
    waiting = _latest(coming)
    if other:
        return Standing(MANUFACTURER, other[0], waiting)
    if waiting:
        return Standing(WAITING, waiting, waiting)
    return Standing(NEVER)


def _latest(candidates: list[Candidate]) -> int:
    """Return the id of the newest of these approvals, 0 if there is none."""
    return max((candidate.id for candidate in candidates), default=0)


def _fits(candidate: Candidate, manufacturer_id: int | None) -> bool:
    """Return whether the approval is about material of this manufacturer."""
    return manufacturer_id is None or candidate.manufacturer_id in (0, manufacturer_id)


def _rank(candidate: Candidate, manufacturer_id: int | None) -> tuple:
    """Order from narrow to wide: product, own company, named manufacturer."""
    return (
        candidate.distance,
        not candidate.own_company,
        manufacturer_id is not None and not candidate.manufacturer_id,
    )


def _decide(group: list[tuple[str, Candidate]]) -> Standing:
    """Decide among approvals of the same width: one in force is enough.

    With none in force the newest decision counts, so that an expired new version
    is not told as the withdrawal of an old one.
    """
    newest_first = sorted(group, key=_decided_at, reverse=True)
    for state, candidate in newest_first:
        if state == APPROVED:
            return Standing(APPROVED, candidate.id)
    state, candidate = newest_first[0]
    return Standing(state, candidate.id)


def _decided_at(entry: tuple[str, Candidate]) -> tuple:
    """Sort key: when the approval became effective."""
    candidate = entry[1]
    return (candidate.effective_from, candidate.id)
