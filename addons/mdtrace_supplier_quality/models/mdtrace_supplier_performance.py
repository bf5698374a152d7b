"""How the lots of a supplier have done, counted for many suppliers at once."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.fields import Domain

VIEWER = "mdtrace_base.mdtrace_base_group_viewer"


@dataclass
class Figures:
    """What is counted for one supplier and one product."""

    receipts: set = field(default_factory=set)
    lots: int = 0
    accepted: int = 0
    rejected: int = 0
    nonconformities: set = field(default_factory=set)


class MdtraceSupplierPerformance(models.AbstractModel):
    """Figures of lots received from a supplier, for whatever stands for one.

    A model that inherits this says whose lots (`_mdtrace_performance_supplier`) and of
    which products (`_mdtrace_performance_products`) it is about. Nothing is stored:
    the figures are counted from lots, inspections and nonconformities when they are
    looked at, with a fixed number of queries.
    """

    _name = "mdtrace.supplier.performance"
    _description = "Supplier Performance"

    mdtrace_receipt_count = fields.Integer(
        "Receipts",
        compute="_compute_mdtrace_performance",
        groups=VIEWER,
        help="Receipts by which lots came in from the supplier.",
    )
    mdtrace_lot_count = fields.Integer(
        "Lots Received",
        compute="_compute_mdtrace_performance",
        groups=VIEWER,
        help="Lots that came in from the supplier.",
    )
    mdtrace_accepted_count = fields.Integer(
        "Lots Accepted",
        compute="_compute_mdtrace_performance",
        groups=VIEWER,
        help="Lots accepted at incoming inspection, and never rejected there.",
    )
    mdtrace_rejected_count = fields.Integer(
        "Lots Rejected",
        compute="_compute_mdtrace_performance",
        groups=VIEWER,
        help="Lots rejected at incoming inspection, also when accepted later.",
    )
    mdtrace_nonconformity_count = fields.Integer(
        "Open Nonconformities",
        compute="_compute_mdtrace_performance",
        groups=VIEWER,
        help="Open nonconformities that concern lots of the supplier.",
    )

    def _compute_mdtrace_performance(self):
        suppliers = self.env["res.partner"].union(
            *(record._mdtrace_performance_supplier() for record in self)
        )
        figures = self._mdtrace_performance_figures(suppliers)
        for record in self:
            supplier = record._mdtrace_performance_supplier()
            products = self.env["product.product"].browse(figures[supplier.id])
            products = record._mdtrace_performance_products(products)
            own = [figures[supplier.id][product.id] for product in products]
            record.mdtrace_receipt_count = len(set().union(*(f.receipts for f in own)))
            record.mdtrace_lot_count = sum(f.lots for f in own)
            record.mdtrace_accepted_count = sum(f.accepted for f in own)
            record.mdtrace_rejected_count = sum(f.rejected for f in own)
            record.mdtrace_nonconformity_count = len(
                set().union(*(f.nonconformities for f in own))
            )

    @api.model
    def _mdtrace_performance_figures(self, suppliers):
        """Return {supplier id: {product id: Figures}} of the lots a user may see."""
        figures = defaultdict(lambda: defaultdict(Figures))
        received = Domain("mdtrace_supplier_id", "in", suppliers.ids)
        rejected = received & self._mdtrace_inspected("rejected")
        accepted = received & self._mdtrace_inspected("accepted") & ~rejected
        for supplier, product, count, receipts in self._mdtrace_lots_by_product(
            received, "mdtrace_receipt_id:array_agg_distinct"
        ):
            found = figures[supplier.id][product.id]
            found.lots = count
            found.receipts = set(receipts) - {None}
        for supplier, product, count in self._mdtrace_lots_by_product(accepted):
            figures[supplier.id][product.id].accepted = count
        for supplier, product, count in self._mdtrace_lots_by_product(rejected):
            figures[supplier.id][product.id].rejected = count
        for case in self.env["mdtrace.nonconformity"].search(
            Domain("state", "=", "open") & Domain("lot_ids", "any", received)
        ):
            for lot in case.lot_ids.filtered("mdtrace_supplier_id"):
                found = figures[lot.mdtrace_supplier_id.id][lot.product_id.id]
                found.nonconformities.add(case.id)
        return figures

    @api.model
    def _mdtrace_inspected(self, state):
        """Return the domain of lots with an incoming inspection in this state."""
        return Domain(
            "mdtrace_inspection_ids",
            "any",
            [("stage", "=", "incoming"), ("state", "=", state)],
        )

    @api.model
    def _mdtrace_lots_by_product(self, domain, *aggregates):
        """Return rows (supplier, product, count, ...) of the lots in a domain."""
        return self.env["stock.lot"]._read_group(
            domain,
            ["mdtrace_supplier_id", "product_id"],
            ["__count", *aggregates],
        )

    # === Actions === #
    def action_mdtrace_view_received_lots(self):
        """Open the lots that came in from the supplier."""
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "mdtrace_lot.mdtrace_stock_lot_action"
            ),
            "domain": list(self._mdtrace_performance_lots()),
            "context": {"display_complete": True},
        }

    def action_mdtrace_view_nonconformities(self):
        """Open the nonconformities of lots from the supplier."""
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "mdtrace_quality.mdtrace_nonconformity_action"
            ),
            "domain": [("lot_ids", "any", list(self._mdtrace_performance_lots()))],
            "context": {"search_default_open": 1},
        }

    def _mdtrace_performance_lots(self):
        """Return the domain of the lots that the figures are about."""
        supplier = self._mdtrace_performance_supplier()
        figures = self._mdtrace_performance_figures(supplier)[supplier.id]
        products = self.env["product.product"].browse(figures)
        products = self._mdtrace_performance_products(products)
        return Domain("mdtrace_supplier_id", "=", supplier.id) & Domain(
            "product_id", "in", products.ids
        )

    # === Seams === #
    def _mdtrace_performance_supplier(self):
        """Return the supplier whose lots this record is about."""
        return self.env["res.partner"]

    def _mdtrace_performance_products(self, products):
        """Return those of these products that it is about."""
        return products
