"""What a recalled lot may and may not do."""

from odoo.tests import tagged

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop
from odoo.addons.mdtrace_lot.tools.demand import Demand

from .common import MdtraceRecallCase


@tagged("post_install", "-at_install")
class TestGate(MdtraceRecallCase):
    def codes(self, operation, lot):
        demand = Demand(lot_id=lot.id, product_id=lot.product_id.id, quantity=1.0)
        found = self.env["mdtrace.gate"]._mdtrace_blockers(operation, [demand])
        return [blocker.code for blocker in found[demand]]

    def test_lot_in_a_draft_scope_is_free(self):
        bar = self.make_bar()
        self.make_recall(bar)

        self.assertEqual(self.codes("ship", bar), [])

    def test_recalled_lot_is_stopped_where_it_is_used_and_free_where_it_leaves(self):
        bar = self.make_bar()
        self.freeze(self.make_recall(bar))

        for operation in ("reserve", "consume", "start", "finish", "ship", "release"):
            self.assertIn("recalled", self.codes(operation, bar), operation)
        for operation in ("scrap", "quarantine", "return_to_supplier", "return_in"):
            self.assertEqual(self.codes(operation, bar), [], operation)

    def test_recall_binds_even_when_its_hold_was_closed(self):
        bar = self.make_bar()
        recall = self.freeze(self.make_recall(bar))
        holds = self.env["mdtrace.lot.hold"].search(recall._mdtrace_hold_domain())
        self.sign(holds, "closed", self.approver, "By mistake")

        with self.assertRaisesRegex(MdtraceStop, "is recalled by RC/"):
            self.ship(bar)

    def test_lot_is_free_again_after_closing_and_ending_the_hold(self):
        bar = self.make_bar()
        recall = self.activate(self.make_recall(bar))
        self.sign(recall, "closed", self.regulatory, "Nothing was delivered.")
        self.assertEqual(self.codes("ship", bar), ["hold"])

        holds = self.env["mdtrace.lot.hold"].search(recall._mdtrace_hold_domain())
        self.sign(holds, "closed", self.approver, "Recall closed")

        self.assertEqual(self.codes("ship", bar), [])

    def test_cancelled_recall_binds_no_lot(self):
        bar = self.make_bar()
        recall = self.freeze(self.make_recall(bar))

        self.sign(recall, "cancelled", self.regulatory, "False alarm")

        self.assertEqual(self.codes("ship", bar), ["hold"])

    def test_plain_stock_user_is_stopped_too(self):
        bar = self.make_bar()
        self.freeze(self.make_recall(bar))
        delivery = self.deliver(self.bar, 1.0)

        self.assertFalse(delivery.move_line_ids)
        with self.assertRaises(MdtraceStop):
            picking = self.deliver(self.bar, 1.0, user=self.keeper, lots=bar)
            picking.move_ids.picked = True
            picking.button_validate()
