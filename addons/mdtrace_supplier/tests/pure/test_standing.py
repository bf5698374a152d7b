"""The rule of approvals, without a database."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mdtrace_supplier.tools.standing import Candidate, Standing, standing

NOW = datetime.fromisoformat("2026-03-10 12:00:00")
BEFORE = NOW - timedelta(days=100)


def approval(id=1, state="effective", **values):
    values.setdefault("effective_from", BEFORE)
    if state in ("draft", "in_review"):
        values["effective_from"] = None
    if state == "suspended":
        values.setdefault("suspended_at", NOW - timedelta(days=1))
    if state in ("withdrawn", "superseded"):
        values.setdefault("effective_to", NOW - timedelta(days=1))
    return Candidate(id=id, state=state, **values)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([], Standing("never")),
        ([approval()], Standing("approved", 1)),
        ([approval(valid_until=date(2026, 3, 10))], Standing("approved", 1)),
        ([approval(valid_until=date(2026, 3, 9))], Standing("expired", 1)),
        ([approval(state="suspended")], Standing("suspended", 1)),
        ([approval(state="withdrawn")], Standing("withdrawn", 1)),
        ([approval(state="superseded")], Standing("never")),
        ([approval(state="draft")], Standing("waiting", 1, 1)),
        ([approval(state="in_review")], Standing("waiting", 1, 1)),
        ([approval(effective_from=NOW + timedelta(1))], Standing("never")),
        (
            [approval(valid_until=date(2026, 1, 1)), approval(2, "in_review")],
            Standing("expired", 1, 2),
        ),
        (
            [approval(state="suspended"), approval(2, distance=1)],
            Standing("suspended", 1),
        ),
        (
            [approval(valid_until=date(2026, 1, 1)), approval(2, distance=1)],
            Standing("approved", 2),
        ),
        (
            [approval(state="suspended", distance=1), approval(2, distance=0)],
            Standing("approved", 2),
        ),
        (
            [approval(distance=2), approval(2, "withdrawn", distance=1)],
            Standing("withdrawn", 2),
        ),
        (
            [approval(own_company=False), approval(2, "suspended")],
            Standing("suspended", 2),
        ),
        (
            [
                approval(state="withdrawn"),
                approval(
                    2,
                    effective_from=NOW - timedelta(days=5),
                    valid_until=date(2026, 3, 8),
                ),
            ],
            Standing("expired", 2),
        ),
    ],
)
def test_narrowest_approval_decides(candidates, expected):
    assert standing(candidates, NOW) == expected
    assert standing(reversed(candidates), NOW) == expected


@pytest.mark.parametrize(
    ("made_by", "expected"),
    [
        (None, Standing("approved", 1)),
        (7, Standing("approved", 1)),
        (8, Standing("manufacturer", 1)),
        (0, Standing("manufacturer", 1)),
    ],
)
def test_approval_limited_to_a_manufacturer(made_by, expected):
    assert standing([approval(manufacturer_id=7)], NOW, made_by) == expected


def test_suspension_for_one_manufacturer_leaves_the_others():
    both = [approval(), approval(2, "suspended", manufacturer_id=7)]

    assert standing(both, NOW, 7).code == "suspended"
    assert standing(both, NOW, 8).code == "approved"
    assert standing(both, NOW).code == "approved"


def test_only_a_waiting_approval_that_would_help_is_named():
    suspended = approval(state="suspended")

    def waiting(**values):
        coming = approval(2, "in_review", **values)
        return standing([suspended, coming], NOW).waiting_id

    assert waiting() == 2
    assert waiting(distance=1) == 0
    assert waiting(own_company=False) == 0


def test_looking_back_finds_what_was_true_then():
    superseded = approval(1, "superseded", effective_to=NOW - timedelta(days=50))
    present = approval(2, "suspended", effective_from=NOW - timedelta(days=50))

    def asked(days):
        return standing([superseded, present], NOW - timedelta(days=days))

    assert asked(101) == Standing("never")
    assert asked(60) == Standing("approved", 1)
    assert asked(50) == Standing("approved", 2)
    assert asked(2) == Standing("approved", 2)
    assert asked(0) == Standing("suspended", 2)


MOMENTS = st.one_of(
    st.none(),
    st.datetimes(NOW - timedelta(days=400), NOW + timedelta(days=400)),
)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 50),
        state=st.sampled_from(
            ["draft", "in_review", "effective", "superseded", "suspended", "withdrawn"]
        ),
        distance=st.integers(0, 3),
        own_company=st.booleans(),
        manufacturer_id=st.integers(0, 2),
        effective_from=MOMENTS,
        effective_to=MOMENTS,
        suspended_at=MOMENTS,
        valid_until=st.one_of(st.none(), st.dates(date(2025, 3, 1), date(2027, 3, 1))),
    ),
    max_size=8,
    unique_by=lambda candidate: candidate.id,
)
MADE_BY = st.one_of(st.none(), st.integers(0, 3))


@given(CANDIDATES, MADE_BY)
def test_approved_only_through_an_approval_in_force(candidates, made_by):
    answer = standing(candidates, NOW, made_by)

    by_id = {candidate.id: candidate for candidate in candidates}
    if answer.code == "approved":
        found = by_id[answer.approval_id]
        assert found.state_at(NOW) == "approved"
        assert made_by is None or found.manufacturer_id in (0, made_by)
    if answer.code == "never":
        assert not any(
            candidate.state_at(NOW) == "approved" and not candidate.manufacturer_id
            for candidate in candidates
        )


@given(CANDIDATES, MADE_BY, st.randoms())
def test_the_order_of_the_rows_does_not_matter(candidates, made_by, random):
    shuffled = list(candidates)
    random.shuffle(shuffled)

    assert standing(shuffled, NOW, made_by).code == (
        standing(candidates, NOW, made_by).code
    )
