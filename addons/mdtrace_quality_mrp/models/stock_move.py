"""Stock moves: what quality does when lots have been made."""

from odoo import models


class StockMove(models.Model):
    """Opens final inspections for the controlled lots that a move has produced."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        done._mdtrace_after_production()
        return done

    def _mdtrace_after_production(self):
        """Open one final inspection for each order and product."""
        moves = self.filtered(lambda move: move.production_id and move.state == "done")
        for order, own in moves.grouped("production_id").items():
            lots = own.move_line_ids.lot_id._mdtrace_controlled()
            # Inspections are found whoever closes the order.
            have = order.sudo().mdtrace_inspection_ids.lot_ids
            order._mdtrace_open_final_inspections(lots - have)
