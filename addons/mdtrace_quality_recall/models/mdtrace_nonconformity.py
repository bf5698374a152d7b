"""The recalls that a nonconformity led to."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class MdtraceNonconformity(models.Model):
    """Starts a recall from the lots of a nonconformity and shows it."""

    _inherit = "mdtrace.nonconformity"

    mdtrace_recall_ids = fields.One2many(
        "mdtrace.recall", "mdtrace_nonconformity_id", "Recalls"
    )
    mdtrace_recall_count = fields.Integer(
        "Recall Count", compute="_compute_mdtrace_recall_count"
    )

    @api.depends("mdtrace_recall_ids")
    def _compute_mdtrace_recall_count(self):
        for record in self:
            record.mdtrace_recall_count = len(record.mdtrace_recall_ids)

    # === Actions === #
    def action_start_recall(self):
        """Open the wizard Recall with the lots and the words of this nonconformity."""
        self.ensure_one()
        if not self.lot_ids:
            raise UserError(
                self.env._(
                    "%s names no lot to recall. Add the lots first.", self.display_name
                )
            )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_recall.mdtrace_recall_start_action"
        )
        action["context"] = {
            "default_lot_ids": self.lot_ids.ids,
            "default_title": self.title,
            "default_reason": self.description or False,
            "default_mdtrace_nonconformity_id": self.id,
        }
        return action

    def action_view_recalls(self):
        """Open the recalls of this nonconformity."""
        return self.mdtrace_recall_ids._get_records_action(name=self.env._("Recalls"))
