"""What findings of certificates say, in the user's language."""

from odoo import api, models

from ..tools.certificate import SENTENCES
from ..tools.numbers import written


class MdtraceCertificateReading(models.Model):
    """The sentences of findings; the judging half asks for them."""

    _inherit = "mdtrace.certificate.reading"

    @api.model
    def _text_out_of_limits(self, name, values, target):
        stated = " ".join(filter(None, (values["value_text"], values["unit"])))
        if values.get("is_converted") and (values["unit"] or "") != (target.unit or ""):
            number = f"{values['qualifier'] or ''}{written(values['converted_value'])}"
            stated = f"{stated} (= {number} {target.unit})"
        return self.env._(
            "%(name)s: %(value)s is outside %(limits)s.",
            name=name,
            value=stated or "–",
            limits=target.limits_text,
        )

    @api.model
    def _text_looser(self, name, line, target):
        stated = " – ".join(one or "" for one in (line.minimum, line.maximum)).strip()
        return self.env._(
            "%(name)s: the certificate allows %(stated)s %(unit)s, our limits are "
            "%(limits)s.",
            name=name,
            stated=stated,
            unit=line.unit or "",
            limits=target.limits_text,
        )

    @api.model
    def _text_of_unit(self, name, error):
        values = {"name": name, "unit": error.source, "wanted": error.target}
        if error.code == "unit_unknown":
            return self.env._("%(name)s: “%(unit)s” is not a known unit.", **values)
        if error.code == "unit_missing":
            return self.env._(
                "%(name)s: stated in “%(unit)s”, specified in “%(wanted)s”; a missing "
                "unit is not guessed.",
                **values,
            )
        return self.env._(
            "%(name)s: “%(unit)s” cannot be converted to “%(wanted)s”.", **values
        )

    @api.model
    def _problem_text(self, problem):
        """Return a fault of a document in the user's language, with its place."""
        sentences = {
            "empty": self.env._("The file is empty."),
            "too_large": self.env._("The file is larger than %(limit)s MB."),
            "not_text": self.env._("The file is not UTF-8 text."),
            "not_json": self.env._("The file is not JSON (line %(line)s: %(reason)s)."),
            "duplicate_key": self.env._(
                "The name “%(key)s” stands twice in one object."
            ),
            "no_format": self.env._("RefSchemaUrl is missing: the format is unknown."),
            "format": self.env._(
                "Certificates of the format “%(format)s” are not read."
            ),
            "version": self.env._(
                "Version %(version)s of %(format)s is not read; %(known)s is."
            ),
            "missing": self.env._("%(name)s is missing."),
            "empty_text": self.env._("%(name)s is empty."),
            "not_object": self.env._("%(name)s must be an object."),
            "not_list": self.env._("%(name)s must be a list."),
            "no_entry": self.env._("%(name)s has no entry."),
            "not_string": self.env._("%(name)s must be a text."),
            "not_date": self.env._("%(name)s is not a date (YYYY-MM-DD): “%(value)s”."),
            "not_number": self.env._("%(name)s is not a number: “%(value)s”."),
            "not_one_of": self.env._(
                "%(name)s must be one of %(known)s, not “%(value)s”."
            ),
        }
        sentence = sentences.get(problem.code, SENTENCES[problem.code])
        return sentence % problem.values
