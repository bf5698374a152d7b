"""Recording what a consignee answered."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.reconcile import Statement


class MdtraceRecallNoticeAnswer(models.TransientModel):
    """Takes the numbers a consignee gave, lot by lot.

    Nothing is filled in for units nobody spoke about; a lot answered before shows what
    was last said, so that it can be completed.
    """

    _name = "mdtrace.recall.notice.answer"
    _description = "Record Answer"

    notice_id = fields.Many2one(
        "mdtrace.recall.notice",
        default=lambda self: self.env.context.get("active_ids", [False])[0],
        required=True,
        help="Notice that was answered.",
    )
    partner_name = fields.Char(related="notice_id.partner_name")
    answered_by = fields.Char(required=True, help="Person who answered.")
    answered_at = fields.Datetime(
        required=True,
        default=fields.Datetime.now,
        help="When the answer was given.",
    )
    note = fields.Char(help="What else was said.")
    line_ids = fields.One2many(
        "mdtrace.recall.notice.answer.line",
        "answer_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        help="What was said about each lot.",
    )

    @api.depends("notice_id")
    def _compute_line_ids(self):
        for answer in self:
            consignee = answer.notice_id.consignee_id
            balances = consignee._mdtrace_balances().get(consignee.id, {})
            lots = {line.lot_id.id: line for line in consignee.line_ids}
            answer.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "lot_id": lot_id,
                        "lot_name": lots[lot_id].lot_name,
                        "product_id": lots[lot_id].product_id.id,
                        "quantity_net": net,
                        "quantity_found": statement.found,
                        "quantity_returned": statement.returned,
                        "quantity_destroyed": statement.destroyed,
                        "quantity_used": statement.used,
                    }
                )
                for lot_id, (net, statement) in balances.items()
                if net > 0
            ]

    def action_confirm(self):
        """Append the answers that were given."""
        self.ensure_one()
        if self.answered_at > fields.Datetime.now():
            raise UserError(self.env._("The answer cannot lie in the future."))
        rows = {line.lot_id.id: line._mdtrace_statement() for line in self.line_ids}
        known = self.env["mdtrace.recall.response"]._mdtrace_statements(
            self.notice_id.consignee_id
        )
        consignee_id = self.notice_id.consignee_id.id
        rows = {
            lot_id: statement
            for lot_id, statement in rows.items()
            if statement != known.get((consignee_id, lot_id), Statement())
        }
        if not rows:
            raise UserError(self.env._("Enter what was answered about the lots."))
        self.notice_id._mdtrace_answer(
            rows, self.answered_by, self.answered_at, self.note
        )
        return True


class MdtraceRecallNoticeAnswerLine(models.TransientModel):
    """What was said about one lot."""

    _name = "mdtrace.recall.notice.answer.line"
    _description = "Record Answer Line"

    answer_id = fields.Many2one(
        "mdtrace.recall.notice.answer",
        required=True,
        ondelete="cascade",
        help="The answer.",
    )
    lot_id = fields.Many2one(
        "stock.lot", required=True, ondelete="cascade", help="The lot."
    )
    lot_name = fields.Char("Lot/Serial Number", help="Name of the lot.")
    product_id = fields.Many2one("product.product", help="Product of the lot.")
    quantity_net = fields.Float(
        "Delivered", digits="Product Unit", help="Units to account for."
    )
    quantity_found = fields.Float(
        "Set Aside", digits="Product Unit", help="Found and still there."
    )
    quantity_returned = fields.Float(
        "Returned", digits="Product Unit", help="Sent back to us."
    )
    quantity_destroyed = fields.Float(
        "Destroyed", digits="Product Unit", help="Destroyed there."
    )
    quantity_used = fields.Float(
        "Used",
        digits="Product Unit",
        help="Used, implanted or sold on before the notice.",
    )
    quantity_open = fields.Float(
        "Not Spoken About", digits="Product Unit", compute="_compute_quantity_open"
    )

    @api.depends(
        "quantity_net",
        "quantity_found",
        "quantity_returned",
        "quantity_destroyed",
        "quantity_used",
    )
    def _compute_quantity_open(self):
        for line in self:
            line.quantity_open = line.quantity_net - line._mdtrace_statement().stated

    def _mdtrace_statement(self):
        """Return the line as a Statement."""
        self.ensure_one()
        return Statement(
            self.quantity_found,
            self.quantity_returned,
            self.quantity_destroyed,
            self.quantity_used,
        )
