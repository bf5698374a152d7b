"""Received lots keep the approval under which they came in."""

from odoo import models


class StockMoveLine(models.Model):
    """With the origin, the receipt pins the approval of the supplier."""

    _inherit = "stock.move.line"

    def _mdtrace_pin_origin(self):
        super()._mdtrace_pin_origin()
        self.lot_id._mdtrace_pin_approval()
