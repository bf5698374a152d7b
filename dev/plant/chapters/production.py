"""Machining: bar stock becomes screws and turnings."""

from .supply import SCREW_MEASURED, inspect, release

SCREWS = 8


def plan(world):
    """Make a manufacturing order for screws and let it reserve bar stock."""
    maker = world.person("maker")
    order = maker.create(
        "mrp.production",
        {
            "product_id": world.ids["screw"],
            "product_qty": SCREWS,
            "bom_id": world.ids["bom"],
        },
    )
    maker.call("mrp.production", "action_confirm", [order])
    maker.call("mrp.production", "action_assign", [order])
    return order


def machine_screws(world):
    """Machine screws from the released bar lot."""
    maker = world.person("maker")
    world.ids["order"] = order = plan(world)
    serials = maker.call(
        "stock.lot", "create", [{"product_id": world.ids["screw"]}] * SCREWS
    )
    maker.write(
        "mrp.production",
        order,
        {"lot_producing_ids": [(6, 0, serials)], "qty_producing": SCREWS},
    )
    maker.call("mrp.production", "set_qty_producing", [order])
    _collect_turnings(world, maker, order)
    maker.call("mrp.production", "button_mark_done", [order])
    state, lots = _read(maker, order, "state", "lot_producing_ids")
    if state != "done":
        raise RuntimeError(f"the manufacturing order is {state}, not done")
    world.ids["screws"] = lots


def _collect_turnings(world, maker, order):
    """Weigh the turnings into a lot of their own."""
    (byproducts,) = _read(maker, order, "move_byproduct_ids")
    lot = maker.create("stock.lot", {"product_id": world.ids["turnings"]})
    lines = maker.search("stock.move.line", [("move_id", "in", byproducts)])
    maker.write("stock.move.line", lines, {"lot_id": lot, "picked": True})
    world.ids["turnings_lot"] = lot


def inspect_and_release_screws(world):
    """Inspect the screws and release them, one signature for all."""
    inspect(world, world.ids["screws"], SCREW_MEASURED[3])
    release(world, world.ids["screws"])


def plan_more_screws(world):
    """Plan the next order; it reserves the rest of the bar lot."""
    world.ids["next_order"] = plan(world)


def _read(session, order, *fields):
    (row,) = session.read("mrp.production", order, list(fields))
    return [row[name] for name in fields]
