"""Preparing and sending notices, and taking the answers."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..tools import reconcile
from .mdtrace_recall import REGULATORY
from .mdtrace_recall_notice import REPORT

TEMPLATE = "mdtrace_recall.mail_template_notice"


class MdtraceRecallNotice(models.Model):
    """What is written, what is sent, what comes back."""

    _inherit = "mdtrace.recall.notice"

    @api.model
    def _mdtrace_prepare(self, recall):
        """Prepare a notice for each consignee of a recall that has none."""
        told = recall.notice_ids.consignee_id
        consignees = recall.consignee_ids - told
        # Addresses are used whoever may see the contacts.
        partners = consignees.sudo().partner_id
        notices = self.sudo()._mdtrace_create(
            [
                {
                    "recall_id": recall.id,
                    "company_id": recall.company_id.id,
                    "consignee_id": consignee.id,
                    "lang": consignee.sudo().partner_id.lang or self.env.lang,
                    "email": self._mdtrace_addresses(consignee.sudo().partner_id),
                    "subject": recall.title,
                    "body": recall.reason,
                }
                for consignee in consignees
            ]
        )
        partners.invalidate_recordset()
        for notice_id, values in notices._mdtrace_texts().items():
            notices.browse(notice_id).write(values)
        recall.invalidate_recordset(["notice_ids"])
        return notices

    @api.model
    def _mdtrace_addresses(self, partner):
        """Return the mail addresses of the place delivered to and of its company."""
        emails = [partner.email, partner.commercial_partner_id.email]
        return ", ".join(dict.fromkeys(email for email in emails if email)) or False

    def _mdtrace_texts(self):
        """Return {notice id: subject and body} from the template, in each language."""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not self or not template:
            return {}
        # The template is rendered as the system: the text may name what the person
        # who sends has no access to.
        template = template.sudo()
        subjects = template._render_field("subject", self.ids, compute_lang=True)
        bodies = template._render_field("body_html", self.ids, compute_lang=True)
        return {
            notice.id: {"subject": subjects[notice.id], "body": bodies[notice.id]}
            for notice in self
        }

    def _mdtrace_mail(self):
        """Keep the document as evidence, queue the mail, and record the sending."""
        self.ensure_one()
        name, content = self._mdtrace_document()
        evidence = self.env["mdtrace.evidence"]._store(
            name,
            content,
            "recall_notice",
            links=[self, self.recall_id],
            company_id=self.company_id.id,
        )
        # The queue belongs to the system.
        self.env["mail.mail"].sudo().create(
            {
                "model": self._name,
                "res_id": self.id,
                "subject": self.subject,
                "body": self.body,
                "body_html": self.body,
                "email_from": self.company_id.email_formatted
                or self.env.user.email_formatted,
                "email_to": self.email,
                "auto_delete": False,
                "attachment_ids": [
                    Command.create({"name": name, "raw": content, "type": "binary"})
                ],
            }
        )
        self._mdtrace_sent("email", False, evidence_id=evidence.id)

    def _mdtrace_sent(self, channel, reference, sent_at=None, **values):
        """Record that these notices were sent."""
        self._mdtrace_move(
            "sent",
            values={
                "channel": channel,
                "reference": reference,
                "sent_at": sent_at or fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                **values,
            },
        )

    def _mdtrace_document(self):
        """Return (file name, bytes) of the notice as a document.

        A server without the program that makes PDF files gives the same page as HTML.
        """
        self.ensure_one()
        # Rendered as the system, in the language of the consignee; see _mdtrace_texts.
        reports = self.env["ir.actions.report"].sudo()
        if reports.get_wkhtmltopdf_state() in ("install", "broken"):
            content, kind = reports._render_qweb_html(REPORT, self.ids)
        else:
            content, kind = reports._render_qweb_pdf(REPORT, self.ids)
        name = f"{self.recall_id.name} {self.partner_name}".replace("/", "-")
        return f"{name}.{kind}", content

    def _mdtrace_answer(self, rows, answered_by, answered_at, note):
        """Append what the consignee answered.

        :param rows: {lot id: Statement}, the whole that is known of each lot
        """
        self.ensure_one()
        if not self.env.user.has_group(REGULATORY):
            raise AccessError(
                self.env._("Recording an answer needs the role Regulatory affairs.")
            )
        if self.state == "prepared":
            raise UserError(self.env._("%s has not been told yet.", self.partner_name))
        if self.recall_state != "active":
            raise UserError(
                self.env._("%s is not active.", self.recall_id.display_name)
            )
        vals_list = self._mdtrace_prepare_responses(
            rows,
            {
                "answered_by": answered_by,
                "answered_at": answered_at,
                "note": note,
                "recorded_at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "user_name": self.env.user.name,
            },
        )
        # The role was asked above; nobody has the right to create answers otherwise.
        responses = self.env["mdtrace.recall.response"].sudo().create(vals_list)
        new = {
            str(row["lot_name"]): {n: v for n, v in row.items() if "quantity" in n}
            for row in vals_list
        }
        self._mdtrace_append("recall", new={self.id: {"answer": new}}, reason=note)
        if self.state == "sent":
            self._mdtrace_move("answered")
        return responses

    def _mdtrace_prepare_responses(self, rows, common):
        """Return the values of one answer per lot, or refuse impossible numbers."""
        balances = self.consignee_id._mdtrace_balances()[self.consignee_id.id]
        # The deliveries belong to the notice, whoever records the answer.
        lines = {line.lot_id.id: line for line in self.consignee_id.sudo().line_ids}
        vals_list = []
        for lot_id, statement in rows.items():
            line, net = lines[lot_id], balances[lot_id][0]
            if not reconcile.is_possible(net, statement):
                raise UserError(
                    self.env._(
                        "%(lot)s: the answer names %(stated)g units, %(net)g were "
                        "delivered. Negative numbers and more than was delivered are "
                        "not possible.",
                        lot=line.lot_name,
                        stated=statement.stated,
                        net=net,
                    )
                )
            vals_list.append(
                {
                    "recall_id": self.recall_id.id,
                    "company_id": self.company_id.id,
                    "notice_id": self.id,
                    "consignee_id": self.consignee_id.id,
                    "lot_id": lot_id,
                    "lot_name": line.lot_name,
                    "product_id": line.product_id.id,
                    "quantity_found": statement.found,
                    "quantity_returned": statement.returned,
                    "quantity_destroyed": statement.destroyed,
                    "quantity_used": statement.used,
                    **common,
                }
            )
        return vals_list
