"""Done lines touch the transformation they belong to."""

from odoo import api, models

STEP_FIELDS = {
    "move_id",
    "state",
    "product_id",
    "lot_id",
    "quantity",
    "quantity_product_uom",
    "product_uom_id",
    "location_id",
    "location_dest_id",
}


class StockMoveLine(models.Model):
    """Lines added to, changed on and removed from a done move rewrite its steps."""

    _inherit = "stock.move.line"

    # stock has no index on the lot: without it a trace scans the table per lot.
    _mdtrace_lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["mdtrace.transformation"]._touch(lines._mdtrace_done_keys())
        return lines

    def write(self, vals):
        if not STEP_FIELDS & vals.keys():
            return super().write(vals)
        keys = self._mdtrace_done_keys()
        result = super().write(vals)
        keys |= self._mdtrace_done_keys()
        self.env["mdtrace.transformation"]._touch(keys)
        return result

    def unlink(self):
        keys = self._mdtrace_done_keys()
        result = super().unlink()
        self.env["mdtrace.transformation"]._touch(keys)
        return result

    def _mdtrace_done_keys(self):
        """Return the transformations of the done moves of these lines."""
        done = self.move_id.filtered(lambda move: move.state == "done")
        return done._mdtrace_transformation_keys()
