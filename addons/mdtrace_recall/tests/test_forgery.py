"""What a client with an API key or a session cannot do."""

import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import MdtraceRecallCase


@tagged("post_install", "-at_install")
class TestForgery(MdtraceRecallCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.lot = self.make_bar()
        self.ship(self.lot, self.clinic, qty=2.0)
        self.recall = self.make_recall(self.lot)
        self.key = (
            self.env["res.users.apikeys"]
            .with_user(self.regulatory)
            .sudo()
            ._generate("rpc", "test", None)
        )

    def call(self, model, method, **params):
        response = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(params),
            headers={
                "Authorization": f"bearer {self.key}",
                "Content-Type": "application/json",
            },
        )
        return response.status_code

    def test_protected_fields_cannot_be_written_over_json2(self):
        forged = {"mdtrace_permit": True, "mdtrace_bypass": True}
        for values in (
            {"state": "active"},
            {"name": "RC/0"},
            {"frozen_at": "2020-01-01 00:00:00"},
            {"scope_digest": "0"},
            {"closing_summary": "x"},
            {"gaps": False},
            {"notice_due_at": "2030-01-01 00:00:00"},
        ):
            with self.subTest(values=values):
                status = self.call(
                    "mdtrace.recall",
                    "write",
                    ids=self.recall.ids,
                    vals=values,
                    context=forged,
                )
                self.assertEqual(status, 403)
        self.recall.invalidate_recordset()
        self.assertEqual(self.recall.state, "draft")

    def test_recall_cannot_be_created_in_a_later_state(self):
        values = {
            "title": "X",
            "reason": "X",
            "class_id": self.class_two.id,
            "state": "active",
        }
        status = self.call("mdtrace.recall", "create", vals_list=[values])
        self.assertEqual(status, 403)
        del values["state"]
        status = self.call(
            "mdtrace.recall",
            "create",
            vals_list=[values],
            context={"default_state": "active"},
        )
        self.assertEqual(status, 403)

    def test_rows_of_the_scope_cannot_be_written_over_json2(self):
        row = self.recall.scope_ids
        for model, ids in (
            ("mdtrace.recall.scope", row.ids),
            ("mdtrace.recall.consignee", self.recall.consignee_ids.ids),
            ("mdtrace.recall.consignee.line", self.recall.consignee_ids.line_ids.ids),
        ):
            with self.subTest(model=model):
                self.assertEqual(
                    self.call(model, "write", ids=ids, vals={"revision": 5}), 403
                )
                self.assertEqual(self.call(model, "unlink", ids=ids), 403)
        nested = {"scope_ids": [[1, row.id, {"quantity_on_hand": 0}]]}
        status = self.call("mdtrace.recall", "write", ids=self.recall.ids, vals=nested)
        self.assertEqual(status, 403)

    def test_private_methods_are_out_of_reach(self):
        for method in ("_mdtrace_move", "_mdtrace_write", "_mdtrace_freeze_scope"):
            with self.subTest(method=method):
                status = self.call("mdtrace.recall", method, ids=self.recall.ids)
                self.assertIn(status, (403, 404))

    def test_answers_cannot_be_made_without_the_notice(self):
        status = self.call(
            "mdtrace.recall.response",
            "create",
            vals_list=[{"recall_id": self.recall.id, "quantity_used": 2}],
        )

        self.assertEqual(status, 403)

    def test_freezing_over_json2_only_asks_for_the_signature(self):
        status = self.call("mdtrace.recall", "action_freeze", ids=self.recall.ids)

        self.assertEqual(status, 200)
        self.recall.invalidate_recordset()
        self.assertEqual(self.recall.state, "draft")
        self.assertFalse(self.lot.mdtrace_hold_count)

    def test_exclusion_over_json2_needs_its_reason(self):
        made = self.make_bar()
        self.declare({self.lot: 1.0}, {made: 1.0})
        self.recall.action_compute_scope()
        row = self.recall.scope_ids.filtered(lambda r: r.lot_id == made)
        self.env.flush_all()

        status = self.call(
            "mdtrace.recall.scope", "write", ids=row.ids, vals={"included": False}
        )

        self.assertGreaterEqual(status, 400)
        row.invalidate_recordset()
        self.assertTrue(row.included)

    def test_superuser_cannot_write_the_state_either(self):
        with self.assertRaises(AccessError):
            self.recall.sudo().write({"state": "closed"})

    def test_signing_over_a_session_freezes_the_scope(self):
        self.authenticate("mdt_regulatory", "mdt_regulatory-pw-123456")
        wrong = self.make_jsonrpc_request(
            "/mdtrace/sign",
            {
                "model": "mdtrace.recall",
                "ids": self.recall.ids,
                "to": "scoped",
                "credential": {"type": "password", "password": "wrong"},
            },
        )
        self.assertIn("error", wrong)

        right = self.make_jsonrpc_request(
            "/mdtrace/sign",
            {
                "model": "mdtrace.recall",
                "ids": self.recall.ids,
                "to": "scoped",
                "credential": {
                    "type": "password",
                    "password": "mdt_regulatory-pw-123456",
                },
            },
        )

        self.assertEqual(right, {"ok": True})
        self.env.invalidate_all()
        self.assertEqual(self.recall.state, "scoped")
        self.assertEqual(self.lot.mdtrace_hold_count, 1)
