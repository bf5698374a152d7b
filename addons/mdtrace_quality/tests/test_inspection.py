"""Incoming inspection: made by the receipt, decided by somebody else, signed."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestInspection(MdtraceQualityCase):
    def test_receipt_by_a_plain_stock_user_opens_an_inspection(self):
        picking = self.make_receipt(self.bar, 10, user=self.keeper)
        picking.move_ids.picked = True
        picking.with_user(self.keeper).button_validate()

        inspection = self.inspection_of(picking.move_line_ids.lot_id)

        self.assertEqual(inspection.state, "open")
        self.assertEqual(inspection.picking_id, picking)
        self.assertEqual(inspection.receiver_id, self.keeper)
        self.assertEqual(inspection.specification_id, self.specification)
        self.assertTrue(inspection.name.startswith("INS/"))
        self.assertEqual(len(inspection.entry_ids), 3)
        self.assertFalse(any(inspection.entry_ids.mapped("typed")))

    def test_uncontrolled_lot_has_no_inspection(self):
        self.assertFalse(self.inspection_of(self.receive(self.rag, 5)))

    def test_each_lot_has_its_own_and_serials_share_one(self):
        first = self.inspection_of(self.receive(self.bar, 1))
        second = self.inspection_of(self.receive(self.bar, 1))
        serials = self.receive(self.screw, 3)

        self.assertNotEqual(first, second)
        self.assertEqual(self.inspection_of(serials).lot_ids, serials)

    def test_more_of_a_lot_that_is_being_inspected_joins_its_inspection(self):
        lot = self.receive(self.bar, 1, lot_name="SAME")
        self.receive(self.bar, 1, lot_name="SAME")

        found = self.env["mdtrace.inspection"].search([("lot_ids", "in", lot.ids)])
        self.assertEqual(len(found), 1)

    def test_version_in_force_stays_pinned(self):
        lot = self.receive(self.bar, 1)
        action = self.specification.with_user(self.inspector).action_new_version()
        second = self.env["mdtrace.specification"].browse(action["res_id"])
        second.with_user(self.inspector).action_submit()
        self.sign(second, "effective", self.approver)

        self.assertEqual(self.inspection_of(lot).specification_id, self.specification)
        later = self.inspection_of(self.receive(self.bar, 1))
        self.assertEqual(later.specification_id, second)

    def test_release_waits_for_the_accepted_inspection(self):
        lot = self.good_lot()
        with self.assertRaisesRegex(UserError, "is not decided"):
            self.release(lot)

        self.accept(self.inspection_of(lot))
        self.release(lot)

        self.assertEqual(lot.mdtrace_disposition, "released")

    def test_conditional_release_waits_as_well(self):
        lot = self.good_lot()

        with self.assertRaisesRegex(UserError, "is not decided"):
            self.sign(lot.mdtrace_status_id, "conditional", self.approver, "urgent")

    def test_rejected_inspection_blocks_the_release_but_not_the_rejection(self):
        lot = self.receive(self.bar, 10)
        self.sign(self.inspection_of(lot), "rejected", self.inspector, "Scratched")

        with self.assertRaisesRegex(UserError, "was rejected by INS"):
            self.release(lot)
        self.sign(lot.mdtrace_status_id, "rejected", self.approver, "Scratched")
        self.assertEqual(lot.mdtrace_disposition, "rejected")

    def test_product_without_specification_cannot_be_released(self):
        lots = self.receive(self.screw, 2)

        self.assertEqual(self.codes(self.inspection_of(lots)), ["no_specification"])
        with self.assertRaisesRegex(UserError, "no specification in force"):
            self.release(lots)

    def test_received_lot_without_inspection_cannot_be_released(self):
        gate = self.env["mdtrace.gate"]
        lot = self.receive(self.bar, 1)

        blocker = gate._mdtrace_blocker_none(lot)
        self.assertEqual(blocker.code, "inspection_open")
        self.assertEqual(gate._mdtrace_need_inspection(lot), lot)

    def test_inspection_can_be_started_for_a_lot_that_has_none(self):
        lot = self.env["stock.lot"].create({"product_id": self.bar.id, "name": "NEW"})
        with self.assertRaises(UserError):
            lot.with_user(
                self.make_once("operator", "stock.group_stock_user")
            ).action_mdtrace_start_inspection()

        user = self.make_once("inspector", "stock.group_stock_user")
        lot.with_user(user).action_mdtrace_start_inspection()

        self.assertEqual(self.inspection_of(lot).lot_ids, lot)
        with self.assertRaisesRegex(UserError, "already have"):
            lot.with_user(user).action_mdtrace_start_inspection()

    def test_receiver_cannot_decide(self):
        receiver = self.make_user(
            "inspector",
            "mdt_receiver",
            "stock.group_stock_user,stock.group_production_lot",
        )
        picking = self.make_receipt(self.bar, 10, user=receiver)
        picking.move_line_ids.mdtrace_supplier_lot = "L1"
        picking.move_ids.picked = True
        picking.with_user(receiver).button_validate()
        lot = picking.move_line_ids.lot_id
        inspection = self.inspection_of(lot)
        self.read(self.certificate(), lot)
        self.measure(inspection, {self.diameter: "10"}, receiver)

        for to in ("accepted", "rejected"):
            with self.assertRaises(UserError):
                self.sign(inspection, to, receiver, "reason")
        self.accept(inspection)
        self.assertEqual(inspection.decided_by_id, self.inspector)
        self.assertTrue(inspection.decided_at)

    def test_other_roles_cannot_decide(self):
        inspection = self.inspection_of(self.good_lot())

        for user in (self.operator, self.approver, self.administrator, self.viewer):
            with self.assertRaises(AccessError):
                self.sign(inspection, "accepted", user)

    def test_decision_without_signature_is_refused(self):
        inspection = self.inspection_of(self.good_lot()).with_user(self.inspector)

        with self.assertRaises(UserError):
            inspection._mdtrace_move("accepted")

    def test_what_is_missing_and_failed_is_named(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")
        inspection = self.inspection_of(lot)
        self.assertEqual(self.codes(inspection), ["result_missing"] * 3)

        self.read(self.certificate(), lot)
        self.measure(inspection, {self.diameter: "10.06"})

        self.assertEqual(self.codes(inspection), ["result_failed"])
        self.assertIn("Diameter does not meet 9.95 – 10.05 mm", inspection.blocker_text)
        with self.assertRaisesRegex(UserError, "Diameter"):
            self.accept(inspection)

    def test_typed_values_must_be_submitted_before_a_decision(self):
        inspection = self.inspection_of(self.receive(self.bar, 10))
        inspection.entry_ids[-1].with_user(self.inspector).typed = "10"

        self.assertIn("unsubmitted", self.codes(inspection, "rejected"))

    def test_value_is_typed_with_unit_and_qualifier(self):
        inspection = self.inspection_of(self.good_lot())
        entry = inspection.entry_ids.filtered(lambda e: e.source == "inspection")
        for typed, unit, verdict in (
            ("10000", "µm", "pass"),
            ("0.394", "inch", "pass"),
            ("<10", None, "fail"),
        ):
            entry.with_user(self.inspector).write({"typed": typed, "typed_unit": unit})
            inspection.with_user(self.inspector).action_submit_results()
            newest = entry.result_ids.sorted("id")[-1]
            self.assertEqual((newest.value_text, newest.verdict), (typed, verdict))
        self.assertFalse(entry.typed)

    def test_value_that_cannot_be_compared_is_refused(self):
        inspection = self.inspection_of(self.good_lot()).with_user(self.inspector)
        entry = inspection.entry_ids.filtered(lambda e: e.source == "inspection")
        for typed, unit, words in (
            ("ten", None, "is not a number"),
            ("1,234", None, "is not a number"),
            ("10", "kg", "cannot be converted"),
            ("10", "ells", "not a known unit"),
        ):
            entry.write({"typed": typed, "typed_unit": unit})
            with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                inspection.action_submit_results()

    def test_text_characteristic_is_compared_with_the_expected_ones(self):
        product = self.make_product("Test foil", "lot")
        self.make_specification(
            product,
            [self.line(self.appearance, expected="OK|clean", source="inspection")],
        )
        inspection = self.inspection_of(self.receive(product, 1))

        self.measure(inspection, {self.appearance: "dirty"})
        self.assertEqual(inspection.entry_ids.verdict, "fail")

    def test_correction_is_a_new_row_with_a_reason(self):
        lot = self.good_lot()
        inspection = self.inspection_of(lot)
        wrong = inspection.result_ids.filtered(lambda one: one.source == "person")
        wizard = self.env["mdtrace.result.correct"].with_user(self.inspector)

        wizard.create(
            {"result_id": wrong.id, "typed": "10.02", "reason": "Typing error"}
        ).action_apply()

        right = wrong.correction_ids
        self.assertEqual((right.value_text, right.reason), ("10.02", "Typing error"))
        self.assertEqual((wrong.counts, right.counts), (False, True))
        self.assertEqual(wrong.value_text, "10.01")
        with self.assertRaisesRegex(UserError, "corrected before"):
            wizard.create(
                {"result_id": wrong.id, "typed": "10", "reason": "again"}
            ).action_apply()
        certificate = inspection.result_ids.filtered(lambda one: one.reading_id)[0]
        with self.assertRaisesRegex(UserError, "set the certificate aside"):
            wizard.create(
                {"result_id": certificate.id, "typed": "6", "reason": "no"}
            ).action_apply()

    def test_decided_inspection_takes_no_more_results(self):
        inspection = self.inspection_of(self.good_lot())
        self.accept(inspection)
        entry = inspection.entry_ids[0].with_user(self.inspector)

        with self.assertRaisesRegex(UserError, "is decided"):
            entry.typed = "5"
        with self.assertRaisesRegex(UserError, "is decided"):
            inspection.with_user(self.inspector).action_submit_results()

    def test_later_correction_shows_the_signature_as_broken(self):
        lot = self.good_lot()
        inspection = self.inspection_of(lot)
        self.accept(inspection)
        signature = inspection.mdtrace_signature_ids
        self.assertFalse(signature.broken)

        reading = lot.mdtrace_reading_ids
        reading.with_user(self.inspector)._mdtrace_move("set_aside", reason="forged")

        signature.invalidate_recordset()
        self.assertTrue(signature.broken)

    def test_lots_can_be_inspected_again_with_a_reason(self):
        lot = self.good_lot()
        first = self.inspection_of(lot)
        self.sign(first, "rejected", self.inspector, "Wrong gauge")

        self.env["mdtrace.inspection.repeat"].with_user(self.inspector).create(
            {"inspection_id": first.id, "reason": "Gauge out of calibration"}
        ).action_apply()
        second = self.inspection_of(lot)

        self.assertEqual(second.previous_id, first)
        self.assertFalse(self.codes(second))
        self.accept(second)
        self.release(lot)
        self.assertEqual(lot.mdtrace_disposition, "released")

    def test_result_is_recorded_by_other_addons(self):
        inspection = self.inspection_of(self.receive(self.bar, 1))

        result = inspection._record_result(inspection.lot_ids, self.diameter, "10.0")

        self.assertEqual((result.verdict, result.source), ("pass", "person"))
        with self.assertRaisesRegex(UserError, "not an open inspection"):
            inspection._record_result(inspection.lot_ids, self.appearance, "x")

    def test_shared_inspection_needs_a_result_of_every_serial(self):
        self.make_specification(
            self.screw, [self.line(self.diameter, 1, 2, source="inspection")]
        )
        lots = self.receive(self.screw, 3)
        inspection = self.inspection_of(lots)

        inspection._record_result(lots[0], self.diameter, "1.5")

        (blocker,) = inspection._mdtrace_transition_blockers("accepted")[inspection]
        self.assertNotIn(lots[0].name, blocker.message)
        self.assertIn(lots[2].name, blocker.message)

    def test_report_of_a_failure_is_prepared_as_a_nonconformity(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")
        inspection = self.inspection_of(lot)
        self.measure(inspection, {self.diameter: "11"})

        context = inspection.action_report_nonconformity()["context"]

        self.assertEqual(context["default_lot_ids"], [Command.set(lot.ids)])
        self.assertIn("11 mm", context["default_description"])
