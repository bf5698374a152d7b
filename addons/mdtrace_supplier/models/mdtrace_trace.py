"""The dossier of a lot names the approval it was bought under."""

from odoo import models


class MdtraceTrace(models.AbstractModel):
    """Adds the supplier's approval to what is known of a lot."""

    _inherit = "mdtrace.trace"

    def _dossier(self, lot_ids):
        dossier = super()._dossier(lot_ids)
        lots = self.env["stock.lot"].browse(lot_ids)
        for lot in lots.filtered("mdtrace_supplier_approval_id"):
            # The package is for whoever may trace; it names what was in force.
            approval = lot.sudo().mdtrace_supplier_approval_id
            dossier[lot.id].append(
                {
                    "section": "supplier_approval",
                    "title": self.env._("Supplier approval"),
                    "rows": [approval._mdtrace_dossier_row()],
                }
            )
        return dossier
