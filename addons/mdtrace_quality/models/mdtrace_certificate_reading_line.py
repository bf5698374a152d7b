"""One result of a certificate, as the certificate states it."""

from decimal import Decimal

from odoo import api, fields, models

from ..tools.numbers import written

#: Wider numbers do not fit the numeric columns of results and limits.
LARGEST = Decimal(10) ** 14


class MdtraceCertificateReadingLine(models.Model):
    """What stands on one line of a certificate, with the place where it stands.

    Numbers are kept as the digits of the document: nothing is rounded here. What the
    line means for the lots is shown from its results.
    """

    _name = "mdtrace.certificate.reading.line"
    _description = "Certificate Line"
    _inherit = ["mdtrace.append.only.mixin"]
    _order = "reading_id, sequence, id"
    _log_access = False

    reading_id = fields.Many2one(
        "mdtrace.certificate.reading",
        "Certificate",
        required=True,
        ondelete="restrict",
        index=True,
        help="Certificate the line stands on.",
    )
    sequence = fields.Integer(help="Order on the certificate.")
    pointer = fields.Char(
        "Place", required=True, help="JSON pointer of the value in the document."
    )
    name = fields.Char("Stated as", help="Name of the characteristic, as stated.")
    code = fields.Char(help="Code of the characteristic, with its scheme.")
    method = fields.Char(help="Test method, as stated.")
    unit = fields.Char(help="Unit, as stated.")
    value_text = fields.Char("Value", help="The value exactly as stated.")
    number = fields.Char(help="The digits of the value; empty when it is a text.")
    qualifier = fields.Char(help="Less than, greater than; empty for an exact value.")
    minimum = fields.Char("Stated Minimum", help="Lower limit, as stated.")
    maximum = fields.Char("Stated Maximum", help="Upper limit, as stated.")
    characteristic_id = fields.Many2one(
        "mdtrace.characteristic",
        ondelete="restrict",
        index="btree_not_null",
        help="What the name or the code stands for in our dictionary.",
    )
    result_ids = fields.One2many(
        "mdtrace.result",
        "reading_line_id",
        "Results",
        help="Results of the lots that come from this line.",
    )
    converted_text = fields.Char("Converted", compute="_compute_judgment")
    limits_text = fields.Char("Our Limits", compute="_compute_judgment")
    verdict = fields.Selection(
        [
            ("pass", "Pass"),
            ("fail", "Fail"),
            ("not_applicable", "Not judged"),
            ("unknown", "Unknown"),
        ],
        compute="_compute_judgment",
    )

    @api.depends("result_ids", "characteristic_id")
    def _compute_judgment(self):
        for line in self:
            results = line.result_ids
            judged = results.filtered("specification_line_id")[-1:] or results[-1:]
            line.converted_text = judged.converted_text
            line.limits_text = judged.specification_line_id.limits_text
            if not line.characteristic_id:
                line.verdict = "unknown"
            elif "fail" in results.mapped("verdict"):
                line.verdict = "fail"
            else:
                line.verdict = judged.verdict or "not_applicable"

    def _mdtrace_number(self):
        """Return the value as Decimal, or None when it is a text."""
        self.ensure_one()
        return Decimal(self.number) if self.number else None

    def _mdtrace_stated_limit(self, side):
        """Return the stated `minimum` or `maximum` as Decimal, or None."""
        self.ensure_one()
        return Decimal(self[side]) if self[side] else None


def fitted(value):
    """Return a Decimal that the columns of results can hold, or None."""
    return value if value is not None and abs(value) < LARGEST else None


def plain_number(value):
    """Return a Decimal as its digits, or False for None."""
    return False if value is None else written(value)


def plain_lot(name):
    """Return a lot number as it is compared: spaces and case do not matter."""
    return "".join((name or "").split()).casefold()
