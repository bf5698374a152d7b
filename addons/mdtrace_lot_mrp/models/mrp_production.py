"""Manufacturing orders show the lots they use and make, and what blocks them."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MrpProduction(models.Model):
    """A manufacturing order under lot control.

    What it consumes is stopped where it happens: at the done lines. Here the order
    tells beforehand which of its component lots would be stopped, and it cannot be
    called done while controlled components or products have not moved.
    """

    _inherit = "mrp.production"

    mdtrace_blocker = fields.Text(
        "Blocked Components",
        compute="_compute_mdtrace_blocker",
        help="Why component lots of this order may not be consumed now.",
    )
    mdtrace_used_lot_ids = fields.Many2many(
        "stock.lot",
        string="Lots Used",
        compute="_compute_mdtrace_lot_ids",
        help="Lots reserved or consumed by this order.",
    )
    mdtrace_made_lot_ids = fields.Many2many(
        "stock.lot",
        string="Lots Made",
        compute="_compute_mdtrace_lot_ids",
        help="Lots and by-product lots made by this order.",
    )
    mdtrace_used_lot_count = fields.Integer(
        "Number of Lots Used", compute="_compute_mdtrace_lot_ids"
    )
    mdtrace_made_lot_count = fields.Integer(
        "Number of Lots Made", compute="_compute_mdtrace_lot_ids"
    )

    # === Computes === #

    @api.depends("move_raw_ids.move_line_ids.lot_id", "move_raw_ids.state", "state")
    def _compute_mdtrace_blocker(self):
        # sudo: whoever plans an order must see why it cannot go on
        open_orders = self.sudo().filtered(
            lambda order: order.state not in ("done", "cancel")
        )
        lots = open_orders._mdtrace_open_lots()
        blockers = self.env["mdtrace.gate"]._mdtrace_blockers_by_lot("consume", lots)
        for order in self:
            order.mdtrace_blocker = False
            if order.sudo() in open_orders:
                found = [
                    blocker.sentence
                    for lot in order.sudo()._mdtrace_open_lots()
                    for blocker in blockers[lot]
                ]
                order.mdtrace_blocker = "\n".join(dict.fromkeys(found)) or False

    @api.depends(
        "move_raw_ids.move_line_ids.lot_id",
        "move_finished_ids.move_line_ids.lot_id",
        "lot_producing_ids",
    )
    def _compute_mdtrace_lot_ids(self):
        for order in self:
            used = order.move_raw_ids.move_line_ids.lot_id
            made = (
                order.move_finished_ids.move_line_ids.lot_id | order.lot_producing_ids
            )
            order.mdtrace_used_lot_ids, order.mdtrace_made_lot_ids = used, made
            order.mdtrace_used_lot_count = len(used)
            order.mdtrace_made_lot_count = len(made)

    # === Constraints === #

    @api.constrains("state")
    def _check_mdtrace_moves_done(self):
        """Refuse an order called done whose controlled lots never moved.

        The button posts the moves first. A bare write of the state would leave a done
        order that consumed and made nothing: a hole in the genealogy. So would moves
        from shelf to shelf.
        """
        done = self.filtered(lambda order: order.state == "done")
        # sudo: the rule holds for whoever writes the state
        moves = (done.sudo().move_raw_ids | done.sudo().move_finished_ids).filtered(
            lambda move: (
                move.state not in ("done", "cancel") or move._mdtrace_is_aside()
            )
        )
        controlled = moves.product_id._mdtrace_filter_controlled()
        for move in moves:
            if move.product_id in controlled:
                order = move.raw_material_production_id or move.production_id
                raise ValidationError(
                    self.env._(
                        "%(order)s cannot be done: %(product)s is under lot control "
                        "and has not been consumed or produced. Use the button "
                        "Produce All.",
                        order=order.name,
                        product=move.product_id.display_name,
                    )
                )

    # === Actions === #

    def action_mdtrace_used_lots(self):
        """Show the lots used."""
        return self._mdtrace_lots_action(
            self.mdtrace_used_lot_ids, self.env._("Lots Used")
        )

    def action_mdtrace_made_lots(self):
        """Show the lots made."""
        return self._mdtrace_lots_action(
            self.mdtrace_made_lot_ids, self.env._("Lots Made")
        )

    def action_mdtrace_trace(self):
        """Trace what was made; before anything was made, what is used."""
        self.ensure_one()
        lots = self.mdtrace_made_lot_ids if self.state == "done" else None
        return (lots or self.mdtrace_used_lot_ids).action_mdtrace_trace()

    def _mdtrace_lots_action(self, lots, name):
        """Return the action that lists lots, or opens the only one."""
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "stock.lot",
            "domain": [("id", "in", lots.ids)],
            "views": [(False, "list"), (False, "form")],
            "context": {"create": False},
        }
        if len(lots) == 1:
            action.update(views=[(False, "form")], res_id=lots.id)
        return action

    # === Business methods === #

    def _mdtrace_open_lots(self):
        """Return the lots that these orders still mean to consume."""
        moves = self.move_raw_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        return moves.move_line_ids.lot_id

    def _mdtrace_transformation_kind(self):
        """Return the kind of transformation this order is."""
        self.ensure_one()
        # the type that the subcontracting module adds to bills of materials
        if self.bom_id.type == "subcontract":
            return "subcontracting"
        return "production"
