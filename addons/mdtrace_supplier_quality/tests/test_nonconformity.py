"""Nonconformities of lots lead to their suppliers."""

from odoo.tests import tagged

from .common import MdtraceSupplierQualityCase

ACTIVITY = "mdtrace_supplier_quality.mail_activity_type_suspend"


@tagged("post_install", "-at_install")
class TestNonconformity(MdtraceSupplierQualityCase):
    def proposals(self, approval):
        return approval.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(ACTIVITY)
        )

    def test_critical_nonconformity_proposes_to_suspend_the_supplier(self):
        approval = self.approve()
        approval.user_id = self.purchaser
        lot = self.receive(self.bar, 5, partner=self.mill)

        case = self.report(lot)

        proposal = self.proposals(approval)
        self.assertEqual(proposal.user_id, self.purchaser)
        self.assertIn(case.name, proposal.note)
        self.assertIn(lot.name, proposal.note)
        self.assertNotIn("<b>", proposal.note)
        self.assertEqual(approval.state, "effective", "people decide")

    def test_minor_and_major_nonconformities_propose_nothing(self):
        approval = self.approve()
        lots = self.receive(self.bar, 5, partner=self.mill)

        self.report(lots, "minor")
        self.report(lots, "major")

        self.assertFalse(self.proposals(approval))

    def test_nonconformity_that_becomes_critical_proposes_it_then_and_once(self):
        approval = self.approve()
        case = self.report(self.receive(self.bar, 5, partner=self.mill), "major")

        case.severity = "critical"
        case.severity = "critical"

        self.assertEqual(len(self.proposals(approval)), 1)

    def test_only_the_approval_that_covers_the_lot_is_concerned(self):
        bar, screw = self.approve(), self.approve(product_id=self.screw.id)
        other = self.approve(self.trader)

        self.report(self.receive(self.bar, 5, partner=self.mill))

        self.assertTrue(self.proposals(bar))
        self.assertFalse(self.proposals(screw))
        self.assertFalse(self.proposals(other))

    def test_supplier_without_an_approval_is_no_obstacle(self):
        lot = self.receive(self.bar, 5, partner=self.trader)

        self.assertEqual(self.report(lot, user=self.operator).state, "open")

    def test_nonconformity_names_and_is_found_by_its_suppliers(self):
        first = self.receive(self.bar, 5, lot_name="A", partner=self.mill)
        second = self.receive(self.bar, 5, lot_name="B", partner=self.trader)
        made = self.env["stock.lot"].create({"name": "C", "product_id": self.bar.id})
        both = self.report(first | second, "minor")
        own = self.report(made, "minor")
        cases = self.env["mdtrace.nonconformity"].with_user(self.viewer)
        known = [("id", "in", (both | own).ids)]

        self.assertEqual(both.mdtrace_supplier_ids, self.mill | self.trader)
        self.assertFalse(own.mdtrace_supplier_ids)
        for value, operator, expected in (
            (self.trader.id, "=", both),
            (self.trader.id, "!=", own),
            ("Good", "ilike", both),
            (False, "=", own),
            (False, "!=", both),
        ):
            with self.subTest(operator=operator, value=value):
                self.assertEqual(
                    cases.search([*known, ("mdtrace_supplier_ids", operator, value)]),
                    expected,
                )
