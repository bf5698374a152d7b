"""A frozen scope cannot be changed, and a change past the guard is found."""

from psycopg2.errors import RestrictViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import MdtraceRecallCase

FACTS = (
    "mdtrace.recall.scope",
    "mdtrace.recall.consignee",
    "mdtrace.recall.consignee.line",
)


@tagged("post_install", "-at_install")
class TestTamper(MdtraceRecallCase):
    def setUp(self):
        super().setUp()
        self.lot = self.make_bar()
        self.ship(self.lot, self.clinic, qty=2.0)
        self.recall = self.make_recall(self.lot)

    def refused(self, statement, *values):
        with (
            self.assertRaises(RestrictViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(SQL(statement, *values))

    def test_frozen_rows_refuse_update_delete_and_truncate_by_sql(self):
        self.freeze(self.recall)
        self.env.flush_all()
        for model in FACTS:
            table = SQL.identifier(self.env[model]._table)
            self.refused("UPDATE %s SET revision = 9", table)
            self.refused("DELETE FROM %s", table)
            self.refused("TRUNCATE %s CASCADE", table)
        self.refused("UPDATE mdtrace_recall_scope SET quantity_on_hand = 0")
        self.refused("UPDATE mdtrace_recall_scope SET included = FALSE")
        self.refused("UPDATE mdtrace_recall_scope SET frozen_at = NULL")

    def test_rows_of_a_draft_may_be_computed_again(self):
        before = self.recall.scope_ids

        self.recall.action_compute_scope()

        self.assertNotEqual(self.recall.scope_ids, before)

    def test_rows_cannot_be_written_through_the_public_methods(self):
        for state in ("draft", "scoped"):
            if state == "scoped":
                self.freeze(self.recall)
            for model in FACTS:
                rows = self.env[model].search([("recall_id", "=", self.recall.id)])
                with self.subTest(state=state, model=model):
                    for user in (self.env.user, self.regulatory):
                        mine = rows.with_user(user)
                        with self.assertRaises(AccessError):
                            mine.create({"recall_id": self.recall.id})
                        with self.assertRaises(AccessError):
                            mine.write({"revision": 7})
                        with self.assertRaises(AccessError):
                            mine.with_context(_force_unlink=True).unlink()
                        with self.assertRaises(AccessError):
                            mine.copy()

    def test_change_with_the_trigger_switched_off_is_found(self):
        self.freeze(self.recall)
        self.assertTrue(self.recall.scope_intact)
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE mdtrace_recall_scope DISABLE TRIGGER USER;"
            "UPDATE mdtrace_recall_scope SET quantity_on_hand = 0;"
            "ALTER TABLE mdtrace_recall_scope ENABLE TRIGGER USER"
        )
        self.env.invalidate_all()

        self.assertFalse(self.recall.scope_intact)
        signature = self.recall.with_user(self.viewer).mdtrace_signature_ids
        self.assertTrue(signature.broken)

    def test_answers_are_written_once(self):
        recall = self.activate(self.recall)
        recall.notice_ids.action_send()
        self.answer(recall.notice_ids, used=2.0)
        self.env.flush_all()

        self.refused("UPDATE mdtrace_recall_response SET quantity_used = 0")
        self.refused("DELETE FROM mdtrace_recall_response")
        with self.assertRaises(AccessError):
            recall.response_ids.write({"quantity_used": 0.0})

    def test_merging_contacts_keeps_the_name_that_was_signed(self):
        self.freeze(self.recall)
        self.env.flush_all()

        self.env.cr.execute(
            "UPDATE mdtrace_recall_consignee SET partner_id = %s",
            [self.hospital.id],
        )
        self.env.invalidate_all()

        self.assertEqual(self.recall.consignee_ids.partner_name, "Test clinic")
        self.assertTrue(self.recall.scope_intact)
