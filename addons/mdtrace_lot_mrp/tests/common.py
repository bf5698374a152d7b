"""What the tests of manufacturing stand on."""

from odoo import Command

from odoo.addons.mdtrace_lot.tests.common import MdtraceLotCase


class MdtraceLotMrpCase(MdtraceLotCase):
    """Fixtures: products without control, orders that run as a user would run them.

    ``steel`` and ``chips`` (by lot), ``pin`` (by serial number), ``kit`` (by lot),
    ``oil`` (not tracked); ``order`` makes a manufacturing order from what it needs,
    ``finish`` closes it, ``steps`` says what the genealogy holds of a document.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users"].browse(cls.env.uid).group_ids += cls.env.ref(
            "mrp.group_mrp_byproducts"
        )
        cls.steel = cls.make_product("Test steel", "lot", controlled=False)
        cls.chips = cls.make_product("Test chips", "lot", controlled=False)
        cls.pin = cls.make_product("Test pin", "serial", controlled=False)
        cls.kit = cls.make_product("Test kit", "lot", controlled=False)
        cls.oil = cls.make_product("Test oil", "none", controlled=False)
        cls.genealogy = cls.env["mdtrace.transformation"]
        cls.trace = cls.env["mdtrace.trace"]

    @classmethod
    def lot(cls, product, name, qty=0.0):
        """Return a new lot, with stock that an inventory found."""
        lot = cls.env["stock.lot"].create({"product_id": product.id, "name": name})
        if qty:
            cls.env["stock.quant"]._update_available_quantity(
                product, cls.stock, qty, lot_id=lot
            )
        return lot

    @classmethod
    def order(cls, product, qty, components, byproducts=()):
        """Return a confirmed order.

        :param components: [(product, quantity for the whole order)]
        :param byproducts: the same
        """
        bom = cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_qty": qty,
                "consumption": "flexible",
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": part_qty})
                    for part, part_qty in components
                ],
                "byproduct_ids": [
                    Command.create({"product_id": part.id, "product_qty": part_qty})
                    for part, part_qty in byproducts
                ],
            }
        )
        order = cls.env["mrp.production"].create(
            {"product_id": product.id, "product_qty": qty, "bom_id": bom.id}
        )
        order.action_confirm()
        order.action_assign()
        return order

    def consume(self, order, lots):
        """Pick exactly these lots: [(lot, quantity)]."""
        for move in order.move_raw_ids:
            mine = [item for item in lots if item[0].product_id == move.product_id]
            if not mine:
                continue
            move.move_line_ids.unlink()
            move.move_line_ids = [
                Command.create(
                    {
                        "product_id": move.product_id.id,
                        "lot_id": lot.id,
                        "quantity": qty,
                        "location_id": move.location_id.id,
                        "location_dest_id": move.location_dest_id.id,
                    }
                )
                for lot, qty in mine
            ]

    def finish(
        self, order, made, byproducts=(), qty=None, backorder=False, consumed=()
    ):
        """Produce these lots and close the order.

        :param made: lots of the main product
        :param byproducts: lots of by-products, one for each
        :param consumed: lots as for ``consume``, where Odoo would share out otherwise
        """
        order.lot_producing_ids = made
        order.qty_producing = qty or order.product_qty
        order._set_qty_producing(False)
        self.consume(order, consumed)
        for lot in byproducts:
            move = order.move_byproduct_ids.filtered(
                lambda m, lot=lot: m.product_id == lot.product_id
            )
            move.move_line_ids.lot_id = lot
        order.move_raw_ids.picked = True
        order.move_byproduct_ids.picked = True
        context = {"skip_consumption": True, "skip_backorder": not backorder}
        if backorder:
            context["mo_ids_to_backorder"] = order.ids
            context["skip_backorder"] = True
        order.with_context(**context).button_mark_done()
        self.assertEqual(order.state, "done")

    def steps(self, document):
        """Return the live steps of a document as {(side, product, lot): quantity}."""
        self.genealogy._settle()
        found = self.genealogy.search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        live = found.step_ids.filtered(lambda step: not step.withdrawn_at)
        return {
            (step.side, step.product_id.name, step.lot_id.name or None): step.quantity
            for step in live
        }
