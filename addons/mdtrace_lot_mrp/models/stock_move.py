"""Moves of manufacturing name their transformation."""

from odoo import models


class StockMove(models.Model):
    """Answers for production, by-products, unbuild and subcontracting."""

    _inherit = "stock.move"

    def _mdtrace_reserve_operation(self):
        operation = super()._mdtrace_reserve_operation()
        inside = self.location_dest_id.usage in ("internal", "transit")
        if inside and not operation and self.raw_material_production_id:
            return "reserve"  # used up, wherever the order says that it consumes into
        return operation

    def _mdtrace_is_aside(self):
        """Return whether this done move neither consumed nor produced, nor scrapped."""
        self.ensure_one()
        usages = {self.location_id.usage, self.location_dest_id.usage}
        moved = self.state == "done" and self.quantity
        return bool(moved and not usages & {"production", "inventory"})

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
