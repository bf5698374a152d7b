"""From the specification to released bar stock."""

import base64

from .. import certificates
from ..client import OdooError
from .distribution import validate

# code, minimum, maximum: ASTM F136, annealed bar of 4.75 mm to 44.45 mm
BAR_LIMITS = (
    ("Al", 5.5, 6.5),
    ("V", 3.5, 4.5),
    ("Fe", None, 0.25),
    ("O", None, 0.13),
    ("C", None, 0.08),
    ("N", None, 0.05),
    ("H", None, 0.012),
    ("RM", 860, None),
    ("RP02", 795, None),
    ("A", 10, None),
    ("Z", 25, None),
)
# measured here, on the bar itself
BAR_MEASURED = ("DIAMETER", 7.95, 8.02, "7.99")
SCREW_MEASURED = ("LENGTH", 39.8, 40.2, "40.03")


def write_specifications(world):
    """Write the specifications; a second person approves them."""
    limits = [(code, low, high, "certificate") for code, low, high in BAR_LIMITS]
    code, low, high, _value = BAR_MEASURED
    _specify(
        world,
        "bar",
        world.say("Titanium bar, ASTM F136", "钛合金棒材,ASTM F136"),
        "incoming",
        [*limits, (code, low, high, "inspection")],
        certificate_type="3.1",
        has_minimum_temperature=True,
        minimum_temperature=10,
        has_maximum_temperature=True,
        maximum_temperature=30,
        has_maximum_humidity=True,
        maximum_humidity=75,
    )
    code, low, high, _value = SCREW_MEASURED
    _specify(
        world,
        "screw",
        world.say("Bone screw 3.5 × 40 mm, final", "骨螺钉 3.5 × 40 mm,成品"),
        "final",
        [(code, low, high, "inspection")],
    )


def _specify(world, product, name, stage, limits, **values):
    inspector = world.person("inspector")
    rows = inspector.find(
        "mdtrace.characteristic",
        [("code", "in", [row[0] for row in limits])],
        ["code"],
    )
    ids = {row["code"]: row["id"] for row in rows}
    lines = [
        {
            "characteristic_id": ids[code],
            "source": source,
            "has_minimum": low is not None,
            "minimum": low or 0,
            "has_maximum": high is not None,
            "maximum": high or 0,
        }
        for code, low, high, source in limits
    ]
    record = inspector.create(
        "mdtrace.specification",
        {
            "name": name,
            "stage": stage,
            "product_tmpl_id": world.ids[f"{product}_template"],
            "line_ids": [(0, 0, line) for line in lines],
            **values,
        },
    )
    approve(world, "mdtrace.specification", record, "inspector")


def approve(world, model, record, author):
    """Let the author submit a version and the approver sign it."""
    world.person(author).call(model, "action_submit", [record])
    approver = world.person("approver")
    approver.sign(approver.call(model, "action_approve", [record]))


def approve_supplier(world):
    """Approve the titanium supplier for bar stock."""
    buyer = world.person("buyer")
    approval = buyer.create(
        "mdtrace.supplier.approval",
        {
            "partner_id": world.ids["titanium"],
            "product_id": world.ids["bar"],
            "valid_until": "2028-12-31",
            "audit_date": "2026-03-12",
            "conditions": world.say(
                "EN 10204 3.1 certificate with every heat.",
                "每炉随附 EN 10204 3.1 材质证明书。",
            ),
        },
    )
    approve(world, "mdtrace.supplier.approval", approval, "buyer")
    world.ids["approval"] = approval


def order_bar_stock(world):
    """Order bar stock; the order to an unapproved trader is stopped."""
    buyer = world.person("buyer")
    refused = draft_order(world, "trader")
    try:
        buyer.call("purchase.order", "button_confirm", [refused])
    except OdooError as stop:
        print(f"      stopped as it should be: {str(stop).splitlines()[0]}", flush=True)
    else:
        raise OdooError("an order to an unapproved supplier was confirmed")
    for key in ("purchase", "second_purchase"):
        world.ids[key] = draft_order(world, "titanium")
        buyer.call("purchase.order", "button_confirm", [world.ids[key]])


