"""Who may do what: role by model by operation, and which company sees what."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MdtraceRecallCase

READ, NONE = "r", ""
#: What each role may do by access rights; guards of the models refuse more.
TABLE = {
    "mdtrace.recall": {"regulatory": "rwcu", "*": READ},
    "mdtrace.recall.class": {"administrator": "rwcu", "*": READ},
    "mdtrace.recall.scope": {"regulatory": "rw", "*": READ},
    "mdtrace.recall.consignee": {"regulatory": "rw", "*": READ},
    "mdtrace.recall.consignee.line": {"*": READ},
    "mdtrace.recall.notice": {"regulatory": "rw", "*": READ},
    "mdtrace.recall.response": {"*": READ},
    "mdtrace.recall.start": {"regulatory": "rwc", "*": NONE},
    "mdtrace.recall.notice.deliver": {"regulatory": "rwc", "*": NONE},
    "mdtrace.recall.notice.answer": {"regulatory": "rwc", "*": NONE},
    "mdtrace.recall.notice.answer.line": {"regulatory": "rwcu", "*": NONE},
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
ROLES = (
    "viewer",
    "operator",
    "inspector",
    "approver",
    "purchaser",
    "regulatory",
    "administrator",
    "keeper",
)


@tagged("post_install", "-at_install")
class TestAccess(MdtraceRecallCase):
    def test_each_role_may_do_exactly_what_the_table_says(self):
        for model, rights in TABLE.items():
            for role in ROLES:
                # The plain stock user has no role of ours and sees nothing.
                default = NONE if role == "keeper" else rights["*"]
                allowed = rights.get(role, default)
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        records = self.env[model].with_user(getattr(self, role))
                        self.assertEqual(
                            records.has_access(operation), letter in allowed
                        )

    def test_plain_stock_user_reads_all_of_a_recalled_lot(self):
        bar = self.make_bar()
        self.freeze(self.make_recall(bar))
        self.env.invalidate_all()

        values = bar.with_user(self.keeper).read()[0]

        self.assertEqual(values["mdtrace_recall_count"], 1)
        self.assertNotIn("mdtrace_recall_scope_ids", values)

    def test_viewer_reads_the_whole_recall_and_changes_nothing(self):
        bar = self.make_bar()
        self.ship(bar, self.clinic)
        recall = self.freeze(self.make_recall(bar)).with_user(self.viewer)

        self.assertEqual(recall.scope_ids.lot_name, bar.name)
        self.assertEqual(recall.consignee_ids.partner_name, "Test clinic")
        self.assertEqual(recall.notified_percent, 0.0)
        for action in ("action_compute_scope", "action_activate"):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(recall, action)()

    def test_recall_of_another_company_is_not_seen(self):
        company = self.env["res.company"].create({"name": "Other company"})
        bar = self.make_bar()
        self.ship(bar, self.clinic)
        recall = self.freeze(self.make_recall(bar))
        stranger = self.make_user("regulatory", "mdt_stranger")
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})

        for model in (
            "mdtrace.recall",
            "mdtrace.recall.scope",
            "mdtrace.recall.consignee",
            "mdtrace.recall.consignee.line",
            "mdtrace.recall.notice",
        ):
            domain = [("id", "=", recall.id)]
            if model != "mdtrace.recall":
                domain = [("recall_id", "=", recall.id)]
            self.assertTrue(self.env[model].search_count(domain), model)
            self.assertFalse(
                self.env[model].with_user(stranger).search_count(domain), model
            )

    def test_recall_finds_what_another_company_delivered(self):
        company = self.env["res.company"].create({"name": "Sister company"})
        bar = self.make_bar()
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        self.env["stock.quant"].sudo()._update_available_quantity(
            self.bar, warehouse.lot_stock_id, 3.0, lot_id=bar
        )

        recall = self.make_recall(bar)

        self.assertEqual(recall.scope_ids.quantity_on_hand, 13.0)

    def test_blocker_binds_users_who_cannot_read_recalls(self):
        bar = self.make_bar()
        self.freeze(self.make_recall(bar))

        delivery = self.deliver(self.bar, 1.0, user=self.keeper)

        self.assertFalse(delivery.move_line_ids)
