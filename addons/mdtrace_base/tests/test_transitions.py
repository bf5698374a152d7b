"""Who may move what where, and what it takes."""

import itertools

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .fakes import MdtraceFakeCase


@tagged("post_install", "-at_install")
class TestTransitions(MdtraceFakeCase):
    def test_only_the_pairs_of_the_table_are_allowed(self):
        table = self.Note._mdtrace_table()
        states = self.Note._fields["state"].get_values(self.env)
        for before, after in itertools.product(states, states):
            note = self.note(before)
            if (before, after) in table:
                self.assertTrue(note._mdtrace_transition_to(after))
                continue
            with self.assertRaisesRegex(UserError, "cannot become"):
                note._mdtrace_move(after, reason="x")

    def test_each_role_makes_only_its_own_moves(self):
        allowed = {
            ("draft", "open"): {"operator", "administrator"},
            ("open", "checked"): {"inspector"},
            ("checked", "open"): {"inspector"},
            ("checked", "closed"): {"approver"},
        }
        for (before, after), roles in allowed.items():
            for role in (
                "viewer",
                "operator",
                "inspector",
                "approver",
                "administrator",
            ):
                note = self.note(before).with_user(getattr(self, role))
                if role in roles:
                    note._mdtrace_check_move(after, "why")
                    continue
                with self.assertRaises(AccessError, msg=f"{role} {before} {after}"):
                    note._mdtrace_check_move(after, "why")

    def test_sudo_does_not_lend_a_role(self):
        note = self.note("open").with_user(self.operator).sudo()
        with self.assertRaisesRegex(AccessError, "Inspector"):
            note._mdtrace_move("checked")

    def test_missing_reason_is_asked_for(self):
        note = self.note("checked").with_user(self.inspector)
        for reason in (None, "", "  "):
            with self.assertRaisesRegex(UserError, "reason"):
                note._mdtrace_move("open", reason=reason)
        note._mdtrace_move("open", reason="again")
        self.assertEqual(self.entries(note)[-1]._payload_data()["reason"], "again")

    def test_blocker_stops_the_move_and_says_what_to_do(self):
        note = self.note("open", blocked=True).with_user(self.inspector)
        with self.assertRaisesRegex(UserError, r"N: It is blocked\. Unblock it\."):
            note._mdtrace_move("checked")

    def test_signed_move_is_refused_without_a_signature(self):
        note = self.note("checked").with_user(self.approver)
        with self.assertRaisesRegex(AccessError, "needs your signature"):
            note._mdtrace_move("closed")
        with self.assertRaisesRegex(AccessError, "needs your signature"):
            note.with_user(self.env.ref("base.user_root"))._mdtrace_move("closed")

    def test_signed_move_is_recorded_with_the_act(self):
        note = self.note("checked")
        signature = self.sign(note, "closed", self.approver)
        self.assertEqual(note.state, "closed")
        signed, moved = self.entries(note)[-2:]
        self.assertEqual((signed.kind, moved.kind), ("signature", "state"))
        self.assertEqual(moved._payload_data()["new"]["signature"], signature.act)
        self.assertEqual(moved.user_login, self.approver.login)

    def test_author_may_not_close_but_another_approver_may(self):
        both = self.make_user(
            "approver", "mdt_both", "mdtrace_base.mdtrace_base_group_operator"
        )
        note = self.note("open", user=both)
        with self.assertRaisesRegex(AccessError, "whoever made it"):
            self.sign(note, "closed", both, "done")
        self.sign(note, "closed", self.approver, "done")
        self.assertEqual(note.state, "closed")

    def test_administrator_never_signs(self):
        self.administrator.sudo().write({"group_ids": [(4, self.group_user.id)]})
        note = self.note("checked")
        with self.assertRaisesRegex(AccessError, "administrators"):
            self.sign(note, "closed", self.administrator)
        with self.assertRaises(AccessError):
            self.env["mdtrace.signature"].with_user(self.administrator)._sign(
                note, "closed", "approve", None
            )

    def test_many_records_move_together_or_not_at_all(self):
        notes = self.note("open") | self.note("open", blocked=True)
        with self.assertRaises(UserError):
            notes.with_user(self.inspector)._mdtrace_move("checked")
        self.assertEqual(notes.mapped("state"), ["open", "open"])

    def test_further_values_of_a_move_are_written_and_recorded(self):
        note = self.note("open").with_user(self.inspector)
        note._mdtrace_move("checked", values={"secret": "s"})
        self.assertEqual((note.state, note.secret), ("checked", "s"))
        self.assertEqual(
            self.entries(note)[-1]._payload_data()["new"],
            {"state": "checked", "secret": "s"},
        )

    def test_button_refuses_before_a_password_is_typed(self):
        note = self.note("checked")
        with self.assertRaises(AccessError):
            note.with_user(self.operator)._mdtrace_request_signature("closed")
        action = note.with_user(self.approver)._mdtrace_request_signature("closed", "T")
        self.assertEqual(action["tag"], "mdtrace_base.sign")
        self.assertEqual(action["params"]["ids"], note.ids)
        self.assertEqual(action["name"], "T")
