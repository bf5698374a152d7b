"""A nonconformity holds its lots from its opening; its end is signed."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestNonconformity(MdtraceQualityCase):
    def report(self, lots, user=None, **vals):
        return (
            self.env["mdtrace.nonconformity"]
            .with_user(user or self.make_once("operator", "stock.group_stock_user"))
            .create(
                {"title": "Scratches", "lot_ids": lots.ids, "source": "lot", **vals}
            )
        )

    def released(self):
        lot = self.good_lot()
        self.accept(self.inspection_of(lot))
        return self.release(lot)

    def test_opening_holds_all_lots_and_breaks_reservations(self):
        lot = self.released()
        delivery = self.deliver(self.bar, 3)
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        record = self.report(lot)
        self.assertFalse(lot.mdtrace_hold_count)

        record.action_open()

        self.assertEqual((record.state, lot.mdtrace_hold_count), ("open", 1))
        self.assertEqual(record.hold_ids.source_name, record.display_name)
        self.assertEqual(record.hold_ids.reason_id.code, "nonconformity")
        self.assertFalse(delivery.move_line_ids)
        self.assertTrue(record.opened_at and record.opened_by_id)

    def test_lot_that_is_not_controlled_is_named_but_not_held(self):
        lots = self.receive(self.rag, 1) | self.receive(self.bar, 1)
        record = self.report(lots)

        record.action_open()

        self.assertEqual(record.hold_ids.lot_id.product_id, self.bar)
        self.assertEqual(record.product_ids, self.bar | self.rag)

    def test_closing_needs_a_disposition_and_a_signature(self):
        record = self.report(self.receive(self.bar, 1))
        record.action_open()

        with self.assertRaisesRegex(UserError, "no disposition"):
            self.sign(record, "closed", self.approver, "done")
        with self.assertRaises(AccessError):
            self.sign(record, "closed", self.inspector, "done")
        record.with_user(self.inspector).disposition_text = "Return to supplier"
        with self.assertRaises(UserError):
            record.with_user(self.approver)._mdtrace_move("closed", reason="done")
        self.sign(record, "closed", self.approver, "done")

        self.assertEqual((record.state, record.closed_by_id), ("closed", self.approver))
        self.assertEqual(record.open_hold_count, 1)

    def test_holds_are_closed_by_a_signature_of_their_own(self):
        lot = self.receive(self.bar, 1)
        record = self.report(lot, disposition_text="Use as is")
        record.action_open()
        self.sign(record, "closed", self.approver, "done")

        action = record.with_user(self.approver).action_close_holds()
        self.assertEqual(action["params"]["model"], "mdtrace.lot.hold")
        self.assertEqual(action["params"]["ids"], record.hold_ids.ids)
        self.sign(record.hold_ids, "closed", self.approver, "Use as is")

        record.invalidate_recordset()
        self.assertEqual((lot.mdtrace_hold_count, record.open_hold_count), (0, 0))

    def test_what_was_reported_is_fixed_once_it_is_open(self):
        lot = self.receive(self.bar, 1)
        record = self.report(lot)
        record.action_open()

        for values in ({"title": "x"}, {"lot_ids": [(5,)]}, {"description": "x"}):
            with self.assertRaises(UserError):
                record.with_user(self.inspector).write(values)
        record.with_user(self.inspector).write({"root_cause": "Tool worn"})
        with self.assertRaises(UserError):
            record.with_user(self.inspector).unlink()

    def test_what_was_decided_stays_after_closing(self):
        record = self.report(self.receive(self.bar, 1), disposition_text="Scrap")
        record.action_open()
        self.sign(record, "closed", self.approver, "done")

        with self.assertRaises(ValidationError):
            record.with_user(self.inspector).disposition_text = "Use as is"

    def test_draft_may_be_deleted_and_holds_nothing(self):
        lot = self.receive(self.bar, 1)

        self.report(lot).unlink()

        self.assertFalse(lot.mdtrace_hold_count)

    def test_viewer_and_purchaser_cannot_report_or_open(self):
        record = self.report(self.receive(self.bar, 1))

        for user in (self.viewer, self.purchaser, self.administrator):
            with self.assertRaises(AccessError):
                self.report(self.env["stock.lot"], user)
            with self.assertRaises(AccessError):
                record.with_user(user).action_open()

    def test_ledger_tells_the_story(self):
        record = self.report(self.receive(self.bar, 1), disposition_text="Scrap")
        record.action_open()
        self.sign(record, "closed", self.approver, "done")

        kinds = self.entries(record).mapped("kind")
        self.assertEqual(kinds, ["create", "state", "signature", "state"])

    def test_buttons_prepare_the_report(self):
        lot = self.receive(self.bar, 1)
        picking = lot.mdtrace_receipt_id[:1]

        self.assertEqual(
            lot.action_mdtrace_report_nonconformity()["context"]["default_source"],
            "lot",
        )
        context = picking.action_mdtrace_report_nonconformity()["context"]
        self.assertEqual(context["default_picking_id"], picking.id)
        self.assertEqual(context["default_lot_ids"][0][2], lot.ids)
