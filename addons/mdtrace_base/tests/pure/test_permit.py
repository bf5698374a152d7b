"""A permit is for one call; a proof is for one use."""

from mdtrace_base.tools.permit import Permit, Proof


def test_permit_covers_exactly_its_records_and_at_most_its_fields():
    permit = Permit("m", [1, 2], ["a", "b"])
    assert permit.covers("m", [2, 1], ["a"])
    assert permit.covers("m", [1, 2], [])
    assert not permit.covers("m", [1], ["a"])
    assert not permit.covers("m", [1, 2, 3], ["a"])
    assert not permit.covers("n", [1, 2], ["a"])
    assert not permit.covers("m", [1, 2], ["c"])
    assert not permit.covers("m", None, ["a"])


def test_spent_permit_covers_nothing():
    permit = Permit("m", None, ["a"])
    assert permit.covers("m", None, ["a"])
    permit.spent = True
    assert not permit.covers("m", None, ["a"])


def test_proof_is_used_up_also_by_a_wrong_use():
    proof = Proof([1])
    assert not proof.use([2])
    assert not proof.use([1])
    assert Proof([1]).use([1])
