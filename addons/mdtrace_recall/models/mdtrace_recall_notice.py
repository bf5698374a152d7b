"""Notices: what each consignee is told, when, how, and by whom."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.mdtrace_base.tools.blocker import Blocker
from odoo.addons.mdtrace_base.tools.transition import Transition

from .mdtrace_recall import REGULATORY

_lt = LazyTranslate(__name__)

REPORT = "mdtrace_recall.mdtrace_recall_notice_report"


class MdtraceRecallNotice(models.Model):
    """The notice to one consignee.

    Prepared with the scope, in the consignee's language, from a mail template; it can
    be edited until it is sent. Sent by mail with the notice as a PDF that is kept as
    evidence, or delivered in another way that is recorded. Answers are appended.
    """

    _name = "mdtrace.recall.notice"
    _description = "Recall Notice"
    _inherit = ["mdtrace.record.mixin", "mail.thread"]
    _order = "recall_id desc, state desc, id"
    _rec_name = "partner_name"

    _mdtrace_transitions = {
        ("prepared", "sent"): Transition(label=_lt("Send"), groups=(REGULATORY,)),
        ("sent", "answered"): Transition(label=_lt("Answered"), groups=(REGULATORY,)),
    }
    _mdtrace_protected = (
        "recall_id",
        "company_id",
        "consignee_id",
        "lang",
        "channel",
        "reference",
        "sent_at",
        "sent_by_id",
        "evidence_id",
    )
    _mdtrace_frozen = ("email", "subject", "body")
    _mdtrace_payload = ("consignee_id", "subject", "channel", "reference", "sent_at")
    _mdtrace_draft_states = ("prepared",)

    recall_id = fields.Many2one(
        "mdtrace.recall",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="Recall the notice is about.",
    )
    recall_state = fields.Selection(string="Recall State", related="recall_id.state")
    notice_due_at = fields.Datetime(related="recall_id.notice_due_at")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Company that recalls.",
    )
    consignee_id = fields.Many2one(
        "mdtrace.recall.consignee",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="Who is told.",
    )
    partner_id = fields.Many2one(string="Contact", related="consignee_id.partner_id")
    partner_name = fields.Char(related="consignee_id.partner_name")
    line_ids = fields.One2many(related="consignee_id.line_ids")
    lang = fields.Char(
        "Language",
        readonly=True,
        copy=False,
        help="Language the notice is written in: the consignee's.",
    )
    email = fields.Char(
        help="Where the notice is mailed to. Several addresses are separated by commas."
    )
    subject = fields.Char(required=True, help="Subject of the mail and of the notice.")
    body = fields.Html(
        required=True, help="Text of the notice, prepared from the mail template."
    )
    state = fields.Selection(
        [("prepared", "Prepared"), ("sent", "Sent"), ("answered", "Answered")],
        required=True,
        readonly=True,
        default="prepared",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
        help="Prepared: may be edited. Sent: fixed. Answered: an answer is recorded.",
    )
    channel = fields.Selection(
        [
            ("email", "E-mail"),
            ("letter", "Registered letter"),
            ("fax", "Fax"),
            ("phone", "Telephone"),
            ("visit", "Visit"),
        ],
        readonly=True,
        copy=False,
        help="How the notice was delivered.",
    )
    reference = fields.Char(
        readonly=True,
        copy=False,
        help="Proof of delivery: number of the letter, person spoken to.",
    )
    sent_at = fields.Datetime(
        readonly=True, copy=False, help="When the notice was sent or delivered."
    )
    sent_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who sent it, or recorded that it was delivered.",
    )
    evidence_id = fields.Many2one(
        "mdtrace.evidence",
        "Document Sent",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The notice exactly as it was mailed.",
    )
    response_ids = fields.One2many("mdtrace.recall.response", "notice_id")
    mail_state = fields.Selection(
        [("outgoing", "Waiting"), ("sent", "Delivered"), ("exception", "Failed")],
        "Mail",
        compute="_compute_mail_state",
        search="_search_mail_state",
    )
    quantity_net = fields.Float(related="consignee_id.quantity_net")
    quantity_remaining = fields.Float(related="consignee_id.quantity_remaining")

    _consignee_unique = models.UniqueIndex(
        "(consignee_id)", "A consignee gets one notice per recall."
    )

    @api.depends("recall_id.name", "partner_name")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = f"{notice.recall_id.name} {notice.partner_name or ''}"

    def _compute_mail_state(self):
        # The queue is the system's; what became of a notice is shown to its readers.
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search(
                [("model", "=", self._name), ("res_id", "in", self.ids)], order="id"
            )
        )
        last = {mail.res_id: mail.state for mail in mails}
        for notice in self:
            state = last.get(notice.id)
            notice.mail_state = "exception" if state == "cancel" else state

    def _search_mail_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        states = set(value) | ({"cancel"} if "exception" in value else set())
        # See _compute_mail_state.
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search(
                [("model", "=", self._name), ("state", "in", list(states - {False}))]
            )
        )
        return [("id", "in", mails.mapped("res_id"))]

    # === Actions === #
    def action_send(self):
        """Mail these notices with the document attached."""
        unready = self.filtered(lambda n: not (n.email or "").strip())
        if unready:
            raise UserError(
                self.env._(
                    "%s has no e-mail address. Enter one, or record how the notice "
                    "was delivered.",
                    unready[0].partner_name,
                )
            )
        self._mdtrace_check_move("sent")
        self._mdtrace_check_blockers("sent")
        for notice in self:
            notice._mdtrace_mail()
        return True

    def action_deliver(self):
        """Record that these notices were delivered in another way."""
        return self._mdtrace_wizard(
            "mdtrace.recall.notice.deliver", self.env._("Record Delivery")
        )

    def action_record_answer(self):
        """Record what the consignee answered."""
        self.ensure_one()
        return self._mdtrace_wizard(
            "mdtrace.recall.notice.answer", self.env._("Record Answer")
        )

    def action_print(self):
        """Print the notice."""
        return self.env.ref(REPORT).report_action(self)

    def action_prepare_again(self):
        """Write subject and text anew from the template."""
        self.check_access("write")
        for notice_id, values in self._mdtrace_texts().items():
            self.browse(notice_id).write(values)
        return True

    def _mdtrace_wizard(self, model, name):
        """Return the action that opens a dialog about these notices."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"active_model": self._name, "active_ids": self.ids},
        }

    # === Seams === #
    def _mdtrace_transition_blockers(self, to):
        """Let notices go out only while the recall is active."""
        found = super()._mdtrace_transition_blockers(to)
        for notice in self:
            if to == "sent" and notice.recall_state != "active":
                found.setdefault(notice, []).append(
                    Blocker(
                        "not_active",
                        self.env._("%s is not active.", notice.recall_id.display_name),
                        remedy=self.env._("Activate the recall first."),
                    )
                )
        return found
