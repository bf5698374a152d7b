"""Pure Python of the plinth: no Odoo, tested without a database."""
