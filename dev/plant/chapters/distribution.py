"""Shipping to customers, and one return."""

TO_HOSPITAL, TO_DISTRIBUTOR = 3, 4


def ship_to_hospitals(world):
    """Ship screws to a hospital and to a distributor."""
    screws = world.ids["screws"]
    world.ids["hospital_delivery"] = _ship(world, "hospital", screws[:TO_HOSPITAL])
    world.ids["distributor_delivery"] = _ship(
        world, "distributor", screws[TO_HOSPITAL : TO_HOSPITAL + TO_DISTRIBUTOR]
    )


def take_one_back(world):
    """Take one screw back from the hospital."""
    receiver = world.person("receiver")
    delivery = world.ids["hospital_delivery"]
    wizard = receiver.create("stock.return.picking", {"picking_id": delivery})
    (lines,) = (
        row["product_return_moves"]
        for row in receiver.read(
            "stock.return.picking", wizard, ["product_return_moves"]
        )
    )
    receiver.write("stock.return.picking.line", lines, {"quantity": 1})
    action = receiver.call("stock.return.picking", "action_create_returns", [wizard])
    picking = action["res_id"]
    line, *others = receiver.search(
        "stock.move.line", [("picking_id", "=", picking)], order="id"
    )
    if others:
        receiver.call("stock.move.line", "unlink", others)
    receiver.write("stock.move.line", line, {"quantity": 1, "picked": True})
    validate(receiver, picking)
    world.ids["return"] = picking


def places(session):
    """Return where a delivery of the warehouse starts and ends."""
    kind = _outgoing(session)
    return {
        "location_id": kind["default_location_src_id"][0],
        "location_dest_id": kind["default_location_dest_id"][0],
    }


def _outgoing(session):
    return session.find(
        "stock.picking.type",
        [("code", "=", "outgoing")],
        ["default_location_src_id", "default_location_dest_id"],
        limit=1,
    )[0]


def plan(session, partner, product, quantity):
    """Make a delivery and let it reserve what it may; return its id."""
    where = places(session)
    move = {"product_id": product, "product_uom_qty": quantity, **where}
    picking = session.create(
        "stock.picking",
        {
            "partner_id": partner,
            "picking_type_id": _outgoing(session)["id"],
            "move_ids": [(0, 0, move)],
            **where,
        },
    )
    session.call("stock.picking", "action_confirm", [picking])
    session.call("stock.picking", "action_assign", [picking])
    return picking


def _ship(world, customer, lots):
    receiver = world.person("receiver")
    picking = plan(receiver, world.ids[customer], world.ids["screw"], len(lots))
    lines = receiver.search(
        "stock.move.line", [("picking_id", "=", picking)], order="id"
    )
    for line, lot in zip(lines, lots, strict=True):
        receiver.write("stock.move.line", line, {"lot_id": lot, "picked": True})
    validate(receiver, picking)
    return picking


def validate(session, picking):
    """Validate a transfer and insist that it is done.

    Odoo answers a wizard instead of doing the work when it has a question; the
    plant never leaves one open.
    """
    session.call("stock.picking", "button_validate", [picking])
    (row,) = session.read("stock.picking", picking, ["state", "name"])
    if row["state"] != "done":
        raise RuntimeError(f"transfer {row['name']} is {row['state']}, not done")
