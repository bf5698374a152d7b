"""One characteristic of a specification with its limits."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.mdtrace_base.tools.uninstall import is_uninstalling

from ..tools import judge, units
from ..tools.numbers import from_float, written


class MdtraceSpecificationLine(models.Model):
    """A characteristic, where its results come from, and what they must be.

    A limit exists only where its flag says so: 0 is a limit, empty is none. A line of a
    specification that is not a draft is never changed.
    """

    _name = "mdtrace.specification.line"
    _description = "Specification Line"
    _order = "specification_id, sequence, id"
    _rec_name = "characteristic_id"

    specification_id = fields.Many2one(
        "mdtrace.specification",
        required=True,
        ondelete="cascade",
        index=True,
        help="Specification version the line belongs to.",
    )
    sequence = fields.Integer(default=10, help="Order on the form.")
    characteristic_id = fields.Many2one(
        "mdtrace.characteristic",
        required=True,
        ondelete="restrict",
        index=True,
        help="What is judged.",
    )
    kind = fields.Selection(related="characteristic_id.kind")
    source = fields.Selection(
        [("certificate", "Certificate"), ("inspection", "Inspection")],
        required=True,
        default="certificate",
        help="Certificate: the supplier's certificate states the result. Inspection: a "
        "person measures it.",
    )
    has_minimum = fields.Boolean("Minimum?", help="Whether there is a minimum.")
    minimum = fields.Float(digits=0, help="Lowest value that passes.")
    has_maximum = fields.Boolean("Maximum?", help="Whether there is a maximum.")
    maximum = fields.Float(digits=0, help="Highest value that passes.")
    expected = fields.Char(
        help="Texts that pass, separated by |. Empty when any statement passes."
    )
    unit = fields.Char(
        compute="_compute_unit",
        store=True,
        readonly=False,
        precompute=True,
        help="Unit of the limits; results are converted to it.",
    )
    method = fields.Char(help="Test method, for those who inspect.")
    critical = fields.Boolean(
        help="A failure of it is proposed as a critical nonconformity."
    )
    limits_text = fields.Char("Limits", compute="_compute_limits_text")

    _one_per_source = models.UniqueIndex(
        "(specification_id, characteristic_id, source)",
        "A characteristic stands once per source in a specification.",
    )

    @api.depends("characteristic_id")
    def _compute_unit(self):
        for line in self:
            line.unit = line.characteristic_id.unit

    @api.depends(
        "kind", "has_minimum", "minimum", "has_maximum", "maximum", "unit", "expected"
    )
    def _compute_limits_text(self):
        for line in self:
            line.limits_text = line._mdtrace_limits_text()

    @api.depends("characteristic_id", "limits_text")
    def _compute_display_name(self):
        for line in self:
            parts = (line.characteristic_id.display_name, line.limits_text)
            line.display_name = " ".join(part for part in parts if part)

    @api.constrains("unit", "has_minimum", "minimum", "has_maximum", "maximum")
    def _check_limits(self):
        for line in self:
            if not units.is_known(line.unit or ""):
                raise ValidationError(
                    self.env._(
                        "“%(unit)s” is not a known unit (%(name)s).",
                        unit=line.unit,
                        name=line.characteristic_id.display_name,
                    )
                )
            both = line.has_minimum and line.has_maximum
            if both and line.minimum > line.maximum:
                raise ValidationError(
                    self.env._(
                        "The minimum is above the maximum (%(name)s).",
                        name=line.characteristic_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        parents = {vals.get("specification_id") for vals in vals_list} - {None, False}
        self.env["mdtrace.specification"].browse(parents)._mdtrace_check_draft()
        lines = super().create(vals_list)
        lines.specification_id._mdtrace_check_draft()
        return lines

    def write(self, vals):
        self.specification_id._mdtrace_check_draft()
        result = super().write(vals)
        self.specification_id._mdtrace_check_draft()
        return result

    def unlink(self):
        if not is_uninstalling(self.env):
            self.specification_id._mdtrace_check_draft()
        return super().unlink()

    def _mdtrace_limits(self):
        """Return the `Limits` of the line, as Decimal."""
        self.ensure_one()
        return judge.Limits(
            from_float(self.minimum) if self.has_minimum else None,
            from_float(self.maximum) if self.has_maximum else None,
        )

    def _mdtrace_limits_text(self):
        """Return the limits as people write them: 5.5 – 6.5 %, ≤ 0.05 %, or a text."""
        self.ensure_one()
        if self.kind == "text":
            return (self.expected or "").replace("|", " / ")
        limits = self._mdtrace_limits()
        low, high = limits.minimum, limits.maximum
        if low is not None and high is not None:
            text = f"{written(low)} – {written(high)}"
        elif low is not None:
            text = f"≥ {written(low)}"
        elif high is not None:
            text = f"≤ {written(high)}"
        else:
            return ""
        return f"{text} {self.unit}" if self.unit else text

    def _mdtrace_content(self):
        """Return the line as plain data, for the signature of its specification."""
        self.ensure_one()
        return {
            "characteristic": self.characteristic_id.code,
            "source": self.source,
            "limits": self._mdtrace_limits_text(),
            "unit": self.unit or "",
            "method": self.method or "",
            "critical": self.critical,
        }
