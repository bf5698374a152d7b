"""Moves of manufacturing name their transformation."""

from odoo import models


class StockMove(models.Model):
    """Answers for production, by-products, unbuild and subcontracting."""

    _inherit = "stock.move"

    def _mdtrace_transformation_ref(self):
        refs = super()._mdtrace_transformation_ref()
        for move in self:
            # first the unbuild: its moves are copies of the order's
            if unbuild := move.unbuild_id:
                refs[move.id] = ("unbuild", unbuild._name, unbuild.id, unbuild.name)
            elif order := move.raw_material_production_id or move.production_id:
                refs[move.id] = (
                    order._mdtrace_transformation_kind(),
                    order._name,
                    order.id,
                    order.name,
                )
        return refs

    def _mdtrace_get_transformation_fields(self):
        return super()._mdtrace_get_transformation_fields() | {
            "raw_material_production_id",
            "production_id",
            "unbuild_id",
        }
