"""The lot's way into its trace."""

from odoo import models


class StockLot(models.Model):
    """Buttons of a lot that belong to its genealogy."""

    _inherit = "stock.lot"

    def action_mdtrace_trace(self):
        """Open the trace screen of these lots."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_lot.mdtrace_trace_action"
        )
        action["params"] = {"lot_ids": self.ids}
        action["context"] = {"active_ids": self.ids}
        return action

    def action_mdtrace_package(self):
        """Build the trace package of this lot and open its record."""
        self.ensure_one()
        return self.env["mdtrace.trace.package"].build_package(self.id)
