"""What a recall reaches, computed from the answer of the trace service.

*The language.* A trace is a dict of plain values: `roots` (lot ids), `nodes` (one dict
per lot, with its quantities) and `transformations` (each with `inputs` and `outputs`:
lot, product). A row without a lot stands for lots off the way, or for none recorded.

*Relation.* A root was named by a person. A lot is *bound* when it certainly contains
recalled material: for some product that went into its transformation every row is a
recalled lot that is itself certain. A lot is *possible* when recalled material went
into its transformation beside other lots of the same product, so that nobody can say
which unit took which.

*How to use.* `relations(trace)`, `paths(trace)` and `quantities(trace)` each give a
dict by lot id.

*How it works.* Bound is a least fixed point: the set of certain lots only grows, so the
loop ends also on a cycle (a lot made, unbuilt and made again).
"""

from collections import deque
from dataclasses import dataclass

ROOT, BOUND, POSSIBLE = "root", "bound", "possible"
ARROW = " → "
QUANTITIES = ("on_hand", "consumed", "shipped", "returned")


@dataclass(frozen=True)
class Quantities:
    """How much of one lot is where, in the unit of the product."""

    on_hand: float = 0.0
    consumed: float = 0.0
    shipped: float = 0.0
    returned: float = 0.0

    @property
    def net(self):
        """Return what the consignees still have, by our own documents."""
        return self.shipped - self.returned


def _steps_by_product(transformation):
    """Return {product: [lot id or 0]} of what went into a transformation."""
    by_product = {}
    for step in transformation.get("inputs", ()):
        by_product.setdefault(step.get("product_id"), []).append(
            step.get("lot_id") or 0
        )
    return by_product


def _outputs(transformation):
    return {
        step["lot_id"] for step in transformation.get("outputs", ()) if step["lot_id"]
    }


def _certain(roots, transformations):
    """Return the lots that certainly contain material of the roots."""
    certain = set(roots)
    known = [(_steps_by_product(t), _outputs(t)) for t in transformations]
    grew = True
    while grew:
        grew = False
        for inputs, outputs in known:
            if outputs <= certain:
                continue
            if any(set(lots) <= certain for lots in inputs.values()):
                certain |= outputs
                grew = True
    return certain


def _reached(roots, transformations):
    """Return {lot id: (lot id before, transformation name)} in the order reached."""
    leaving = {}
    for transformation in transformations:
        for step in transformation.get("inputs", ()):
            if step.get("lot_id"):
                leaving.setdefault(step["lot_id"], []).append(transformation)
    reached = dict.fromkeys(sorted(roots))
    queue = deque(reached)
    while queue:
        lot_id = queue.popleft()
        for transformation in leaving.get(lot_id, ()):
            for output in sorted(_outputs(transformation) - set(reached)):
                reached[output] = (lot_id, transformation["name"] or "")
                queue.append(output)
    return reached


def relations(trace):
    """Return {lot id: root, bound or possible} for every lot the roots reach.

    >>> made = {"name": "MO/1", "inputs": [{"lot_id": 1, "product_id": 7}],
    ...         "outputs": [{"lot_id": 2, "product_id": 8}]}
    >>> relations({"roots": [1], "transformations": [made]})
    {1: 'root', 2: 'bound'}
    """
    roots, transformations = set(trace["roots"]), trace["transformations"]
    certain = _certain(roots, transformations)
    return {
        lot_id: ROOT if lot_id in roots else BOUND if lot_id in certain else POSSIBLE
        for lot_id in _reached(roots, transformations)
    }


def paths(trace):
    """Return {lot id: text of the shortest way from a root}."""
    names = {int(lot_id): node["name"] for lot_id, node in trace["nodes"].items()}
    texts = {}
    for lot_id, before in _reached(trace["roots"], trace["transformations"]).items():
        name = names.get(lot_id, str(lot_id))
        texts[lot_id] = (
            ARROW.join([texts[before[0]], before[1], name]) if before else name
        )
    return texts


def quantities(trace):
    """Return {lot id: Quantities} of every lot the roots reach."""
    nodes = {int(lot_id): node for lot_id, node in trace["nodes"].items()}
    return {
        lot_id: Quantities(**{name: nodes[lot_id][name] for name in QUANTITIES})
        for lot_id in _reached(trace["roots"], trace["transformations"])
    }
