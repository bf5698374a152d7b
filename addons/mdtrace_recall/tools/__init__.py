"""Pure computation of a recall: no Odoo import in here."""
