"""Rows of a scope: replaced until they are signed, then final."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.mdtrace_base.tools.uninstall import is_uninstalling

FUNCTION = """
CREATE OR REPLACE FUNCTION mdtrace_recall_frozen() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION 'rows of % cannot be truncated', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.frozen_at IS NOT NULL THEN
        RAISE EXCEPTION 'row % of % belongs to a frozen scope: % is refused',
            OLD.id, TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$
"""


class MdtraceRecallFactMixin(models.AbstractModel):
    """A row that the scope computation writes, and that a signature makes final.

    Nobody creates, changes or deletes such a row through the public methods of the
    ORM: rows come from :meth:`_mdtrace_insert`, which calls what stands behind the
    guard. PostgreSQL refuses to touch a row that has `frozen_at`.
    """

    _name = "mdtrace.recall.fact.mixin"
    _description = "Recall Fact"
    _log_access = False

    # Columns that stay open in a frozen row: what people add, and what Odoo rewrites.
    _mdtrace_open_columns: tuple[str, ...] = ()

    recall_id = fields.Many2one(
        "mdtrace.recall",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Recall the row belongs to; a draft takes its rows along when deleted.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Company that recalls.",
    )
    revision = fields.Integer(
        required=True,
        readonly=True,
        default=1,
        help="1: the scope as first signed. Higher: added later, signed again.",
    )
    frozen_at = fields.Datetime(
        readonly=True, help="When the row was signed; from then on it is final."
    )

    def init(self):
        """Let PostgreSQL guard the rows of a frozen scope."""
        super().init()
        if self._abstract:
            return
        self.env.cr.execute(FUNCTION)
        columns = SQL(", ").join(
            SQL.identifier(name)
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and name not in ("id", *self._mdtrace_open_columns)
        )
        for name, event, level in (
            ("mdtrace_recall_frozen_update", SQL("UPDATE OF %s", columns), "ROW"),
            ("mdtrace_recall_frozen_delete", SQL("DELETE"), "ROW"),
            ("mdtrace_recall_frozen_table", SQL("TRUNCATE"), "STATEMENT"),
        ):
            trigger, table = SQL.identifier(name), SQL.identifier(self._table)
            self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table))
            self.env.cr.execute(
                SQL(
                    "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s "
                    "EXECUTE FUNCTION mdtrace_recall_frozen()",
                    trigger,
                    event,
                    table,
                    SQL(level),  # pylint: disable=sql-injection
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse: rows are computed."""
        raise self._mdtrace_refusal()

    def write(self, vals):
        """Refuse: rows are computed."""
        raise self._mdtrace_refusal()

    def unlink(self):
        """Refuse, except while the addon itself goes."""
        # Not @api.ondelete: a client can switch that off in the context.
        if self and not is_uninstalling(self.env):
            raise self._mdtrace_refusal()
        return super().unlink()

    def _mdtrace_refusal(self):
        """Return the error that says why a row cannot be written."""
        return AccessError(
            self.env._(
                "“%(model)s” is computed from the stock movements. Change the starting "
                "lots and compute the scope again; what is signed is final.",
                model=self._description,
            )
        )

    # === Behind the guard === #
    @api.model
    def _mdtrace_insert(self, vals_list):
        """Insert computed rows."""
        # The rows are facts, whoever may see the stock behind them.
        return super(MdtraceRecallFactMixin, self.sudo()).create(vals_list)

    def _mdtrace_edit(self, vals, reason_field):
        """Write what people may add, and record it; PostgreSQL refuses frozen columns.

        :param reason_field: the field whose new text is the reason in the ledger
        """
        self.check_access("write")
        old = {row.id: {name: row[name] for name in vals} for row in self}
        # Write access was asked above; the rows themselves belong to the system.
        super(MdtraceRecallFactMixin, self.sudo()).write(vals)
        entries = []
        for row in self:
            new = {name: row[name] for name in vals}
            if new == old[row.id]:
                continue
            lot = row.lot_id if "lot_id" in row._fields else None
            entries.append(
                {
                    "kind": "recall",
                    "model": row._name,
                    "res_id": row.id,
                    "res_name": f"{row.recall_id.name} {row.display_name}",
                    "company_id": row.company_id.id,
                    "lot_id": lot.id if lot else 0,
                    "lot_name": row.display_name if lot else "",
                    "old": old[row.id],
                    "new": new,
                    "reason": row[reason_field] or "",
                }
            )
        self.env["mdtrace.ledger.entry"]._append(entries)
        return True

    @api.model
    def _mdtrace_clear(self, recall):
        """Delete the rows of a recall that are not signed."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE recall_id = %s AND frozen_at IS NULL",
                SQL.identifier(self._table),
                recall.id,
            )
        )
        self.env.invalidate_all()

    @api.model
    def _mdtrace_freeze(self, recall):
        """Make the rows of a recall final."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET frozen_at = %s "
                "WHERE recall_id = %s AND frozen_at IS NULL",
                SQL.identifier(self._table),
                fields.Datetime.now(),
                recall.id,
            )
        )
        self.env[self._name].invalidate_model(["frozen_at"])
