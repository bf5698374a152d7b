"""What a recall reaches: relation, path and quantities."""

from hypothesis import given
from hypothesis import strategies as st
from mdtrace_recall.tools import scope

BAR, WIRE, BOX = 100, 200, 300


def step(lot_id, product_id=BAR):
    return {"lot_id": lot_id, "product_id": product_id}


def order(name, inputs, outputs):
    return {"name": name, "inputs": inputs, "outputs": outputs}


def node(name, **quantities):
    return {"name": name, **dict.fromkeys(scope.QUANTITIES, 0.0), **quantities}


def trace(roots, transformations, **nodes):
    lots = set(roots)
    for transformation in transformations:
        for row in transformation["inputs"] + transformation["outputs"]:
            lots.add(row["lot_id"])
    known = {lot: node(f"L{lot}") for lot in lots if lot}
    known.update({int(name[1:]): facts for name, facts in nodes.items()})
    return {"roots": roots, "nodes": known, "transformations": transformations}


def test_lot_made_of_recalled_material_alone_is_bound():
    made = order("MO/1", [step(1), step(9, WIRE)], [step(2, BOX), step(3, BOX)])

    assert scope.relations(trace([1], [made])) == {1: "root", 2: "bound", 3: "bound"}


def test_lot_made_beside_another_lot_of_the_material_is_possible():
    made = order("MO/1", [step(1), step(9)], [step(2, BOX)])

    assert scope.relations(trace([1], [made]))[2] == "possible"


def test_material_without_a_lot_beside_the_recalled_lot_leaves_doubt():
    made = order("MO/1", [step(1), step(False)], [step(2, BOX)])

    assert scope.relations(trace([1], [made]))[2] == "possible"


def test_two_recalled_lots_of_one_material_bind_what_is_made_of_both():
    made = order("MO/1", [step(1), step(9)], [step(2, BOX)])

    assert scope.relations(trace([1, 9], [made]))[2] == "bound"


def test_doubt_is_handed_on():
    first = order("MO/1", [step(1), step(9)], [step(2, WIRE)])
    second = order("MO/2", [step(2, WIRE)], [step(3, BOX)])

    assert scope.relations(trace([1], [first, second]))[3] == "possible"


def test_a_cycle_of_making_and_unbuilding_ends():
    made = order("MO/1", [step(1)], [step(2, BOX)])
    unbuilt = order("UB/1", [step(2, BOX)], [step(1)])

    assert scope.relations(trace([1], [made, unbuilt])) == {1: "root", 2: "bound"}


def test_lots_that_the_roots_do_not_reach_stay_out():
    other = order("MO/2", [step(5)], [step(6, BOX)])

    assert scope.relations(trace([1], [other])) == {1: "root"}


def test_path_names_every_station():
    first = order("MO/1", [step(1)], [step(2, WIRE)])
    second = order("MO/2", [step(2, WIRE)], [step(3, BOX)])

    assert scope.paths(trace([1], [first, second]))[3] == "L1 → MO/1 → L2 → MO/2 → L3"


def test_quantities_are_those_of_the_lots_reached():
    made = order("MO/1", [step(1)], [step(2, BOX)])
    facts = {
        "L1": node("L1", on_hand=5.0, consumed=4.0),
        "L2": node("L2", shipped=7.0, returned=1.0),
        "L77": node("L77", on_hand=9.0),
    }

    result = scope.quantities(trace([1], [made], **facts))

    assert set(result) == {1, 2}
    assert result[1] == scope.Quantities(on_hand=5.0, consumed=4.0)
    assert result[2] == scope.Quantities(shipped=7.0, returned=1.0)
    assert result[2].net == 6.0


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(1, 12), min_size=1, max_size=3),
            st.lists(st.integers(1, 12), min_size=1, max_size=3),
        ),
        max_size=12,
    )
)
def test_more_roots_never_make_a_certain_lot_less_certain(orders):
    made = [
        order(f"MO/{number}", [step(lot) for lot in ins], [step(lot) for lot in outs])
        for number, (ins, outs) in enumerate(orders)
    ]
    few, many = scope.relations(trace([1], made)), scope.relations(trace([1, 2], made))

    assert set(few) <= set(many)
    assert all(
        many[lot] != "possible" for lot, kind in few.items() if kind != "possible"
    )
    assert set(scope.paths(trace([1], made))) == set(few)
