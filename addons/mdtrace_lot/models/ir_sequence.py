"""Many numbers at once."""

from odoo import models
from odoo.tools import SQL


class IrSequence(models.Model):
    """Gives a block of numbers to a receipt of many serial numbers."""

    _inherit = "ir.sequence"

    def _mdtrace_next(self, count):
        """Return ``count`` fresh numbers; one query where the sequence allows it."""
        self.ensure_one()
        if count < 1:
            return []
        if self.implementation != "standard" or self.use_date_range:
            return [self.next_by_id() for _index in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{self.id:03d}",
                count,
            )
        )
        return [self.get_next_char(row[0]) for row in rows]
