"""Versioned documents: approved once, then replaced, never edited."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ..tools.transition import Transition

_lt = LazyTranslate(__name__)

APPROVER = "mdtrace_base.mdtrace_base_group_approver"


class MdtraceVersionedMixin(models.AbstractModel):
    """A document with versions: draft → in review → effective → superseded.

    Versions of one document form a family, named by the fields in
    ``_mdtrace_version_key``. At most one of a family is effective; making another one
    effective supersedes it in the same transaction. An effective version is never
    edited: :meth:`action_new_version` makes the next draft. A concrete model defines
    ``previous_id`` (a many2one to itself) and lists what freezes in
    ``_mdtrace_frozen``.
    """

    _name = "mdtrace.versioned.mixin"
    _description = "Versioned document"
    _inherit = "mdtrace.record.mixin"

    _mdtrace_version_key: tuple[str, ...] = ()
    _mdtrace_protected = ("version", "effective_from", "effective_to", "previous_id")
    _mdtrace_payload = ("version", "effective_from", "effective_to", "previous_id")
    _mdtrace_transitions = {
        ("draft", "in_review"): Transition(label=_lt("Submit for Review"), groups=()),
        ("in_review", "draft"): Transition(
            label=_lt("Return to Draft"),
            groups=(APPROVER,),
            meaning="return",
            reason=True,
        ),
        ("in_review", "effective"): Transition(
            label=_lt("Approve"),
            groups=(APPROVER,),
            meaning="approve",
            author_may_not=True,
        ),
        ("effective", "superseded"): Transition(
            label=_lt("Supersede"), groups=(APPROVER,)
        ),
        ("effective", "withdrawn"): Transition(
            label=_lt("Withdraw"), groups=(APPROVER,), meaning="withdraw", reason=True
        ),
    }

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("in_review", "In review"),
            ("effective", "Effective"),
            ("superseded", "Superseded"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        copy=False,
        index=True,
        help="Where this version stands between draft and superseded.",
    )
    version = fields.Integer(
        default=1,
        required=True,
        copy=False,
        aggregator=False,
        help="Number of this version within its family.",
    )
    effective_from = fields.Datetime(
        copy=False, help="From when this version was in force."
    )
    effective_to = fields.Datetime(
        copy=False, help="Until when this version was in force; empty while it is."
    )

    def init(self):
        super().init()
        if self._auto and not self._abstract and self._mdtrace_version_key:
            self._mdtrace_create_effective_index()

    @api.model
    def _mdtrace_create_effective_index(self):
        """Let PostgreSQL refuse a second effective version of a family."""
        columns = []
        for name in self._mdtrace_version_key:
            column = SQL.identifier(name)
            if self._fields[name].type in ("many2one", "integer"):
                column = SQL("COALESCE(%s, 0)", column)
            else:
                column = SQL("COALESCE(%s::text, '')", column)
            columns.append(column)
        self.env.cr.execute(
            SQL(
                "CREATE UNIQUE INDEX IF NOT EXISTS %s ON %s (%s) "
                "WHERE state = 'effective'",
                SQL.identifier(f"{self._table}__mdtrace_effective"[:63]),
                SQL.identifier(self._table),
                SQL(", ").join(columns),
            )
        )

    # === Actions === #

    def action_submit(self):
        """Hand drafts in for review."""
        self._mdtrace_move("in_review")
        return True

    def action_return(self):
        """Ask for the signature that returns a version to its author."""
        return self._mdtrace_request_signature(
            "draft", title=self.env._("Return to Draft")
        )

    def action_approve(self):
        """Ask for the signature that makes versions effective."""
        return self._mdtrace_request_signature("effective", title=self.env._("Approve"))

    def action_withdraw(self):
        """Ask for the signature that takes versions out of force."""
        return self._mdtrace_request_signature(
            "withdrawn", title=self.env._("Withdraw")
        )

    def action_new_version(self):
        """Make the next draft of this document and open it."""
        self.ensure_one()
        draft = self._mdtrace_new_version()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    # === Business methods === #

    def _mdtrace_new_version(self):
        """Return a new draft that follows this version; one at a time per family."""
        self.ensure_one()
        family = self.search(self._mdtrace_family_domain(), order="version desc")
        open_one = family.filtered(lambda r: r.state in ("draft", "in_review"))[:1]
        if open_one:
            raise UserError(
                self.env._(
                    "%(record)s already has a version %(version)s in preparation. "
                    "Continue with that one.",
                    record=self.display_name,
                    version=open_one.version,
                )
            )
        values = self.copy_data()[0]
        values.update(version=family[:1].version + 1, previous_id=self.id)
        return self._mdtrace_create([values])

    def _mdtrace_family_domain(self):
        """Return the domain of all versions of this document."""
        self.ensure_one()
        values = {name: self[name] for name in self._mdtrace_version_key}
        return Domain.AND(
            Domain(
                name, "=", value.id if isinstance(value, models.BaseModel) else value
            )
            for name, value in values.items()
        )

    @api.model
    def _mdtrace_in_force(self, domain, at=None):
        """Return the versions in force now, or at a time in the past."""
        if at is None:
            return self.search(Domain("state", "=", "effective") & Domain(domain))
        when = (
            Domain("effective_from", "<=", at)
            & (Domain("effective_to", "=", False) | Domain("effective_to", ">", at))
            & Domain("state", "in", ("effective", "superseded", "withdrawn"))
        )
        return self.search(when & Domain(domain))

    def _mdtrace_move(self, to, *, reason=None, values=None, signature=None):
        now = fields.Datetime.now()
        values = dict(values or {})
        if to == "effective":
            values.setdefault("effective_from", now)
            self._mdtrace_check_move(to, reason)
            self._mdtrace_check_blockers(to)
            self._mdtrace_supersede(values["effective_from"])
        elif to in ("superseded", "withdrawn"):
            values.setdefault("effective_to", now)
        return super()._mdtrace_move(
            to, reason=reason, values=values, signature=signature
        )

    def _mdtrace_supersede(self, at):
        """End the versions that these replace; before, for the unique index."""
        for version in self:
            family = version._mdtrace_family_domain()
            previous = self.search(
                Domain("state", "=", "effective")
                & Domain("id", "not in", self.ids)
                & family
            )
            reason = self.env._("Replaced by version %s", version.version)
            previous._mdtrace_move(
                "superseded", reason=reason, values={"effective_to": at}
            )
        self.flush_model(["state"])

    def _mdtrace_forbidden_signers(self, to):
        """Add whoever wrote in a version: an approver must not sign own words."""
        found = super()._mdtrace_forbidden_signers(to)
        # Names are compared, not shown; the ledger knows every writer, not the last.
        rows = (
            self.env["mdtrace.ledger.entry"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("kind", "in", ("create", "change")),
                ],
                ["res_id"],
                ["user_id:array_agg_distinct"],
            )
        )
        writers = dict(rows)
        users = self.env["res.users"]
        return {
            record: users.browse({*found[record].ids, *writers.get(record.id, ())})
            for record in self
        }
