"""Stock moves: what quality does when goods have come in."""

from odoo import models


class StockMove(models.Model):
    """Opens inspections for the controlled lots that a move has received."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        done._mdtrace_after_receipt()
        return done

    def _mdtrace_after_receipt(self):
        """Open inspections, write conditions down and bind certificates."""
        lines = self.move_line_ids.filtered(
            lambda line: line.lot_id and line.state == "done"
        )
        controlled = lines.product_id._mdtrace_filter_controlled()
        lines = lines.filtered(
            lambda line: (
                line.product_id in controlled and line._mdtrace_operation() == "receive"
            )
        )
        # Inspections are found whoever validates.
        inspections = self.env["mdtrace.inspection"].sudo()
        for picking, own in lines.grouped("picking_id").items():
            lots = own.lot_id
            measured = picking._mdtrace_measured() if picking else {}
            if measured:
                self.env["mdtrace.condition.log"]._record(
                    lots,
                    {**measured, "picking": picking, "company": picking.company_id},
                )
            # Who receives more of a lot must not decide about it either: only an
            # inspection of the same receiver is joined.
            waiting = inspections.search(
                [
                    ("lot_ids", "in", lots.ids),
                    ("state", "=", "open"),
                    ("receiver_id", "=", self.env.uid),
                ]
            )
            (lots - waiting.lot_ids)._mdtrace_open_inspections(
                picking, receiver=self.env.user
            )
            if picking:
                picking._mdtrace_bind_certificates(lots)
