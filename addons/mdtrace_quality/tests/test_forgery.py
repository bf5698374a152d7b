"""What a client cannot do, whatever it sends."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestForgery(MdtraceQualityCase, HttpCase):
    def call(self, model, method, user, **body):
        """Call a method as a program does, with a key of this user."""
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "test", False)
        )
        return self.url_open(
            f"/json/2/{model}/{method}",
            headers={"Authorization": f"bearer {key}"},
            json=body,
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.robot = new_test_user(
            cls.env,
            "mdt_robot",
            groups="base.group_system,mdtrace_base.mdtrace_base_group_inspector,"
            "mdtrace_base.mdtrace_base_group_operator,stock.group_stock_manager",
        )

    @mute_logger("odoo.http")
    def test_results_and_readings_cannot_be_created_by_a_client(self):
        lot = self.good_lot()
        result = {
            "lot_id": lot.id,
            "characteristic_id": self.diameter.id,
            "verdict": "pass",
            "source": "person",
            "company_id": self.env.company.id,
            "user_id": self.robot.id,
            "recorded_at": "2026-01-01 00:00:00",
        }
        for model, values in (
            ("mdtrace.result", result),
            ("mdtrace.condition.log", {"lot_id": lot.id, "temperature": 5}),
            ("mdtrace.certificate.reading", {"name": "x", "format": "coa"}),
            ("mdtrace.certificate.finding", {"message": "x", "level": "info"}),
            ("mdtrace.inspection", {"name": "x", "product_id": self.bar.id}),
            (
                "mdtrace.inspection.entry",
                {"inspection_id": self.inspection_of(lot).id, "lot_id": lot.id},
            ),
        ):
            answer = self.call(model, "create", self.robot, vals_list=[values])
            self.assertEqual(answer.status_code, 403, model)

    @mute_logger("odoo.http")
    def test_state_cannot_be_written_with_a_forged_permit(self):
        inspection = self.inspection_of(self.good_lot())
        record = self.env["mdtrace.nonconformity"].create({"title": "T"})
        for target, state in ((inspection, "accepted"), (record, "closed")):
            for context in (
                {},
                {"mdtrace_permit": True},
                {"mdtrace_permit": {"fields": ["state"], "ids": target.ids}},
                {"mdtrace_bypass": True, "default_state": state},
            ):
                answer = self.call(
                    target._name,
                    "write",
                    self.robot,
                    ids=target.ids,
                    vals={"state": state},
                    context=context,
                )
                self.assertEqual(answer.status_code, 403)
        self.assertEqual(inspection.state, "open")

    @mute_logger("odoo.http")
    def test_private_methods_are_out_of_reach(self):
        inspection = self.inspection_of(self.good_lot())
        for model, method in (
            ("mdtrace.result", "_append"),
            ("mdtrace.inspection", "_mdtrace_move"),
            ("mdtrace.inspection", "_record_result"),
            ("mdtrace.certificate.reading", "_receive"),
            ("mdtrace.condition.log", "_record"),
        ):
            answer = self.call(model, method, self.robot, ids=inspection.ids)
            self.assertEqual(answer.status_code, 403, method)

    @mute_logger("odoo.http")
    def test_default_of_the_context_does_not_open_a_nonconformity(self):
        answer = self.call(
            "mdtrace.nonconformity",
            "create",
            self.robot,
            vals_list=[{"title": "T"}],
            context={"default_state": "closed"},
        )
        self.assertNotEqual(answer.status_code, 200)

    @mute_logger("odoo.http")
    def test_button_of_the_decision_only_asks_for_a_signature(self):
        lot = self.good_lot()
        inspection = self.inspection_of(lot)

        answer = self.call(
            "mdtrace.inspection", "action_accept", self.robot, ids=inspection.ids
        )

        self.assertEqual(answer.json()["tag"], "mdtrace_base.sign")
        self.assertEqual(inspection.state, "open")

    def test_grid_takes_only_new_values(self):
        entry = self.inspection_of(self.good_lot()).entry_ids[0]

        with self.assertRaisesRegex(UserError, "Only a new value"):
            entry.with_user(self.inspector).write({"lot_id": entry.lot_id.id})
        with self.assertRaises(AccessError):
            entry.with_user(self.operator).write({"typed": "1"})

    def test_wizards_do_not_lend_rights(self):
        lot = self.good_lot()
        for role in ("viewer", "approver", "administrator"):
            user = getattr(self, role)
            with self.assertRaises(AccessError):
                self.env["mdtrace.certificate.import"].with_user(user).create({})
            with self.assertRaises(AccessError):
                self.env["mdtrace.result.correct"].with_user(user).create(
                    {
                        "result_id": lot.mdtrace_result_ids[0].id,
                        "typed": "1",
                        "reason": "r",
                    }
                )

    def test_uploaded_file_of_somebody_else_cannot_be_used(self):
        lot = self.receive(self.bar, 1, supplier_lot="L1")
        foreign = self.env["ir.attachment"].create(
            {"name": "secret.json", "raw": self.certificate(), "res_model": "res.users"}
        )
        wizard = self.offer([], lot)

        with self.assertRaises(AccessError):
            wizard.attachment_ids = foreign
            wizard._apply()
