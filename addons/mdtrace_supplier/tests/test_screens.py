"""What people see: buttons, counts, filters and menus."""

from datetime import timedelta

from odoo.tests import Form, new_test_user, tagged

from .common import MdtraceSupplierCase


@tagged("post_install", "-at_install")
class TestScreens(MdtraceSupplierCase):
    def test_supplier_shows_what_it_is_approved_for_and_what_is_wrong(self):
        self.approve()
        mill = self.mill.with_user(self.viewer)
        self.assertEqual(
            (mill.mdtrace_approval_count, mill.mdtrace_approval_alert), (1, False)
        )

        soon = self.today + timedelta(days=9)
        self.approve(product_id=self.screw.id, valid_until=soon)
        mill.invalidate_recordset()
        self.assertEqual(mill.mdtrace_approval_alert, "expiring")

        self.expire(self.approve(categ_id=self.metals.id))
        mill.invalidate_recordset()
        self.assertEqual(mill.mdtrace_approval_alert, "expired")

        self.stop(self.approve(categ_id=self.materials.id), "suspended")
        mill.invalidate_recordset()
        self.assertEqual(mill.mdtrace_approval_alert, "suspended")
        self.assertEqual(mill.mdtrace_approval_count, 2)

    def test_buyer_without_a_role_opens_the_receipt_of_an_order(self):
        self.approve()
        lot = self.receive(self.bar, 5, lot_name="A", partner=self.mill)
        buyer = new_test_user(
            self.env, "mdt_plain_buyer", groups="purchase.group_purchase_user"
        )
        receipt = lot.mdtrace_receipt_id.with_user(buyer)
        self.env.invalidate_all()

        self.assertEqual(receipt.mdtrace_lot_count, 0)
        self.assertEqual(receipt.move_ids.mdtrace_lot_names, "A")

    def test_suppliers_are_found_by_their_approval(self):
        self.approve()
        (self.mill | self.trader).supplier_rank = 1
        partners = self.env["res.partner"].with_user(self.viewer)
        both = [("id", "in", (self.mill | self.trader).ids)]
        live = ["in_force", "expiring"]

        self.assertEqual(
            partners.search([*both, ("mdtrace_approval_ids.validity", "in", live)]),
            self.mill,
        )
        self.assertEqual(
            partners.search(
                [*both, ("mdtrace_approval_ids", "not any", [("validity", "in", live)])]
            ),
            self.trader,
        )

    def test_product_shows_its_approved_suppliers(self):
        self.approve()
        self.approve(self.trader, categ_id=self.materials.id)
        self.prepare(self.mill.copy())
        template = self.bar.product_tmpl_id.with_user(self.viewer)

        self.assertEqual(template.mdtrace_approval_count, 2)
        action = self.bar.with_user(self.viewer).action_mdtrace_view_approvals()
        found = self.env["mdtrace.supplier.approval"].search(action["domain"])
        self.assertEqual(len(found), 3)
        self.assertEqual(self.gloves.mdtrace_approval_count, 0)

    def test_order_leads_to_the_lots_that_came_in(self):
        self.approve()
        order = self.order()
        order.button_confirm()
        self.assertEqual(order.sudo().mdtrace_lot_count, 0)

        picking = order.sudo().picking_ids
        picking.move_ids.move_line_ids.lot_name = "B-77"
        self.validate(picking)

        order.invalidate_recordset()
        lots = order.sudo().mdtrace_lot_ids
        self.assertEqual(lots.mapped("name"), ["B-77"])
        action = order.sudo().action_mdtrace_view_lots()
        self.assertEqual(action["domain"], [("id", "in", lots.ids)])

    def test_order_opens_an_approval_to_ask_for_or_those_that_exist(self):
        order = self.order()
        action = order.with_user(self.purchaser).sudo().action_mdtrace_view_approvals()
        self.assertEqual(action["view_mode"], "form")
        form = Form(
            self.env["mdtrace.supplier.approval"]
            .with_user(self.purchaser)
            .with_context(**action["context"])
        )
        self.assertEqual((form.partner_id, form.product_id), (self.mill, self.bar))
        form.save()

        action = order.sudo().action_mdtrace_view_approvals()
        self.assertIn("list", action["view_mode"])

    def test_approval_counts_the_lots_received_under_it(self):
        approval = self.approve()
        lot = self.receive(self.bar, 5, partner=self.mill)

        self.assertEqual(approval.lot_count, 1)
        action = approval.action_view_lots()
        self.assertEqual(self.env["stock.lot"].search(action["domain"]), lot)

    def test_approval_form_can_be_filled_and_saved(self):
        form = Form(self.env["mdtrace.supplier.approval"].with_user(self.purchaser))
        form.partner_id = self.mill
        form.categ_id = self.metals
        form.conditions = "Site Suzhou"
        approval = form.save()

        self.assertEqual(approval.state, "draft")
        self.assertIn("Good Mill", approval.display_name)
        self.assertIn("Metals", approval.display_name)
