"""Correct a result that a person recorded, by a new one."""

from odoo import fields, models
from odoo.exceptions import UserError


class MdtraceResultCorrect(models.TransientModel):
    """The right value of a result, and why the recorded one was wrong."""

    _name = "mdtrace.result.correct"
    _description = "Correct Result"

    result_id = fields.Many2one(
        "mdtrace.result", required=True, help="Result that is wrong."
    )
    stated_text = fields.Char(related="result_id.stated_text", string="Recorded")
    limits_text = fields.Char(related="result_id.limits_text")
    typed = fields.Char("Right Value", required=True, help="Value as measured.")
    typed_unit = fields.Char("Unit", help="Empty for the unit of the specification.")
    reason = fields.Text(required=True, help="Why the recorded value was wrong.")

    def action_apply(self):
        """Write the right value down as a new result that names the old one."""
        self.ensure_one()
        old = self.result_id
        inspection = old.inspection_id
        inspection._mdtrace_check_role_of("mdtrace_base.mdtrace_base_group_inspector")
        if old.source != "person" or not old.specification_line_id:
            raise UserError(
                self.env._(
                    "A result of a certificate is not corrected: set the certificate "
                    "aside and read a correct one."
                )
            )
        if not old.counts or inspection.state != "open":
            raise UserError(
                self.env._(
                    "%(name)s cannot be corrected: it was corrected before, or its "
                    "inspection is decided.",
                    name=old.display_name,
                )
            )
        row = inspection._prepare_result(
            old.specification_line_id, old.lot_id, self.typed, self.typed_unit
        )
        row |= {"corrects_id": old.id, "reason": self.reason}
        self.env["mdtrace.result"]._append([row], inspection)
        return {"type": "ir.actions.act_window_close"}
