"""Pure computation of the quality addon: no Odoo, no database."""
