"""Graph algebra of the genealogy: levels of a bipartite graph and differences of steps.

Why it is here
    A trace reads lots and transformations by SQL (a recursive query whose only key is
    the lot, so that a cycle ends). What depth a lot has, and what a rebuild changes,
    is decided here in plain Python, where properties can be tested in milliseconds.

Examples
    >>> levels([1], [([1, 2], [3]), ([3], [4, 5])])
    {1: 0, 3: 1, 4: 2, 5: 2}

    A cycle ends, and a lot keeps the shortest distance:

    >>> levels([1], [([1], [2]), ([2], [1])])
    {1: 0, 2: 1}

How to use it
    Give ``levels`` the roots and one pair (inputs, outputs) per transformation; swap
    the pair to walk backward. Give ``difference`` what should be and what is.

How it works
    ``levels`` is a breadth-first walk over lots in which every transformation fires
    once, at its first reached input: the cost is the number of steps, not the number
    of lot pairs.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from decimal import Decimal


def levels(
    roots: Iterable[int],
    transformations: Iterable[tuple[Iterable[int], Iterable[int]]],
) -> dict[int, int]:
    """Return the distance of every reached lot from the nearest root.

    :param roots: the lots to start from, at level 0
    :param transformations: one pair (lots walked from, lots walked to) each
    """
    leaving: dict[int, list[int]] = defaultdict(list)
    targets: list[tuple[int, ...]] = []
    for number, (sources, reached) in enumerate(transformations):
        targets.append(tuple(reached))
        for lot in sources:
            leaving[lot].append(number)
    found = dict.fromkeys(roots, 0)
    fired: set[int] = set()
    frontier = list(found)
    while frontier:
        following = []
        for lot in frontier:
            for number in leaving.get(lot, ()):
                if number in fired:
                    continue
                fired.add(number)
                for target in targets[number]:
                    if target not in found:
                        found[target] = found[lot] + 1
                        following.append(target)
        frontier = following
    return found


def difference(
    wanted: Mapping[Hashable, Decimal],
    current: Mapping[Hashable, tuple[int, Decimal]],
) -> tuple[list[int], dict[Hashable, Decimal]]:
    """Return (ids of rows to withdraw, rows to insert) so that current becomes wanted.

    :param wanted: quantity by key, as the native rows say
    :param current: (row id, quantity) by key, as stored; equal rows are left alone
    """
    withdraw = [
        row_id
        for key, (row_id, quantity) in current.items()
        if wanted.get(key) != quantity
    ]
    insert = {
        key: quantity
        for key, quantity in wanted.items()
        if key not in current or current[key][1] != quantity
    }
    return withdraw, insert
