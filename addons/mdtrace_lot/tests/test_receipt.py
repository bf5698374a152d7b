"""Receiving: numbers on the lines, origin on the lots."""

from odoo.tests import tagged

from .common import MdtraceLotCase


@tagged("post_install", "-at_install")
class TestReceipt(MdtraceLotCase):
    def test_the_number_stands_on_the_line_before_goods_are_booked(self):
        picking = self.make_receipt(self.bar, 12, user=self.keeper)

        name = picking.move_line_ids.lot_name
        self.assertRegex(name, r"^BAR-\d{4}$")
        self.assertEqual(picking.move_ids.mdtrace_lot_names, name)
        self.assertTrue(picking.mdtrace_has_control)
        picking.with_user(self.keeper).button_validate()
        lot = picking.move_line_ids.lot_id
        self.assertEqual(lot.name, name)
        self.assertEqual(lot.mdtrace_disposition, "pending")

    def test_every_unit_of_a_serial_product_gets_its_number(self):
        picking = self.make_receipt(self.screw, 4)

        names = picking.move_line_ids.mapped("lot_name")

        self.assertEqual(len(set(names)), 4)
        self.assertRegex(names[0], r"^SCR-\d{4}$")

    def test_many_serial_numbers_are_drawn_in_one_query(self):
        sequence = self.screw.lot_sequence_id
        sequence._mdtrace_next(1)  # warm
        with self.assertQueryCount(1):
            names = sequence._mdtrace_next(200)
        self.assertEqual(len(set(names)), 200)

    def test_a_number_that_a_lot_has_already_is_skipped(self):
        sequence = self.bar.lot_sequence_id
        taken = sequence.get_next_char(int(sequence.next_by_id()[4:]) + 1)
        self.env["stock.lot"].create({"name": taken, "product_id": self.bar.id})

        picking = self.make_receipt(self.bar, 12)

        self.assertNotEqual(picking.move_line_ids.lot_name, taken)
        self.assertEqual(int(picking.move_line_ids.lot_name[4:]), int(taken[4:]) + 1)

    def test_the_rule_of_the_category_numbers_products_without_their_own(self):
        sequence = self.env["ir.sequence"].create(
            {"name": "Metals", "prefix": "TI-%(year)s-", "padding": 3}
        )
        top = self.env["product.category"].create(
            {"name": "Metals", "mdtrace_lot_sequence_id": sequence.id}
        )
        below = self.env["product.category"].create(
            {"name": "Titanium", "parent_id": top.id}
        )
        product = self.env["product.product"].create(
            {
                "name": "Ti bar",
                "is_storable": True,
                "tracking": "lot",
                "categ_id": below.id,
                "mdtrace_controlled": True,
            }
        )

        picking = self.make_receipt(product, 3)
        lot = self.env["stock.lot"].create({"product_id": product.id})

        self.assertRegex(picking.move_line_ids.lot_name, r"TI-\d{4}-\d{3}")
        self.assertRegex(lot.name, r"TI-\d{4}-\d{3}")

    def test_products_that_are_not_controlled_are_not_numbered(self):
        picking = self.make_receipt(self.rag, 3)

        self.assertFalse(picking.move_line_ids.lot_name)

    def test_a_typed_number_wins(self):
        lot = self.receive(self.bar, 12, "HEAT-77")

        self.assertEqual(lot.name, "HEAT-77")

    def test_the_lot_keeps_supplier_receipt_and_suppliers_number(self):
        contact = self.env["res.partner"].create(
            {"name": "Clerk", "parent_id": self.supplier.id}
        )

        lot = self.receive(self.bar, 12, partner=contact, supplier_lot="H-4711")

        self.assertEqual(lot.mdtrace_supplier_id, self.supplier)
        self.assertEqual(lot.mdtrace_supplier_lot, "H-4711")
        self.assertEqual(lot.mdtrace_receipt_id.partner_id, contact)
        found = self.env["stock.lot"].search([("mdtrace_supplier_lot", "ilike", "471")])
        self.assertEqual(found, lot)
        self.assertEqual(lot.mdtrace_receipt_id.mdtrace_lot_count, 1)

    def test_the_origin_is_set_by_the_receipt_alone(self):
        lot = self.receive(self.bar, 12, supplier_lot="H-4711")
        Lot = self.env["stock.lot"].with_user(self.keeper)
        vals = {"name": "X", "product_id": self.bar.id}

        with self.refused("by its receipt"):
            lot.with_user(self.keeper).mdtrace_supplier_id = self.hospital
        with self.refused("by its receipt"):
            Lot.create({**vals, "mdtrace_supplier_id": self.hospital.id})
        with self.refused("by its receipt"):
            Lot.with_context(
                default_mdtrace_supplier_id=self.hospital.id, mdtrace_origin=True
            ).create(vals)

    def test_the_suppliers_number_can_be_completed_until_the_decision(self):
        lot = self.receive(self.bar, 12)

        lot.with_user(self.keeper).mdtrace_supplier_lot = "H-1"
        self.release(lot)
        with self.refused("reopen the lot"):
            lot.mdtrace_supplier_lot = "H-2"

        self.assertIn("H-1", self.entries(lot, kind="change")[-1].new_text)

    def test_the_transfer_shows_what_stops_its_lots(self):
        lot = self.receive(self.bar, 12)
        self.release(lot)
        picking = self.deliver(self.bar, 2)
        self.assertFalse(picking.mdtrace_blocker)

        picking.move_ids.picked = True
        self.hold(lot, "investigation", "porosity")
        picking.invalidate_recordset()

        self.assertIn("porosity", picking.mdtrace_blocker)
        shown = self.env["stock.picking"].get_views([(False, "list")])
        self.assertNotIn(
            "mdtrace_blocker", shown["views"]["list"]["arch"], "asked per row"
        )

    def test_lists_search_and_group_by_disposition(self):
        pending = self.receive(self.bar, 1)
        done = self.release(self.receive(self.bar, 1))
        held = self.release(self.receive(self.bar, 1))
        self.hold(held)
        Lot = self.env["stock.lot"]
        mine = [("product_id", "=", self.bar.id)]

        def find(*domain):
            return Lot.search([*mine, *domain])

        self.assertEqual(find(("mdtrace_disposition", "=", "pending")), pending)
        self.assertEqual(find(("mdtrace_disposition", "!=", False)), find())
        self.assertEqual(find(("mdtrace_hold_count", ">", 0)), held)
        self.assertEqual(find(("mdtrace_usable", "=", True)), done)
        self.assertEqual(find(("mdtrace_usable", "=", False)), pending | held)
        groups = Lot._read_group(mine, ["mdtrace_disposition"], ["__count"])
        self.assertEqual(dict(groups), {"pending": 1, "released": 2})
        status = self.env["mdtrace.lot.status"]._read_group(
            [("product_id", "=", self.bar.id)],
            ["product_id", "disposition"],
            ["__count"],
        )
        self.assertEqual(len(status), 2)
