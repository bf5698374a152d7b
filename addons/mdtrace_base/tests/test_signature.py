"""Signing over HTTP: who is there is checked at every act."""

import base64
import time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..tools.permit import PROOF_KEY
from .fakes import MdtraceFakeCase


@tagged("post_install", "-at_install")
class TestSignature(MdtraceFakeCase):
    def test_signature_says_who_when_and_what_it_meant(self):
        note = self.note("checked", text="a")
        signature = self.sign(note, "closed", self.approver, "because")
        self.assertEqual(signature.user_name, "Test approver")
        self.assertEqual(signature.meaning, "approve")
        self.assertEqual(signature.meaning_text, "Approved")
        self.assertEqual(signature.reason, "because")
        self.assertTrue(signature.signed_at)
        self.assertEqual(note.with_user(self.viewer).mdtrace_signature_ids, signature)

    def test_later_change_shows_the_signature_as_broken(self):
        note = self.note("checked", text="a")
        signature = self.sign(note, "closed", self.approver)
        self.assertFalse(signature.broken)
        note._mdtrace_write({"text": "b"})
        signature.invalidate_recordset()
        self.assertTrue(signature.broken)

    def test_signature_of_a_record_that_is_gone_is_broken(self):
        note = self.note("checked")
        signature = self.sign(note, "closed", self.approver)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM mdtrace_fake_note WHERE id = %s", [note.id])
        self.env.invalidate_all()
        self.assertTrue(signature.broken)

    def test_one_act_signs_many_records_each_with_its_digest(self):
        notes = self.note("checked", text="a") | self.note("checked", text="b")
        signatures = self.sign(notes, "closed", self.approver)
        self.assertEqual(len(set(signatures.mapped("act"))), 1)
        self.assertEqual(len(set(signatures.mapped("digest"))), 2)

    def test_old_signature_is_not_good_for_a_new_move(self):
        note = self.note("checked")
        old = self.sign(note, "closed", self.approver)
        other = self.note("checked").with_user(self.approver)
        for signature in (old, old.browse(old.id), old.with_context(**{PROOF_KEY: 1})):
            with self.assertRaisesRegex(AccessError, "not for this move"):
                other._mdtrace_move("closed", signature=signature)

    def test_signature_is_not_good_for_another_person_record_reason_or_content(self):
        note, other = self.note("checked", text="a"), self.note("checked", text="a")
        second = self.make_user("approver", "mdt_second")

        def signed():
            signatures = self.env["mdtrace.signature"].with_user(self.approver)
            return signatures._sign(
                note.with_user(self.approver), "closed", "approve", "r"
            )

        def change():
            note._mdtrace_write({"text": "changed"})
            return note.with_user(self.approver)

        wrong = (
            (lambda: note.with_user(second), "r"),
            (lambda: other.with_user(self.approver), "r"),
            (lambda: (note | other).with_user(self.approver), "r"),
            (lambda: note.with_user(self.approver), "another reason"),
            (change, "r"),
        )
        for records, reason in wrong:
            signature = signed()
            with self.assertRaisesRegex(AccessError, "not for this move"):
                records()._mdtrace_move("closed", reason=reason, signature=signature)

    def test_nobody_creates_a_signature_through_the_orm(self):
        values = {
            "act": "x",
            "user_name": "x",
            "signed_at": "2026-01-01",
            "meaning": "approve",
            "res_model": "x",
            "res_id": 1,
        }
        for user in (self.operator, self.approver, self.administrator):
            with self.assertRaises(AccessError):
                self.env["mdtrace.signature"].with_user(user).create(values)

    def test_administrator_and_approver_are_kept_apart(self):
        approver = self.env.ref("mdtrace_base.mdtrace_base_group_approver")
        administrator = self.env.ref("mdtrace_base.mdtrace_base_group_administrator")
        with self.assertRaisesRegex(ValidationError, "administrator"):
            self.administrator.sudo().group_ids += approver
        with self.assertRaisesRegex(ValidationError, "administrator"):
            administrator.user_ids += self.approver
        with self.assertRaisesRegex(ValidationError, "administrator"):
            administrator.implied_ids += approver


