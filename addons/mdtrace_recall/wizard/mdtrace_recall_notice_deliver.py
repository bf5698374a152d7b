"""Recording that notices were delivered in another way than by mail."""

from odoo import fields, models
from odoo.exceptions import UserError


class MdtraceRecallNoticeDeliver(models.TransientModel):
    """Takes how, when and with what proof a notice was delivered."""

    _name = "mdtrace.recall.notice.deliver"
    _description = "Record Delivery"

    notice_ids = fields.Many2many(
        "mdtrace.recall.notice",
        "mdtrace_recall_notice_deliver_rel",
        "deliver_id",
        "notice_id",
        default=lambda self: self.env.context.get("active_ids"),
        help="Notices that were delivered.",
    )
    channel = fields.Selection(
        [
            ("letter", "Registered letter"),
            ("fax", "Fax"),
            ("phone", "Telephone"),
            ("visit", "Visit"),
        ],
        required=True,
        default="letter",
        help="How the notice was delivered.",
    )
    reference = fields.Char(
        required=True,
        help="Proof of delivery: number of the letter, person spoken to.",
    )
    sent_at = fields.Datetime(
        "Delivered On",
        required=True,
        default=fields.Datetime.now,
        help="When it was delivered.",
    )

    def action_confirm(self):
        """Record the delivery."""
        self.ensure_one()
        if self.sent_at > fields.Datetime.now():
            raise UserError(self.env._("The delivery cannot lie in the future."))
        self.notice_ids._mdtrace_sent(self.channel, self.reference, self.sent_at)
        return True
