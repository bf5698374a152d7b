"""Choosing what to export before an addon is uninstalled."""

from odoo import api, fields, models


class MdtraceModuleExportMake(models.TransientModel):
    """Ask which addon is to go; whatever depends on it is exported too."""

    _name = "mdtrace.module.export.make"
    _description = "Make module export"

    module = fields.Selection(
        selection="_selection_module",
        string="Addon",
        required=True,
        help="The addon that is to be uninstalled.",
    )

    @api.model
    def _selection_module(self):
        # Administrators of traceability need no right on addons in general.
        modules = (
            self.env["ir.module.module"]
            .sudo()
            .search([("name", "=like", "mdtrace\\_%"), ("state", "=", "installed")])
        )
        return [(module.name, module.shortdesc or module.name) for module in modules]

    def action_make(self):
        """Make the export and open it."""
        self.ensure_one()
        self.check_access("create")
        modules = self.env["ir.module.module"].sudo()  # as above
        going = modules.search([("name", "=", self.module)])
        going |= going.downstream_dependencies()
        names = [name for name in going.mapped("name") if name.startswith("mdtrace_")]
        export = self.env["mdtrace.module.export"]._make(names)
        return {
            "type": "ir.actions.act_window",
            "res_model": export._name,
            "res_id": export.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
