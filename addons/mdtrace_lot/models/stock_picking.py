"""Transfers: what they show of their lots, and the doors around their state."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class StockPicking(models.Model):
    """Shows what stands in the way of its lots before anybody validates."""

    _inherit = "stock.picking"

    mdtrace_blocker = fields.Text(
        "Lot Control",
        compute="_compute_mdtrace_blocker",
        help="What stands in the way of the lots of this transfer now.",
    )
    mdtrace_has_control = fields.Boolean(
        "Controlled Lots",
        compute="_compute_mdtrace_has_control",
        help="The transfer moves controlled products.",
    )
    mdtrace_lot_count = fields.Integer(
        "Received Lots",
        compute="_compute_mdtrace_lot_count",
        help="Number of lots that first came in with this transfer.",
    )

    def _compute_mdtrace_blocker(self):
        """Ask the gates for showing; only a form that displays it does this."""
        gate = self.env["mdtrace.gate"]
        for picking in self:
            picking.mdtrace_blocker = False
            if picking.state in ("done", "cancel"):
                continue
            asked = defaultdict(list)
            for line in picking.move_line_ids._mdtrace_controlled():
                if line.lot_id:
                    asked[line._mdtrace_operation()].append(line._mdtrace_demand())
            sentences = {}
            for operation, demands in asked.items():
                found = gate._mdtrace_blockers(operation, demands)
                for blockers in found.values():
                    sentences.update({blocker.sentence: True for blocker in blockers})
            picking.mdtrace_blocker = "\n".join(sentences) or False

    def _compute_mdtrace_has_control(self):
        controlled = self.move_ids.product_id._mdtrace_filter_controlled()
        for picking in self:
            picking.mdtrace_has_control = bool(picking.move_ids.product_id & controlled)

    def _compute_mdtrace_lot_count(self):
        lots, counts = self.env["stock.lot"], {}
        if lots.has_access("read"):  # a buyer opens receipts too, and has not
            groups = lots._read_group(
                [("mdtrace_receipt_id", "in", self.ids)],
                ["mdtrace_receipt_id"],
                ["__count"],
            )
            counts = {picking.id: count for picking, count in groups}
        for picking in self:
            picking.mdtrace_lot_count = counts.get(picking.id, 0)

    @api.constrains("state")
    def _check_mdtrace_state(self):
        """Refuse a transfer that is called done while its goods have not moved."""
        for picking in self.filtered(lambda picking: picking.state == "done"):
            moves = picking.move_ids.filtered(
                lambda move: move.state not in ("done", "cancel")
            )
            if moves and moves.product_id._mdtrace_filter_controlled():
                raise ValidationError(
                    self.env._(
                        "%(picking)s cannot be set to done: validate it, so that its "
                        "lots are checked and the goods really move.",
                        picking=picking.name,
                    )
                )

    def write(self, vals):
        if "partner_id" not in vals:
            return super().write(vals)
        done = self.filtered(lambda picking: picking.state == "done")
        done = done.filtered(
            lambda picking: picking.move_ids.product_id._mdtrace_filter_controlled()
        )
        before = {picking: picking.partner_id.display_name or "" for picking in done}
        result = super().write(vals)
        self.env["mdtrace.ledger.entry"]._append(
            [
                {
                    "kind": "change",
                    "model": picking._name,
                    "res_id": picking.id,
                    "res_name": picking.name,
                    "company_id": picking.company_id.id,
                    "old": {"partner_id": old},
                    "new": {"partner_id": picking.partner_id.display_name or ""},
                }
                for picking, old in before.items()
                if old != (picking.partner_id.display_name or "")
            ]
        )
        return result

    def action_mdtrace_view_lots(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_lot.mdtrace_stock_lot_action"
        )
        action["domain"] = [("mdtrace_receipt_id", "=", self.id)]
        action["context"] = {}
        return action
