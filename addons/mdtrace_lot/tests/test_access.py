"""Who may do what with the records of lot control."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import MdtraceLotCase

ROLES = (
    "viewer",
    "operator",
    "inspector",
    "approver",
    "purchaser",
    "regulatory",
    "administrator",
)
#: model → role → rights; "r" for all roles where none is named.
TABLE = {
    "mdtrace.lot.status": {},
    "mdtrace.lot.hold": {},
    "mdtrace.hold.reason": {"administrator": "crud"},
    "mdtrace.lot.hold.open": {
        "viewer": "",
        "purchaser": "",
        "administrator": "",
        "operator": "crud",
        "inspector": "crud",
        "approver": "crud",
        "regulatory": "crud",
    },
}
LETTERS = {"create": "c", "read": "r", "write": "u", "unlink": "d"}


@tagged("post_install", "-at_install")
class TestAccess(MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls.env["stock.lot"].create({"name": "L1", "product_id": cls.bar.id})

    def test_rights_of_every_role_on_every_model(self):
        for model, rights in TABLE.items():
            for role in ROLES:
                user = getattr(self, role)
                for operation, letter in LETTERS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            letter in rights.get(role, "r"),
                        )

    def test_plain_stock_users_read_status_and_holds_and_nothing_more(self):
        for model in "mdtrace.lot.status", "mdtrace.lot.hold":
            records = self.env[model].with_user(self.keeper)
            self.assertTrue(records.has_access("read"))
            for operation in "create", "write", "unlink":
                self.assertFalse(records.has_access(operation))
        self.assertEqual(self.lot.with_user(self.keeper).mdtrace_disposition, "pending")

    def test_every_role_reads_a_lot_with_its_status_and_holds(self):
        self.hold(self.lot)
        for role in ROLES:
            with self.subTest(role=role):
                lot = self.lot.with_user(getattr(self, role))
                self.assertEqual(lot.mdtrace_hold_count, 1)
                self.assertIn("pending", lot.mdtrace_blocker)
                self.assertTrue(lot.mdtrace_hold_ids.read(["name", "note"]))

    def test_the_form_of_a_lot_opens_for_people_of_the_warehouse(self):
        for role in ROLES:
            user = self.make_user(role, f"mdt_stock_{role}", "stock.group_stock_user")
            with self.subTest(role=role):
                Form(self.lot.with_user(user))
        Form(self.lot.with_user(self.keeper))

    def test_a_plain_stock_user_receives_and_ships_released_goods(self):
        picking = self.make_receipt(self.bar, 5, user=self.keeper)
        picking.button_validate()
        lot = picking.move_line_ids.lot_id
        self.release(lot)
        delivery = self.deliver(self.bar, 5, user=self.keeper)
        delivery.move_ids.picked = True

        delivery.with_context(skip_sms=True).button_validate()

        self.assertEqual(delivery.state, "done")
        self.assertEqual(lot.mdtrace_supplier_id, self.supplier)

    def test_who_may_not_hold_has_no_dialog(self):
        wizard = self.env["mdtrace.lot.hold.open"]
        for user in self.viewer, self.purchaser, self.administrator, self.keeper:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizard.with_user(user).create({"lot_ids": self.lot.ids})
