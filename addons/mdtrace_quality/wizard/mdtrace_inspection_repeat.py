"""Inspect lots once more, with the reason."""

from odoo import fields, models
from odoo.exceptions import UserError


class MdtraceInspectionRepeat(models.TransientModel):
    """Why decided lots are inspected again."""

    _name = "mdtrace.inspection.repeat"
    _description = "Inspect Again"

    inspection_id = fields.Many2one(
        "mdtrace.inspection", required=True, help="Inspection to repeat."
    )
    reason = fields.Text(required=True, help="Why another inspection is needed.")

    def action_apply(self):
        """Make the next inspection of the same lots and open it."""
        self.ensure_one()
        previous = self.inspection_id
        previous._mdtrace_check_role_of("mdtrace_base.mdtrace_base_group_inspector")
        if previous.state == "open" or previous.next_ids:
            raise UserError(
                self.env._(
                    "%(name)s is still open, or it was repeated before.",
                    name=previous.display_name,
                )
            )
        made = previous._open_for(
            [
                {
                    "product": previous.product_id,
                    "lots": previous.lot_ids,
                    "picking": previous.picking_id,
                    "receiver": previous.receiver_id,
                    "previous": previous,
                    "company": previous.company_id,
                    "values": previous._prepare_repeat(),
                }
            ],
            previous.stage,
        )
        # The reason belongs to the record, whoever may write it.
        made.sudo()._mdtrace_append("change", reason=self.reason)
        made.message_post(body=self.reason)
        return made._get_records_action(name=self.env._("Inspection"))
