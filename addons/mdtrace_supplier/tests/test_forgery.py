"""What a client can send: contexts, defaults, private methods, raw values."""

import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import MdtraceSupplierCase

FORGED = {
    "mdtrace_permit": True,
    "mdtrace_bypass": True,
    "skip_sanity_check": True,
    "validate_analytic": True,
    "default_state": "effective",
    "tz": "Pacific/Pago_Pago",
    "allowed_company_ids": [],
}


@tagged("post_install", "-at_install")
class TestForgery(MdtraceSupplierCase, HttpCase):
    def key(self, user):
        return (
            self.env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate("rpc", "test", None)
        )

    def call(self, user, model, method, **body):
        with mute_logger("odoo.http"):
            response = self.url_open(
                f"/json/2/{model}/{method}",
                data=json.dumps(body),
                headers={
                    "Authorization": f"bearer {self.key(user)}",
                    "Content-Type": "application/json",
                },
            )
        return response.status_code, response.json()

    def test_order_is_stopped_whatever_context_comes_along(self):
        order = self.order()
        self.env.flush_all()

        for method, values in (
            ("button_confirm", {}),
            ("button_approve", {"force": True}),
            ("write", {"vals": {"state": "purchase"}}),
        ):
            with self.subTest(method=method):
                status, body = self.call(
                    self.buyer,
                    "purchase.order",
                    method,
                    ids=order.ids,
                    context={k: v for k, v in FORGED.items() if "company" not in k},
                    **values,
                )
                self.assertEqual(status, 422, body)
                self.assertIn("never been approved", body["message"])
                order.invalidate_recordset()
                self.assertEqual(order.state, "draft")

    def test_approval_cannot_be_created_or_written_in_force(self):
        draft = self.prepare()
        self.env.flush_all()
        values = {"partner_id": self.trader.id, "product_id": self.bar.id}

        attempts = (
            ("create", {"vals_list": [{**values, "state": "effective"}]}, {}),
            ("create", {"vals_list": [values]}, {"default_state": "effective"}),
            ("create", {"vals_list": [values]}, {"default_version": 9}),
            ("write", {"ids": draft.ids, "vals": {"state": "effective"}}, FORGED),
            (
                "write",
                {"ids": draft.ids, "vals": {"effective_from": "2020-01-01 00:00:00"}},
                FORGED,
            ),
        )
        for method, body, context in attempts:
            with self.subTest(method=method, body=body, context=context):
                status, answer = self.call(
                    self.purchaser,
                    "mdtrace.supplier.approval",
                    method,
                    context=context,
                    **body,
                )
                self.assertGreaterEqual(status, 400, answer)

    def test_private_methods_are_closed(self):
        approval = self.prepare()
        self.env.flush_all()

        for method, body in (
            ("_mdtrace_move", {"to": "effective"}),
            ("_mdtrace_write", {"values": {"state_reason": "x"}}),
            ("_mdtrace_create", {"vals_list": [{}]}),
        ):
            status, _answer = self.call(
                self.approver,
                "mdtrace.supplier.approval",
                method,
                ids=approval.ids,
                **body,
            )
            self.assertIn(status, (403, 404), method)

    def test_approve_over_the_api_asks_for_a_signature_in_the_browser(self):
        approval = self.prepare()
        approval.action_submit()
        self.env.flush_all()

        status, answer = self.call(
            self.approver,
            "mdtrace.supplier.approval",
            "action_approve",
            ids=approval.ids,
        )

        approval.invalidate_recordset()
        self.assertEqual((status, approval.state), (200, "in_review"), answer)

    def test_approval_of_a_lot_cannot_be_written(self):
        approval = self.approve()
        lot = self.receive(self.bar, 5, partner=self.trader)
        self.env.flush_all()

        status, answer = self.call(
            self.env.ref("base.user_admin"),
            "stock.lot",
            "write",
            ids=lot.ids,
            vals={"mdtrace_supplier_approval_id": approval.id},
            context=FORGED,
        )

        self.assertGreaterEqual(status, 400, answer)
        lot.invalidate_recordset()
        self.assertFalse(lot.mdtrace_supplier_approval_id)
