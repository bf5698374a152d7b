"""The recalls of a lot."""

from odoo import fields, models


class StockLot(models.Model):
    """Shows the recalls a lot belongs to, and starts one."""

    _inherit = "stock.lot"

    mdtrace_recall_scope_ids = fields.One2many(
        "mdtrace.recall.scope",
        "lot_id",
        "Recall Scopes",
        groups="mdtrace_base.mdtrace_base_group_viewer",
    )
    mdtrace_recall_count = fields.Integer(
        "Recalls", compute="_compute_mdtrace_recall_count"
    )

    def _compute_mdtrace_recall_count(self):
        # Whoever sees a lot sees that it is recalled, in any company.
        counts = dict(
            self.env["mdtrace.recall.scope"]
            .sudo()
            ._read_group(
                [("lot_id", "in", self.ids), ("included", "=", True)],
                ["lot_id"],
                ["recall_id:count_distinct"],
            )
        )
        for lot in self:
            lot.mdtrace_recall_count = counts.get(lot, 0)

    def action_mdtrace_recalls(self):
        """Open the recalls of this lot."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_recall.mdtrace_recall_action"
        )
        action["domain"] = [("scope_ids.lot_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_mdtrace_recall(self):
        """Open the wizard that starts a recall from these lots."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_recall.mdtrace_recall_start_action"
        )
        action["context"] = {"default_lot_ids": self.ids}
        return action
