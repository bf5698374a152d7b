"""All pairs of states: who may move, and that nobody else can."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mdtrace_base.tests.common import ROLES

from .common import MdtraceSupplierCase

STATES = ("draft", "in_review", "effective", "suspended", "withdrawn", "superseded")
# (from, to): roles that may, whether it is signed, whether a reason is asked for
ALLOWED = {
    ("draft", "in_review"): ({"purchaser"}, False, False),
    ("in_review", "effective"): ({"approver"}, True, False),
    ("effective", "suspended"): ({"approver", "purchaser"}, True, True),
    ("suspended", "effective"): ({"approver"}, True, True),
    ("effective", "withdrawn"): ({"approver"}, True, True),
    ("suspended", "withdrawn"): ({"approver"}, True, True),
}


@tagged("post_install", "-at_install")
class TestTransitions(MdtraceSupplierCase):
    def in_state(self, state):
        partner = self.mill.copy({"name": f"Supplier {state}"})
        approval = self.prepare(partner)
        path = {
            "draft": (),
            "in_review": ("in_review",),
            "effective": ("in_review", "effective"),
            "suspended": ("in_review", "effective", "suspended"),
            "withdrawn": ("in_review", "effective", "withdrawn"),
            "superseded": ("in_review", "effective"),
        }[state]
        for step in path:
            if step == "in_review":
                approval.action_submit()
            else:
                self.sign(approval, step, self.approver, reason="Because")
        if state == "superseded":
            approval.with_user(self.env.user)._mdtrace_move("superseded")
        self.assertEqual(approval.state, state)
        return approval

    def test_only_the_listed_pairs_are_possible(self):
        table = self.env["mdtrace.supplier.approval"]._mdtrace_table()
        by_rule = {("effective", "superseded"), ("suspended", "superseded")}
        send_back = {("in_review", "draft")}

        self.assertEqual(set(table), set(ALLOWED) | by_rule | send_back)

    def test_each_pair_asks_for_its_role_its_signature_and_its_reason(self):
        for (before, after), (roles, signed, reason) in ALLOWED.items():
            for role in ROLES:
                with self.subTest(before=before, after=after, role=role):
                    approval = self.in_state(before)
                    user = getattr(self, role)
                    if role in roles:
                        self.move(approval, after, user, signed, "Because")
                        self.assertEqual(approval.state, after)
                    else:
                        with self.assertRaises(UserError):
                            self.move(approval, after, user, signed, "Because")
            if reason:
                approval = self.in_state(before)
                with self.assertRaises(UserError):
                    self.move(approval, after, self.approver, signed, None)
            if signed:
                approval = self.in_state(before)
                with self.assertRaises(UserError):
                    self.move(approval, after, self.approver, False, "Because")

    def move(self, approval, to, user, signed, reason):
        if signed:
            self.sign(approval, to, user, reason=reason)
        else:
            approval.with_user(user)._mdtrace_move(to, reason=reason)

    def test_author_may_not_sign_even_with_the_role(self):
        self.purchaser.group_ids |= self.env.ref(
            "mdtrace_base.mdtrace_base_group_approver"
        )
        approval = self.prepare()
        approval.action_submit()

        with self.assertRaises(UserError):
            self.sign(approval, "effective", self.purchaser)
        self.sign(approval, "effective", self.approver)

    def test_suspension_and_withdrawal_keep_their_day_and_reason(self):
        suspended = self.in_state("suspended")
        withdrawn = self.in_state("withdrawn")

        self.assertTrue(suspended.suspended_at)
        self.assertEqual(suspended.state_reason, "Because")
        self.assertTrue(withdrawn.effective_to)
        self.assertEqual(withdrawn.state_reason, "Because")

    def test_lifting_a_suspension_keeps_the_version_in_force(self):
        approval = self.in_state("suspended")
        since = approval.effective_from

        self.sign(approval, "effective", self.approver, reason="Audit repeated")

        self.assertFalse(approval.suspended_at)
        self.assertFalse(approval.state_reason)
        self.assertEqual(approval.effective_from, since)

    def test_signed_approval_is_never_edited_nor_deleted(self):
        for state in STATES[1:]:
            approval = self.in_state(state)
            for values in (
                {"partner_id": self.trader.id},
                {"conditions": "Anything"},
                {"valid_until": False},
                {"company_id": False},
            ):
                with (
                    self.subTest(state=state, values=values),
                    self.assertRaises(UserError),
                ):
                    approval.with_user(self.purchaser).write(values)
            with self.subTest(state=state), self.assertRaises(UserError):
                approval.with_user(self.purchaser).unlink()
        self.in_state("draft").with_user(self.purchaser).unlink()

    def test_responsible_person_can_change_at_any_time(self):
        approval = self.in_state("effective")

        approval.with_user(self.purchaser).user_id = self.approver

        self.assertEqual(approval.user_id, self.approver)
