"""A version is approved once, then replaced, never edited."""

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .fakes import MdtraceFakeCase


@tagged("post_install", "-at_install")
class TestVersions(MdtraceFakeCase):
    def specification(self, code="S", **values):
        return self.Specification.with_user(self.operator).create(
            {"code": code, "text": "a", **values}
        )

    def approve(self, specification):
        specification.with_user(self.operator).action_submit()
        self.sign(specification, "effective", self.approver)
        return specification

    def test_approving_a_version_puts_it_in_force(self):
        with freeze_time("2026-03-01 08:00:00"):
            specification = self.approve(self.specification())
        self.assertEqual(specification.state, "effective")
        self.assertEqual(str(specification.effective_from), "2026-03-01 08:00:00")

    def test_effective_version_is_not_edited(self):
        specification = self.approve(self.specification())
        with self.assertRaisesRegex(UserError, "fixed"):
            specification.with_user(self.operator).text = "b"
        with self.assertRaises(AccessError):
            specification.with_user(self.operator).version = 7

    def test_next_version_supersedes_the_one_before(self):
        first = self.approve(self.specification())
        second = first.with_user(self.operator)._mdtrace_new_version()
        self.assertEqual((second.version, second.previous_id), (2, first))
        self.assertEqual((second.state, second.text), ("draft", "a"))

        second.text = "b"
        self.approve(second)

        self.assertEqual((first.state, second.state), ("superseded", "effective"))
        self.assertEqual(first.effective_to, second.effective_from)
        kinds = self.entries(first).mapped("kind")
        self.assertEqual(kinds, ["create", "state", "signature", "state", "state"])

    def test_looking_back_shows_what_was_in_force_then(self):
        with freeze_time("2026-01-01 00:00:00"):
            first = self.approve(self.specification())
        with freeze_time("2026-02-01 00:00:00"):
            second = self.approve(first.with_user(self.operator)._mdtrace_new_version())
        family = [("code", "=", "S")]
        in_force = self.Specification._mdtrace_in_force
        self.assertFalse(in_force(family, "2025-12-31 23:59:59"))
        self.assertEqual(in_force(family, "2026-01-01 00:00:00"), first)
        self.assertEqual(in_force(family, "2026-02-01 00:00:00"), second)
        self.assertEqual(in_force(family), second)

    def test_other_families_are_left_alone(self):
        one = self.approve(self.specification("S"))
        self.approve(self.specification("T"))
        self.approve(self.specification("S", partner_id=self.partner.id))
        self.assertEqual(one.state, "effective")

    def test_only_one_version_is_in_preparation(self):
        first = self.approve(self.specification())
        first.with_user(self.operator)._mdtrace_new_version()
        with self.assertRaisesRegex(UserError, "in preparation"):
            first.with_user(self.operator)._mdtrace_new_version()

    def test_author_does_not_approve_the_own_version(self):
        both = self.make_user(
            "approver", "mdt_both", "mdtrace_base.mdtrace_base_group_operator"
        )
        specification = self.Specification.with_user(both).create({"code": "S"})
        specification.action_submit()
        with self.assertRaisesRegex(AccessError, "whoever made it"):
            self.sign(specification, "effective", both)

    def test_returned_and_withdrawn_versions(self):
        specification = self.specification()
        specification.action_submit()
        self.sign(specification, "draft", self.approver, "unclear")
        self.assertEqual(specification.state, "draft")

        self.approve(specification)
        self.sign(specification, "withdrawn", self.approver, "wrong material")
        self.assertTrue(specification.effective_to)
        self.assertFalse(self.Specification._mdtrace_in_force([("code", "=", "S")]))

    def test_database_refuses_a_second_effective_version(self):
        self.approve(self.specification())
        other = self.specification()
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE mdtrace_fake_specification SET state = 'effective' "
                "WHERE id = %s",
                [other.id],
            )
