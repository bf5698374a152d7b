"""From a cracked bar to a closed recall: the how-to page, step by step."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop

from .common import MdtraceRecallCase


@tagged("post_install", "-at_install")
class TestScenarioRecall(MdtraceRecallCase):
    def test_bar_lot_is_recalled_from_its_customers_and_accounted_for(self):
        # A bar lot is in stock and was relabeled into a second lot.
        bar, other = self.make_bar(20.0, "BAR-1"), self.make_bar(5.0, "BAR-2")
        self.declare({bar: 5.0}, {other: 5.0})
        # Two customers receive units; one gives a delivery back.
        self.ship(bar, self.hospital, qty=4.0)
        given_back = self.ship(bar, self.clinic, qty=3.0)
        self.give_back(given_back)
        self.ship(other, self.clinic, qty=2.0)
        reserved = self.deliver(self.bar, 1.0, self.clinic)
        self.assertTrue(reserved.move_line_ids)

        # Regulatory affairs start the recall and compute the scope.
        recall = self.make_recall(bar)
        self.assertEqual(recall.lot_count, 2)
        self.assertEqual(recall.consignee_count, 2)
        self.assertEqual(recall.quantity_net, 6.0)

        # Freezing holds every affected lot in one go and breaks reservations.
        self.freeze(recall)
        self.assertEqual(recall.state, "scoped")
        self.assertEqual((bar | other).mapped("mdtrace_hold_count"), [1, 1])
        self.assertEqual(recall.held_percent, 100.0)
        self.assertFalse(reserved.move_line_ids)
        with self.assertRaises(MdtraceStop):
            self.ship(bar, self.hospital)

        # Activated, the prepared notices go out.
        self.activate(recall)
        self.assertEqual(recall.notice_count, 2)
        recall.action_send_notices()
        self.assertEqual(recall.notified_percent, 100.0)

        # The customers answer; what is not accounted for keeps the recall open.
        for notice in recall.notice_ids:
            self.answer(notice, returned=2.0)
        self.assertEqual(recall.answered_percent, 100.0)
        hospital = recall.consignee_ids.filtered(
            lambda c: c.partner_id == self.hospital
        )
        self.assertEqual(hospital.quantity_remaining, 2.0)
        refusal = self.assertRaisesRegex(UserError, "has not accounted for 2 units")
        with refusal, self.env.cr.savepoint():
            self.sign(recall, "closed", self.regulatory, "All done.")
        self.answer(hospital.notice_ids, returned=2.0, used=2.0)
        self.assertEqual(recall.reconciled_percent, 100.0)

        # Closed with a summary; then an approver ends the holds.
        self.sign(recall, "closed", self.regulatory, "Six units accounted for.")
        self.assertEqual(recall.closing_summary, "Six units accounted for.")
        holds = self.env["mdtrace.lot.hold"].search(recall._mdtrace_hold_domain())
        self.sign(holds, "closed", self.approver, "Recall closed.")
        self.assertEqual((bar | other).mapped("mdtrace_hold_count"), [0, 0])
        self.assertEqual(
            [entry.kind for entry in self.entries(recall) if entry.kind == "signature"],
            ["signature"] * 3,
        )
