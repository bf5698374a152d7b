"""Products show who may deliver them."""

from odoo import fields, models
from odoo.fields import Domain

READERS = "mdtrace_base.mdtrace_base_group_viewer,purchase.group_purchase_user"


class ProductTemplate(models.Model):
    """A product leads to the suppliers approved for it."""

    _inherit = "product.template"

    mdtrace_approval_count = fields.Integer(
        "Approved Suppliers",
        compute="_compute_mdtrace_approval_count",
        groups=READERS,
        help="Suppliers with an approval in force for the product or its category.",
    )

    def _compute_mdtrace_approval_count(self):
        approvals = self.env["mdtrace.supplier.approval"].search(
            Domain("validity", "in", ("in_force", "expiring"))
            & self._mdtrace_approval_domain()
        )
        for template in self:
            own = approvals.filtered_domain(template._mdtrace_approval_domain())
            template.mdtrace_approval_count = len(own.partner_id)

    def _mdtrace_approval_domain(self):
        """Return the domain of the approvals that cover these products."""
        return Domain("product_id", "in", self.product_variant_ids.ids) | Domain(
            "categ_id", "parent_of", self.categ_id.ids
        )

    def action_mdtrace_view_approvals(self):
        """Open the approvals that cover the product."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_supplier.mdtrace_supplier_approval_action"
        )
        action["domain"] = list(self._mdtrace_approval_domain())
        action["context"] = {
            "default_product_id": self.product_variant_ids[:1].id,
            "search_default_current": 1,
        }
        return action
