"""What one consignee received of one lot."""

from odoo import fields, models


class MdtraceRecallConsigneeLine(models.Model):
    """Deliveries of one lot to one consignee, net of returns.

    Final with the scope. A delivery that slipped past the freezing is appended as a
    further line of the same lot; the lines of a lot are summed.
    """

    _name = "mdtrace.recall.consignee.line"
    _description = "Recalled Delivery"
    _inherit = "mdtrace.recall.fact.mixin"
    _order = "consignee_id, product_id, lot_name, id"
    _rec_name = "lot_name"
    _log_access = False

    consignee_id = fields.Many2one(
        "mdtrace.recall.consignee",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Who received the units.",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial Number",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Recalled lot.",
    )
    lot_name = fields.Char(
        readonly=True, help="Name of the lot when the scope was computed."
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Product of the lot.",
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    quantity_shipped = fields.Float(
        "Shipped", readonly=True, digits="Product Unit", help="Units delivered."
    )
    quantity_returned = fields.Float(
        "Returned",
        readonly=True,
        digits="Product Unit",
        help="Units that had come back when the scope was computed.",
    )
    quantity_net = fields.Float(
        "Net",
        readonly=True,
        digits="Product Unit",
        help="Units the consignee must account for.",
    )
    documents = fields.Char(
        readonly=True, help="Deliveries and returns these quantities come from."
    )
    quantity_found = fields.Float(
        "Set Aside", digits="Product Unit", compute="_compute_statement"
    )
    quantity_accounted = fields.Float(
        "Accounted For", digits="Product Unit", compute="_compute_statement"
    )

    def _compute_statement(self):
        balances = self.consignee_id._mdtrace_balances()
        for line in self:
            balance = balances.get(line.consignee_id.id, {}).get(line.lot_id.id)
            line.quantity_found = balance[1].found if balance else 0.0
            line.quantity_accounted = balance[1].accounted if balance else 0.0
