"""Notices: prepared in the consignee's language, sent with the document, recorded."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MdtraceRecallCase


@tagged("post_install", "-at_install")
class TestNotices(MdtraceRecallCase):
    def shipped(self, *partners):
        bar = self.make_bar()
        for partner in partners:
            self.ship(bar, partner, qty=2.0)
        return self.make_recall(bar)

    def test_each_consignee_gets_a_prepared_notice(self):
        recall = self.freeze(self.shipped(self.hospital, self.clinic))

        self.assertEqual(recall.notice_ids.mapped("state"), ["prepared", "prepared"])
        notice = recall.notice_ids[0]
        self.assertIn(recall.name, notice.subject)
        self.assertIn("Cracks were found", notice.body)
        self.assertTrue(notice.email)

    def test_notice_is_written_in_the_language_of_the_consignee(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("mdtrace_recall.mail_template_notice")
        template.with_context(lang="zh_CN").subject = "召回 {{ object.recall_id.name }}"
        self.clinic.lang = "zh_CN"

        recall = self.freeze(self.shipped(self.hospital, self.clinic))

        by_partner = {n.partner_id: n for n in recall.notice_ids}
        self.assertEqual(by_partner[self.clinic].subject, f"召回 {recall.name}")
        self.assertEqual(by_partner[self.clinic].lang, "zh_CN")
        self.assertIn("URGENT", by_partner[self.hospital].subject)

    def test_notices_go_out_only_while_the_recall_is_active(self):
        recall = self.freeze(self.shipped(self.clinic))

        with self.assertRaisesRegex(UserError, "Activate the recall first"):
            recall.notice_ids.action_send()

    def test_sending_queues_a_mail_with_the_document_and_records_who_and_when(self):
        recall = self.activate(self.shipped(self.clinic))
        notice = recall.notice_ids

        notice.action_send()

        mail = self.env["mail.mail"].search(
            [("model", "=", notice._name), ("res_id", "=", notice.id)]
        )
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.email_to, "qa@clinic.example")
        self.assertEqual(mail.recipient_ids, self.env["res.partner"])
        self.assertEqual(len(mail.attachment_ids), 1)
        self.assertEqual((notice.state, notice.channel), ("sent", "email"))
        self.assertEqual(notice.sent_by_id, self.regulatory)
        self.assertTrue(notice.sent_at)
        self.assertEqual(notice.mail_state, "outgoing")
        self.assertEqual(notice.evidence_id.type_id.code, "recall_notice")
        self.assertEqual(notice.evidence_id.sudo()._content(), mail.attachment_ids.raw)
        entry = self.entries(notice, kind="state")
        self.assertIn("State: Sent", entry.new_text)
        self.assertNotIn("qa@clinic.example", entry.payload)

    def test_notice_without_an_address_is_delivered_in_another_way(self):
        self.clinic.email = False
        recall = self.activate(self.shipped(self.clinic))
        notice = recall.notice_ids
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            notice.action_send()

        wizard = (
            self.env["mdtrace.recall.notice.deliver"]
            .with_user(self.regulatory)
            .with_context(active_model=notice._name, active_ids=notice.ids)
            .create({"channel": "letter", "reference": "RR 123 456"})
        )
        wizard.action_confirm()

        self.assertEqual((notice.state, notice.channel), ("sent", "letter"))
        self.assertEqual(notice.reference, "RR 123 456")

    def test_notice_is_fixed_once_it_is_sent(self):
        recall = self.activate(self.shipped(self.clinic))
        notice = recall.notice_ids
        notice.write({"subject": "Edited before sending"})
        notice.action_send()

        with self.assertRaises(UserError):
            notice.write({"subject": "Edited after sending"})
        with self.assertRaises(UserError):
            notice.action_prepare_again()

    def test_viewer_sends_nothing(self):
        recall = self.activate(self.shipped(self.clinic))

        with self.assertRaises(AccessError):
            recall.with_user(self.viewer).notice_ids.action_send()

    def test_notice_is_due_by_the_class_of_the_recall(self):
        recall = self.activate(self.shipped(self.clinic))

        self.assertEqual((recall.notice_due_at - recall.activated_at).days, 3)

    def test_mail_that_failed_is_found(self):
        recall = self.activate(self.shipped(self.clinic))
        recall.notice_ids.action_send()
        self.env["mail.mail"].search(
            [("model", "=", "mdtrace.recall.notice")]
        ).state = "exception"

        found = self.env["mdtrace.recall.notice"].search(
            [("mail_state", "=", "exception"), ("recall_id", "=", recall.id)]
        )

        self.assertEqual(found, recall.notice_ids)

    def test_document_names_product_lot_and_quantity(self):
        recall = self.activate(self.shipped(self.clinic))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "mdtrace_recall.mdtrace_recall_notice_report", recall.notice_ids.ids
        )

        text = html.decode()
        for part in ("Test bar", recall.scope_ids.lot_name, "Test clinic", recall.name):
            self.assertIn(part, text)
