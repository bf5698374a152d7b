"""Transformations made by manufacturing."""

from odoo import api, models
from odoo.fields import Domain


class MdtraceTransformation(models.Model):
    """Knows the native moves of manufacturing and unbuild orders."""

    _inherit = "mdtrace.transformation"

    @api.model
    def _get_native_domains(self, by_model):
        domains = super()._get_native_domains(by_model)
        if orders := by_model.get("mrp.production"):
            domains["mrp.production"] = Domain(
                "raw_material_production_id", "in", orders
            ) | Domain("production_id", "in", orders)
        if unbuilds := by_model.get("mrp.unbuild"):
            domains["mrp.unbuild"] = Domain("unbuild_id", "in", unbuilds)
        return domains
