"""Approvals show how the material they are about has done."""

from odoo import models


class MdtraceSupplierApproval(models.Model):
    """The figures are of the supplier and the material, whatever the version."""

    _name = "mdtrace.supplier.approval"
    _inherit = ["mdtrace.supplier.approval", "mdtrace.supplier.performance"]

    def _mdtrace_performance_supplier(self):
        return self.partner_id

    def _mdtrace_performance_products(self, products):
        return products.filtered(
            lambda product: self._mdtrace_names() in self._mdtrace_distances(product)
        )
