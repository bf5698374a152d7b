"""The gate of a release: lots that were made need a final inspection."""

from odoo import api, models


class MdtraceGate(models.AbstractModel):
    """Adds the lots that manufacturing orders made."""

    _inherit = "mdtrace.gate"

    @api.model
    def _mdtrace_need_inspection(self, lots):
        """Add pending lots that came out of a manufacturing order."""
        pending = lots.filtered(lambda lot: lot.mdtrace_disposition == "pending")
        # What binds a lot does not depend on who asks.
        rows = (
            self.env["stock.move.line"]
            .sudo()
            ._read_group(
                [
                    ("lot_id", "in", pending.ids),
                    ("state", "=", "done"),
                    ("move_id.production_id", "!=", False),
                ],
                ["lot_id"],
            )
        )
        made = {lot.id for (lot,) in rows}
        return super()._mdtrace_need_inspection(lots) | pending.filtered(
            lambda lot: lot.id in made
        )
