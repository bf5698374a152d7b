"""The ledger, third part: an entry in words, for people."""

from odoo import api, fields, models

from ..tools.canonical import canonical

#: Kinds whose values are fields of the model they are about.
OF_FIELDS = ("create", "change", "state", "delete_draft")


class MdtraceLedgerEntry(models.Model):
    """What the list and the form of the ledger show; nothing of it is stored."""

    _inherit = "mdtrace.ledger.entry"

    company_name = fields.Char("Company", compute="_compute_company_name")
    summary = fields.Char("What Changed", compute="_compute_values")
    old_text = fields.Text("Before", compute="_compute_values")
    new_text = fields.Text("After", compute="_compute_values")
    reason = fields.Text(compute="_compute_values")

    @api.depends("res_name", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for entry in self:
            kind = labels.get(entry.kind, entry.kind)
            entry.display_name = f"{kind}: {entry.res_name or entry.res_model}"

    def _compute_company_name(self):
        # Names of companies are shown to whoever may read the entry.
        companies = self.env["res.company"].sudo()
        companies = companies.browse(set(self.mapped("company_id")))
        names = {company.id: company.name for company in companies.exists()}
        for entry in self:
            entry.company_name = names.get(entry.company_id, "")

    @api.depends("payload")
    def _compute_values(self):
        data = {entry: entry._payload_data() for entry in self}
        names = self._names_of(data.values())
        for entry, payload in data.items():
            old, new = (
                {
                    name: entry._text_of(name, value, names)
                    for name, value in (payload.get(side) or {}).items()
                }
                for side in ("old", "new")
            )
            entry.reason = payload.get("reason") or ""
            entry.old_text = entry._lines_of(old)
            entry.new_text = entry._lines_of(new)
            entry.summary = entry._summary_of(old, new)

    def _names_of(self, payloads):
        """Return ``{(model, id): name}`` of what the values refer to, where known."""
        wanted = {}
        for payload in payloads:
            for side in ("old", "new"):
                for value in (payload.get(side) or {}).values():
                    if _is_reference(value) and value["model"] in self.env:
                        wanted.setdefault(value["model"], set()).add(value["id"])
        names = {}
        for model, ids in wanted.items():
            # An entry names records whether or not the reader may open them.
            records = self.env[model].sudo().browse(ids).exists()
            names.update(
                {(model, record.id): record.display_name for record in records}
            )
        return names

    def _field_of(self, name):
        """Return the field that a value is of, if it still exists."""
        model = self.env.get(self.res_model) if self.kind in OF_FIELDS else None
        return None if model is None else model._fields.get(name)

    def _text_of(self, name, value, names):
        """Return one value in words."""
        if _is_reference(value):
            key = (value["model"], value["id"])
            return names.get(key) or f"{value['model']},{value['id']}"
        if isinstance(value, dict):
            return canonical(value)
        if isinstance(value, list):
            return ", ".join(self._text_of(name, item, names) for item in value)
        field = self._field_of(name)
        if field is not None and field.type == "selection":
            value = dict(field._description_selection(self.env)).get(value, value)
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        return "" if value is None else str(value)

    def _label_of(self, name):
        field = self._field_of(name)
        if field is not None:
            return field._description_string(self.env)
        return name.replace("_", " ").capitalize()

    def _lines_of(self, texts):
        """Return values as lines “label: value”, without the empty ones."""
        return "\n".join(
            f"{self._label_of(name)}: {text}" for name, text in texts.items() if text
        )

    def _summary_of(self, old, new):
        """Return what changed in one line."""
        parts = []
        for name in dict.fromkeys([*new, *old]):
            before, after = old.get(name, ""), new.get(name, "")
            if before or after:
                change = f"{before} → {after}" if before else after
                parts.append(f"{self._label_of(name)}: {change}")
        return " · ".join(parts)


def _is_reference(value):
    """Say whether a value of a payload names a record."""
    return isinstance(value, dict) and set(value) == {"id", "model"}
