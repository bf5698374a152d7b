"""Unbuild orders lead to the trace of what they took apart."""

from odoo import models


class MrpUnbuild(models.Model):
    """Opens the trace of the lot that was taken apart."""

    _inherit = "mrp.unbuild"

    def action_mdtrace_trace(self):
        """Trace the unbuilt lot."""
        self.ensure_one()
        return self.lot_id.action_mdtrace_trace()
