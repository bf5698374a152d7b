"""The record kernel, second half: moving, writing under permit, and the ledger."""

import decimal

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr

from ..tools.permit import PERMIT_KEY, Permit
from .record_mixin import ADMINISTRATOR


class MdtraceRecordMixin(models.AbstractModel):
    """How a regulated record moves; see the first half for what it declares."""

    _inherit = "mdtrace.record.mixin"

    # === Business methods === #

    def _mdtrace_move(self, to, *, reason=None, values=None, signature=None):
        """Move these records to another state, and write it down.

        The only way a state changes. In order: is the pair in the table, may this
        user (``env.user``, also under ``sudo()``), is there a reason, does anything
        block, is there a signature where one is due. Then one write, one append to
        the ledger, then :meth:`_mdtrace_after_move`.

        :param to: the state to reach
        :param reason: why, in words; some moves ask for it
        :param values: further values that this move sets
        :param signature: what the signing controller made in this transaction
        """
        if not self:
            return self
        self.check_access("read")
        state_field = self._mdtrace_state_field
        old_states = {record.id: record[state_field] for record in self}
        moves = self._mdtrace_check_move(to, reason)
        self._mdtrace_check_blockers(to)
        self._mdtrace_check_signature(to, moves, reason, signature)
        written = {**(values or {}), state_field: to}
        tracked = [state_field, *(name for name in values or () if name != state_field)]
        old = self._mdtrace_payload_values(tracked)
        # The table has said who may; write access to the model is not asked again.
        self.sudo()._mdtrace_permitted_write(written)
        extra = {"signature": signature[:1].act} if signature else {}
        self._mdtrace_append_changes("state", old, reason=reason, extra=extra)
        self._mdtrace_after_move(to, old_states, reason, signature)
        return self

    def _mdtrace_write(self, values, *, kind="change", reason=None):
        """Write protected or frozen fields, and write it down.

        For business methods whose own checks have passed. The state is not written
        here: :meth:`_mdtrace_move` does that.
        """
        if self._mdtrace_state_field in values:
            raise ValueError("a state is changed by _mdtrace_move")
        if not self:
            return True
        old = self._mdtrace_payload_values(list(values))
        self._mdtrace_permitted_write(values)
        self._mdtrace_append_changes(kind, old, reason=reason)
        return True

    @api.model
    def _mdtrace_create(self, vals_list):
        """Create records with values for protected fields; one append for all."""
        protected = self._mdtrace_protected_fields()
        if isinstance(vals_list, dict):
            vals_list = [vals_list]
        named = {name for vals in vals_list for name in vals if name in protected}
        context = {
            key: value
            for key, value in self.env.context.items()
            if not (key.startswith("default_") and key[8:] in protected)
        }
        context[PERMIT_KEY] = Permit(self._name, None, named)
        records = self.with_context(context).create(vals_list)
        return records._mdtrace_take_permit()[0]

    def _mdtrace_permitted_write(self, values):
        """Write with a permit for exactly these records and fields."""
        permit = Permit(self._name, self.ids, values)
        result = self.with_context(**{PERMIT_KEY: permit}).write(values)
        if not permit.spent:
            raise AccessError(
                self.env._(
                    "%s was not written by the record kernel.", self._description
                )
            )
        return result

    # === Checks of a move === #

    @api.model
    def _mdtrace_state_label(self, state):
        """Return a state as people see it."""
        field = self._fields[self._mdtrace_state_field]
        return dict(field._description_selection(self.env)).get(state, state)

    def _mdtrace_transition_to(self, to):
        """Return the line of the table for one record and a state to reach."""
        state = self[self._mdtrace_state_field]
        move = self._mdtrace_table().get((state, to))
        if move is None:
            raise UserError(
                self.env._(
                    "%(record)s is “%(state)s” and cannot become “%(to)s” from there.",
                    record=self.display_name,
                    state=self._mdtrace_state_label(state),
                    to=self._mdtrace_state_label(to),
                )
            )
        return move

    def _mdtrace_check_move(self, to, reason=None, *, ask_reason=True):
        """Check pair, role, author and reason; return the lines of the table used."""
        moves = {record: record._mdtrace_transition_to(to) for record in self}
        if any(move.author_may_not for move in moves.values()):
            self._mdtrace_check_author(to, moves)
        for move in set(moves.values()):
            records = self.filtered(lambda r, move=move: moves[r] == move)
            records._mdtrace_check_role(to, move)
            if ask_reason and move.reason and not (reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(record)s: moving to “%(to)s” needs a reason. Say why.",
                        record=records[0].display_name,
                        to=self._mdtrace_state_label(to),
                    )
                )
        return set(moves.values())

    def _mdtrace_check_role(self, to, move):
        """Refuse unless this user has the role; administrators never sign."""
        user = self.env.user
        if move.meaning and user.has_group(ADMINISTRATOR):
            raise AccessError(
                self.env._(
                    "%(record)s: administrators of traceability configure, they do not "
                    "sign. Ask a person with the role for it.",
                    record=self[0].display_name,
                )
            )
        if user._is_superuser():
            return  # by rule: no person acts
        if not move.groups:
            self.with_user(user).check_access("write")
        elif not any(user.has_group(group) for group in move.groups):
            raise AccessError(
                self.env._(
                    "%(record)s: you may not move it to “%(to)s”. This takes the role "
                    "%(roles)s.",
                    record=self[0].display_name,
                    to=self._mdtrace_state_label(to),
                    roles=self._mdtrace_role_names(move.groups),
                )
            )

    @api.model
    def _mdtrace_role_names(self, groups):
        """Return the names of roles for a sentence."""
        # Names of roles are shown to a person who lacks them.
        groups = [self.env.ref(group).sudo() for group in groups]
        return ", ".join(f"“{group.name}”" for group in groups)

    def _mdtrace_check_author(self, to, moves):
        """Refuse where this user is among those who may not make the move."""
        forbidden = self._mdtrace_forbidden_signers(to)
        for record, move in moves.items():
            if move.author_may_not and self.env.user in forbidden.get(record, ()):
                raise AccessError(
                    self.env._(
                        "%(record)s: whoever made it may not move it to “%(to)s”. "
                        "Ask another person with the role.",
                        record=record.display_name,
                        to=self._mdtrace_state_label(to),
                    )
                )

    def _mdtrace_check_blockers(self, to):
        """Refuse with the sentences of all blockers, if there are any."""
        blockers = self._mdtrace_transition_blockers(to)
        lines = [
            f"{record.display_name}: {blocker.sentence}"
            for record in self
            for blocker in blockers.get(record, ())
        ]
        if lines:
            raise UserError(
                self.env._(
                    "Cannot move to “%(to)s”:\n%(reasons)s",
                    to=self._mdtrace_state_label(to),
                    reasons="\n".join(lines),
                )
            )

    def _mdtrace_check_signature(self, to, moves, reason, signature):
        """Refuse unless there is a signature for exactly this, where one is due."""
        meanings = {move.meaning for move in moves}
        if meanings == {""}:
            return
        if len(meanings) > 1:
            raise UserError(
                self.env._(
                    "These records need different signatures. Sign them separately."
                )
            )
        if not signature:
            raise AccessError(
                self.env._(
                    "%(record)s: moving to “%(to)s” needs your signature. Use the "
                    "button of the record and confirm with your password.",
                    record=self[0].display_name,
                    to=self._mdtrace_state_label(to),
                )
            )
        signature._check_covers(self, to, meanings.pop(), reason)

    # === The ledger === #

    def _mdtrace_payload_values(self, names=None):
        """Return {record id: {field: plain value}} as the ledger keeps them."""
        if names is None:
            payload = self._mdtrace_declared("_mdtrace_payload")
            names = list(dict.fromkeys([self._mdtrace_state_field, *payload]))
        # The ledger keeps the values whether or not this user may read each field.
        return {
            record.id: {name: record._mdtrace_plain(name) for name in names}
            for record in self.sudo()
        }

    def _mdtrace_plain(self, name):
        """Return the value of one field as plain data for canonical JSON."""
        field, value = self._fields[name], self[name]
        if field.type == "many2one":
            return {"id": value.id, "model": value._name} if value else None
        if field.type in ("one2many", "many2many"):
            return sorted(value.ids)
        if field.type == "many2one_reference":
            return int(value or 0)
        if field.type == "binary":
            raise ValueError(f"{self._name}.{name}: a file belongs into evidence")
        if field.type in ("float", "monetary"):
            digits = field.get_digits(self.env) if field.type == "float" else None
            return decimal.Decimal(float_repr(value, digits[1])) if digits else value
        return value if value or field.type in ("boolean", "integer") else None

    def _mdtrace_entries(self, kind, *, old=None, new=None, reason=None):
        """Return the entries for the ledger, one for each of these records."""
        lots = self._mdtrace_ledger_lot()
        entries = []
        for record in self.sudo():  # names and company, whoever acts
            lot_id, lot_name = lots.get(record.id, (0, ""))
            company = record.company_id if "company_id" in self._fields else None
            entries.append(
                {
                    "kind": kind,
                    "model": self._name,
                    "res_id": record.id,
                    "res_name": record.display_name,
                    "lot_id": lot_id,
                    "lot_name": lot_name,
                    "company_id": company.id if company else 0,
                    "old": (old or {}).get(record.id),
                    "new": (new or {}).get(record.id),
                    "reason": reason,
                }
            )
        return entries

    def _mdtrace_append(self, kind, *, old=None, new=None, reason=None):
        """Append one entry for each of these records, in one statement."""
        entries = self._mdtrace_entries(kind, old=old, new=new, reason=reason)
        return self.env["mdtrace.ledger.entry"]._append(entries)

    def _mdtrace_append_changes(self, kind, old, *, reason=None, extra=None):
        """Append what differs from the old values; nothing where nothing does."""
        names = list(next(iter(old.values()), {}))
        new = self._mdtrace_payload_values(names)
        changed = self.browse()
        for record in self:
            before, after = old[record.id], new[record.id]
            same = [name for name in names if before[name] == after[name]]
            for name in same:
                del before[name], after[name]
            if before or after:
                changed |= record
                after.update(extra or {})
        return changed._mdtrace_append(kind, old=old, new=new, reason=reason)

    # === Signing === #

    def _mdtrace_request_signature(self, to, title=None, reason_default=None):
        """Return the client action that asks this user to sign a move.

        For buttons. What can be refused is refused now, before a password is typed.
        """
        moves = self._mdtrace_check_move(to, ask_reason=False)
        self._mdtrace_check_blockers(to)
        label = next(iter(moves)).label
        return {
            "type": "ir.actions.client",
            "tag": "mdtrace_base.sign",
            "target": "new",
            "name": title
            or (self.env._(label) if label else self._mdtrace_state_label(to)),
            "params": {
                "model": self._name,
                "ids": self.ids,
                "to": to,
                "reason": reason_default or "",
            },
        }

    # === Seams === #

    def _mdtrace_transition_blockers(self, to):
        """Return ``{record: [Blocker]}``: what forbids this move now.

        Meant to be extended: call super() and add your own, for all records at once.
        """
        return {}

    def _mdtrace_signed_content(self):
        """Return ``{record: dict}``: exactly what a signature on it is about.

        By default the payload fields that are not protected: those change only by
        further moves, which are recorded by themselves, while a later change of any
        other value shows the signature as broken. Extend it with lines and digests of
        documents.
        """
        protected = self._mdtrace_protected_fields()
        payload = self._mdtrace_declared("_mdtrace_payload")
        names = [name for name in payload if name not in protected]
        values = self._mdtrace_payload_values(names)
        return {record: values[record.id] for record in self}

    def _mdtrace_after_move(self, to, old_states, reason, signature):
        """Do what follows from a move; ``old_states`` is ``{record id: state}``.

        Meant to be extended; runs in the same transaction, without a permit.
        """

    def _mdtrace_ledger_lot(self):
        """Return ``{record id: (lot id, lot name)}`` for the ledger's lot columns."""
        return {}

    def _mdtrace_forbidden_signers(self, to):
        """Return ``{record: res.users}``: who may not make this move.

        Asked for moves with ``author_may_not``; by default the author.
        """
        # The author is compared, not shown.
        return {record: record.sudo()[self._mdtrace_author_field] for record in self}

    def _mdtrace_sign_summary(self):
        """Return ``[{"label", "value"}]``: what the signing dialog shows.

        One list for all records that are signed together.
        """
        rows = [
            {"label": self._description, "value": record.display_name}
            for record in self
        ]
        if len(self) == 1:
            payload = self._mdtrace_declared("_mdtrace_payload")
            names = [name for name in payload if name != self._rec_name]
            rows += [
                {
                    "label": self._fields[name]._description_string(self.env),
                    "value": self._mdtrace_shown(name),
                }
                for name in names
            ]
        return [row for row in rows if row["value"]]

    def _mdtrace_shown(self, name):
        """Return the value of a field in words, for people."""
        field, value = self._fields[name], self[name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        return str(value) if value or field.type in ("integer", "float") else ""
