"""The dictionary of characteristics: one name and code for what many call by many."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import units

#: What gives results and limits their meaning; fixed once a specification rests on it.
FIXED = ("code", "kind")


class MdtraceCharacteristic(models.Model):
    """Something that is measured or stated about a lot, with a stable code.

    Certificates name the same thing in many ways; the synonyms and the codes of the
    digital formats lead them all here. An entry stands for one thing only: no synonym
    belongs to two.
    """

    _name = "mdtrace.characteristic"
    _description = "Characteristic"
    _order = "code"
    _rec_names_search = ["name", "code", "synonyms"]

    code = fields.Char(
        required=True,
        index=True,
        help="Stable short code, never translated and never reused.",
    )
    name = fields.Char(
        required=True, translate=True, help="Name of the characteristic for people."
    )
    kind = fields.Selection(
        [("numeric", "Numeric"), ("text", "Text")],
        required=True,
        default="numeric",
        help="Whether results are numbers with a unit, or texts.",
    )
    unit = fields.Char(
        help="Usual unit; proposed on specification lines. Results in another unit of "
        "the same family are converted."
    )
    synonyms = fields.Text(
        help="Other names under which certificates state it, one a line. Upper and "
        "lower case and spaces do not matter."
    )
    certificate_codes = fields.Text(
        "Codes in Digital Certificates",
        help="Codes of digital formats, one a line, as scheme and code: CAMPUS:1038 "
        "or EN10168:C12. A code decides before a name.",
    )
    active = fields.Boolean(
        default=True, help="Archived characteristics are not proposed any more."
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "This code already belongs to another characteristic."
    )

    @api.constrains("unit")
    def _check_unit(self):
        for characteristic in self:
            if not units.is_known(characteristic.unit or ""):
                raise ValidationError(
                    self.env._(
                        "“%(unit)s” is not a known unit (characteristic %(name)s).",
                        unit=characteristic.unit,
                        name=characteristic.display_name,
                    )
                )

    @api.constrains("code", "name", "synonyms", "certificate_codes")
    def _check_names_are_unambiguous(self):
        owners = {}
        # The dictionary must be unambiguous also for those who may not read it all.
        for characteristic in self.sudo().with_context(active_test=False).search([]):
            for key in characteristic._mdtrace_keys():
                other = owners.setdefault(key, characteristic)
                if other != characteristic and (
                    other in self or characteristic in self
                ):
                    raise ValidationError(
                        self.env._(
                            "“%(name)s” would mean both %(one)s and %(two)s.",
                            name=key[1],
                            one=other.display_name,
                            two=characteristic.display_name,
                        )
                    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for characteristic in self:
            code, name = characteristic.code or "", characteristic.name or ""
            characteristic.display_name = (
                name if code == name else f"{name} ({code})" if code else name
            )

    def write(self, vals):
        changed = self.filtered(
            lambda one: any(name in vals and vals[name] != one[name] for name in FIXED)
        )
        changed._mdtrace_check_unused()
        return super().write(vals)

    def _mdtrace_check_unused(self):
        """Refuse where a signed specification judges by these entries.

        A number that became a text would pass without its limits being asked.
        """
        # Also the specifications of companies this person does not see.
        line = (
            self.env["mdtrace.specification.line"]
            .sudo()
            .search(
                [
                    ("characteristic_id", "in", self.ids),
                    ("specification_id.state", "!=", "draft"),
                ],
                limit=1,
            )
        )
        if line:
            raise ValidationError(
                self.env._(
                    "%(name)s keeps its code and kind: %(specification)s judges by it. "
                    "Make another characteristic.",
                    name=line.characteristic_id.display_name,
                    specification=line.specification_id.display_name,
                )
            )

    def _mdtrace_keys(self):
        """Return what this entry is known by, as a set of (kind of key, text)."""
        self.ensure_one()
        names = [self.code, *(self.synonyms or "").splitlines()]
        names += [
            self.with_context(lang=lang).name
            for lang, _label in self.env["res.lang"].get_installed()
        ]
        keys = {("name", folded(name)) for name in names if name and name.strip()}
        codes = (self.certificate_codes or "").splitlines()
        return keys | {("code", folded(code)) for code in codes if code.strip()}

    @api.model
    def _mdtrace_dictionary(self):
        """Return {key: characteristic} of all active entries, for reading documents."""
        return {
            key: characteristic
            for characteristic in self.search([])
            for key in characteristic._mdtrace_keys()
        }

    @api.model
    def _mdtrace_recognize(self, dictionary, code, name):
        """Return the characteristic that a code or a name stands for, or none."""
        found = dictionary.get(("code", folded(code or "")))
        return found or dictionary.get(("name", folded(name or ""))) or self.browse()


def folded(text):
    """Return a name as it is compared: case and spaces do not matter."""
    return "".join(text.split()).casefold()
