"""Suppliers show how their lots have done."""

from odoo import models


class ResPartner(models.Model):
    """A partner and its contacts stand for all lots of the company."""

    _name = "res.partner"
    _inherit = ["res.partner", "mdtrace.supplier.performance"]

    def _mdtrace_performance_supplier(self):
        return self.commercial_partner_id
