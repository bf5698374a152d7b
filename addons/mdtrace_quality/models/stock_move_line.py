"""Lines added to a receipt that is done: their lots are inspected like the others."""

from odoo import models


class StockMoveLine(models.Model):
    """Opens the inspection of lots that came in after their receipt was done."""

    _inherit = "stock.move.line"

    def _mdtrace_pin_received(self):
        super()._mdtrace_pin_received()
        late = self.filtered(
            lambda line: (
                line.lot_id
                and line.state == "done"
                and line._mdtrace_operation() == "receive"
            )
        )
        have = self.env["mdtrace.inspection"]._latest_of(late.lot_id)
        for picking, own in late.grouped("picking_id").items():
            lots = own.lot_id._mdtrace_controlled()
            lots.filtered(lambda lot: lot.id not in have)._mdtrace_open_inspections(
                picking, receiver=self.env.user
            )
