"""Lines ask whether the supplier may deliver their product."""

from odoo import api, models

from odoo.addons.mdtrace_lot.tools.demand import Demand


class PurchaseOrderLine(models.Model):
    """A line that reaches a confirmed order later asks like the others did."""

    _inherit = "purchase.order.line"

    @api.constrains("product_id", "order_id")
    def _check_mdtrace_supplier(self):
        self._mdtrace_stop_purchase()

    def write(self, vals):
        """Ask again when more is bought on an order that is already confirmed.

        Buying less, or nothing at all, stays possible after an approval ended.
        """
        if not {"product_qty", "product_uom_id"} & set(vals):
            return super().write(vals)
        before = {line.id: line.product_uom_qty for line in self}
        result = super().write(vals)
        more = self.filtered(lambda line: line.product_uom_qty > before[line.id])
        more._mdtrace_stop_purchase()
        return result

    def _mdtrace_stop_purchase(self):
        """Raise when a confirmed order buys what its supplier may not deliver."""
        confirmed = self.filtered(lambda line: line.order_id.state == "purchase")
        demands = confirmed._mdtrace_demands()
        if demands:
            self.env["mdtrace.gate"]._mdtrace_stop("purchase", demands)

    def _mdtrace_demands(self):
        """Return what the lines buy, as one demand per order and product."""
        demands = {}
        for line in self:
            order = line.order_id
            supplier = order.partner_id.commercial_partner_id._origin
            product = line.product_id._origin
            if product and supplier:
                demand = Demand(
                    product_id=product.id,
                    company_id=order.company_id.id,
                    partner_id=supplier.id,
                    model=order._name,
                    res_id=order._origin.id or 0,
                )
                demands[demand] = None
        return list(demands)
