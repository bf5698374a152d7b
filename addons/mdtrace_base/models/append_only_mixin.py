"""Rows that are written once and then only read."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools.uninstall import is_uninstalling

#: The trigger function shared by all tables of facts.
FUNCTION = """
CREATE OR REPLACE FUNCTION mdtrace_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""


class MdtraceAppendOnlyMixin(models.AbstractModel):
    """A fact: inserted, never changed, never deleted, not even by SQL.

    A model that inherits this gets two PostgreSQL triggers. It must not have stored
    computed fields (they are an UPDATE after the INSERT), nor many2one fields that
    are set to null when their target goes. Corrections are new rows.
    """

    _name = "mdtrace.append.only.mixin"
    _description = "Append-only record"

    def init(self):
        super().init()
        if self._auto and not self._abstract:
            self._mdtrace_create_triggers()

    def write(self, vals):
        if not self:
            return True
        raise AccessError(
            self.env._(
                "%(record)s cannot be changed: entries of “%(model)s” are written "
                "once. Record a correction as a new entry.",
                record=self[:1].display_name,
                model=self._description,
            )
        )

    def unlink(self):
        if not self or is_uninstalling(self.env):
            return super().unlink()
        raise AccessError(
            self.env._(
                "%(record)s cannot be deleted: entries of “%(model)s” are kept. "
                "Record a correction as a new entry.",
                record=self[:1].display_name,
                model=self._description,
            )
        )

    @api.model
    def _mdtrace_create_triggers(self):
        """Let PostgreSQL refuse UPDATE, DELETE and TRUNCATE on the table."""
        self.env.cr.execute(FUNCTION)
        for name, event, level in (
            ("mdtrace_append_only_row", "UPDATE OR DELETE", "ROW"),
            ("mdtrace_append_only_table", "TRUNCATE", "STATEMENT"),
        ):
            trigger, table = SQL.identifier(name), SQL.identifier(self._table)
            self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table))
            self.env.cr.execute(
                SQL(
                    "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s "
                    "EXECUTE FUNCTION mdtrace_append_only()",
                    trigger,
                    SQL(event),  # pylint: disable=sql-injection
                    table,
                    SQL(level),  # pylint: disable=sql-injection
                )
            )

    @api.model
    def _mdtrace_check_definition(self):
        """Return what in the definition of this model breaks being append-only."""
        problems = []
        for name, field in self._fields.items():
            if not field.store or name == "id":
                continue
            if field.compute and not field.related:
                problems.append(f"{self._name}.{name} is a stored compute")
            if field.type == "many2one" and field.ondelete != "restrict":
                problems.append(f"{self._name}.{name} must have ondelete='restrict'")
        if self._log_access:
            problems.append(f"{self._name} must have _log_access = False")
        return problems