@tagged("post_install", "-at_install")
class TestSignRoute(MdtraceFakeCase, HttpCase):
    def post(self, note, to="closed", password=None, **params):
        credential = {"type": "password", "password": password}
        self.env.flush_all()
        answer = self.make_jsonrpc_request(
            "/mdtrace/sign",
            {
                "model": note._name,
                "ids": note.ids,
                "to": to,
                "credential": credential,
                **params,
            },
        )
        self.env.invalidate_all()
        return answer

    def login(self, role):
        user = getattr(self, role)
        self.authenticate(user.login, f"{user.login}-pw-123456")

    def sign_over_http(self, role, note, password=None, **params):
        self.login(role)
        password = password or f"mdt_{role}-pw-123456"
        return self.post(note, password=password, **params)

    def test_right_password_signs_and_moves(self):
        note = self.note("checked")
        answer = self.sign_over_http("approver", note, reason="fine")
        self.assertEqual(answer, {"ok": True})
        self.assertEqual(note.state, "closed")
        signature = self.env["mdtrace.signature"]._for(note)[note.id]
        self.assertEqual(signature.user_login, "mdt_approver")

    @mute_logger("odoo.addons.base.models.res_users")
    def test_wrong_password_is_answered_recorded_and_changes_nothing(self):
        note = self.note("checked")
        for password in ("wrong", "mdt_viewer-pw-123456", None):
            answer = self.sign_over_http("approver", note, password=password or " ")
            self.assertIn("wrong", answer["error"])
        self.assertEqual(note.state, "checked")
        refused = self.entries(note, kind="signature_refused")
        self.assertEqual(len(refused), 3)
        self.assertEqual(set(refused.mapped("user_login")), {"mdt_approver"})
        self.assertNotIn("wrong", refused[0].payload)
        self.assertFalse(self.env["mdtrace.signature"]._for(note))

    def test_wrong_role_is_answered_and_recorded(self):
        note = self.note("checked")
        for role in ("operator", "viewer", "administrator"):
            self.assertTrue(self.sign_over_http(role, note)["error"])
        self.assertEqual(note.state, "checked")
        self.assertEqual(len(self.entries(note, kind="signature_refused")), 3)
        self.assertFalse(self.env["mdtrace.signature"]._for(note))

    def test_blocked_move_is_answered_and_its_signature_undone(self):
        note = self.note("checked", blocked=True)
        answer = self.sign_over_http("approver", note)
        self.assertIn("Unblock it", answer["error"])
        self.assertFalse(self.env["mdtrace.signature"]._for(note))

    def test_move_without_a_meaning_is_not_signed(self):
        note = self.note("open")
        self.login("inspector")
        answer = self.post(note, to="checked", password="mdt_inspector-pw-123456")
        self.assertIn("not made by signing", answer["error"])
        self.assertEqual(note.state, "open")

    def test_dialog_is_told_what_is_signed(self):
        note = self.note("open", text="what it is about")
        self.login("approver")
        shown = self.make_jsonrpc_request(
            "/mdtrace/sign/prepare",
            {"model": note._name, "ids": note.ids, "to": "closed"},
        )
        self.assertEqual(shown["meaning"], "Closed")
        self.assertEqual(shown["name"], "Test approver")
        self.assertTrue(shown["reason_required"])
        self.assertIn("what it is about", str(shown["summary"]))

    @mute_logger("odoo.addons.auth_totp.models.res_users")
    def test_second_factor_is_asked_for_and_each_code_is_good_once(self):
        if "totp_secret" not in self.approver._fields:
            self.skipTest("two-factor authentication is not installed")
        from odoo.addons.auth_totp.models.totp import hotp  # only where installed

        secret = b"0123456789abcdefghij"
        code = f"{hotp(secret, int(time.time() / 30)):06d}"
        self.approver.sudo().totp_secret = base64.b32encode(secret).decode()
        note, other = self.note("checked"), self.note("checked")
        password = "mdt_approver-pw-123456"
        self.login("approver")
        for wrong in ("", "abc", "1"):
            credential = {"type": "password", "password": password, "code": wrong}
            self.assertIn("error", self.post(note, credential=credential))
        self.assertEqual(note.state, "checked")

        credential = {"type": "password", "password": password, "code": code}
        self.assertEqual(self.post(note, credential=credential), {"ok": True})
        self.assertIn("error", self.post(other, credential=credential))
        self.assertEqual((note.state, other.state), ("closed", "checked"))

    @mute_logger("odoo.http")
    def test_what_is_no_regulated_record_is_refused(self):
        self.login("approver")
        for model in ("res.partner", "mdtrace.record.mixin", "no.such.model"):
            with self.assertRaisesRegex(JsonRpcException, "UserError|KeyError"):
                self.make_jsonrpc_request(
                    "/mdtrace/sign",
                    {"model": model, "ids": [1], "to": "closed", "credential": {}},
                )
