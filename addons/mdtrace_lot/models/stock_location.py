"""Locations tell what a move was: received, consumed, shipped."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class StockLocation(models.Model):
    """Keeps its type once goods under control have moved through it.

    Gates, genealogy and consignees are read from the types of the places a line leads
    from and to. Odoo refuses another type only while there is stock, and what came
    from a supplier or was produced is no stock there.
    """

    _inherit = "stock.location"

    def write(self, vals):
        if "usage" in vals:
            changed = self.filtered(lambda place: place.usage != vals["usage"])
            changed._mdtrace_check_unused()
        return super().write(vals)

    def _mdtrace_check_unused(self):
        """Refuse where history of lots under control would read differently."""
        if not self:
            return
        here = Domain("location_id", "in", self.ids)
        here |= Domain("location_dest_id", "in", self.ids)
        controlled = Domain("lot_id.mdtrace_status_ids", "!=", False)
        # Goods of another company have moved all the same.
        lines = self.env["stock.move.line"].sudo()
        found = lines.search(here & controlled & Domain("state", "=", "done"), limit=1)
        if found:
            place = (found.location_id | found.location_dest_id) & self
            raise UserError(
                self.env._(
                    "%(location)s keeps its type: goods under control have moved "
                    "through it, and their history is read by it. Make another "
                    "location.",
                    location=place[:1].display_name,
                )
            )
