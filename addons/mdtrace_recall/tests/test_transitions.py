"""Every pair of states of recalls and notices, allowed or not."""

from itertools import product

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MdtraceRecallCase

STATES = ("draft", "scoped", "active", "closed", "cancelled")
ALLOWED = {
    ("draft", "scoped"),
    ("scoped", "scoped"),
    ("active", "active"),
    ("scoped", "active"),
    ("active", "closed"),
    ("draft", "cancelled"),
    ("scoped", "cancelled"),
}


@tagged("post_install", "-at_install")
class TestTransitions(MdtraceRecallCase):
    def in_state(self, state):
        bar = self.make_bar()
        recall = self.make_recall(bar)
        if state in ("scoped", "active", "closed", "cancelled"):
            self.freeze(recall)
        if state in ("active", "closed"):
            self.activate(recall)
        if state in ("closed", "cancelled"):
            self.sign(recall, state, self.regulatory, "Test")
        self.assertEqual(recall.state, state)
        return recall

    def addition(self, recall):
        made = self.make_bar()
        self.declare({recall.root_lot_ids: 1.0}, {made: 1.0})
        recall.action_compute_scope()

    def test_every_pair_of_states_is_as_the_table_says(self):
        for before in STATES:
            recall = self.in_state(before)
            for after in STATES:
                if (before, after) in ALLOWED:
                    continue
                with (
                    self.subTest(before=before, after=after),
                    self.assertRaisesRegex(UserError, "cannot become"),
                ):
                    self.sign(recall, after, self.regulatory, "Test")
        table = set(self.env["mdtrace.recall"]._mdtrace_table())
        self.assertEqual(table, ALLOWED)

    def test_every_allowed_pair_works_with_a_signature(self):
        for before, after in sorted(ALLOWED):
            with self.subTest(before=before, after=after):
                recall = self.in_state(before)
                if before == after:
                    self.addition(recall)
                self.sign(recall, after, self.regulatory, "Test")
                self.assertEqual(recall.state, after)

    def test_no_move_works_without_a_signature(self):
        for before, after in sorted(ALLOWED):
            recall = self.in_state(before)
            if before == after:
                self.addition(recall)
            with (
                self.subTest(before=before, after=after),
                self.assertRaisesRegex(AccessError, "needs your signature"),
            ):
                recall.with_user(self.regulatory)._mdtrace_move(after, reason="Test")

    def test_only_regulatory_affairs_move_a_recall(self):
        recall = self.in_state("draft")
        for user in (self.viewer, self.operator, self.inspector, self.approver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.sign(recall, "scoped", user)
        with self.assertRaises(AccessError):
            self.sign(recall, "scoped", self.administrator)

    def test_notice_moves_only_forward(self):
        bar = self.make_bar()
        self.ship(bar, self.clinic)
        recall = self.activate(self.make_recall(bar))
        notice = recall.notice_ids
        states = ("prepared", "sent", "answered")
        allowed = {("prepared", "sent"), ("sent", "answered")}
        for current in states:
            if current != "prepared":
                notice._mdtrace_move(current)
            for before, after in product([current], states):
                if (before, after) in allowed:
                    continue
                with (
                    self.subTest(before=before, after=after),
                    self.assertRaisesRegex(UserError, "cannot become"),
                ):
                    notice._mdtrace_move(after)
