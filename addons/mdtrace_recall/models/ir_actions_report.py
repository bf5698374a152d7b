"""What was printed of a recall is recorded."""

from odoo import models

from odoo.addons.mdtrace_base.tools.canonical import sha256_hex

SHEET = "mdtrace_recall.mdtrace_recall_report_sheet"


class IrActionsReport(models.Model):
    """Records the digest of every recall sheet that leaves the system."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Append the SHA-256 of a recall sheet to the ledger."""
        content, kind = super()._render_qweb_pdf(report_ref, res_ids, data)
        if self._get_report(report_ref).report_name == SHEET:
            ids = [res_ids] if isinstance(res_ids, int) else res_ids
            recalls = self.env["mdtrace.recall"].browse(ids)
            recalls._mdtrace_record_export(f"recall-sheet.{kind}", sha256_hex(content))
        return content, kind
