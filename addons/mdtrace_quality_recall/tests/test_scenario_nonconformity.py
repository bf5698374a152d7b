"""From a nonconformity to its recall, and both to their end."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MdtraceQualityRecallCase


@tagged("post_install", "-at_install")
class TestScenarioNonconformity(MdtraceQualityRecallCase):
    def setUp(self):
        super().setUp()
        self.lot = self.make_bar(name="NC-1")
        self.ship(self.lot, self.clinic, qty=2.0)
        self.nonconformity = self.make_nonconformity(self.lot)

    def test_nonconformity_starts_a_recall_and_both_show_each_other(self):
        recall = self.start(self.nonconformity)

        self.assertEqual(recall.mdtrace_nonconformity_id, self.nonconformity)
        self.assertEqual(recall.title, "Cracks at the head")
        self.assertIn("half the load", recall.reason)
        self.assertEqual(recall.scope_ids.lot_id, self.lot)
        self.assertEqual(self.nonconformity.mdtrace_recall_count, 1)
        action = self.nonconformity.action_view_recalls()
        self.assertEqual(action["res_id"], recall.id)

    def test_lot_is_held_for_both_reasons(self):
        self.freeze(self.start(self.nonconformity))

        reasons = self.lot.mdtrace_hold_ids.reason_id.mapped("code")
        self.assertEqual(sorted(reasons), ["nonconformity", "recall"])

    def test_recall_stays_open_while_its_nonconformity_is(self):
        recall = self.activate(self.start(self.nonconformity))
        recall.notice_ids.action_send()
        self.answer(recall.notice_ids, returned=2.0)

        refusal = self.assertRaisesRegex(UserError, "Close the nonconformity first")
        with refusal, self.env.cr.savepoint():
            self.sign(recall, "closed", self.regulatory, "All back.")
        self.nonconformity.disposition_text = "Scrap"
        self.sign(self.nonconformity, "closed", self.approver, "Decided")
        self.sign(recall, "closed", self.regulatory, "All back.")

        self.assertEqual(recall.state, "closed")

    def test_nonconformity_without_lots_starts_no_recall(self):
        empty = self.make_nonconformity(self.env["stock.lot"])

        with self.assertRaisesRegex(UserError, "names no lot"):
            empty.action_start_recall()

    def test_sheet_names_the_nonconformity(self):
        recall = self.start(self.nonconformity)
        report = self.env["report.mdtrace_recall.mdtrace_recall_report_sheet"]

        rows = dict(report._mdtrace_summary(recall).rows)

        self.assertEqual(rows["Nonconformity"], self.nonconformity.display_name)

    def test_package_of_the_lot_holds_nonconformity_and_recall(self):
        self.freeze(self.start(self.nonconformity))

        dossier = self.env["mdtrace.trace"]._dossier(self.lot.ids)[self.lot.id]

        sections = {part["section"] for part in dossier}
        self.assertLessEqual({"nonconformities", "recalls"}, sections)
