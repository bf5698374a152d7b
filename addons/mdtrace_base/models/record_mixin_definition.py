"""The record kernel, third part: whether a declaration lets the guard hold."""

from odoo import api, models


class MdtraceRecordMixin(models.AbstractModel):
    """Checks of the declaration of a regulated model; tests run them for every one."""

    _inherit = "mdtrace.record.mixin"

    @api.model
    def _mdtrace_check_definition(self):
        """Return sentences naming what in this model would let the guard be passed."""
        problems = []
        guarded = self._mdtrace_protected_fields()
        frozen = set(self._mdtrace_declared("_mdtrace_frozen"))
        payload = set(self._mdtrace_declared("_mdtrace_payload"))
        for name in sorted(guarded | frozen | payload):
            field = self._fields.get(name)
            if field is None:
                problems.append(f"{self._name}.{name} is declared but does not exist")
                continue
            problems += self._mdtrace_check_field(
                field, protected=name in guarded, fixed=name in guarded | frozen
            )
        return problems + self._mdtrace_check_table()

    @api.model
    def _mdtrace_check_field(self, field, *, protected, fixed):
        """Return what is wrong with one guarded field."""
        problems = []
        if field.type == "binary":
            problems.append(f"{field} is a file: it belongs into evidence")
        if fixed and field.compute and field.store and not field.readonly:
            problems.append(f"{field} is an editable compute, it changes by itself")
        if protected and field.compute and field.store:
            problems.append(f"{field} is a stored compute, it changes without write")
        if protected and field.related:
            problems.append(f"{field} is related, it is written elsewhere")
        if protected and field.copy:
            problems.append(f"{field} must have copy=False")
        if fixed and field.translate:
            problems.append(f"{field} is translated, translations bypass write")
        if protected and field.company_dependent:
            problems.append(f"{field} depends on the company")
        if protected and field.type == "many2one" and field.ondelete != "restrict":
            problems.append(f"{field} must have ondelete='restrict'")
        return problems

    @api.model
    def _mdtrace_check_table(self):
        """Return what is wrong with the transition table."""
        problems = []
        state_field = self._fields.get(self._mdtrace_state_field)
        states = state_field.get_values(self.env) if state_field else []
        meanings = self.env["mdtrace.signature"]._mdtrace_meanings()
        for (before, after), move in self._mdtrace_table().items():
            name = f"{self._name}: {before} → {after}"
            problems += [
                f"{name}: no state {state!r}"
                for state in (before, after)
                if state not in states
            ]
            if move.meaning and move.meaning not in meanings:
                problems.append(f"{name}: unknown meaning {move.meaning!r}")
            problems += [
                f"{name}: no group {group!r}"
                for group in move.groups
                if not self.env.ref(group, raise_if_not_found=False)
            ]
        return problems
