"""Set a certificate aside, with the reason."""

from odoo import fields, models


class MdtraceCertificateReadingSetAside(models.TransientModel):
    """Why a certificate does not count any more."""

    _name = "mdtrace.certificate.reading.set.aside"
    _description = "Set Certificate Aside"

    reading_id = fields.Many2one(
        "mdtrace.certificate.reading", required=True, help="Certificate to set aside."
    )
    reason = fields.Text(required=True, help="Why it does not count.")

    def action_apply(self):
        """Set it aside; its results count no more."""
        self.ensure_one()
        self.reading_id._mdtrace_move("set_aside", reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
