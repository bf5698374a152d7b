"""The gate learns about suppliers."""

from odoo import api, models


class MdtraceGate(models.AbstractModel):
    """Orders ask whether the supplier may deliver the material, and so do releases.

    Receipts do not: goods on the dock have to be booked somewhere. There the lot comes
    in as pending, and its release asks.
    """

    _inherit = "mdtrace.gate"

    @api.model
    def _mdtrace_blockers(self, operation, demands):
        demands = list(demands)
        blockers = super()._mdtrace_blockers(operation, demands)
        for demand, found in self._mdtrace_supplier_found(operation, demands).items():
            blockers[demand] += found
        return blockers

    @api.model
    def _mdtrace_supplier_found(self, operation, demands):
        """Return {demand: [Blocker]} of what the approvals say to these demands."""
        if operation == "purchase":
            return self._mdtrace_supplier_purchase(demands)
        if operation == "release":
            return self._mdtrace_supplier_release(demands)
        return {}

    @api.model
    def _mdtrace_supplier_purchase(self, demands):
        """Return {demand: [Blocker]} for what is ordered from whom."""
        partners = self.env["res.partner"]
        products = self.env["product.product"]
        companies = self.env["res.company"]
        asks = {
            demand: (
                partners.browse(demand.partner_id),
                products.browse(demand.product_id),
                companies.browse(demand.company_id),
                None,
            )
            for demand in demands
        }
        return self.env["mdtrace.supplier.approval"]._mdtrace_supplier_blockers(asks)

    @api.model
    def _mdtrace_supplier_release(self, demands):
        """Return {demand: [Blocker]} for the origin of lots to be released."""
        # A release under conditions stays open: it is signed with a reason, and such
        # a lot is not shipped.
        demands = [demand for demand in demands if demand.key != "conditional"]
        lots = self.env["stock.lot"].browse({demand.lot_id for demand in demands})
        found = lots.filtered("id")._mdtrace_supplier_blockers()
        by_id = {lot.id: reasons for lot, reasons in found.items()}
        return {
            demand: by_id[demand.lot_id] for demand in demands if demand.lot_id in by_id
        }
