"""Each company approves for itself; an approval without a company holds for all."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop

from .common import MdtraceSupplierCase


@tagged("post_install", "-at_install")
class TestCompanies(MdtraceSupplierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["res.company"].create({"name": "Second Plant"})
        everybody = cls.buyer | cls.purchaser | cls.approver | cls.viewer
        cls.first = cls.env.company
        cls.both = cls.first | cls.second
        (cls.buyer | cls.purchaser | cls.approver).company_ids = cls.both
        cls.viewer.company_ids = cls.first
        everybody.company_id = cls.first

    def confirm(self, company):
        order = self.order(company_id=company.id, user=self.env.ref("base.user_root"))
        order.with_company(company).button_confirm()
        return order.state

    def test_approval_of_another_company_does_not_count(self):
        self.approve(company_id=self.second.id)

        with self.assertRaisesRegex(MdtraceStop, "never been approved"):
            self.confirm(self.first)
        self.assertEqual(self.confirm(self.second), "purchase")

    def test_approval_without_company_counts_for_all(self):
        self.approve(company_id=False)

        self.assertEqual(self.confirm(self.first), "purchase")
        self.assertEqual(self.confirm(self.second), "purchase")

    def test_suspension_in_one_company_is_not_undone_by_the_shared_approval(self):
        self.approve(company_id=False)
        self.stop(self.approve(company_id=self.first.id), "suspended")

        with self.assertRaisesRegex(MdtraceStop, "suspended"):
            self.confirm(self.first)
        self.assertEqual(self.confirm(self.second), "purchase")

    def test_approval_of_another_company_is_not_shown(self):
        approval = self.approve(company_id=self.second.id)

        with self.assertRaises(AccessError):
            approval.with_user(self.viewer).read(["partner_id"])
        self.assertFalse(
            self.env["mdtrace.supplier.approval"]
            .with_user(self.viewer)
            .search([("id", "=", approval.id)])
        )
