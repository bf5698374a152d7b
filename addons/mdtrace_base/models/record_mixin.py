"""The record kernel: regulated records, their moves and the guard of their fields."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.permit import PERMIT_KEY, Permit
from ..tools.transition import Transition
from ..tools.uninstall import is_uninstalling

ADMINISTRATOR = "mdtrace_base.mdtrace_base_group_administrator"


class MdtraceRecordMixin(models.AbstractModel):
    """A regulated record: its state is a table, its facts are guarded.

    A model that inherits this declares, as class attributes, which moves exist
    (``_mdtrace_transitions``), which fields nobody writes directly
    (``_mdtrace_protected``), which freeze once it has left draft
    (``_mdtrace_frozen``), and which values the ledger keeps (``_mdtrace_payload``).
    What several classes of one model declare is added up. List this mixin first in
    ``_inherit``.

    One method moves the state: :meth:`_mdtrace_move`. Protected fields are written by
    it, by :meth:`_mdtrace_write` and by :meth:`_mdtrace_create`, and by nothing else:
    these hand a :class:`~..tools.permit.Permit` to ``write``/``create``, an object no
    client can send, good for one call on exactly those records and fields. ``sudo()``
    opens nothing here, and no context key does.

    Everything that happens is in the ledger, one append per business method.
    """

    _name = "mdtrace.record.mixin"
    _description = "Regulated record"

    _mdtrace_state_field = "state"
    _mdtrace_transitions: dict[tuple[str, str], Transition] = {}
    _mdtrace_protected: tuple[str, ...] = ()
    _mdtrace_frozen: tuple[str, ...] = ()
    _mdtrace_payload: tuple[str, ...] = ()
    _mdtrace_draft_states: tuple[str, ...] = ("draft",)
    _mdtrace_author_field = "create_uid"

    mdtrace_signature_ids = fields.Many2many(
        "mdtrace.signature",
        string="Signatures",
        compute="_compute_mdtrace_signature_ids",
        groups="mdtrace_base.mdtrace_base_group_viewer",
    )

    def _compute_mdtrace_signature_ids(self):
        found = self.env["mdtrace.signature"]._for(self)
        for record in self:
            record.mdtrace_signature_ids = found.get(record.id, False)

    # === The guard of create, write and unlink === #

    @api.model
    def _mdtrace_declared(self, attribute):
        """Return the names that all classes of this model declare, in order.

        A class that extends a model adds to what its parents protect; it cannot take
        protection away by forgetting it.
        """
        classes = reversed(type(self).__mro__)
        return tuple(
            dict.fromkeys(
                name for cls in classes for name in vars(cls).get(attribute, ())
            )
        )

    @api.model
    def _mdtrace_table(self):
        """Return the transition table: what the classes of this model declare."""
        table = {}
        for cls in reversed(type(self).__mro__):
            table.update(vars(cls).get("_mdtrace_transitions", {}))
        return table

    @api.model
    def _mdtrace_protected_fields(self):
        """Return the names of the fields that only the kernel writes."""
        return {
            self._mdtrace_state_field,
            *self._mdtrace_declared("_mdtrace_protected"),
        }

    @api.model
    def _mdtrace_take_permit(self):
        """Return these records without the permit in their context, and the permit.

        Whatever comes after, hooks, mail and returned actions, sees no permit.
        """
        permit = self.env.context.get(PERMIT_KEY)
        if permit is None:
            return self, None
        context = {k: v for k, v in self.env.context.items() if k != PERMIT_KEY}
        cleaned = self.with_context(context)
        return cleaned, permit if isinstance(permit, Permit) else None

    @api.model
    def default_get(self, fields):
        # Context and user-defined defaults must not fill what is protected: only
        # the default of the field itself may.
        guarded = self._mdtrace_protected_fields().intersection(fields)
        result = super().default_get([name for name in fields if name not in guarded])
        for name in guarded:
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(
                    field.default(self), self, validate=False
                )
                result[name] = field.convert_to_write(value, self)
        return result

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        # Views and the import screen then offer no input for protected fields.
        result = super().fields_get(allfields, attributes)
        for name in self._mdtrace_protected_fields():
            if "readonly" in result.get(name, ()):
                result[name]["readonly"] = True
        return result

    @api.model_create_multi
    def create(self, vals_list):
        model, permit = self._mdtrace_take_permit()
        model._mdtrace_check_create(vals_list, permit)
        records = super(MdtraceRecordMixin, model).create(vals_list)
        records._mdtrace_append("create", new=records._mdtrace_payload_values())
        return records

    def write(self, vals):
        records, permit = self._mdtrace_take_permit()
        if records._mdtrace_check_write(vals, permit):
            return super(MdtraceRecordMixin, records).write(vals)
        payload = records._mdtrace_declared("_mdtrace_payload")
        watched = [name for name in payload if name in vals]
        if not watched:
            return super(MdtraceRecordMixin, records).write(vals)
        old = records._mdtrace_payload_values(watched)
        result = super(MdtraceRecordMixin, records).write(vals)
        records._mdtrace_append_changes("change", old)
        return result

    def unlink(self):
        # Not @api.ondelete: a client can switch that off with a context key.
        if is_uninstalling(self.env):
            return super().unlink()
        self._mdtrace_check_unlink()
        entries = self._mdtrace_entries(
            "delete_draft", old=self._mdtrace_payload_values()
        )
        result = super().unlink()
        self.env["mdtrace.ledger.entry"]._append(entries)
        return result

    def _mdtrace_check_unlink(self):
        """Refuse to delete what is no draft any more."""
        kept = self.filtered(lambda record: not record._mdtrace_is_draft())
        if kept:
            raise UserError(
                self.env._(
                    "%(record)s cannot be deleted: it is no draft any more, and its "
                    "history is kept.",
                    record=kept[0].display_name,
                )
            )

    def _mdtrace_is_draft(self):
        """Return whether this record may still be edited and deleted."""
        return self[self._mdtrace_state_field] in self._mdtrace_draft_states

    @api.model
    def _mdtrace_check_create(self, vals_list, permit):
        """Refuse values and defaults for protected fields that no permit covers."""
        protected = self._mdtrace_protected_fields()
        named = {name for vals in vals_list for name in vals if name in protected}
        if named and permit and permit.covers(self._name, None, named):
            permit.spent = True
            return
        named |= {name for name in protected if f"default_{name}" in self.env.context}
        if named:
            self._mdtrace_refuse_fields(named, self._description)

    def _mdtrace_check_write(self, vals, permit):
        """Return whether a permit covers this write; refuse what needs one without."""
        guarded = self._mdtrace_protected_fields().intersection(vals)
        frozen = set(self._mdtrace_declared("_mdtrace_frozen")).intersection(vals)
        if permit and permit.covers(self._name, self.ids, guarded | frozen):
            permit.spent = True
            return True
        if guarded and self:
            self._mdtrace_refuse_fields(guarded, self[:1].display_name)
        if frozen:
            fixed = self.filtered(lambda record: not record._mdtrace_is_draft())
            if fixed:
                raise UserError(
                    self.env._(
                        "%(record)s can no longer be edited: “%(fields)s” is fixed "
                        "once it has left draft.",
                        record=fixed[0].display_name,
                        fields=self._mdtrace_labels(frozen),
                    )
                )
        return False

    def _mdtrace_refuse_fields(self, names, record):
        """Raise the sentence about fields that cannot be set directly."""
        raise AccessError(
            self.env._(
                "%(record)s: “%(fields)s” cannot be set directly. Use the buttons of "
                "the record, which check the move and keep its history.",
                record=record,
                fields=self._mdtrace_labels(names),
            )
        )

    @api.model
    def _mdtrace_labels(self, names):
        """Return names of fields as people see them, with the technical name."""
        return ", ".join(
            f"{self._fields[name]._description_string(self.env)} ({name})"
            for name in sorted(names)
        )
