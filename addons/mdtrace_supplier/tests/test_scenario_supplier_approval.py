"""From an unknown supplier to a released lot: the steps of the how-to page."""

from odoo.tests import tagged

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop

from .common import MdtraceSupplierCase


@tagged("post_install", "-at_install")
class TestScenarioSupplierApproval(MdtraceSupplierCase):
    def test_supplier_is_approved_bought_from_suspended_and_requalified(self):
        # The buyer writes an order and sees why it cannot be confirmed
        order = self.order()
        self.assertIn("never been approved", order.mdtrace_findings)
        with self.assertRaises(MdtraceStop):
            order.button_confirm()

        # The purchaser prepares the approval and attaches the certificate
        approval = self.prepare(conditions="Bars to ASTM F136 only")
        evidence = (
            self.env["mdtrace.evidence"]
            .with_user(self.purchaser)
            ._store("iso13485.pdf", b"%PDF-1.4 certificate", "other", links=[approval])
        )
        approval.action_submit()
        self.assertEqual(
            self.env["mdtrace.evidence"]._for(approval)[approval], evidence
        )

        # An approver who did not write it signs
        self.sign(approval, "effective", self.approver)
        self.assertEqual(approval.validity, "in_force")
        self.assertTrue(approval.with_user(self.viewer).mdtrace_signature_ids)

        # The same order is confirmed and the goods come in
        order.invalidate_recordset()
        self.assertFalse(order.mdtrace_findings)
        order.button_confirm()
        picking = order.sudo().picking_ids
        picking.move_ids.move_line_ids.lot_name = "HEAT-9"
        self.validate(picking)
        lot = picking.move_line_ids.lot_id
        self.assertEqual(lot.mdtrace_supplier_approval_id, approval)

        # An audit fails: the supplier is suspended at once
        self.stop(approval, "suspended")
        with self.assertRaisesRegex(MdtraceStop, "Audit of 3 March failed"):
            self.order().button_confirm()

        # A new version, signed again, opens the door
        action = approval.with_user(self.purchaser).action_new_version()
        renewed = approval.browse(action["res_id"])
        renewed.with_user(self.purchaser).action_submit()
        self.sign(renewed, "effective", self.approver)
        again = self.order()
        again.button_confirm()
        self.assertEqual((again.state, approval.state), ("purchase", "superseded"))

        # The lot still names the version under which it was received
        self.assertEqual(lot.mdtrace_supplier_approval_id, approval)

        # The ledger tells the whole story
        kinds = (
            self.env["mdtrace.ledger.entry"]
            .sudo()
            .search([("res_model", "=", approval._name), ("res_id", "=", approval.id)])
            .mapped("kind")
        )
        self.assertLessEqual({"create", "state", "signature"}, set(kinds))
