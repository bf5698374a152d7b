"""Dispositions and holds move as their tables say, and in no other way."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MdtraceLotCase

STATES = ("legacy", "pending", "released", "conditional", "rejected")
ALLOWED = {
    ("pending", "released"),
    ("legacy", "released"),
    ("conditional", "released"),
    ("pending", "conditional"),
    ("legacy", "conditional"),
    ("pending", "rejected"),
    ("legacy", "rejected"),
    ("released", "rejected"),
    ("conditional", "rejected"),
    ("released", "pending"),
    ("rejected", "pending"),
    ("conditional", "pending"),
}


@tagged("post_install", "-at_install")
class TestTransitions(MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls.env["stock.lot"].create({"name": "L1", "product_id": cls.bar.id})
        cls.status = cls.lot.mdtrace_status_id

    def put(self, state):
        """Bring the status into a state by SQL: the table is what is tested."""
        self.env.flush_all()
        self.cr.execute(
            "UPDATE mdtrace_lot_status SET disposition = %s WHERE id = %s",
            [state, self.status.id],
        )
        self.env.invalidate_all()

    def test_all_pairs_of_dispositions(self):
        for before in STATES:
            for after in STATES:
                with self.subTest(before=before, after=after):
                    self.put(before)
                    if (before, after) in ALLOWED:
                        self.sign(self.status, after, self.approver, "because")
                        self.assertEqual(self.lot.mdtrace_disposition, after)
                    else:
                        with self.assertRaises(UserError):
                            self.sign(self.status, after, self.approver, "because")

    def test_the_declaration_holds(self):
        for model in "mdtrace.lot.status", "mdtrace.lot.hold":
            self.assertEqual(self.env[model]._mdtrace_check_definition(), [])

    def test_every_move_of_a_disposition_is_signed_by_an_approver(self):
        for user in (
            self.viewer,
            self.operator,
            self.inspector,
            self.purchaser,
            self.regulatory,
            self.administrator,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.sign(self.status, "released", user)
        with self.assertRaises(AccessError):
            self.status.with_user(self.approver)._mdtrace_move("released")

    def test_rejecting_and_reopening_need_a_reason(self):
        with self.assertRaises(UserError):
            self.sign(self.status, "rejected", self.approver)
        self.sign(self.status, "released", self.approver)
        with self.assertRaises(UserError):
            self.sign(self.status, "pending", self.approver)

    def test_a_decision_keeps_who_when_where_and_why(self):
        version = self.status.version

        self.sign(self.status, "conditional", self.approver, "for bench tests only")

        self.assertEqual(self.status.decided_by_id, self.approver)
        self.assertEqual(self.status.decided_company_id, self.env.company)
        self.assertTrue(self.status.decided_at)
        self.assertEqual(self.status.decision_reason, "for bench tests only")
        self.assertEqual(self.status.version, version + 1)
        entry = self.entries(self.status, kind="state")
        self.assertEqual(entry.lot_name, "L1")

    def test_one_signature_releases_many_lots(self):
        lots = self.env["stock.lot"].create(
            [{"name": f"M{i}", "product_id": self.bar.id} for i in range(5)]
        )

        signatures = self.sign(lots.mdtrace_status_id, "released", self.approver)

        self.assertEqual(set(lots.mapped("mdtrace_disposition")), {"released"})
        self.assertEqual(len(set(signatures.mapped("act"))), 1)
        self.assertEqual(len(signatures), 5)

    def test_a_later_decision_does_not_break_the_signature_of_the_first(self):
        first = self.sign(self.status, "released", self.approver)

        self.sign(self.status, "rejected", self.approver, "new facts")

        self.assertFalse(first.broken)

    def test_an_expired_lot_cannot_be_released(self):
        self.lot.expiration_date = "2020-01-01"

        with self.refused("expired"):
            self.sign(self.status, "released", self.approver)

    def test_the_buttons_ask_for_a_signature(self):
        lot = self.lot.with_user(self.approver)

        action = lot.action_mdtrace_release()

        self.assertEqual(action["tag"], "mdtrace_base.sign")
        self.assertEqual(action["params"]["ids"], self.status.ids)
        self.assertEqual(self.lot.mdtrace_disposition, "pending")
        with self.assertRaises(AccessError):
            self.lot.with_user(self.keeper).action_mdtrace_release()
        with self.refused("Not under control"):
            rag = self.env["stock.lot"].create({"name": "R", "product_id": self.rag.id})
            rag.with_user(self.approver).action_mdtrace_release()

    def test_a_hold_closes_once_signed_with_a_reason(self):
        hold = self.hold(self.lot)

        with self.assertRaises(AccessError):
            self.sign(hold, "closed", self.inspector, "fine")
        with self.assertRaises(UserError):
            self.sign(hold, "closed", self.approver)
        self.sign(hold, "closed", self.approver, "fine")

        self.assertEqual(hold.state, "closed")
        self.assertEqual(hold.closed_by_id, self.approver)
        self.assertEqual(hold.close_reason, "fine")
        self.assertEqual(self.lot.mdtrace_hold_count, 0)
        self.assertEqual(len(self.entries(hold, kind="hold_closed")), 1)
        with self.assertRaises(UserError):
            self.sign(hold, "closed", self.approver, "again")
