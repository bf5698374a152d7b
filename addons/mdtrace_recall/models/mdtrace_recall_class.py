"""How grave a recall is."""

from odoo import fields, models


class MdtraceRecallClass(models.Model):
    """A class of recall, with the time within which consignees must be told.

    The three classes of the regulations are installed; an administrator may rename
    them, change the days, add the levels of another authority and archive what is not
    used. A recall refers to its class, so a class in use cannot be deleted.
    """

    _name = "mdtrace.recall.class"
    _description = "Recall Class"
    _order = "sequence, id"

    name = fields.Char(
        required=True, translate=True, help="Name of the class, as printed on notices."
    )
    code = fields.Char(required=True, help="Short code, such as I, II or III.")
    sequence = fields.Integer(default=10, help="Order; the gravest class comes first.")
    description = fields.Char(
        translate=True, help="When this class applies; shown while choosing it."
    )
    notice_days = fields.Integer(
        default=7,
        help="Days from the activation of a recall within which consignees are told.",
    )
    active = fields.Boolean(
        default=True, help="An archived class is not offered for new recalls."
    )

    _code_unique = models.UniqueIndex("(code)", "This class code exists already.")
    _notice_days_positive = models.Constraint(
        "CHECK (notice_days >= 0)", "The days for the notice cannot be negative."
    )
