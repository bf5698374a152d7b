"""What an order uses and makes is asked as such, wherever its lines lead."""

from odoo import models


class StockMoveLine(models.Model):
    """Names the operation of a line by its order, where the places do not tell.

    The place an order consumes into is a setting of the product, and the lines of an
    order can be written: one that leads from shelf to shelf uses the goods up as well.
    """

    _inherit = "stock.move.line"

    def _mdtrace_operation(self):
        operation = super()._mdtrace_operation()
        if operation == "move" and self.move_id.raw_material_production_id:
            return "consume"
        if operation == "move" and self.move_id.production_id:
            return "produce"
        if operation == "produce" and self.move_id.unbuild_id:
            return "return_in"  # what was taken apart is not made anew
        return operation
