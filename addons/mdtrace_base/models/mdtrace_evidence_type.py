"""Kinds of evidence."""

from odoo import fields, models
from odoo.exceptions import UserError


class MdtraceEvidenceType(models.Model):
    """What kind of document a piece of evidence is. Configured by administrators."""

    _name = "mdtrace.evidence.type"
    _description = "Evidence type"
    _order = "sequence, name"

    name = fields.Char(
        required=True, translate=True, help="What people call this kind of document."
    )
    code = fields.Char(
        required=True, help="Short name that programs use; it stays the same."
    )
    sequence = fields.Integer(default=10, help="Order in lists.")
    active = fields.Boolean(default=True, help="Untick to stop offering this type.")

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "There is already an evidence type with this code."
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
