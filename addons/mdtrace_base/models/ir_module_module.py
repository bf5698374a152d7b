"""No addon with regulated records goes away unexported."""

from odoo import models
from odoo.exceptions import UserError


class IrModuleModule(models.Model):
    """Refuse to uninstall addons whose regulated records were not exported."""

    _inherit = "ir.module.module"

    def button_uninstall(self):
        (self | self.downstream_dependencies())._mdtrace_check_uninstall()
        return super().button_uninstall()

    def module_uninstall(self):
        self._mdtrace_check_uninstall()
        return super().module_uninstall()

    def write(self, vals):
        # The state can also be written directly, past the buttons.
        if vals.get("state") in ("to remove", "uninstalled"):
            going = self.filtered(lambda m: m.state in ("installed", "to upgrade"))
            going._mdtrace_check_uninstall()
        return super().write(vals)

    def _mdtrace_check_uninstall(self):
        """Refuse while one of these addons holds records that were not exported."""
        names = [name for name in self.mapped("name") if name.startswith("mdtrace_")]
        open_names = self.env["mdtrace.module.export"]._mdtrace_unexported(names)
        if open_names:
            raise UserError(
                self.env._(
                    "%(modules)s cannot be uninstalled: there are regulated records "
                    "that were not exported since their last change. Make an export "
                    "under Traceability, Configuration, Module exports, keep the file, "
                    "and confirm it there with its SHA-256.",
                    modules=", ".join(open_names),
                )
            )
