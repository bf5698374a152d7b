"""Products: their specifications."""

from odoo import fields, models


class ProductTemplate(models.Model):
    """The button that leads from a product to its specifications."""

    _inherit = "product.template"

    mdtrace_specification_ids = fields.One2many(
        "mdtrace.specification",
        "product_tmpl_id",
        "Specifications",
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Specifications of this product, all versions.",
    )
    mdtrace_specification_count = fields.Integer(
        "Number of Specifications", compute="_compute_mdtrace_specification_count"
    )

    def _compute_mdtrace_specification_count(self):
        specifications = self.env["mdtrace.specification"]
        counts = {}
        if specifications.has_access("read"):
            rows = specifications._read_group(
                [("product_tmpl_id", "in", self.ids)], ["product_tmpl_id"], ["__count"]
            )
            counts = {template.id: count for template, count in rows}
        for template in self:
            template.mdtrace_specification_count = counts.get(template.id, 0)

    def action_mdtrace_specifications(self):
        """Open the specifications of this product."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mdtrace_quality.mdtrace_specification_action"
        )
        return {
            **action,
            "domain": [("product_tmpl_id", "=", self.id)],
            "context": {"default_product_tmpl_id": self.id, "default_name": self.name},
        }
