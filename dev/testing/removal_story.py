"""What happens in a plant before, while and after the addons are there.

Odoo's shell reads this from its standard input; ``MDTRACE_STEP`` says which step.
The shell has no exit code of its own, so a broken step ends the process.
"""

import os
import sys
import traceback

LOT = "REMOVAL-1"


def expect(what, found, wanted):
    """Stop the step when something is not as it should be."""
    if found != wanted:
        raise AssertionError(f"{what}: {found!r}, not {wanted!r}")


def before(env):
    """Stock a lot, as a plant has many before it knows of traceability."""
    product = env["product.product"].create(
        {"name": "Removal test", "is_storable": True, "tracking": "lot"}
    )
    lot = env["stock.lot"].create({"name": LOT, "product_id": product.id})
    quant = env["stock.quant"].with_context(inventory_mode=True)
    quant = quant.create(
        {
            "product_id": product.id,
            "lot_id": lot.id,
            "location_id": warehouse(env).lot_stock_id.id,
            "inventory_quantity": 10,
        }
    )
    quant.action_apply_inventory()


def work(env):
    """Put the product under control and go on: the old lot ships, a new one waits."""
    lot = env["stock.lot"].search([("name", "=", LOT)])
    lot.product_id.product_tmpl_id.mdtrace_controlled = True
    expect("disposition of an old lot", lot.mdtrace_disposition, "legacy")
    expect("delivery of it", ship(env, lot.product_id, 2).state, "done")
    fresh = env["stock.lot"].create(
        {"name": f"{LOT}-NEW", "product_id": lot.product_id.id}
    )
    expect("disposition of a new lot", fresh.mdtrace_disposition, "pending")
    lot._mdtrace_hold("manual", "held for the test")
    expect("delivery while held", ship(env, lot.product_id, 1).state, "confirmed")
    env["mdtrace.evidence"]._store("proof.txt", b"proof", "other", [lot])
    env.cr.commit()


def leave(env):
    """Be refused, export, confirm, go."""
    names = os.environ["MDTRACE_ADDONS"].split(",")
    modules = env["ir.module.module"].search([("name", "in", names)])
    try:
        with env.cr.savepoint():
            modules.button_uninstall()
    except Exception as refusal:  # noqa: BLE001 -- looked at in the next line
        expect("reason", "export" in str(refusal), True)
    else:
        raise AssertionError("addons with records left without an export")
    env.invalidate_all()
    export = env["mdtrace.module.export"]._make(names)
    export._confirm(export.sha256)
    env.cr.commit()
    modules.button_immediate_uninstall()


def warehouse(env):
    """Return the warehouse of the company."""
    return env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)


def ship(env, product, quantity):
    """Return a delivery, done as far as what may be shipped is reserved."""
    kind = warehouse(env).out_type_id
    where = {
        "location_id": warehouse(env).lot_stock_id.id,
        "location_dest_id": env.ref("stock.stock_location_customers").id,
    }
    move = {"product_id": product.id, "product_uom_qty": quantity, **where}
    picking = env["stock.picking"].create(
        {"picking_type_id": kind.id, "move_ids": [(0, 0, move)], **where}
    )
    picking.action_confirm()
    picking.action_assign()
    if picking.state == "assigned":
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()
    return picking


if "env" in globals():
    try:
        globals()[os.environ["MDTRACE_STEP"]](globals()["env"])
        globals()["env"].cr.commit()
    except BaseException:  # noqa: BLE001 -- the process must not end well
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
