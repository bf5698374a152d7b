"""Final inspections belong to the order that made their lots."""

from odoo import fields, models


class MdtraceInspection(models.Model):
    """Adds the manufacturing order."""

    _inherit = "mdtrace.inspection"

    _mdtrace_protected = ("production_id",)
    _mdtrace_payload = ("production_id",)

    production_id = fields.Many2one(
        "mrp.production",
        "Manufacturing Order",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        help="Order that made the lots.",
    )

    def _prepare_repeat(self):
        return {**super()._prepare_repeat(), "production_id": self.production_id.id}

    def action_report_nonconformity(self):
        """Name the order in the report."""
        action = super().action_report_nonconformity()
        if self.production_id:
            action["context"]["default_production_id"] = self.production_id.id
        return action
