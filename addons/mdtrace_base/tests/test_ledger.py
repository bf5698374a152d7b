"""The ledger is written once, and a change of it is found."""

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .fakes import MdtraceFakeCase

CHANGES = {
    "company_id": "company_id + 1",
    "kind": "'hold'",
    "res_model": "'res.users'",
    "res_id": "res_id + 1",
    "res_name": "'other'",
    "lot_id": "lot_id + 1",
    "lot_name": "'other'",
    "user_id": "user_id + 1",
    "user_login": "'other'",
    "user_name": "'other'",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "payload": "replace(payload, 'before', 'after')",
    "algorithm": "'md5'",
    "digest": "repeat('0', 64)",
    "mac": "repeat('0', 64)",
}


@tagged("post_install", "-at_install")
class TestLedger(MdtraceFakeCase):
    def append(self, count=1, **values):
        entry = {
            "kind": "change",
            "model": "res.partner",
            "res_id": self.partner.id,
            "res_name": "P",
            "lot_id": 7,
            "lot_name": "LOT-7",
            "company_id": self.company.id,
            "old": {"text": "before"},
            "new": {"text": "x"},
            **values,
        }
        return self.env["mdtrace.ledger.entry"]._append([entry] * count)

    def raw(self, query):
        self.env.cr.execute(query)
        self.env.invalidate_all()

    def test_five_hundred_entries_take_one_query(self):
        self.append()
        before = self.env.cr.sql_log_count
        self.assertEqual(self.append(500), 500)
        self.assertEqual(self.env.cr.sql_log_count - before, 1)

    def test_entry_says_who_when_what(self):
        self.env["mdtrace.ledger.entry"].with_user(self.operator).sudo()._append(
            [{"kind": "hold", "model": "res.partner", "new": {"a": 1}, "reason": "r"}]
        )
        entry = self.entries(kind="hold")[-1]
        self.assertEqual(entry.user_login, "mdt_operator")
        self.assertEqual(entry.user_name, "Test operator")
        self.assertTrue(entry.recorded_at)
        self.assertEqual(entry._payload_data()["reason"], "r")
        self.assertIn("hmac-sha256", entry.algorithm)
        self.assertEqual(entry.new_text, "A: 1")

    def test_unknown_kind_is_refused(self):
        with self.assertRaises(ValueError):
            self.append(kind="anything")

    def test_nobody_changes_or_deletes_an_entry_through_the_orm(self):
        self.append()
        entry = self.entries()[-1]
        for entries in (entry, entry.with_user(self.administrator)):
            with self.assertRaises(AccessError):
                entries.write({"reason": "x"})
            with self.assertRaises(AccessError):
                entries.unlink()

    def test_nobody_creates_an_entry_through_the_orm(self):
        for user in (self.operator, self.approver, self.administrator):
            with self.assertRaises(AccessError):
                self.env["mdtrace.ledger.entry"].with_user(user).create(
                    {"kind": "hold", "res_model": "x"}
                )

    @mute_logger("odoo.sql_db")
    def test_database_refuses_update_delete_and_truncate(self):
        self.append()
        self.Fact.create({"name": "x"})
        self.env["mdtrace.ledger.entry"]._verify()
        self.sign(self.note("checked"), "closed", self.approver)
        self.env["mdtrace.evidence"]._store("a", b"a", "coa", links=[self.partner])
        for table in (
            "mdtrace_ledger_entry",
            "mdtrace_signature",
            "mdtrace_evidence_link",
            "mdtrace_ledger_verification",
            "mdtrace_fake_fact",
        ):
            for query in (
                "UPDATE %s SET id = id",
                "DELETE FROM %s",
                "TRUNCATE %s CASCADE",
            ):
                with (
                    self.assertRaises(psycopg2.errors.RestrictViolation, msg=query),
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(SQL(query, SQL.identifier(table)))

    def test_sound_ledger_verifies(self):
        self.append(3)
        answer = self.env["mdtrace.ledger.entry"]._verify()
        self.assertTrue(answer["ok"], answer)
        row = self.env["mdtrace.ledger.verification"].browse(answer["id"])
        self.assertTrue(row.ok)
        self.assertGreaterEqual(row.entry_count, 3)

    def test_change_of_every_column_is_found_and_named(self):
        self.raw("ALTER TABLE mdtrace_ledger_entry DISABLE TRIGGER USER")
        for column, expression in CHANGES.items():
            with self.subTest(column=column), self.env.cr.savepoint() as savepoint:
                self.append(3)
                self.env.cr.execute("SELECT max(id) - 1 FROM mdtrace_ledger_entry")
                [entry_id] = self.env.cr.fetchone()
                self.raw(
                    SQL(
                        "UPDATE mdtrace_ledger_entry SET %s = %s WHERE id = %s",
                        SQL.identifier(column),
                        SQL(expression),
                        entry_id,
                    )
                )
                answer = self.env["mdtrace.ledger.entry"]._verify()
                self.assertFalse(answer["ok"])
                self.assertEqual(
                    (answer["entry_id"], answer["column"]), (entry_id, column)
                )
                savepoint.rollback()

    def test_changes_cover_every_column(self):
        self.raw(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'mdtrace_ledger_entry'"
        )
        columns = {name for (name,) in self.env.cr.fetchall()}
        self.assertEqual(columns - {"id"}, set(CHANGES))

    def test_inserted_copy_of_an_entry_is_found(self):
        self.append()
        names = SQL(", ").join(map(SQL.identifier, CHANGES))
        self.raw(
            SQL(
                "INSERT INTO mdtrace_ledger_entry (%s) SELECT %s "
                "FROM mdtrace_ledger_entry ORDER BY id DESC LIMIT 1",
                names,
                names,
            )
        )
        answer = self.env["mdtrace.ledger.entry"]._verify()
        self.assertIn("twice", answer["problem"])

    def test_well_formed_entry_without_the_key_is_found(self):
        self.append()
        rest = [name for name in CHANGES if name not in ("payload", "digest")]
        names = SQL(", ").join(map(SQL.identifier, rest))
        self.raw(
            SQL(
                "INSERT INTO mdtrace_ledger_entry (%s, payload, digest) "
                "SELECT %s, p, encode(sha256(p::bytea), 'hex') FROM (SELECT *, "
                "replace(payload, 'before', 'made up') AS p FROM mdtrace_ledger_entry "
                "ORDER BY id DESC LIMIT 1) AS entry",
                names,
                names,
            )
        )
        answer = self.env["mdtrace.ledger.entry"]._verify()
        self.assertEqual(answer["column"], "mac")

    def test_only_some_roles_verify(self):
        verifications = self.env["mdtrace.ledger.verification"]
        with self.assertRaises(AccessError):
            verifications.with_user(self.operator).action_verify()
        action = verifications.with_user(self.administrator).action_verify()
        self.assertTrue(verifications.browse(action["res_id"]).ok)

    def test_refusal_is_written_after_the_rollback(self):
        before = len(self.entries(kind="stop"))
        ledger = self.env["mdtrace.ledger.entry"].with_user(self.operator)
        ledger._append_after_rollback(
            [
                {
                    "kind": "stop",
                    "model": "res.partner",
                    "res_name": "R",
                    "reason": "held",
                }
            ]
        )
        self.assertEqual(len(self.entries(kind="stop")), before)
        self.after_rollback()
        entry = self.entries(kind="stop")[-1]
        self.assertEqual((entry.res_name, entry.reason), ("R", "held"))
        self.assertEqual(entry.user_login, "mdt_operator")

    def test_entries_of_another_company_are_not_shown(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.append(company_id=company.id, res_name="elsewhere")
        self.append(company_id=0, res_name="everywhere")
        seen = self.env["mdtrace.ledger.entry"].with_user(self.viewer)
        self.assertFalse(seen.search([("res_name", "=", "elsewhere")]))
        self.assertTrue(seen.search([("res_name", "=", "everywhere")]))
