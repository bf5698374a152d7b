"""The recall sheet names the nonconformity."""

from odoo import api, models


class ReportMdtraceRecallSheet(models.AbstractModel):
    """Adds the nonconformity to the summary."""

    _inherit = "report.mdtrace_recall.mdtrace_recall_report_sheet"

    @api.model
    def _mdtrace_summary(self, recall):
        """Add the nonconformity, and what it says about cause and goods."""
        sheet = super()._mdtrace_summary(recall)
        cause = recall.mdtrace_nonconformity_id
        if cause:
            facts = [
                [self.env._("Nonconformity"), cause.display_name],
                [self.env._("Root cause"), cause.root_cause],
                [self.env._("Disposition"), cause.disposition_text],
            ]
            sheet.rows += [row for row in facts if row[1]]
        return sheet
