"""Stock moves: what they may reserve, and the doors around their state."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mdtrace_base.tools.uninstall import is_uninstalling

from .stock_quant import RESERVING_KEY, Reserving

#: Moves whose lines may be followed to find where a move finally goes.
MAX_STEPS = 10


class StockMove(models.Model):
    """Reserves usable lots only, and becomes done by validation only."""

    _inherit = "stock.move"

    mdtrace_lot_names = fields.Char(
        "Lot Numbers",
        compute="_compute_mdtrace_lot_names",
        help="Numbers of the lots on the lines of this move, typed or booked.",
    )

    @api.depends("move_line_ids.lot_name", "move_line_ids.lot_id")
    def _compute_mdtrace_lot_names(self):
        # A buyer opens receipts too, and may not read lots.
        for move, own in zip(self, self.sudo(), strict=True):
            names = [line.lot_id.name or line.lot_name for line in own.move_line_ids]
            names = sorted({name for name in names if name})
            move.mdtrace_lot_names = ", ".join(names[:5]) + (
                f" … ({len(names)})" if len(names) > 5 else ""
            )

    # === Reservation === #

    def _mdtrace_reserve_operation(self):
        """Return the operation this move reserves for; empty when lots need not ask.

        SEAM. A move that finally goes to a customer or into production reserves usable
        lots only; the ways inside the company and out of it for bad lots stay open.
        """
        self.ensure_one()
        usages = {
            self.location_final_id.usage,
            self.location_dest_id.usage,
        }
        moves = self.move_dest_ids
        for _step in range(MAX_STEPS):
            if not moves or not usages <= {"internal", "transit", "view", False}:
                break
            usages |= set(moves.location_dest_id.mapped("usage"))
            moves = moves.move_dest_ids
        if usages & {"customer", "production"}:
            return "reserve"
        return "return_to_supplier" if "supplier" in usages else ""

    def _mdtrace_reserving(self):
        """Return this move in whose context quants of unusable lots are hidden."""
        if not self.product_id._mdtrace_filter_controlled():
            return self
        batch = self.env.context.get(RESERVING_KEY)
        answers = batch.answers if isinstance(batch, Reserving) else None
        # Where the move goes decides, whoever may read the moves after it.
        operation = self.sudo()._mdtrace_reserve_operation()
        return self.with_context(**{RESERVING_KEY: Reserving(operation, answers)})

    def _action_assign(self, *args, **kwargs):
        moves = self
        if self.product_id._mdtrace_filter_controlled():
            # What the gate says about a lot is remembered for the whole batch.
            moves = self.with_context(**{RESERVING_KEY: Reserving()})
        return super(StockMove, moves)._action_assign(*args, **kwargs)

    def _update_reserved_quantity(self, *args, **kwargs):
        move = self._mdtrace_reserving()
        return super(StockMove, move)._update_reserved_quantity(*args, **kwargs)

    def _update_reserved_quantity_vals(self, *args, **kwargs):
        # Chained moves come here directly.
        move = self._mdtrace_reserving()
        return super(StockMove, move)._update_reserved_quantity_vals(*args, **kwargs)

    def _get_available_quantity(self, *args, **kwargs):
        move = self._mdtrace_reserving()
        return super(StockMove, move)._get_available_quantity(*args, **kwargs)

    def _set_quantity_done_prepare_vals(self, qty):
        # A larger quantity typed by hand takes usable lots only.
        move = self._mdtrace_reserving()
        return super(StockMove, move)._set_quantity_done_prepare_vals(qty)

    def _mdtrace_document(self):
        """Return the document people know this move by: transfer, order, or itself."""
        return self.picking_id or (self and self._get_source_document()) or self

    @api.constrains("location_dest_id", "location_final_id")
    def _check_mdtrace_destination(self):
        """Ask for what is reserved already when a move is led elsewhere.

        The place follows from transfer and order, so it changes without a write.
        """
        products = self.product_id._mdtrace_filter_controlled()
        opened = self.filtered(
            lambda move: (
                move.product_id in products and move.state not in ("done", "cancel")
            )
        )
        opened.move_line_ids._mdtrace_ask_reserve()

    # === Doors === #

    def write(self, vals):
        if "product_id" in vals:
            self._mdtrace_check_product(vals["product_id"])
        if "state" in vals:
            self._mdtrace_check_state(vals["state"])
        result = super().write(vals)
        if vals.get("state") == "done" and self.product_id._mdtrace_filter_controlled():
            # The lines learn their state now, so that the gates are asked about what
            # holds now, and not about what this transaction does next.
            self.move_line_ids.mapped("state")
        return result

    def unlink(self):
        # Odoo's own check gives way to a key in the context that a client can send.
        done = self.filtered(lambda move: move.state == "done")
        if done.product_id._mdtrace_filter_controlled() and not is_uninstalling(
            self.env
        ):
            done._mdtrace_refuse_undoing()
        return super().unlink()

    def _mdtrace_refuse_undoing(self):
        """Raise the sentence about what is done and is not made undone."""
        raise UserError(
            self.env._(
                "%(move)s is done and stays done. Make a return instead.",
                move=self[:1].display_name,
            )
        )

    def _mdtrace_check_product(self, product_id):
        """Refuse another product on a done move: with it, control would be gone."""
        done = self.filtered(
            lambda move: move.state == "done" and move.product_id.id != product_id
        )
        if done.product_id._mdtrace_filter_controlled():
            done._mdtrace_refuse_undoing()

    def _mdtrace_check_state(self, state):
        """Refuse a state that no goods have moved for, and the undoing of history."""
        moves = self.filtered(lambda move: (move.state == "done") != (state == "done"))
        products = moves.product_id._mdtrace_filter_controlled()
        moves = moves.filtered(lambda move: move.product_id in products)
        if not moves:
            return
        if state != "done":
            moves._mdtrace_refuse_undoing()
        lines = moves.move_line_ids.filtered("quantity")
        unposted = lines - lines._mdtrace_posted()
        if unposted:
            unposted.move_id._mdtrace_refuse_unposted()

    def _mdtrace_refuse_unposted(self):
        """Raise the sentence about what is called done while no goods have moved."""
        raise UserError(
            self.env._(
                "%(move)s cannot be set to done: validate the transfer, so that "
                "its lots are checked and the goods really move.",
                move=self[:1].display_name,
            )
        )
