"""How a recall moves: what is asked, what is frozen, what is signed."""

from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.mdtrace_base.tools.blocker import Blocker
from odoo.addons.mdtrace_base.tools.canonical import canonical, sha256_hex

from .mdtrace_recall_progress import NEWS

FREEZING = {("draft", "scoped"), ("scoped", "scoped"), ("active", "active")}
#: What is signed of each row of the scope.
FACTS = {
    "mdtrace.recall.scope": (
        "lot_id",
        "lot_name",
        "product_id",
        "relation",
        "path",
        "quantity_on_hand",
        "quantity_consumed",
        "quantity_shipped",
        "quantity_returned",
        "included",
        "exclusion_reason",
    ),
    "mdtrace.recall.consignee": ("partner_name",),
    "mdtrace.recall.consignee.line": (
        "consignee_id",
        "lot_id",
        "lot_name",
        "product_id",
        "quantity_shipped",
        "quantity_returned",
        "documents",
    ),
}


class MdtraceRecall(models.Model):
    """The scope as a whole, and the moves of the recall."""

    _inherit = "mdtrace.recall"

    # === Business methods === #
    def _mdtrace_compute_scope(self):
        """Write what is not signed yet anew: affected lots, consignees and gaps."""
        rows = self.env["mdtrace.recall.scope"]
        for recall in self:
            trace = rows._mdtrace_trace(recall.root_lot_ids)
            rows._mdtrace_compute(recall, trace)
            self.env["mdtrace.recall.consignee"]._mdtrace_compute(recall, trace)
            if recall.state == "draft":
                gaps = "\n".join(gap["message"] for gap in trace["gaps"])
                # The person may compute; what was found is not theirs to write.
                recall.sudo()._mdtrace_write({"gaps": gaps or False})

    def _mdtrace_next_revision(self):
        """Return the revision that rows computed now belong to."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT max(revision) FROM (%s) facts",
                SQL(" UNION ALL ").join(
                    SQL(
                        "SELECT revision FROM %s "
                        "WHERE recall_id = %s AND frozen_at IS NOT NULL",
                        SQL.identifier(self.env[model]._table),
                        self.id,
                    )
                    for model in FACTS
                ),
            )
        )
        return (rows[0][0] or 0) + 1

    def _mdtrace_scope_parts(self, signed_only=False):
        """Return one SHA-256 per revision of the scope, oldest first."""
        self.ensure_one()
        domain = [("recall_id", "=", self.id)]
        if signed_only:
            domain.append(("frozen_at", "!=", False))
        parts = {}
        for model, names in FACTS.items():
            # Everything is signed, whatever part of it this person may see.
            rows = self.env[model].sudo().search(domain, order="id")
            for values in rows.read(["revision", *names], load=None):
                del values["id"]
                revision = values.pop("revision")
                parts.setdefault(revision, []).append({"model": model, **values})
        return [
            sha256_hex(canonical(sorted(parts[revision], key=canonical)))
            for revision in sorted(parts)
        ]

    def _mdtrace_scope_digest(self):
        """Return the SHA-256 of everything that is signed in the scope."""
        return sha256_hex(canonical(self._mdtrace_scope_parts(signed_only=True)))

    def _mdtrace_hold_domain(self):
        """Return the domain of the open holds of these recalls."""
        return [
            ("source_model", "=", self._name),
            ("source_id", "in", self.ids),
            ("state", "=", "open"),
        ]

    def _mdtrace_freeze_scope(self):
        """Make the computed rows final, hold their lots in one go, prepare notices."""
        self.ensure_one()
        rows = self.scope_ids.filtered(lambda row: not row.frozen_at and row.included)
        lots = rows.lot_id
        for model in FACTS:
            self.env[model]._mdtrace_freeze(self)
        self.invalidate_recordset()
        if lots:
            lots._mdtrace_hold("recall", self.display_name, source=self)
        self.env["mdtrace.recall.notice"]._mdtrace_prepare(self)
        values = {"scope_digest": self._mdtrace_scope_digest()}
        if not self.frozen_at:
            values["frozen_at"] = fields.Datetime.now()
        # The signature has said who may; these are facts.
        self.sudo()._mdtrace_write(values, kind="recall")

    def _mdtrace_record_export(self, name, digest):
        """Record that a document about these recalls left the system."""
        new = {"file": name, "sha256": digest}
        self._mdtrace_append("export", new=dict.fromkeys(self.ids, new))

    # === Seams === #
    def _mdtrace_signed_content(self):
        """Sign the header and the scope, revision by revision."""
        content = super()._mdtrace_signed_content()
        for recall in self:
            content[recall]["scope"] = recall._mdtrace_scope_parts()
        return content

    def _mdtrace_sign_summary(self):
        """Show what is about to be frozen or closed, in numbers."""
        rows = super()._mdtrace_sign_summary()
        if len(self) == 1:
            rows += [
                {"label": self._fields[name].string, "value": str(self[name])}
                for name in ("lot_count", "excluded_count", "consignee_count")
            ]
        return rows

    def _mdtrace_transition_blockers(self, to):
        """Ask that what is signed is complete and still true."""
        found = super()._mdtrace_transition_blockers(to)
        # What is asked now is read now.
        self.invalidate_recordset(["has_unsigned", "has_news", "change_note"])
        for recall in self:
            checks = {
                ("draft", "scoped"): recall._mdtrace_blockers_freeze,
                ("scoped", "scoped"): recall._mdtrace_blockers_freeze,
                ("active", "active"): recall._mdtrace_blockers_freeze,
                ("scoped", "active"): recall._mdtrace_blockers_activate,
                ("active", "closed"): recall._mdtrace_blockers_close,
            }
            check = checks.get((recall.state, to))
            if check:
                found.setdefault(recall, []).extend(check())
        return found

    def _mdtrace_blockers_freeze(self):
        """Return what keeps the computed scope from being signed."""
        compute = self.env._("Compute the scope.")
        if not self.has_unsigned:
            return [
                Blocker("nothing", self.env._("There is nothing to freeze."), compute)
            ]
        rows = self.env["mdtrace.recall.scope"]
        changes = rows._mdtrace_changes(self)
        if self.state != "draft":
            changes = [change for change in changes if change.kind in NEWS]
        if changes:
            message = self.env._(
                "Since the scope was computed: %s",
                " ".join(rows._mdtrace_sentences(changes)),
            )
            return [Blocker("scope_changed", message, remedy=compute)]
        return self._mdtrace_blockers_control()

    def _mdtrace_blockers_control(self):
        """Return what keeps lots from being held: a gate asks for controlled ones."""
        # Whether a product is controlled does not depend on who asks.
        rows = self.sudo().scope_ids.filtered(lambda r: r.included and not r.frozen_at)
        loose = rows.product_id - rows.product_id._mdtrace_filter_controlled()
        return [
            Blocker(
                "not_controlled",
                self.env._(
                    "%s is not under control: its lots cannot be held.",
                    product.display_name,
                ),
                product._name,
                product.id,
                self.env._("Ask an administrator to mark it as controlled."),
            )
            for product in loose
        ]

    def _mdtrace_blockers_activate(self):
        """Return what is missing in the frozen scope."""
        remedy = self.env._("Look for additions and sign them.")
        if self.has_unsigned or self.has_news:
            message = self.env._(
                "The frozen scope is not complete: %s", self.change_note
            )
            return [Blocker("scope_changed", message, remedy=remedy)]
        return []

    def _mdtrace_blockers_close(self):
        """Return who was not told or has not accounted for every unit."""
        blockers = self._mdtrace_blockers_activate()
        for consignee in self.consignee_ids:
            if (consignee.exception_reason or "").strip():
                continue
            blockers += consignee._mdtrace_blockers_close()
        return blockers

    def _mdtrace_move(self, to, *, reason=None, values=None, signature=None):
        """Note the times of the moves."""
        now = fields.Datetime.now()
        values = dict(values or {})
        if to == "active" and set(self.mapped("state")) == {"scoped"}:
            values["activated_at"] = now
        elif to in ("closed", "cancelled"):
            values.update(closed_at=now, closing_summary=reason)
        return super()._mdtrace_move(
            to, reason=reason, values=values, signature=signature
        )

    def _mdtrace_after_move(self, to, old_states, reason, signature):
        """Freeze and hold, where the move was about the scope."""
        super()._mdtrace_after_move(to, old_states, reason, signature)
        for recall in self:
            move = (old_states[recall.id], to)
            if move in FREEZING:
                recall._mdtrace_freeze_scope()
            elif move == ("scoped", "active"):
                days = timedelta(days=recall.class_id.notice_days)
                due = recall.activated_at + days
                # The signature has said who may.
                recall.sudo()._mdtrace_write({"notice_due_at": due})
