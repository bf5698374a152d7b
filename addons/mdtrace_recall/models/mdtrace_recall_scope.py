"""The affected lots of a recall."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError

from ..tools import reconcile, scope

EDITABLE = {"included", "exclusion_reason"}


class MdtraceRecallScope(models.Model):
    """One affected lot: how it is affected, and how much of it was where.

    Computed by the trace service, forward from the starting lots. While the recall is
    a draft a lot may be left out with a reason; freezing makes rows final, and what
    becomes affected later is appended. Quantities are those of the moment of
    computing; what is true now is read from the stock.
    """

    _name = "mdtrace.recall.scope"
    _description = "Affected Lot"
    _inherit = "mdtrace.recall.fact.mixin"
    _order = "recall_id desc, relation_order, product_id, lot_name, id"
    _rec_name = "lot_name"
    _log_access = False

    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial Number",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Affected lot.",
    )
    lot_name = fields.Char(
        readonly=True, help="Name of the lot when the scope was computed."
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Product of the lot.",
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    relation = fields.Selection(
        [
            ("root", "Starting lot"),
            ("bound", "Contains recalled material"),
            ("possible", "Possibly affected"),
        ],
        required=True,
        readonly=True,
        help="Contains: made of recalled material only. Possibly: other lots of the "
        "same material went in beside it and nobody recorded which unit took which.",
    )
    relation_order = fields.Integer(
        readonly=True, help="Starting lots first, possibly affected ones last."
    )
    path = fields.Char(
        readonly=True, help="The shortest way from a starting lot to this one."
    )
    quantity_on_hand = fields.Float(
        "On Hand",
        readonly=True,
        digits="Product Unit",
        help="In our own locations when the scope was computed.",
    )
    quantity_consumed = fields.Float(
        "Used in Production",
        readonly=True,
        digits="Product Unit",
        help="Went into other lots, which stand in the scope themselves.",
    )
    quantity_shipped = fields.Float(
        "Shipped",
        readonly=True,
        digits="Product Unit",
        help="Delivered to consignees when the scope was computed.",
    )
    quantity_returned = fields.Float(
        "Returned",
        readonly=True,
        digits="Product Unit",
        help="Came back from consignees when the scope was computed.",
    )
    quantity_net = fields.Float(
        "At Consignees",
        readonly=True,
        digits="Product Unit",
        help="Shipped less returned.",
    )
    included = fields.Boolean(
        "In Scope",
        default=True,
        help="Untick to leave the lot out; a reason is needed then.",
    )
    exclusion_reason = fields.Char(
        "Reason to Leave Out", help="Why the lot is not recalled although it was found."
    )
    disposition = fields.Selection(related="lot_id.mdtrace_disposition")
    hold_count = fields.Integer(related="lot_id.mdtrace_hold_count")

    _recall_lot_unique = models.UniqueIndex(
        "(recall_id, lot_id)", "A lot stands in a scope once."
    )

    def write(self, vals):
        """Let a scope that is not signed yet leave lots out, with a reason."""
        if not self or not set(vals) <= EDITABLE:
            return super().write(vals)
        if any(row.frozen_at for row in self):
            raise self._mdtrace_refusal()
        if vals.get("included"):
            vals = dict(vals, exclusion_reason=False)
        self._mdtrace_edit(vals, "exclusion_reason")
        for row in self:
            row._mdtrace_check_exclusion()
        return True

    def _mdtrace_check_exclusion(self):
        if self.included:
            return
        if self.relation == "root":
            raise ValidationError(
                self.env._(
                    "%(lot)s is a starting lot. Take it off the starting lots instead "
                    "of leaving it out.",
                    lot=self.lot_name,
                )
            )
        if not (self.exclusion_reason or "").strip():
            raise ValidationError(
                self.env._("Say why %(lot)s is left out.", lot=self.lot_name)
            )

    # === Actions === #
    def action_open_lot(self):
        """Open the lot."""
        self.ensure_one()
        return self.lot_id.get_formview_action()

    # === Computing === #
    @api.model
    def _mdtrace_trace(self, lots):
        """Return the trace forward from these lots, as the system sees it.

        A recall must find every unit, also where another company of this database
        delivered it or the person who recalls has no access.
        """
        trace = self.env["mdtrace.trace"].with_user(SUPERUSER_ID)
        return trace._trace(lots.ids, direction="forward")

    @api.model
    def _mdtrace_compute(self, recall, trace):
        """Write the rows that are not signed anew; what was left out stays left out."""
        left_out = {
            row.lot_id.id: row.exclusion_reason
            for row in recall.scope_ids
            if not row.included
        }
        self._mdtrace_clear(recall)
        # The whole scope counts, whatever part of it this person may see.
        signed = set(recall.sudo().scope_ids.lot_id.ids)
        rows = []
        for lot_id, values in self._mdtrace_prepare(recall, trace).items():
            if lot_id in signed:
                continue
            if lot_id in left_out and values["relation"] != "root":
                values.update(included=False, exclusion_reason=left_out[lot_id])
            rows.append(values)
        return self._mdtrace_insert(rows)

    @api.model
    def _mdtrace_prepare(self, recall, trace):
        """Return {lot id: values of a row} of everything the trace reached."""
        relations, paths = scope.relations(trace), scope.paths(trace)
        quantities = scope.quantities(trace)
        order = [kind for kind, _label in self._fields["relation"].selection]
        revision = recall._mdtrace_next_revision()
        return {
            lot_id: {
                "recall_id": recall.id,
                "company_id": recall.company_id.id,
                "revision": revision,
                "lot_id": lot_id,
                "lot_name": trace["nodes"][lot_id]["name"],
                "product_id": trace["nodes"][lot_id]["product_id"],
                "relation": relation,
                "relation_order": order.index(relation),
                "path": paths[lot_id],
                "quantity_on_hand": quantities[lot_id].on_hand,
                "quantity_consumed": quantities[lot_id].consumed,
                "quantity_shipped": quantities[lot_id].shipped,
                "quantity_returned": quantities[lot_id].returned,
                "quantity_net": quantities[lot_id].net,
            }
            for lot_id, relation in relations.items()
        }

    # === What changed since === #
    @api.model
    def _mdtrace_changes(self, recall, trace=None):
        """Return the differences between the stored scope and today (tools.reconcile).

        Lots that were left out are not news, and neither are their shipments.
        """
        trace = trace or self._mdtrace_trace(recall.root_lot_ids)
        # The whole scope counts, whatever part of it this person may see.
        rows = recall.sudo().scope_ids
        left_out = set(rows.filtered(lambda row: not row.included).lot_id.ids)
        shipments = {
            key: value
            for key, value in recall.consignee_ids._mdtrace_shipments(trace).items()
            if key[1] not in left_out
        }
        return reconcile.changes(
            set(rows.lot_id.ids),
            recall.consignee_ids._mdtrace_stored_shipments(),
            scope.relations(trace),
            shipments,
        )

    @api.model
    def _mdtrace_sentences(self, changes):
        """Return one sentence per change, for people."""
        # The names are part of the recall, whoever may see the records.
        lots = self.env["stock.lot"].sudo().browse({c.lot_id for c in changes})
        names = {lot.id: lot.name for lot in lots}
        partners = (
            self.env["res.partner"]
            .sudo()
            .browse({c.partner_id for c in changes if c.partner_id})
        )
        people = {partner.id: partner.display_name for partner in partners}
        sentences = []
        for change in changes:
            values = {
                "lot": names.get(change.lot_id),
                "partner": people.get(change.partner_id, ""),
                "quantity": f"{change.quantity:g}",
            }
            if change.kind == "lot":
                text = self.env._("Lot %(lot)s is affected too.", **values)
            elif change.kind == "shipped":
                text = self.env._(
                    "%(quantity)s of %(lot)s shipped to %(partner)s.", **values
                )
            else:
                text = self.env._(
                    "%(quantity)s of %(lot)s came back from %(partner)s.", **values
                )
            sentences.append(text)
        return sentences
