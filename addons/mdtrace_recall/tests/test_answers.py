"""What consignees answer, and what closing asks for."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MdtraceRecallCase


@tagged("post_install", "-at_install")
class TestAnswers(MdtraceRecallCase):
    def setUp(self):
        super().setUp()
        self.lot = self.make_bar()
        self.ship(self.lot, self.clinic, qty=5.0)
        self.recall = self.activate(self.make_recall(self.lot))
        self.notice = self.recall.notice_ids
        self.consignee = self.recall.consignee_ids

    def close(self):
        self.sign(self.recall, "closed", self.regulatory, "Done.")

    def test_last_answer_counts_and_all_are_kept(self):
        self.notice.action_send()
        self.answer(self.notice, found=5.0)
        self.answer(self.notice, found=0.0, returned=3.0, used=2.0)

        self.assertEqual(self.consignee.quantity_remaining, 0.0)
        self.assertEqual(len(self.notice.response_ids), 2)
        self.assertEqual(self.notice.state, "answered")
        self.assertEqual(self.notice.response_ids[0].user_name, "Test regulatory")
        self.assertEqual(len(self.entries(self.notice, kind="recall")), 2)

    def test_units_found_but_still_there_are_not_accounted_for(self):
        self.notice.action_send()
        self.answer(self.notice, found=5.0)

        self.assertEqual(self.consignee.quantity_remaining, 5.0)

    def test_answer_for_more_units_than_delivered_is_refused(self):
        self.notice.action_send()
        with self.assertRaisesRegex(UserError, "names 6 units, 5 were delivered"):
            self.answer(self.notice, used=6.0)

    def test_answer_before_the_notice_is_refused(self):
        with self.assertRaisesRegex(UserError, "not been told yet"):
            self.answer(self.notice, used=1.0)

    def test_empty_answer_is_refused(self):
        self.notice.action_send()
        with self.assertRaisesRegex(UserError, "Enter what was answered"):
            self.answer(self.notice)

    def test_answers_are_found_by_what_is_open(self):
        consignees = self.env["mdtrace.recall.consignee"]
        domain = [("recall_id", "=", self.recall.id)]
        is_open = [*domain, ("quantity_remaining", ">", 0)]
        self.assertEqual(consignees.search(is_open), self.consignee)

        self.notice.action_send()
        self.answer(self.notice, destroyed=5.0)

        self.assertFalse(consignees.search(is_open))
        closed = [*domain, ("quantity_remaining", "=", 0)]
        self.assertEqual(consignees.search(closed), self.consignee)

    def test_closing_needs_the_notice_sent(self):
        with self.assertRaisesRegex(UserError, "Test clinic has not been told"):
            self.close()

    def test_closing_needs_every_unit_accounted_for(self):
        self.notice.action_send()
        self.answer(self.notice, returned=4.0)

        with self.assertRaisesRegex(UserError, "has not accounted for 1 units"):
            self.close()

    def test_reason_beside_the_consignee_lets_the_recall_close(self):
        self.consignee.with_user(self.regulatory).write(
            {"exception_reason": "Clinic was closed down; authority informed."}
        )

        self.close()

        self.assertEqual(self.recall.state, "closed")
        entry = self.entries(self.consignee, kind="recall")
        self.assertIn("closed down", entry.reason)

    def test_reason_is_not_taken_after_closing(self):
        self.notice.action_send()
        self.answer(self.notice, returned=5.0)
        self.close()

        with self.assertRaises(AccessError):
            self.consignee.write({"exception_reason": "Later"})
        with self.assertRaisesRegex(UserError, "is not active"):
            self.answer(self.notice, used=5.0, returned=0.0)

    def test_closing_needs_a_summary(self):
        self.consignee.write({"exception_reason": "x"})
        with self.assertRaisesRegex(UserError, "needs a reason"):
            self.sign(self.recall, "closed", self.regulatory)

    def test_consignee_that_gave_all_back_does_not_keep_the_recall_open(self):
        lot = self.make_bar()
        self.give_back(self.ship(lot, self.hospital, qty=1.0))
        recall = self.activate(self.make_recall(lot))

        self.sign(recall, "closed", self.regulatory, "All was back before.")

        self.assertEqual(recall.state, "closed")
