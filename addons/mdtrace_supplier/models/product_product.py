"""Variants lead to the same approvals as their product."""

from odoo import models


class ProductProduct(models.Model):
    """The form of a variant shows the button of its product."""

    _inherit = "product.product"

    def action_mdtrace_view_approvals(self):
        """Open the approvals that cover the variant."""
        action = self.product_tmpl_id.action_mdtrace_view_approvals()
        action["context"] = {**action["context"], "default_product_id": self.id}
        return action
