"""The wizard named Recall: from lots to a recall, with the extent shown before."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import scope


class MdtraceRecallStart(models.TransientModel):
    """Shows what a recall of these lots would reach, and makes the draft."""

    _name = "mdtrace.recall.start"
    _description = "Recall"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, help="Who recalls."
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        "mdtrace_recall_start_lot_rel",
        "start_id",
        "lot_id",
        "Starting Lots",
        default=lambda self: self._default_lot_ids(),
        check_company=True,
        help="Lots the trouble started with.",
    )
    title = fields.Char(help="What is recalled, for the subject of the notice.")
    reason = fields.Text(help="Defect or suspicion, and the hazard.")
    class_id = fields.Many2one("mdtrace.recall.class", help="How grave it is.")
    class_description = fields.Char(related="class_id.description")
    lot_count = fields.Integer("Affected Lots", compute="_compute_preview")
    possible_count = fields.Integer("Possibly Affected", compute="_compute_preview")
    quantity_on_hand = fields.Float(
        "On Hand", digits="Product Unit", compute="_compute_preview"
    )
    quantity_shipped = fields.Float(
        "Shipped", digits="Product Unit", compute="_compute_preview"
    )
    quantity_net = fields.Float(
        "At Consignees", digits="Product Unit", compute="_compute_preview"
    )
    consignee_count = fields.Integer("Consignees", compute="_compute_preview")
    gap_count = fields.Integer("Gaps in the Trail", compute="_compute_preview")
    recall_names = fields.Char("Already Recalled By", compute="_compute_preview")

    def _default_lot_ids(self):
        if self.env.context.get("active_model") != "stock.lot":
            return False
        return [Command.set(self.env.context.get("active_ids") or [])]

    @api.depends("lot_ids")
    def _compute_preview(self):
        for wizard in self:
            lots = wizard.lot_ids._origin or wizard.lot_ids
            trace = {"roots": [], "nodes": {}, "transformations": [], "consignees": []}
            gaps = []
            if lots.ids:
                trace = self.env["mdtrace.recall.scope"]._mdtrace_trace(lots)
                gaps = trace["gaps"]
            quantities = scope.quantities(trace).values()
            relations = scope.relations(trace)
            wizard.lot_count = len(relations)
            wizard.possible_count = list(relations.values()).count(scope.POSSIBLE)
            wizard.quantity_on_hand = sum(q.on_hand for q in quantities)
            wizard.quantity_shipped = sum(q.shipped for q in quantities)
            wizard.quantity_net = sum(q.net for q in quantities)
            wizard.consignee_count = len(
                {row["partner_id"] for row in trace["consignees"] if row["net"] > 0}
            )
            wizard.gap_count = len(gaps)
            found = self.env["mdtrace.gate"]._mdtrace_recalls(set(relations))
            names = {name for rows in found.values() for _id, name, _lot in rows}
            wizard.recall_names = ", ".join(sorted(names))

    def action_create(self):
        """Make the draft recall with its scope and open it."""
        self.ensure_one()
        # The view asks for these too; a client may not.
        if not (self.lot_ids and self.title and self.reason and self.class_id):
            raise UserError(
                self.env._("Name the starting lots, a title, a reason and a class.")
            )
        recalls = self.env["mdtrace.recall"].with_company(self.company_id)
        recall = recalls.create(self._prepare_recall())
        recall.action_compute_scope()
        return recall.get_formview_action()

    # === Seams === #
    def _prepare_recall(self):
        """Return the values of the recall; a bridge adds what it knows."""
        return {
            "title": self.title,
            "reason": self.reason,
            "class_id": self.class_id.id,
            "root_lot_ids": [Command.set(self.lot_ids.ids)],
        }
