"""Steps: one lot going into, or coming out of, a transformation."""

from odoo import fields, models


class MdtraceTransformationStep(models.Model):
    """A lot and a quantity on one side of a transformation.

    Rows are inserted by the rebuild and withdrawn by it, never edited: what was known
    at a moment is what was recorded before it and not yet withdrawn. A row without a
    lot is a gap: something was consumed or made that nobody can trace.
    """

    _name = "mdtrace.transformation.step"
    _description = "Transformation Step"
    _order = "transformation_id desc, side, id"
    _rec_name = "lot_id"
    _log_access = False

    transformation_id = fields.Many2one(
        "mdtrace.transformation",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The event.",
    )
    side = fields.Selection(
        [("in", "Input"), ("out", "Output")],
        required=True,
        readonly=True,
        help="Input: consumed by the event. Output: made by it.",
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Product that was consumed or made.",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial Number",
        readonly=True,
        ondelete="restrict",
        help="Lot that was consumed or made; empty where nobody recorded one (a gap).",
    )
    quantity = fields.Float(
        readonly=True,
        digits="Product Unit",
        help="Quantity in the product's own unit.",
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    company_id = fields.Many2one(
        "res.company",
        readonly=True,
        ondelete="restrict",
        help="Company of the event; repeated here so that a trace reads one table.",
    )
    recorded_at = fields.Datetime(
        required=True,
        readonly=True,
        help="When the system learned this.",
    )
    withdrawn_at = fields.Datetime(
        readonly=True,
        help="When the system learned that it is not so (any more).",
    )
    kind = fields.Selection(related="transformation_id.kind")
    occurred_at = fields.Datetime(related="transformation_id.occurred_at")

    # Four covering indexes: each half of a hop of the trace is one index scan.
    _lot_in_idx = models.Index(
        "(lot_id) INCLUDE (transformation_id, company_id) "
        "WHERE side = 'in' AND withdrawn_at IS NULL"
    )
    _lot_out_idx = models.Index(
        "(lot_id) INCLUDE (transformation_id, company_id) "
        "WHERE side = 'out' AND withdrawn_at IS NULL"
    )
    _transformation_in_idx = models.Index(
        "(transformation_id) INCLUDE (lot_id) "
        "WHERE side = 'in' AND withdrawn_at IS NULL"
    )
    _transformation_out_idx = models.Index(
        "(transformation_id) INCLUDE (lot_id) "
        "WHERE side = 'out' AND withdrawn_at IS NULL"
    )
    # One live row per fact, whoever writes it.
    _live_uniq = models.UniqueIndex(
        "(transformation_id, side, product_id, COALESCE(lot_id, 0)) "
        "WHERE withdrawn_at IS NULL"
    )
