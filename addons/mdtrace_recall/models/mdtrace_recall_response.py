"""What consignees answered."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.reconcile import Statement


class MdtraceRecallResponse(models.Model):
    """One answer of a consignee about one lot; the last one counts.

    Each answer states the whole: how many of the units delivered are found and set
    aside, and how many have been returned, destroyed or used by now. A later answer,
    or a correction, is a further row.
    """

    _name = "mdtrace.recall.response"
    _description = "Recall Answer"
    _inherit = "mdtrace.append.only.mixin"
    _order = "id desc"
    _rec_name = "lot_name"
    _log_access = False

    recall_id = fields.Many2one(
        "mdtrace.recall",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Recall that was answered.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Company that recalls.",
    )
    notice_id = fields.Many2one(
        "mdtrace.recall.notice",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Notice that was answered.",
    )
    consignee_id = fields.Many2one(
        "mdtrace.recall.consignee",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Who answered.",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial Number",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Lot the answer speaks of.",
    )
    lot_name = fields.Char(readonly=True, help="Name of the lot, as on the notice.")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Product of the lot.",
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    quantity_found = fields.Float(
        "Set Aside",
        readonly=True,
        digits="Product Unit",
        help="Units that are found and still there.",
    )
    quantity_returned = fields.Float(
        "Returned", readonly=True, digits="Product Unit", help="Units sent back to us."
    )
    quantity_destroyed = fields.Float(
        "Destroyed", readonly=True, digits="Product Unit", help="Units destroyed there."
    )
    quantity_used = fields.Float(
        "Used",
        readonly=True,
        digits="Product Unit",
        help="Units that were used, implanted or sold on before the notice.",
    )
    answered_by = fields.Char(readonly=True, help="Person who answered.")
    answered_at = fields.Datetime(readonly=True, help="When the answer was given.")
    note = fields.Char(readonly=True, help="What else was said.")
    recorded_at = fields.Datetime(readonly=True, help="When it was recorded here.")
    user_id = fields.Integer("User ID", readonly=True, help="Who recorded it.")
    user_name = fields.Char("Recorded By", readonly=True, help="Name of that user.")

    _consignee_lot_idx = models.Index("(consignee_id, lot_id, id DESC)")

    @api.model
    def _mdtrace_statements(self, consignees):
        """Return {(consignee id, lot id): the last Statement}: one query."""
        if not consignees:
            return {}
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (consignee_id, lot_id)
                       consignee_id, lot_id, quantity_found, quantity_returned,
                       quantity_destroyed, quantity_used
                  FROM mdtrace_recall_response
                 WHERE consignee_id = ANY(%s)
                 ORDER BY consignee_id, lot_id, id DESC
                """,
                consignees.ids,
            )
        )
        return {
            (consignee_id, lot_id): Statement(*(float(q or 0.0) for q in quantities))
            for consignee_id, lot_id, *quantities in rows
        }
