"""Confirming that an export was put away."""

from odoo import fields, models


class MdtraceModuleExportConfirm(models.TransientModel):
    """Ask for the SHA-256 of the file that a person has put away."""

    _name = "mdtrace.module.export.confirm"
    _description = "Confirm module export"

    export_id = fields.Many2one(
        "mdtrace.module.export", required=True, help="The export to confirm."
    )
    sha256 = fields.Char(
        "SHA-256 of Your File",
        required=True,
        help="Computed from the file that you have put away.",
    )

    def action_confirm(self):
        """Compare the digests and confirm."""
        self.ensure_one()
        self.export_id._confirm(self.sha256)
        return {"type": "ir.actions.act_window_close"}
