"""Manufacturing orders: final inspections and nonconformities."""

from odoo import api, fields, models

from odoo.addons.mdtrace_quality.tools.counting import fill_counts


class MrpProduction(models.Model):
    """Opens the final inspection of what an order made, and leads to it."""

    _inherit = "mrp.production"

    mdtrace_inspection_ids = fields.One2many(
        "mdtrace.inspection",
        "production_id",
        "Inspections",
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Final inspections of the lots it made.",
    )
    mdtrace_nonconformity_ids = fields.One2many(
        "mdtrace.nonconformity",
        "production_id",
        "Nonconformities",
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Nonconformities noticed in it.",
    )
    mdtrace_inspection_count = fields.Integer(
        "Number of Inspections", compute="_compute_mdtrace_quality_counts"
    )
    mdtrace_nonconformity_count = fields.Integer(
        "Number of Nonconformities", compute="_compute_mdtrace_quality_counts"
    )

    @api.depends_context("uid")
    def _compute_mdtrace_quality_counts(self):
        fill_counts(
            self,
            "production_id",
            (
                ("mdtrace_inspection_count", "mdtrace.inspection"),
                ("mdtrace_nonconformity_count", "mdtrace.nonconformity"),
            ),
        )

    def action_mdtrace_inspections(self):
        """Open the final inspections of this order."""
        return self._mdtrace_quality_action("mdtrace_inspection_action")

    def action_mdtrace_nonconformities(self):
        """Open the nonconformities noticed in this order."""
        return self._mdtrace_quality_action("mdtrace_nonconformity_action")

    def _mdtrace_quality_action(self, xmlid):
        """Return a window action of quality, for what concerns these orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"mdtrace_quality.{xmlid}"
        )
        return {**action, "domain": [("production_id", "in", self.ids)], "context": {}}

    def action_mdtrace_report_nonconformity(self):
        """Open a new nonconformity about the controlled lots this order made."""
        self.ensure_one()
        action = self.env["mdtrace.nonconformity"]._new_action(
            self.mdtrace_made_lot_ids._mdtrace_controlled(), source="production"
        )
        action["context"]["default_production_id"] = self.id
        return action

    def _mdtrace_open_final_inspections(self, lots):
        """Open one final inspection for each product this order made; return them."""
        self.ensure_one()
        return self.env["mdtrace.inspection"]._open_for(
            [
                {
                    "product": product,
                    "lots": made,
                    "receiver": self.env.user,
                    "company": self.company_id,
                    "values": {"production_id": self.id},
                }
                for product, made in lots.grouped("product_id").items()
            ],
            "final",
        )
