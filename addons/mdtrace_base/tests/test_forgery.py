"""What a client with a forged context, an import or an API key can do: nothing."""

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..tools.permit import PERMIT_KEY, PROOF_KEY
from .fakes import MdtraceFakeCase

FORGED = {
    PERMIT_KEY: {
        "model": "mdtrace.fake.note",
        "ids": None,
        "fields": ["state", "secret", "text"],
        "spent": False,
    },
    PROOF_KEY: {"ids": [1], "spent": False},
    "mdtrace_bypass": True,
    "mdtrace_skip": True,
    "skip_sanity_check": True,
    "install_mode": True,
    "import_file": True,
    "_import_current_module": "mdtrace_base",
    "module": "mdtrace_base",
    "_force_unlink": True,
    "tracking_disable": True,
    "bin_size": True,
}
VALUES = {"state": "closed", "secret": "x"}


@tagged("post_install", "-at_install")
class TestForgery(MdtraceFakeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = (
            cls.env["res.users.apikeys"]
            .with_user(cls.operator)
            ._generate(
                "rpc", "test", fields.Datetime.add(fields.Datetime.now(), days=1)
            )
        )

    def call(self, model, method, *args, **kwargs):
        self.authenticate("mdt_operator", "mdt_operator-pw-123456")
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def json2(self, model, method, **body):
        """Call the external API; return the response."""
        return self.url_open(
            f"/json/2/{model}/{method}",
            json=body,
            headers={"Authorization": f"bearer {self.key}"},
        )

    @mute_logger("odoo.http")
    def test_forged_context_does_not_open_write_or_create(self):
        note = self.note("open", text="a")
        for context in (FORGED, {PERMIT_KEY: True}, {PERMIT_KEY: [note.ids]}):
            for method, args in (
                ("write", [note.ids, {"state": "closed"}]),
                ("write", [note.ids, {"secret": "x"}]),
                ("write", [note.ids, {"text": "b"}]),
                ("web_save", [note.ids, {"state": "closed"}]),
                ("create", [{"name": "N", **VALUES}]),
                ("web_save", [[], {"name": "N", **VALUES}]),
                ("copy", [note.ids, VALUES]),
                ("unlink", [note.ids]),
            ):
                extra = {"specification": {}} if method == "web_save" else {}
                with self.assertRaises(
                    JsonRpcException, msg=f"{method} {args} {context}"
                ):
                    self.call(note._name, method, *args, context=context, **extra)
        self.env.invalidate_all()
        self.assertEqual((note.state, note.secret, note.text), ("open", False, "a"))
        self.assertEqual(self.Note.search_count([]), 1)

    @mute_logger("odoo.http")
    def test_context_defaults_do_not_fill_protected_fields(self):
        context = {"default_state": "closed", "default_secret": "x"}
        with self.assertRaises(JsonRpcException):
            self.call("mdtrace.fake.note", "create", [{"name": "N"}], context=context)
        with self.assertRaises(JsonRpcException):
            self.call("mdtrace.fake.note", "name_create", "N", context=context)
        self.assertFalse(self.Note.search([]))

    @mute_logger("odoo.http")
    def test_import_over_rpc_does_not_fill_protected_fields(self):
        result = self.call(
            "mdtrace.fake.note",
            "load",
            ["name", "state"],
            [["N", "closed"]],
            context=FORGED,
        )
        self.assertFalse(result["ids"])
        self.assertFalse(self.Note.search([]))

    @mute_logger("odoo.http")
    def test_kernel_is_not_reached_over_rpc(self):
        note = self.note("open")
        for method, args in (
            ("_mdtrace_move", [note.ids, "closed"]),
            ("_mdtrace_write", [note.ids, {"secret": "x"}]),
            ("_mdtrace_create", [{"name": "N", **VALUES}]),
            ("_mdtrace_permitted_write", [note.ids, VALUES]),
        ):
            with self.assertRaises(JsonRpcException, msg=method):
                self.call(note._name, method, *args, context=FORGED)
        for model, method, args in (
            ("mdtrace.signature", "_sign", []),
            ("mdtrace.signature", "create", [{"act": "x"}]),
            ("mdtrace.ledger.entry", "_append", [[]]),
            ("mdtrace.ledger.entry", "create", [{"kind": "hold"}]),
            ("mdtrace.evidence", "_store", ["n", "c", "coa"]),
        ):
            with self.assertRaises(JsonRpcException, msg=method):
                self.call(model, method, *args, context=FORGED)

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.json2")
    def test_external_api_with_a_key_meets_the_same_rule(self):
        note = self.note("open", text="a")
        if self.json2("res.users", "context_get").status_code == 404:
            self.skipTest("the external API is not installed")
        for method, body in (
            ("write", {"ids": note.ids, "vals": {"state": "closed"}}),
            ("write", {"ids": note.ids, "vals": {"secret": "x"}}),
            ("create", {"vals_list": [{"name": "N", **VALUES}]}),
            ("_mdtrace_move", {"ids": note.ids, "to": "closed"}),
        ):
            for context in ({}, FORGED):
                response = self.json2(note._name, method, context=context, **body)
                self.assertGreaterEqual(response.status_code, 400, response.text)
        self.env.invalidate_all()
        self.assertEqual((note.state, note.secret), ("open", False))

    @mute_logger("odoo.http")
    def test_api_key_does_not_sign(self):
        note = self.note("checked")
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.approver)
            ._generate(
                "rpc", "test", fields.Datetime.add(fields.Datetime.now(), days=1)
            )
        )
        body = {
            "jsonrpc": "2.0",
            "method": "call",
            "params": {
                "model": note._name,
                "ids": note.ids,
                "to": "closed",
                "credential": {
                    "type": "password",
                    "password": "mdt_approver-pw-123456",
                },
            },
        }
        response = self.url_open(
            "/mdtrace/sign", json=body, headers={"Authorization": f"bearer {key}"}
        )
        self.assertIn("error", response.json())

        self.authenticate("mdt_approver", "mdt_approver-pw-123456")
        body["params"]["credential"]["password"] = key
        response = self.url_open("/mdtrace/sign", json=body)
        self.assertIn("error", response.json()["result"])
        self.env.invalidate_all()
        self.assertEqual(note.state, "checked")

    @mute_logger("odoo.http")
    def test_another_persons_password_does_not_sign(self):
        note = self.note("checked")
        second = self.make_user("approver", "mdt_second")
        self.authenticate("mdt_approver", "mdt_approver-pw-123456")
        answer = self.make_jsonrpc_request(
            "/mdtrace/sign",
            {
                "model": note._name,
                "ids": note.ids,
                "to": "closed",
                "credential": {
                    "type": "password",
                    "login": second.login,
                    "password": "mdt_second-pw-123456",
                },
            },
        )
        self.assertIn("error", answer)
        self.env.invalidate_all()
        self.assertEqual(note.state, "checked")
