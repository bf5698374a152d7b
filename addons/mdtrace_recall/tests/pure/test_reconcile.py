"""Quantities accounted for, and what changed after freezing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mdtrace_recall.tools.reconcile import (
    Change,
    Statement,
    changes,
    is_possible,
    percent,
    remaining,
)


@pytest.mark.parametrize(
    ("net", "statement", "rest"),
    [
        (10, Statement(), 10),
        (10, Statement(found=10), 10),
        (10, Statement(returned=4, destroyed=3, used=3), 0),
        (0.3, Statement(returned=0.1, destroyed=0.2), 0),
        (5, Statement(returned=6), -1),
    ],
)
def test_units_are_reconciled_only_when_their_end_is_known(net, statement, rest):
    assert remaining(net, statement) == pytest.approx(rest)


def test_statement_cannot_name_more_units_than_were_delivered():
    assert is_possible(5, Statement(found=2, used=3))
    assert not is_possible(5, Statement(found=3, used=3))
    assert not is_possible(5, Statement(found=-1))


def test_new_lots_shipments_and_returns_are_found():
    found = changes(
        {1}, {(7, 1): (5.0, 0.0)}, {1, 2}, {(7, 1): (5.0, 2.0), (8, 2): (1, 0)}
    )

    assert found == [
        Change("lot", 2),
        Change("returned", 1, 7, 2.0),
        Change("shipped", 2, 8, 1.0),
    ]


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 5), st.integers(1, 5)),
        st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)),
    )
)
def test_nothing_changed_when_nothing_moved(shipments):
    lots = {lot for _partner, lot in shipments}

    assert changes(lots, shipments, lots, shipments) == []


def test_percent_of_nothing_is_complete():
    assert percent(0, 0) == 100.0
