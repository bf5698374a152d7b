"""Figures of many suppliers take as many queries as those of few."""

from odoo.tests import tagged

from .common import MdtraceSupplierQualityCase
from .test_supplier_figures import FIGURES


@tagged("post_install", "-at_install")
class TestPerformance(MdtraceSupplierQualityCase):
    def asked(self, records):
        """Queries it takes to read all figures of these records."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        records.read(FIGURES)
        return self.env.cr.sql_log_count - before

    def test_twelve_suppliers_take_as_many_queries_as_two(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Supplier {n}", "is_company": True} for n in range(12)]
        )
        approvals = self.env["mdtrace.supplier.approval"]
        for partner in partners:
            approvals |= self.approve(partner)
            self.report(self.receive(self.bar, 1, partner=partner), "minor")

        for records in (partners, approvals):
            self.asked(records[:2])
            few = self.asked(records[:2])
            self.assertEqual(self.asked(records), few)
            self.assertLessEqual(few, 25)
