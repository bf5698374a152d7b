"""Nonconformities found in production name the order."""

from odoo import fields, models


class MdtraceNonconformity(models.Model):
    """Adds the manufacturing order."""

    _inherit = "mdtrace.nonconformity"

    _mdtrace_frozen = ("production_id",)
    _mdtrace_payload = ("production_id",)

    production_id = fields.Many2one(
        "mrp.production",
        "Manufacturing Order",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="Order in which it was noticed.",
    )
