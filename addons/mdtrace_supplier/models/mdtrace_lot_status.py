"""Releases ask for the supplier, and keep the approval they rest on."""

from odoo import models


class MdtraceLotStatus(models.Model):
    """A lot received without an approval is released under the one given later."""

    _inherit = "mdtrace.lot.status"

    def _mdtrace_after_move(self, to, old_states, reason, signature):
        super()._mdtrace_after_move(to, old_states, reason, signature)
        if to == "released":
            self.lot_id._mdtrace_controlled()._mdtrace_pin_approval(missing_only=True)
