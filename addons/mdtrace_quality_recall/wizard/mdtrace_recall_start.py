"""The wizard Recall remembers the nonconformity it was opened from."""

from odoo import fields, models


class MdtraceRecallStart(models.TransientModel):
    """Hands the nonconformity on to the recall."""

    _inherit = "mdtrace.recall.start"

    mdtrace_nonconformity_id = fields.Many2one(
        "mdtrace.nonconformity",
        "Nonconformity",
        check_company=True,
        help="What led to the recall.",
    )

    def _prepare_recall(self):
        """Add the nonconformity."""
        return super()._prepare_recall() | {
            "mdtrace_nonconformity_id": self.mdtrace_nonconformity_id.id
        }
