"""Who may read, write, create and delete."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MdtraceSupplierCase

# role: read, write a draft, create, delete a draft
TABLE = {
    "viewer": (True, False, False, False),
    "operator": (True, False, False, False),
    "inspector": (True, False, False, False),
    "approver": (True, True, False, False),
    "purchaser": (True, True, True, True),
    "regulatory": (True, False, False, False),
    "administrator": (True, False, False, False),
    "buyer": (True, False, False, False),
    "clerk": (False, False, False, False),
    "portal": (False, False, False, False),
}


@tagged("post_install", "-at_install")
class TestAccess(MdtraceSupplierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "a-clerk", groups="stock.group_stock_user")
        cls.portal = new_test_user(cls.env, "a-portal", groups="base.group_portal")

    def may(self, operation):
        try:
            operation()
            self.env.flush_all()
        except AccessError:
            return False
        return True

    def test_each_role_may_do_what_the_table_says(self):
        for role, expected in TABLE.items():
            user = getattr(self, role)
            with self.subTest(role=role):
                approval = self.prepare()
                approvals = self.env["mdtrace.supplier.approval"].with_user(user)
                own = approval.with_user(user)
                found = (
                    self.may(lambda own=own: own.read(["partner_id"])),
                    self.may(lambda own=own: own.write({"conditions": "x"})),
                    self.may(
                        lambda approvals=approvals: approvals.create(
                            {
                                "partner_id": self.trader.id,
                                "product_id": self.bar.id,
                            }
                        )
                    ),
                    self.may(own.unlink),
                )
                self.assertEqual(found, expected)

    def test_declaration_of_the_model_holds(self):
        approvals = self.env["mdtrace.supplier.approval"]

        self.assertEqual(approvals._mdtrace_check_definition(), [])

    def test_buyer_without_a_role_confirms_for_an_approved_supplier(self):
        self.approve()
        order = self.order()

        order.button_confirm()

        self.assertEqual(order.state, "purchase")

    def test_nobody_writes_the_decision_directly(self):
        approval = self.approve()
        values = {
            "state": "draft",
            "effective_from": "2020-01-01 00:00:00",
            "effective_to": "2020-01-01 00:00:00",
            "suspended_at": "2020-01-01 00:00:00",
            "state_reason": "x",
            "version": 7,
            "previous_id": approval.id,
        }
        for user in (self.purchaser, self.approver, self.env.ref("base.user_root")):
            for name, value in values.items():
                with (
                    self.subTest(user=user.login, name=name),
                    self.assertRaises(UserError),
                ):
                    approval.with_user(user).sudo().write({name: value})
