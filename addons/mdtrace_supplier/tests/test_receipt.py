"""Goods on the dock are booked; their release asks for the supplier."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MdtraceSupplierCase


@tagged("post_install", "-at_install")
class TestReceipt(MdtraceSupplierCase):
    def test_receipt_pins_the_version_of_the_approval(self):
        first = self.approve()
        lot = self.receive(self.bar, 5, lot_name="A", partner=self.mill)
        second = first.browse(
            first.with_user(self.purchaser).action_new_version()["res_id"]
        )
        second.with_user(self.purchaser).action_submit()
        self.sign(second, "effective", self.approver)
        later = self.receive(self.bar, 5, lot_name="B", partner=self.mill)

        self.assertEqual(lot.mdtrace_supplier_approval_id, first)
        self.assertEqual(later.mdtrace_supplier_approval_id, second)

    def test_receipt_from_an_unapproved_supplier_is_booked_and_stays_pending(self):
        lot = self.receive(self.bar, 5, partner=self.trader)

        self.assertEqual(lot.product_qty, 5)
        self.assertEqual(lot.mdtrace_disposition, "pending")
        self.assertFalse(lot.mdtrace_supplier_approval_id)
        self.assertIn("never been approved", lot.mdtrace_supplier_finding)
        with self.assertRaisesRegex(UserError, "Metal Trader has never been approved"):
            self.release(lot)

    def test_release_opens_when_the_supplier_is_approved_and_pins_it_then(self):
        lot = self.receive(self.bar, 5, partner=self.trader)
        approval = self.approve(self.trader)

        self.release(lot)

        self.assertEqual(lot.mdtrace_disposition, "released")
        self.assertEqual(lot.mdtrace_supplier_approval_id, approval)
        self.assertFalse(lot.mdtrace_supplier_finding)

    def test_release_under_conditions_and_rejection_stay_possible(self):
        first = self.receive(self.bar, 5, lot_name="C", partner=self.trader)
        second = self.receive(self.bar, 5, lot_name="D", partner=self.trader)

        self.sign(
            first.mdtrace_status_id, "conditional", self.approver, reason="Urgent"
        )
        self.sign(second.mdtrace_status_id, "rejected", self.approver, reason="Bad")

        self.assertIn("never been approved", first.mdtrace_supplier_finding)
        with self.assertRaisesRegex(UserError, "never been approved"):
            self.release(first)

    def test_approval_that_lapsed_since_the_order_is_found_at_release(self):
        approval = self.approve()
        order = self.order()
        order.button_confirm()
        self.stop(approval, "suspended")
        picking = order.sudo().picking_ids
        self.assertIn("suspended", picking.mdtrace_findings)

        picking.move_ids.move_line_ids.lot_name = "L-1"
        self.validate(picking)
        lot = picking.move_line_ids.lot_id

        self.assertFalse(picking.mdtrace_findings)
        with self.assertRaisesRegex(UserError, "suspended"):
            self.release(lot)

    def test_approval_that_ended_after_the_receipt_does_not_stop_the_release(self):
        approval = self.approve(valid_until=self.today + timedelta(days=1))
        lot = self.receive(self.bar, 5, partner=self.mill)
        self.expire(approval)

        self.release(lot)

        self.assertEqual(lot.mdtrace_disposition, "released")

    def test_receipt_without_a_supplier_is_found_and_completed_later(self):
        approval = self.approve()
        receipt = self.make_receipt(self.bar, 5)
        receipt.partner_id = False
        self.validate(receipt)
        lot = receipt.move_line_ids.lot_id
        self.assertTrue(receipt.mdtrace_supplier_missing)

        with self.assertRaisesRegex(UserError, "No supplier is recorded"):
            self.release(lot)

        receipt.partner_id = self.mill
        self.assertEqual(lot.mdtrace_supplier_id, self.mill)
        self.assertEqual(lot.mdtrace_supplier_approval_id, approval)
        self.release(lot)

    def test_lot_added_to_a_receipt_that_is_done_is_found_too(self):
        receipt = self.make_receipt(self.bar, 5, self.trader)
        self.validate(receipt)
        added, swapped = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.bar.id} for name in ("ADD", "SWAP")]
        )
        line = receipt.move_line_ids
        line.copy({"lot_id": added.id, "lot_name": False, "quantity": 1})
        line.lot_id = swapped

        for lot in added | swapped:
            self.assertEqual(lot.mdtrace_receipt_id, receipt)
            with self.assertRaisesRegex(UserError, "never been approved"):
                self.release(lot)

    def test_second_delivery_into_a_lot_is_judged_anew(self):
        approval = self.approve()
        lot = self.receive(self.bar, 5, lot_name="E", partner=self.mill)
        self.stop(approval, "suspended")
        again = self.receive(self.bar, 5, lot_name="E", partner=self.mill)

        self.assertEqual(again, lot)
        self.assertFalse(lot.mdtrace_supplier_approval_id)
        with self.assertRaisesRegex(UserError, "suspended"):
            self.release(lot)

    def test_lot_that_no_supplier_delivered_asks_for_no_approval(self):
        lot = self.env["stock.lot"].create(
            {"name": "MADE-1", "product_id": self.bar.id}
        )

        self.assertFalse(lot.mdtrace_supplier_finding)
        self.release(lot)

    def test_approval_limited_to_a_manufacturer_asks_for_it_on_the_lot(self):
        maker = self.env["res.partner"].create(
            {"name": "Melt Shop", "is_company": True}
        )
        approval = self.approve(manufacturer_id=maker.id)
        lot = self.receive(self.bar, 5, partner=self.mill)

        with self.assertRaisesRegex(UserError, "recorded as made by Good Mill"):
            self.release(lot)
        lot.mdtrace_manufacturer_id = maker
        self.release(lot)
        self.assertEqual(lot.mdtrace_supplier_approval_id, approval)

    def test_pin_is_in_the_ledger_and_in_the_dossier(self):
        approval = self.approve(conditions="With EN 10204 3.1")
        lot = self.receive(self.bar, 5, partner=self.mill)

        entry = self.entries(lot, kind="change")[-1:]
        self.assertIn("mdtrace_supplier_approval_id", entry.payload)
        (section,) = (
            part
            for part in self.env["mdtrace.trace"]._dossier(lot.ids)[lot.id]
            if part["section"] == "supplier_approval"
        )
        self.assertIn("With EN 10204 3.1", section["rows"][0].values())
        self.assertIn(approval.version, section["rows"][0].values())
