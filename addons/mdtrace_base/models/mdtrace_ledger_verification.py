"""Is the ledger what was written? One row per time somebody asked."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .record_mixin import ADMINISTRATOR

VERIFYING = (
    ADMINISTRATOR,
    "mdtrace_base.mdtrace_base_group_approver",
    "mdtrace_base.mdtrace_base_group_regulatory",
)


class MdtraceLedgerVerification(models.Model):
    """The answer of one verification: how many entries, and the first problem."""

    _name = "mdtrace.ledger.verification"
    _description = "Ledger verification"
    _inherit = "mdtrace.append.only.mixin"
    _order = "id desc"
    _rec_name = "verified_at"
    _log_access = False

    verified_at = fields.Datetime(
        required=True, readonly=True, help="When the check began (UTC)."
    )
    user_name = fields.Char("User", readonly=True, help="Who asked for it.")
    entry_count = fields.Integer(
        "Entries", readonly=True, help="How many entries were recomputed."
    )
    ok = fields.Boolean(
        "Sound", readonly=True, help="Every entry is as it was written."
    )
    first_entry_id = fields.Integer(
        "First Bad Entry", readonly=True, help="Number of the first entry that is not."
    )
    first_column = fields.Char(
        "Bad Column", readonly=True, help="The column of it that differs."
    )
    first_problem = fields.Text(readonly=True, help="What is wrong with it, in words.")
    duration = fields.Float(
        "Duration (s)", readonly=True, help="How long the check took, in seconds."
    )

    @api.depends("verified_at")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Verification of %s", row.verified_at)

    def action_verify(self):
        """Verify the whole ledger now and show the answer."""
        if not any(self.env.user.has_group(group) for group in VERIFYING):
            raise AccessError(
                self.env._(
                    "You may read the ledger. Verifying it takes the role "
                    "Administrator, Approver or Regulatory affairs."
                )
            )
        answer = self.env["mdtrace.ledger.entry"]._verify()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ledger verification"),
            "res_model": self._name,
            "res_id": answer["id"],
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }
