"""Properties of the graph algebra."""

import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from mdtrace_lot.tools import graph

LOTS = st.integers(1, 12)
EVENTS = st.lists(
    st.tuples(st.lists(LOTS, max_size=3), st.lists(LOTS, max_size=3)), max_size=15
)
QUANTITY = st.decimals(0, 1000, places=3)
STEPS = st.dictionaries(LOTS, QUANTITY)


def reached(roots, events):
    """Reference: repeat until nothing new."""
    found = set(roots)
    while True:
        more = {o for inputs, outputs in events if found & set(inputs) for o in outputs}
        if more <= found:
            return found
        found |= more


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(graph).failed == 0


@given(st.lists(LOTS, min_size=1, max_size=3), EVENTS)
def test_levels_reach_exactly_the_closure_and_end_on_cycles(roots, events):
    assert set(graph.levels(roots, events)) == reached(roots, events)


@given(st.lists(LOTS, min_size=1, max_size=3), EVENTS)
def test_each_level_is_one_more_than_its_nearest_source(roots, events):
    found = graph.levels(roots, events)
    for lot, level in found.items():
        sources = [
            found[source]
            for inputs, outputs in events
            if lot in outputs
            for source in inputs
            if source in found
        ]
        assert level == 0 if lot in roots else level == min(sources) + 1


@given(STEPS, STEPS)
def test_applying_a_difference_gives_what_was_wanted(wanted, stored):
    current = {
        key: (number, value) for number, (key, value) in enumerate(stored.items())
    }

    withdraw, insert = graph.difference(wanted, current)

    kept = {key: value for key, (row, value) in current.items() if row not in withdraw}
    assert not kept.keys() & insert.keys()
    assert kept | insert == wanted


@given(STEPS)
def test_equal_steps_are_left_alone(steps):
    current = {
        key: (number, value) for number, (key, value) in enumerate(steps.items())
    }

    assert graph.difference(steps, current) == ([], {})


def test_a_changed_quantity_withdraws_the_old_row_and_inserts_a_new_one():
    assert graph.difference({"a": Decimal(2)}, {"a": (7, Decimal(1))}) == (
        [7],
        {"a": Decimal(2)},
    )
