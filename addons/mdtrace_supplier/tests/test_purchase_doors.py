"""Every way to a confirmed order, for every state of the approval."""

from contextlib import contextmanager
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop

from .common import MdtraceSupplierCase

NOT_APPROVED = {
    "never": "Good Mill has never been approved for .*Ask for an approval",
    "draft": "is not signed yet.*Have the waiting approval signed",
    "in_review": "is not signed yet.*Have the waiting approval signed",
    "expired": "expired on .*new version",
    "suspended": r"suspended on .* \(Audit of 3 March failed\)\..*suspension lifted",
    "withdrawn": r"withdrawn on .* \(Audit of 3 March failed\)\..*new version",
}


@tagged("post_install", "-at_install")
class TestPurchaseDoors(MdtraceSupplierCase):
    # Each door takes the supplier's bar into a confirmed order, by another way.

    def door_confirm(self):
        order = self.order()
        order.button_confirm()
        return order

    def door_confirm_as_root(self):
        order = self.order(user=self.env.ref("base.user_root"))
        order.sudo().button_confirm()
        return order

    def door_second_approval(self):
        order = self.order(user=self.env.ref("base.user_root"))
        order.write({"state": "to approve"})
        order.button_approve()
        return order

    def door_written_state(self):
        order = self.order()
        order.write({"state": "purchase"})
        return order

    def door_created_confirmed(self):
        return self.order(state="purchase")

    def door_line_added(self):
        order = self.order(product=self.gloves)
        order.button_confirm()
        order.write(
            {
                "order_line": [
                    Command.create({"product_id": self.bar.id, "product_qty": 1})
                ]
            }
        )
        return order

    def door_line_created(self):
        order = self.order(product=self.gloves)
        order.button_confirm()
        self.env["purchase.order.line"].with_user(self.buyer).create(
            {"order_id": order.id, "product_id": self.bar.id, "product_qty": 1}
        )
        return order

    def door_product_of_a_line_changed(self):
        order = self.order(product=self.gloves)
        order.button_confirm()
        order.order_line.write({"product_id": self.bar.id})
        return order

    def door_line_moved_from_a_request(self):
        order = self.order(product=self.gloves)
        order.button_confirm()
        self.order().order_line.write({"order_id": order.id})
        return order

    def door_supplier_changed(self):
        self.approve(self.trader)
        order = self.order(self.trader)
        order.button_confirm()
        order.write({"partner_id": self.mill.id})
        return order

    def door_merged_requests(self):
        orders = self.order(product=self.gloves) | self.order()
        orders.action_merge()
        order = orders.filtered(lambda order: order.state != "cancel")
        order.button_confirm()
        return order

    def door_request_by_a_contact(self):
        contact = self.env["res.partner"].create(
            {"name": "Ms. Li", "parent_id": self.mill.id}
        )
        order = self.order(contact)
        order.button_confirm()
        return order

    DOORS = (
        "confirm",
        "confirm_as_root",
        "second_approval",
        "written_state",
        "created_confirmed",
        "line_added",
        "line_created",
        "product_of_a_line_changed",
        "line_moved_from_a_request",
        "supplier_changed",
        "merged_requests",
        "request_by_a_contact",
    )

    def set_state(self, state):
        if state in ("draft", "in_review"):
            approval = self.prepare()
            if state == "in_review":
                approval.action_submit()
        elif state != "never":
            approval = self.approve()
            if state == "expired":
                self.expire(approval)
            elif state != "effective":
                self.stop(approval, state)

    @contextmanager
    def rolled_back(self):
        """Undo what happens inside, so that each case starts afresh."""
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()
        self.env.invalidate_all()

    def test_every_door_is_closed_without_an_approval_in_force(self):
        for state, words in NOT_APPROVED.items():
            with self.rolled_back():
                self.set_state(state)
                for door in self.DOORS:
                    with (
                        self.subTest(state=state, door=door),
                        self.assertRaisesRegex(MdtraceStop, f"(?s){words}") as caught,
                    ):
                        getattr(self, f"door_{door}")()
                    code = caught.exception.context["code"]
                    self.assertEqual(code, "supplier_not_approved")

    def test_every_door_opens_with_an_approval_in_force(self):
        self.approve()
        for door in self.DOORS:
            with self.subTest(door=door), self.rolled_back():
                order = getattr(self, f"door_{door}")()
                self.assertEqual(order.state, "purchase")
                self.assertIn(self.bar, order.order_line.product_id)

    def test_import_cannot_bring_in_a_confirmed_order(self):
        def load():
            return (
                self.env["purchase.order"]
                .with_user(self.buyer)
                .load(
                    ["partner_id/.id", "state", "order_line/product_id/.id"],
                    [[str(self.mill.id), "purchase", str(self.bar.id)]],
                )
            )

        refused = load()
        self.assertFalse(refused["ids"])
        self.assertIn("never been approved", refused["messages"][0]["message"])

        self.approve()
        self.assertTrue(load()["ids"])

    def test_stop_names_supplier_product_and_order(self):
        order = self.order()

        with self.assertRaises(MdtraceStop) as caught:
            order.button_confirm()

        message = str(caught.exception)
        for word in ("Good Mill", self.bar.name, order.name):
            self.assertIn(word, message)
        self.assertEqual(
            caught.exception.context["record"],
            {"model": "res.partner", "id": self.mill.id},
        )
        self.assertFalse(self.bar.seller_ids, "nothing may be left of the attempt")

    def test_products_that_are_not_controlled_are_bought_from_anybody(self):
        order = self.order(product=self.gloves)

        order.button_confirm()

        self.assertEqual(order.state, "purchase")

    def test_more_cannot_be_ordered_after_the_approval_ended_but_less_can(self):
        approval = self.approve()
        order = self.door_confirm()
        self.stop(approval, "suspended")
        line = order.order_line

        with self.assertRaisesRegex(MdtraceStop, "suspended"):
            line.product_qty = 11
        line.invalidate_recordset()
        line.product_qty = 4
        self.assertEqual(line.product_qty, 4)
        line.price_unit = 6
        order.button_cancel()

    def test_another_line_is_judged_by_its_own_product_only(self):
        approval = self.approve()
        order = self.door_confirm()
        self.expire(approval)

        order.write(
            {
                "order_line": [
                    Command.create({"product_id": self.gloves.id, "product_qty": 1})
                ]
            }
        )

        self.assertEqual(len(order.order_line), 2)

    def test_reordering_makes_a_request_that_waits_for_the_approval(self):
        self.env["product.supplierinfo"].create(
            {"partner_id": self.mill.id, "product_tmpl_id": self.bar.product_tmpl_id.id}
        )
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.bar.id,
                "location_id": warehouse.lot_stock_id.id,
                "product_min_qty": 5,
                "product_max_qty": 10,
            }
        ).action_replenish()

        order = (
            self.env["purchase.order.line"]
            .search([("product_id", "=", self.bar.id)])
            .order_id
        )
        self.assertEqual(order.state, "draft")
        self.assertIn("never been approved", order.mdtrace_findings)
        with self.assertRaises(MdtraceStop):
            order.button_confirm()

    def test_two_findings_are_told_together(self):
        self.stop(self.approve(), "suspended")
        order = self.order()
        order.order_line = [
            Command.create({"product_id": self.screw.id, "product_qty": 1})
        ]

        with self.assertRaises(UserError) as caught:
            order.button_confirm()

        self.assertIn("suspended", str(caught.exception))
        self.assertIn("never been approved", str(caught.exception))

    def test_banner_names_the_findings_while_the_order_is_typed(self):
        form = Form(self.env["purchase.order"].with_user(self.buyer))
        form.partner_id = self.mill
        with form.order_line.new() as line:
            line.product_id = self.bar
        self.assertIn("never been approved", form.mdtrace_findings)

        order = form.save()
        self.approve(valid_until=self.today + timedelta(days=1))
        order.invalidate_recordset()
        self.assertFalse(order.mdtrace_findings)

        order.button_confirm()
        self.assertFalse(order.mdtrace_findings)
