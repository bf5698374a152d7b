"""Why lots are held."""

from odoo import fields, models
from odoo.exceptions import UserError


class MdtraceHoldReason(models.Model):
    """A reason people and programs choose for a hold; configured by administrators."""

    _name = "mdtrace.hold.reason"
    _description = "Hold Reason"
    _order = "sequence, name"

    name = fields.Char(
        required=True, translate=True, help="The reason as people read it."
    )
    code = fields.Char(
        required=True,
        help="What programs call it; it does not change.",
    )
    sequence = fields.Integer(default=10, help="Order in which reasons are offered.")
    active = fields.Boolean(
        default=True, help="Untick to stop offering the reason; holds keep it."
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Another hold reason has this code already."
    )

    def write(self, vals):
        changed = self.filtered(lambda one: one.code != vals.get("code", one.code))
        if changed:
            raise UserError(
                self.env._(
                    "%s keeps its code: programs and records call it by that. Make "
                    "another one instead.",
                    changed[0].display_name,
                )
            )
        return super().write(vals)
