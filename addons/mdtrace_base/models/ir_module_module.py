"""No addon with regulated records goes away unexported."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class IrModuleModule(models.Model):
    """Refuse to uninstall addons whose regulated records were not exported."""

    _inherit = "ir.module.module"

    def button_uninstall(self):
        (self | self.downstream_dependencies())._mdtrace_check_uninstall()
        return super().button_uninstall()

    def module_uninstall(self):
        names = self._mdtrace_check_uninstall()
        self._mdtrace_unbind_tables(names)
        return super().module_uninstall()

    def write(self, vals):
        # The state can also be written directly, past the buttons.
        if vals.get("state") in ("to remove", "uninstalled"):
            going = self.filtered(lambda m: m.state in ("installed", "to upgrade"))
            going._mdtrace_check_uninstall()
        return super().write(vals)

    def _mdtrace_check_uninstall(self):
        """Refuse while one of these addons holds records that were not exported.

        Returns the names of those that are ours.
        """
        names = [name for name in self.mapped("name") if name.startswith("mdtrace_")]
        if not names:
            return names
        unexported = self.env["mdtrace.module.export"]._mdtrace_unexported(names)
        if unexported:
            raise UserError(
                self.env._(
                    "%(modules)s cannot be uninstalled: there are regulated records "
                    "that were not exported since their last change. Make an export "
                    "under Traceability, Configuration, Module Exports, keep the file, "
                    "and confirm it there with its SHA-256.",
                    modules=", ".join(unexported),
                )
            )
        return names

    def _mdtrace_unbind_tables(self, names):
        """Drop the foreign keys from and to the tables that are about to go.

        Odoo deletes the data records of an addon before it drops the tables; records
        that refer to them, and are kept until then, would stand in the way.
        """
        if not names:
            return
        exports = self.env["mdtrace.module.export"]
        tables = [
            self.env[model]._table
            for name in names
            for model in exports._mdtrace_models(name)
        ]
        self.env.cr.execute(
            SQL(
                "SELECT own.relname, fk.conname FROM pg_constraint AS fk "
                "JOIN pg_class AS own ON own.oid = fk.conrelid "
                "JOIN pg_class AS other ON other.oid = fk.confrelid "
                "WHERE fk.contype = 'f' AND other.relname = ANY(%s)",
                tables,
            )
        )
        for table, constraint in self.env.cr.fetchall():
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s DROP CONSTRAINT %s",
                    SQL.identifier(table),
                    SQL.identifier(constraint),
                )
            )
