"""Putting lots on hold."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class MdtraceLotHoldOpen(models.TransientModel):
    """Asks for the reason, shows which reservations go, and holds the lots.

    Operators, inspectors, approvers and regulatory affairs may do this: stopping a lot
    is safe, starting it again takes an approver.
    """

    _name = "mdtrace.lot.hold.open"
    _description = "Put Lots on Hold"

    lot_ids = fields.Many2many(
        "stock.lot", string="Lots", help="Lots and serial numbers to hold."
    )
    reason_id = fields.Many2one(
        "mdtrace.hold.reason",
        default=lambda self: self._default_reason_id(),
        help="Why the lots are held.",
    )
    note = fields.Text(help="What is known, in words.")
    exits_closed = fields.Boolean(
        help="The lots may not be scrapped, sampled or returned to the supplier either."
    )
    line_ids = fields.Many2many(
        "stock.move.line",
        string="Reservations",
        compute="_compute_line_ids",
        help="Open reservations of these lots: they are freed, except what is picked.",
    )
    line_count = fields.Integer(
        compute="_compute_line_ids", help="Number of open reservations."
    )
    picked_count = fields.Integer(
        compute="_compute_line_ids", help="How many of them are picked already."
    )

    def _default_reason_id(self):
        return self.env["mdtrace.hold.reason"].search(
            [("code", "=", "manual")], limit=1
        )

    @api.depends("lot_ids")
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard.lot_ids._origin._mdtrace_reservations()
            wizard.line_ids = lines.ids
            wizard.line_count = len(lines)
            wizard.picked_count = len(lines.filtered("picked"))

    def action_hold(self):
        self.ensure_one()
        if not self.lot_ids or not self.reason_id:
            raise UserError(self.env._("Choose the lots and the reason."))
        if not (self.note or "").strip():
            raise UserError(self.env._("Say in a few words why the lots are held."))
        lots = self.lot_ids
        holds = lots._mdtrace_hold(
            self.reason_id.code, self.note, exits_closed=self.exits_closed
        )
        picked = lots._mdtrace_reservations().filtered("picked")
        return self._prepare_result(holds, picked)

    def _prepare_result(self, holds, picked):
        """Return the message about what happened; picked goods need a person."""
        message = self.env._("%s lots are on hold.", len(holds))
        if picked:
            message = self.env._(
                "%(count)s lots are on hold. Picked already and left as they are: "
                "%(documents)s.",
                count=len(holds),
                documents=", ".join(
                    sorted(
                        {
                            move._mdtrace_document().display_name
                            for move in picked.move_id
                        }
                    )
                ),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if picked else "success",
                "sticky": bool(picked),
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
