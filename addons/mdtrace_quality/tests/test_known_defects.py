"""Defects found in other quality addons are impossible here."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestKnownDefects(MdtraceQualityCase):
    def test_empty_plan_cannot_pass(self):
        inspection = self.inspection_of(self.receive(self.screw, 1))

        self.assertFalse(inspection.entry_ids)
        with self.assertRaises(UserError):
            self.accept(inspection)

    def test_grams_are_not_kilograms(self):
        mass = self.env["mdtrace.characteristic"].create(
            {"code": "MASS", "name": "Mass", "unit": "kg"}
        )
        product = self.make_product("Test mass", "lot")
        self.make_specification(product, [self.line(mass, 1, 2, source="inspection")])
        inspection = self.inspection_of(self.receive(product, 1))

        light = inspection._record_result(inspection.lot_ids, mass, "1.5", "g")
        right = inspection._record_result(inspection.lot_ids, mass, "1500", "g")

        self.assertEqual((light.verdict, right.verdict), ("fail", "pass"))
        self.assertEqual(right.converted_text, "1.5 kg")

    def test_value_that_was_never_measured_is_not_zero(self):
        product = self.make_product("Test zero", "lot")
        self.make_specification(
            product, [self.line(self.diameter, -1, 1, source="inspection")]
        )
        inspection = self.inspection_of(self.receive(product, 1))
        self.assertEqual(inspection.entry_ids.verdict, "missing")
        with self.assertRaises(UserError):
            self.accept(inspection)

        zero = inspection._record_result(inspection.lot_ids, self.diameter, "0")

        self.assertTrue(zero.measured)
        self.assertEqual(zero.verdict, "pass")
        inspection.entry_ids.invalidate_recordset()
        self.assertEqual(inspection.entry_ids.verdict, "pass")

    def test_result_of_a_decided_inspection_cannot_be_edited(self):
        inspection = self.inspection_of(self.good_lot())
        self.accept(inspection)
        result = inspection.result_ids[0]

        with self.assertRaises(AccessError):
            result.with_user(self.inspector).write({"verdict": "pass"})
        with self.assertRaises(AccessError):
            result.with_user(self.administrator).unlink()
        with self.assertRaises(AccessError):
            inspection.with_user(self.inspector).write({"state": "open"})

    def test_several_inspections_are_handled_at_once(self):
        inspections = self.inspection_of(self.good_lot()) | self.inspection_of(
            self.good_lot("L1")
        )

        with self.assertRaises(UserError):
            inspections.sudo().unlink()
        self.accept(inspections)

        self.assertEqual(inspections.mapped("state"), ["accepted", "accepted"])

    def test_every_lot_of_a_receipt_is_inspected_not_only_the_first(self):
        picking = self.make_receipt(self.bar, 10)
        line = picking.move_line_ids
        line.quantity = 4
        line.copy({"quantity": 6, "lot_name": "SECOND"})
        self.validate(picking)

        lots = picking.move_line_ids.lot_id
        self.assertEqual(len(lots), 2)
        self.assertEqual(picking.mdtrace_inspection_ids.lot_ids, lots)

    def test_nothing_is_filled_in_beforehand(self):
        inspection = self.inspection_of(self.receive(self.bar, 1))

        self.assertFalse(inspection.result_ids)
        self.assertFalse(any(inspection.entry_ids.mapped("typed")))
        self.assertEqual(set(inspection.entry_ids.mapped("verdict")), {"missing"})
