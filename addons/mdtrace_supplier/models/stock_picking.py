"""Receipts tell in time that their supplier is not approved."""

from odoo import api, fields, models


class StockPicking(models.Model):
    """The finding is shown before the goods come in; it never keeps them out."""

    _inherit = "stock.picking"

    mdtrace_findings = fields.Html(
        "Supplier Findings",
        compute="_compute_mdtrace_findings",
        sanitize=False,
        help="Why the lots of this receipt will not be released: the supplier is not "
        "approved for them.",
    )
    mdtrace_supplier_missing = fields.Boolean(
        "Supplier Missing",
        compute="_compute_mdtrace_supplier_missing",
        help="Lots came in with this receipt and it names no supplier.",
    )

    @api.depends("state", "partner_id", "company_id", "move_ids.product_id")
    def _compute_mdtrace_findings(self):
        asks = {}
        for picking in self.filtered(lambda picking: picking._mdtrace_is_coming()):
            for product in picking.move_ids.product_id._origin:
                asks[picking, product] = (
                    picking.partner_id._origin,
                    product,
                    picking.company_id,
                    None,
                )
        blockers = self.env["mdtrace.supplier.approval"]._mdtrace_supplier_blockers(
            asks
        )
        reasons = {}
        for (picking, _product), found in blockers.items():
            reasons.setdefault(picking, []).extend(
                (blocker.message, blocker.remedy) for blocker in found
            )
        for picking in self:
            picking.mdtrace_findings = self.env[
                "mdtrace.supplier.approval"
            ]._mdtrace_reasons_html(dict.fromkeys(reasons.get(picking, ())))

    def _mdtrace_is_coming(self):
        self.ensure_one()
        return self.picking_type_code == "incoming" and self.state not in (
            "done",
            "cancel",
        )

    @api.depends("state", "partner_id")
    def _compute_mdtrace_supplier_missing(self):
        done = self.filtered(lambda p: p.state == "done" and not p.partner_id)
        nameless = done._mdtrace_nameless_lots().mdtrace_receipt_id
        for picking in self:
            picking.mdtrace_supplier_missing = picking in nameless

    def _mdtrace_nameless_lots(self):
        """Return the lots that came in with these receipts from nobody known."""
        # Asked for whoever looks at the receipt.
        return (
            self.env["stock.lot"]
            .sudo()
            .search(
                [
                    ("mdtrace_receipt_id", "in", self.ids),
                    ("mdtrace_supplier_id", "=", False),
                ]
            )
        )

    def write(self, vals):
        """Let a supplier that is entered late reach the lots that have none."""
        result = super().write(vals)
        if vals.get("partner_id"):
            done = self.filtered(lambda picking: picking.state == "done")
            lots = done._mdtrace_nameless_lots()
            for picking, own in lots.grouped("mdtrace_receipt_id").items():
                supplier = picking.partner_id.commercial_partner_id
                own._mdtrace_set_origin({"mdtrace_supplier_id": supplier.id})
                own._mdtrace_pin_approval()
        return result
