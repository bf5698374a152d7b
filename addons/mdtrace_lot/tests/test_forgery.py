"""What a plain stock user reaches over HTTP with an API key, and cannot do."""

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import MdtraceLotCase

FORGED = {
    "mdtrace_permit": True,
    "mdtrace_origin": True,
    "mdtrace_reserving": {"operation": ""},
    "mdtrace_bypass": True,
    "skip_sanity_check": True,
    "skip_expired": True,
    "skip_backorder": True,
    "cancel_backorder": True,
    "inventory_mode": True,
    "_force_unlink": True,
    "install_mode": True,
    "tracking_disable": True,
    "no_reset_password": True,
}


@tagged("post_install", "-at_install")
class TestForgery(HttpCase, MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot, cls.pending = cls.env["stock.lot"].create(
            [
                {"name": "L1", "product_id": cls.bar.id},
                {"name": "L2", "product_id": cls.bar.id},
            ]
        )
        for lot in cls.lot, cls.pending:
            cls.env["stock.quant"]._update_available_quantity(
                cls.bar, cls.stock, 10, lot_id=lot
            )
        cls.key = (
            cls.env["res.users.apikeys"]
            .with_user(cls.keeper)
            ._generate("rpc", "test", fields.Datetime.now() + timedelta(hours=12))
        )

    def call(self, model, method, ids=None, **kwargs):
        """Call a method over JSON-2 with a forged context; return (status, body)."""
        body = {"context": FORGED, **kwargs}
        if ids is not None:
            body["ids"] = ids
        with mute_logger("odoo.http", "odoo.sql_db"):
            response = self.url_open(
                f"/json/2/{model}/{method}",
                data=json.dumps(body),
                headers={
                    "Authorization": f"bearer {self.key}",
                    "Content-Type": "application/json",
                },
            )
        self.env.invalidate_all()
        return response.status_code, response.json()

    def assertRefused(self, answer):
        status, body = answer
        self.assertGreaterEqual(status, 400, body)

    def delivery(self):
        self.release(self.lot)
        picking = self.deliver(self.bar, 4, lots=self.lot)
        picking.move_ids.picked = True
        self.env.flush_all()
        return picking

    def test_a_held_lot_does_not_ship_over_the_api(self):
        picking = self.delivery()
        self.hold(self.lot)
        self.env.flush_all()

        for model, method, ids, kwargs in (
            ("stock.picking", "button_validate", picking.ids, {}),
            ("stock.picking", "write", picking.ids, {"vals": {"state": "done"}}),
            ("stock.move", "write", picking.move_ids.ids, {"vals": {"state": "done"}}),
        ):
            with self.subTest(model=model, method=method):
                self.assertRefused(self.call(model, method, ids, **kwargs))
        self.assertEqual(self.on_hand(self.lot), 10)
        self.assertNotEqual(picking.move_ids.state, "done")

    def test_a_stop_names_code_and_record_in_the_answer(self):
        picking = self.delivery()
        hold = self.hold(self.lot)
        self.env.flush_all()

        _status, body = self.call("stock.picking", "button_validate", picking.ids)

        self.assertIn("on hold", body["message"])
        self.assertIn(hold.name, json.dumps(body))

    def test_status_and_holds_are_not_written_over_the_api(self):
        hold = self.hold(self.lot)
        status = self.pending.mdtrace_status_id
        self.env.flush_all()
        reason = self.env.ref("mdtrace_lot.mdtrace_hold_reason_manual").id

        for model, method, ids, kwargs in (
            (
                "mdtrace.lot.status",
                "write",
                status.ids,
                {"vals": {"disposition": "released"}},
            ),
            ("mdtrace.lot.status", "write", status.ids, {"vals": {"hold_count": 0}}),
            ("mdtrace.lot.status", "unlink", status.ids, {}),
            ("mdtrace.lot.status", "_mdtrace_move", status.ids, {"to": "released"}),
            (
                "mdtrace.lot.status",
                "create",
                None,
                {"vals_list": [{"lot_id": self.lot.id, "disposition": "released"}]},
            ),
            ("mdtrace.lot.hold", "write", hold.ids, {"vals": {"state": "closed"}}),
            ("mdtrace.lot.hold", "unlink", hold.ids, {}),
            (
                "mdtrace.lot.hold",
                "create",
                None,
                {"vals_list": [{"lot_id": self.lot.id, "reason_id": reason}]},
            ),
            (
                "stock.lot",
                "_mdtrace_hold",
                self.lot.ids,
                {"reason_code": "manual", "note": ""},
            ),
            ("mdtrace.gate", "_mdtrace_lock", None, {"lot_ids": []}),
            ("stock.lot", "action_mdtrace_release", self.pending.ids, {}),
        ):
            with self.subTest(model=model, method=method):
                self.assertRefused(self.call(model, method, ids, **kwargs))
        self.assertEqual(self.pending.mdtrace_disposition, "pending")
        self.assertEqual(self.lot.mdtrace_hold_count, 1)

    def test_protected_fields_are_not_written_even_with_all_rights(self):
        status = self.lot.mdtrace_status_id.sudo()
        hold = self.hold(self.lot).sudo()
        for record, vals in (
            (status, {"disposition": "released"}),
            (status, {"hold_count": 0}),
            (status, {"lot_id": self.pending.id}),
            (hold, {"state": "closed"}),
            (hold, {"note": "never mind"}),
            (hold, {"lot_id": self.pending.id}),
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                record.with_context(**FORGED).write(vals)
        with self.assertRaises(AccessError):
            self.env["mdtrace.lot.status"].with_context(
                default_disposition="released"
            ).create({"lot_id": self.lot.id})

    def attempt(self, *calls):
        """Try each (model, method, ids, arguments) and expect a refusal."""
        for model, method, ids, kwargs in calls:
            with self.subTest(model=model, method=method, kwargs=kwargs):
                self.assertRefused(self.call(model, method, ids, **kwargs))

    def shipped_and_held(self):
        picking = self.delivery()
        picking.with_context(skip_sms=True).button_validate()
        self.hold(self.lot)
        self.env.flush_all()
        return picking.move_line_ids

    def test_done_lines_are_guarded_over_the_api(self):
        line = self.shipped_and_held()
        vals = {
            "picking_id": line.picking_id.id,
            "product_id": self.bar.id,
            "lot_id": self.pending.id,
            "quantity": 1,
            "location_id": self.stock.id,
            "location_dest_id": self.customers.id,
        }

        self.attempt(
            (
                "stock.move.line",
                "write",
                line.ids,
                {"vals": {"lot_id": self.pending.id}},
            ),
            ("stock.move.line", "write", line.ids, {"vals": {"quantity": 0}}),
            ("stock.move.line", "write", line.ids, {"vals": {"lot_id": False}}),
            ("stock.move.line", "create", None, {"vals_list": [vals]}),
            ("stock.move.line", "unlink", line.ids, {}),
            ("stock.move", "unlink", line.move_id.ids, {}),
            ("stock.move", "write", line.move_id.ids, {"vals": {"state": "draft"}}),
            ("stock.move", "write", line.move_id.ids, {"vals": {"quantity": 1}}),
        )

        self.assertEqual(line.lot_id, self.lot)
        self.assertEqual(line.quantity, 4)
        self.assertEqual(line.state, "done")

    def test_quants_and_lots_are_guarded_over_the_api(self):
        self.shipped_and_held()
        quant = self.lot.quant_ids.filtered(lambda q: q.location_id == self.stock)
        vals = {
            "product_id": self.bar.id,
            "location_id": self.stock.id,
            "lot_id": self.pending.id,
            "quantity": 9,
        }

        self.attempt(
            ("stock.quant", "write", quant.ids, {"vals": {"quantity": 99}}),
            ("stock.quant", "write", quant.ids, {"vals": {"lot_id": self.pending.id}}),
            ("stock.quant", "create", None, {"vals_list": [vals]}),
            ("stock.quant", "unlink", quant.ids, {}),
            ("stock.lot", "write", self.lot.ids, {"vals": {"name": "X"}}),
            ("stock.lot", "write", self.lot.ids, {"vals": {"mdtrace_supplier_id": 1}}),
            ("stock.lot", "unlink", self.lot.ids, {}),
        )

        self.assertEqual(self.on_hand(self.lot), 6)
        self.assertEqual(self.lot.name, "L1")

    def test_the_web_client_shows_a_stop_as_a_user_error(self):
        picking = self.delivery()
        self.hold(self.lot)
        self.env.flush_all()
        self.authenticate("mdt_keeper", "mdt_keeper-pw-123456")

        with mute_logger("odoo.http"):
            answer = self.url_open(
                "/web/dataset/call_kw/stock.picking/button_validate",
                data=json.dumps(
                    {
                        "params": {
                            "model": "stock.picking",
                            "method": "button_validate",
                            "args": [picking.ids],
                            "kwargs": {"context": FORGED},
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()

        self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.UserError")
        self.assertIn("on hold", answer["error"]["data"]["message"])

    def test_a_pending_lot_is_not_reserved_over_the_api(self):
        picking = self.delivery()
        self.env.flush_all()

        self.assertRefused(
            self.call(
                "stock.move.line",
                "create",
                vals_list=[
                    {
                        "move_id": picking.move_ids.id,
                        "picking_id": picking.id,
                        "product_id": self.bar.id,
                        "lot_id": self.pending.id,
                        "quantity": 1,
                        "location_id": self.stock.id,
                        "location_dest_id": self.customers.id,
                    }
                ],
            )
        )
        self.assertRefused(
            self.call(
                "stock.move.line",
                "write",
                picking.move_line_ids.ids,
                vals={"lot_id": self.pending.id},
            )
        )
