"""Protected fields are written by the kernel and by nobody else."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.permit import PERMIT_KEY, Permit
from .fakes import MdtraceFakeCase


@tagged("post_install", "-at_install")
class TestRecordKernel(MdtraceFakeCase):
    def test_create_with_a_protected_value_is_refused_and_names_the_field(self):
        for name, value in (("state", "closed"), ("state", "draft"), ("secret", "x")):
            with self.assertRaisesRegex(AccessError, rf"\({name}\)"):
                self.Note.create({"name": "N", name: value})

    def test_create_with_a_context_default_for_a_protected_field_is_refused(self):
        notes = self.Note.with_context(default_secret="x")
        with self.assertRaisesRegex(AccessError, "secret"):
            notes.create({"name": "N"})

    def test_user_defined_default_does_not_fill_a_protected_field(self):
        self.env["ir.default"].with_user(self.operator).set(
            "mdtrace.fake.note", "state", "closed", user_id=True
        )
        note = self.Note.with_user(self.operator).create({"name": "N"})
        self.assertEqual(note.state, "draft")

    def test_import_of_a_protected_field_is_refused(self):
        result = self.Note.with_user(self.operator).load(
            ["name", "state"], [["N", "closed"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("(state)", result["messages"][0]["message"])
        self.assertFalse(self.Note.search([("name", "=", "N")]))

    def test_import_into_an_existing_record_is_refused(self):
        note = self.note()
        result = self.Note.load([".id", "secret"], [[str(note.id), "x"]])
        self.assertFalse(result["ids"])
        self.assertFalse(note.secret)

    def test_write_of_a_protected_field_is_refused_even_with_sudo(self):
        note = self.note()
        for notes in (
            note,
            note.sudo(),
            note.with_user(self.env.ref("base.user_root")),
        ):
            with self.assertRaisesRegex(AccessError, r"\(state\)"):
                notes.write({"state": "closed"})
            with self.assertRaisesRegex(AccessError, r"\(secret\)"):
                notes.secret = "x"

    def test_permit_for_one_record_does_not_open_another(self):
        one, two = self.note(), self.note()
        permit = Permit("mdtrace.fake.note", one.ids, ["secret"])
        for notes in (two, one + two):
            with self.assertRaises(AccessError):
                notes.with_context(**{PERMIT_KEY: permit}).write({"secret": "x"})

    def test_permit_for_one_field_does_not_open_another(self):
        note = self.note()
        permit = Permit("mdtrace.fake.note", note.ids, ["secret"])
        with self.assertRaises(AccessError):
            note.with_context(**{PERMIT_KEY: permit}).write(
                {"secret": "x", "state": "closed"}
            )

    def test_permit_is_good_for_one_write_only(self):
        note = self.note()
        permit = Permit("mdtrace.fake.note", note.ids, ["secret"])
        note = note.with_context(**{PERMIT_KEY: permit})
        note.write({"secret": "x"})
        with self.assertRaises(AccessError):
            note.write({"secret": "y"})

    def test_permit_to_write_does_not_permit_to_create(self):
        permit = Permit("mdtrace.fake.note", [], ["secret"])
        with self.assertRaises(AccessError):
            self.Note.with_context(**{PERMIT_KEY: permit}).create(
                {"name": "N", "secret": "x"}
            )

    def test_hooks_and_results_never_see_a_permit(self):
        self.Note.seen.clear()
        note = self.Note._mdtrace_create([{"name": "N", "secret": "x"}])
        note._mdtrace_move("open")
        note._mdtrace_write({"secret": "y"})
        self.assertNotIn(PERMIT_KEY, note.env.context)
        self.assertTrue(self.Note.seen)
        self.assertFalse(any(self.Note.seen))

    def test_look_alike_in_the_context_opens_nothing(self):
        note = self.note()
        for value in (
            True,
            "x",
            {"model": note._name, "ids": note.ids, "spent": False},
        ):
            with self.assertRaises(AccessError):
                note.with_context(**{PERMIT_KEY: value}).write({"secret": "x"})

    def test_business_methods_write_protected_fields_and_the_ledger(self):
        note = self.Note._mdtrace_create([{"name": "N", "secret": "x"}])
        self.assertEqual(note.secret, "x")
        note._mdtrace_write({"secret": "y", "owner_id": self.viewer.id}, reason="why")
        self.assertEqual(note.secret, "y")

        entry = self.entries(note)[-1]
        self.assertEqual(entry.kind, "change")
        data = entry._payload_data()
        self.assertEqual(data["old"], {"secret": "x", "owner_id": None})
        self.assertEqual(
            data["new"],
            {"secret": "y", "owner_id": {"id": self.viewer.id, "model": "res.users"}},
        )
        self.assertEqual(data["reason"], "why")

    def test_state_is_not_written_by_the_write_method(self):
        with self.assertRaises(ValueError):
            self.note()._mdtrace_write({"state": "closed"})

    def test_default_context_does_not_disturb_a_business_method(self):
        notes = self.Note.with_context(default_secret="z", default_state="closed")
        note = notes._mdtrace_create([{"name": "N"}])
        self.assertEqual((note.state, note.secret), ("draft", False))

    def test_copy_starts_again_as_a_draft(self):
        note = self.note("open")
        note._mdtrace_write({"secret": "x"})
        copied = note.copy()
        self.assertEqual((copied.state, copied.secret), ("draft", False))

    def test_frozen_field_is_free_in_draft_and_fixed_after(self):
        note = self.note(text="a")
        note.text = "b"
        note._mdtrace_move("open")
        with self.assertRaisesRegex(UserError, "fixed"):
            note.text = "c"
        note._mdtrace_write({"text": "d"})
        self.assertEqual(note.text, "d")

    def test_draft_is_deleted_and_recorded(self):
        note = self.note(text="a")
        model, res_id = note._name, note.id
        note.unlink()
        entry = self.entries(res_model=model, res_id=res_id, kind="delete_draft")
        self.assertEqual(entry._payload_data()["old"]["text"], "a")

    def test_record_that_left_draft_is_not_deleted(self):
        note = self.note("open")
        with self.assertRaisesRegex(UserError, "no draft any more"):
            note.sudo().unlink()

    def test_creation_and_ordinary_changes_are_recorded(self):
        note = self.note(text="a", amount=1.5)
        note.write({"text": "b", "amount": 2})
        note.write({"text": "b"})
        created, changed = self.entries(note)
        self.assertEqual((created.kind, changed.kind), ("create", "change"))
        self.assertEqual(created._payload_data()["new"]["amount"], "1.5")
        self.assertEqual(changed._payload_data()["old"], {"text": "a", "amount": "1.5"})
        self.assertEqual(changed._payload_data()["new"], {"text": "b", "amount": "2"})
        self.assertEqual(created.user_login, self.operator.login)

    def test_views_and_import_offer_no_protected_field(self):
        described = self.Note.fields_get(["state", "secret", "text"], ["readonly"])
        self.assertTrue(described["state"]["readonly"])
        self.assertTrue(described["secret"]["readonly"])
        self.assertFalse(described["text"]["readonly"])

    def test_ledger_costs_one_query_whatever_the_number_of_records(self):
        few = self.Note.create([{"name": "N"}] * 2)
        many = self.Note.create([{"name": "N"}] * 60)
        (few | many)._mdtrace_move("open")
        self.env.flush_all()
        counts = []
        for notes in (few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            notes._mdtrace_write({"secret": "x"})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestDefinitions(MdtraceFakeCase):
    def test_every_regulated_model_is_declared_so_that_the_guard_holds(self):
        problems = []
        for parent in ("mdtrace.record.mixin", "mdtrace.append.only.mixin"):
            for name in sorted(self.registry.descendants([parent], "_inherit")):
                if not self.registry[name]._abstract:
                    problems += self.env[name]._mdtrace_check_definition()
        self.assertEqual(problems, [])

    def test_check_names_a_protected_field_that_is_copied(self):
        field = self.Note._fields["secret"]
        self.patch(field, "copy", True)
        self.assertIn(
            "secret must have copy=False", str(self.Note._mdtrace_check_definition())
        )

    def test_classes_of_one_model_add_up_what_they_protect(self):
        protected = self.Specification._mdtrace_protected_fields()
        self.assertLessEqual({"state", "version", "previous_id"}, protected)
        frozen = self.Specification._mdtrace_declared("_mdtrace_frozen")
        self.assertEqual(frozen, ("code", "partner_id", "text"))
