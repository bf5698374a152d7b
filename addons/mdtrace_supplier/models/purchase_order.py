"""Purchase orders stop at suppliers that are not approved for the material."""

from odoo import api, fields, models
from odoo.fields import Domain


class PurchaseOrder(models.Model):
    """Every way to a confirmed order asks the gate, not only the button."""

    _inherit = "purchase.order"

    mdtrace_findings = fields.Html(
        "Supplier Findings",
        compute="_compute_mdtrace_findings",
        sanitize=False,
        help="What stops the confirmation: suppliers not approved for the material.",
    )
    mdtrace_lot_ids = fields.Many2many(
        "stock.lot",
        string="Received Lots",
        compute="_compute_mdtrace_lots",
        groups="stock.group_stock_user,mdtrace_base.mdtrace_base_group_viewer",
        help="Lots that came in with this order.",
    )
    mdtrace_lot_count = fields.Integer(
        "Received Lot Count",
        compute="_compute_mdtrace_lots",
        groups="stock.group_stock_user,mdtrace_base.mdtrace_base_group_viewer",
        help="Number of lots that came in with this order.",
    )

    @api.depends("state", "company_id", "partner_id", "order_line.product_id")
    def _compute_mdtrace_findings(self):
        open_orders = self.filtered(
            lambda order: order.state in ("draft", "sent", "to approve")
        )
        (self - open_orders).mdtrace_findings = False
        blockers = self.env["mdtrace.gate"]._mdtrace_blockers(
            "purchase", open_orders._mdtrace_demands()
        )
        for order in open_orders:
            reasons = {
                (blocker.message, blocker.remedy): None
                for demand in order._mdtrace_demands()
                for blocker in blockers.get(demand, ())
            }
            order.mdtrace_findings = self.env[
                "mdtrace.supplier.approval"
            ]._mdtrace_reasons_html(reasons)

    @api.depends("order_line.move_ids.move_line_ids.lot_id")
    def _compute_mdtrace_lots(self):
        for order in self:
            moves = order.order_line.move_ids.filtered(
                lambda move: move.state == "done"
            )
            order.mdtrace_lot_ids = moves.move_line_ids.lot_id
            order.mdtrace_lot_count = len(order.mdtrace_lot_ids)

    # === Doors === #
    @api.constrains("state", "partner_id", "company_id")
    def _check_mdtrace_supplier(self):
        self.order_line._mdtrace_stop_purchase()

    def _confirmation_error_message(self):
        """Stop early, before Odoo adds the supplier to the products' price lists."""
        message = super()._confirmation_error_message()
        if not message:
            self.env["mdtrace.gate"]._mdtrace_stop("purchase", self._mdtrace_demands())
        return message

    def _mdtrace_demands(self):
        """Return what the orders buy, as one demand per order and product."""
        return self.order_line._mdtrace_demands()

    # === Actions === #
    def action_mdtrace_view_lots(self):
        """Open the lots that came in with this order."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_lot.mdtrace_stock_lot_action"
        )
        action["domain"] = [("id", "in", self.mdtrace_lot_ids.ids)]
        action["context"] = {"create": False, "display_complete": True}
        return action

    def action_mdtrace_view_approvals(self):
        """Open the supplier's approvals, ready to ask for one that is missing."""
        self.ensure_one()
        partner = self.partner_id.commercial_partner_id
        action = partner.action_mdtrace_view_approvals()
        controlled = self.order_line.product_id._mdtrace_filter_controlled()
        approved = self.env["mdtrace.supplier.approval"]._mdtrace_for(
            partner, controlled, company=self.company_id
        )
        missing = controlled.filtered(lambda product: product.id not in approved)
        domain = Domain("partner_id", "=", partner.id)
        action["context"] = {
            "default_partner_id": partner.id,
            "default_company_id": self.company_id.id,
            "default_product_id": missing[:1].id,
        }
        known = self.env["mdtrace.supplier.approval"].search_count(domain, limit=1)
        if missing and not known:
            action["views"] = [(False, "form")]
            action["view_mode"] = "form"
        return action