def draft_order(world, supplier):
    """Write a request for quotation for bar stock; return its id."""
    return world.person("buyer").create(
        "purchase.order",
        {
            "partner_id": world.ids[supplier],
            "order_line": [
                (
                    0,
                    0,
                    {
                        "product_id": world.ids["bar"],
                        "product_qty": 20000,
                        "price_unit": 0.09,
                    },
                )
            ],
        },
    )


def receive_bar_stock(world):
    """Receive bar stock: lot number, heat, temperature, certificate."""
    world.ids["bar_lot"] = _receive(
        world, "purchase", "H26-0417", certificates.GOOD_BAR, "NT-2026-0417"
    )


def receive_doubtful_bar_stock(world):
    """Receive a second heat whose certificate does not meet the specification."""
    world.ids["doubtful_lot"] = _receive(
        world, "second_purchase", "H26-0533", certificates.BAD_BAR, "NT-2026-0533"
    )


def _receive(world, order, heat, results, number):
    receiver = world.person("receiver")
    picking = receiver.find(
        "stock.picking", [("purchase_id", "=", world.ids[order])], ["move_line_ids"]
    )[0]
    receiver.write(
        "stock.move.line",
        picking["move_line_ids"],
        {"mdtrace_supplier_lot": heat, "picked": True},
    )
    receiver.write(
        "stock.picking",
        picking["id"],
        {"mdtrace_temperature": 21.4, "mdtrace_humidity": 48},
    )
    validate(receiver, picking["id"])
    world.ids[f"{order}_receipt"] = picking["id"]
    (lot,) = receiver.search(
        "stock.lot",
        [("mdtrace_supplier_lot", "=", heat), ("product_id", "=", world.ids["bar"])],
    )
    _file_certificates(world, picking["id"], heat, results, number)
    return lot


def _file_certificates(world, picking, heat, results, number):
    """Let the inspector read the supplier's data file and keep its printed page."""
    maker = world.say("Nordanvik Titanium AB", "北岸钛业有限公司")
    customer = world.say("Willow Bone Screws", "柳叶骨科器械有限公司")
    text = [
        f"Certificate {number}   EN 10204 3.1   {certificates.NORM}",
        f"Heat {heat}",
        "",
        *(
            f"{name}   {method}   {value} {unit}"
            for name, method, unit, value in results
        ),
    ]
    files = {
        f"{number}.json": certificates.coa(number, heat, maker, customer, results),
        f"{number}.pdf": certificates.page("Mill certificate", text),
    }
    for name, content in files.items():
        upload_certificate(world, name, content, picking_id=picking)


def upload_certificate(world, name, content, **values):
    """Add one certificate file to a receipt or to lots, as the inspector."""
    inspector = world.person("inspector")
    wizard = inspector.create(
        "mdtrace.certificate.import",
        {
            "filename": name,
            "content": base64.b64encode(content).decode(),
            **values,
        },
    )
    return inspector.call("mdtrace.certificate.import", "action_apply", [wizard])


def inspect_and_release_bar_stock(world):
    """Inspect the first heat and release it."""
    inspect(world, [world.ids["bar_lot"]], BAR_MEASURED[3])
    release(world, [world.ids["bar_lot"]])


def inspect(world, lots, value):
    """Measure what the open inspection of lots asks for, and accept it."""
    inspector = world.person("inspector")
    inspection = inspector.find(
        "mdtrace.inspection",
        [("lot_ids", "in", lots), ("state", "=", "open")],
        ["entry_ids"],
        limit=1,
    )[0]
    entries = inspector.search(
        "mdtrace.inspection.entry",
        [("id", "in", inspection["entry_ids"]), ("source", "=", "inspection")],
    )
    inspector.write("mdtrace.inspection.entry", entries, {"typed": value})
    model, ids = "mdtrace.inspection", [inspection["id"]]
    inspector.call(model, "action_submit_results", ids)
    inspector.sign(inspector.call(model, "action_accept", ids))


def release(world, lots):
    """Release lots; one signature for all of them."""
    approver = world.person("approver")
    approver.sign(approver.call("stock.lot", "action_mdtrace_release", lots))
