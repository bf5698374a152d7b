"""Certificates become results, and what is wrong with them is named."""

from psycopg2.errors import RestrictViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestCertificate(MdtraceQualityCase):
    def test_certificate_becomes_results_of_the_lot(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(self.certificate(), lot)

        self.assertEqual((reading.state, reading.outcome), ("read", "pass"))
        self.assertFalse(reading.finding_ids)
        results = reading.result_ids.sorted("id")
        self.assertEqual(results.characteristic_id, self.aluminum | self.iron)
        self.assertEqual(results.mapped("verdict"), ["pass", "pass"])
        self.assertEqual(results.mapped("value_text"), ["6.1", "0.10"])
        self.assertEqual(results.specification_id, self.specification)
        self.assertEqual(results.inspection_id, self.inspection_of(lot))
        self.assertEqual(results.evidence_id, reading.evidence_id)
        line = reading.line_ids[0]
        self.assertEqual(line.pointer, "/Certificate/Analysis/Inspections/0/Value")
        self.assertEqual(
            (line.converted_text, line.limits_text, line.verdict),
            ("6.1 %", "5.5 – 6.5 %", "pass"),
        )
        self.assertIn(lot.id, reading.evidence_id.link_ids.mapped("res_id"))

    def test_value_is_converted_before_it_is_judged(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(
            self.certificate({"Al": ("61000", "ppm"), "Fe": ("2600", "ppm")}), lot
        )

        self.assertEqual(
            reading.result_ids.sorted("id").mapped("verdict"), ["pass", "fail"]
        )
        self.assertEqual(reading.line_ids.mapped("converted_text"), ["6.1 %", "0.26 %"])
        (finding,) = reading.finding_ids
        self.assertEqual(finding.code, "out_of_limits")
        self.assertIn("2600 ppm (= 0.26 %)", finding.message)

    def test_value_out_of_limits_is_named_and_the_lot_stays_pending(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(
            self.certificate({"Al": ("6.61", "%"), "Fe": ("0.1", "%")}), lot
        )

        self.assertEqual(self.findings(reading), ["out_of_limits"])
        self.assertEqual(reading.outcome, "fail")
        self.assertEqual(lot.mdtrace_disposition, "pending")
        self.assertIn("result_failed", self.codes(self.inspection_of(lot)))

    def test_missing_characteristic_is_named(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(self.certificate({"Al": ("6.1", "%")}), lot)

        self.assertEqual(self.findings(reading), ["missing"])
        self.assertIn("Iron", reading.finding_ids.message)

    def test_second_certificate_brings_what_the_first_one_lacks(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")
        self.read(self.certificate({"Al": ("6.1", "%")}), lot)

        second = self.read(self.certificate({"Fe": ("0.1", "%")}), lot)

        self.assertFalse(self.findings(second))
        self.assertEqual(self.codes(self.inspection_of(lot)), ["result_missing"])

    def test_unknown_characteristic_is_information(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")
        results = {
            "Al": ("6.1", "%"),
            "Fe": ("0.1", "%"),
            "Unobtainium": ("1", "%"),
            "V": ("4.0", "%"),
        }

        reading = self.read(self.certificate(results), lot)

        self.assertEqual(self.findings(reading, "info"), ["unknown"])
        self.assertEqual(reading.outcome, "pass")
        self.assertEqual(
            reading.line_ids.mapped("verdict"),
            ["pass", "pass", "unknown", "not_applicable"],
        )

    def test_unit_of_another_family_is_named_and_fails(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        for unit, words in (
            ("MPa", "cannot be converted"),
            ("Lot", "not a known unit"),
        ):
            reading = self.read(
                self.certificate({"Al": ("6.1", unit), "Fe": ("0.1", "%")}), lot
            )

            self.assertEqual(self.findings(reading), ["unit"])
            self.assertIn(
                words, reading.finding_ids.filtered("characteristic_id").message
            )
            self.assertEqual(reading.result_ids[-1].verdict, "fail")
            self.assertFalse(reading.result_ids[-1].is_converted)

    def test_missing_unit_is_not_guessed(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(
            self.certificate({"Al": ("6.1", "%"), "Fe": {"Value": "0.1"}}), lot
        )

        self.assertEqual(self.findings(reading), ["unit"])

    def test_below_detection_passes_a_maximum(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(
            self.certificate({"Al": ("<6.1", "%"), "Fe": ("<0.01", "%")}), lot
        )

        self.assertEqual(
            reading.result_ids.sorted("id").mapped("verdict"), ["fail", "pass"]
        )

    def test_looser_limit_on_the_certificate_fails(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")
        aluminum = {"Value": "6.1", "Unit": "%", "Minimum": "5.5", "Maximum": "6.75"}

        reading = self.read(self.certificate({"Al": aluminum, "Fe": ("0.1", "%")}), lot)
        self.measure(self.inspection_of(lot), {self.diameter: "10"})

        self.assertEqual(self.findings(reading), ["limit_looser"])
        self.assertEqual(set(reading.result_ids.mapped("verdict")), {"pass"})
        self.assertEqual(self.codes(self.inspection_of(lot)), ["certificate"])

    def test_wrong_lot_is_named_until_it_is_set_aside(self):
        lot = self.receive(self.bar, 10, supplier_lot="L2")
        reading = self.read(self.certificate(lot="L1"), lot)
        inspection = self.inspection_of(lot)
        self.measure(inspection, {self.diameter: "10"})
        self.assertEqual(self.findings(reading), ["wrong_lot"])
        self.assertEqual(self.codes(inspection), ["certificate"])

        wizard = (
            self.env["mdtrace.certificate.reading.set.aside"]
            .with_user(self.inspector)
            .create({"reading_id": reading.id, "reason": "Other heat"})
        )
        wizard.action_apply()

        self.assertEqual(reading.state, "set_aside")
        self.assertFalse(any(reading.result_ids.mapped("counts")))
        inspection.invalidate_recordset()
        self.assertEqual(self.codes(inspection), ["result_missing"] * 2)

    def test_lot_number_is_compared_without_spaces_and_case(self):
        lot = self.receive(self.bar, 10, supplier_lot="heat 12 A")

        self.assertFalse(
            self.findings(self.read(self.certificate(lot="HEAT 12a"), lot))
        )

    def test_type_of_certificate_below_the_required_one_is_named(self):
        self.specification = self.make_specification(
            self.screw, [self.line(self.iron, None, 1)], certificate_type="3.1"
        )
        lots = self.receive(self.screw, 2, supplier_lot="L1")

        reading = self.read(
            self.certificate(
                {"Fe": ("0.1", "%")}, Standard={"Norm": "EN 10204", "Type": "2.2"}
            ),
            lots,
        )

        self.assertEqual(self.findings(reading), ["type_below"])
        self.assertEqual(len(reading.result_ids), 2)

    def test_product_without_specification_is_named(self):
        lots = self.receive(self.screw, 1, supplier_lot="L1")

        reading = self.read(self.certificate(), lots)

        self.assertEqual(self.findings(reading), ["no_specification"])
        self.assertEqual(set(reading.result_ids.mapped("verdict")), {"not_applicable"})

    def test_specification_pinned_later_judges_what_was_read(self):
        lots = self.receive(self.screw, 1, supplier_lot="L1")
        reading = self.read(self.certificate(), lots)
        inspection = self.inspection_of(lots)
        self.assertEqual(self.codes(inspection), ["no_specification"])
        specification = self.make_specification(
            self.screw, [self.line(self.iron, None, 0.05)]
        )

        inspection.with_user(self.inspector).action_pin_specification()

        self.assertEqual(inspection.specification_id, specification)
        self.assertEqual(self.codes(inspection), ["result_failed"])
        self.assertIn("out_of_limits", self.findings(reading))

    def test_invalid_document_is_kept_and_named_and_gives_no_result(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(self.certificate(Product={"Id": "", "Name": "Bar"}), lot)

        self.assertEqual(reading.state, "invalid")
        self.assertFalse(reading.result_ids)
        self.assertFalse(reading.line_ids)
        self.assertEqual(reading.finding_ids.message, "Id is empty.")
        self.assertEqual(reading.finding_ids.pointer, "/Certificate/Product/Id")
        self.assertEqual(reading.lot_ids, lot)

    def test_unreadable_files_say_why_and_leave_nothing(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")
        before = self.env["mdtrace.evidence"].search_count([])

        for name, content, words in (
            ("empty.json", b" ", "empty.json is empty"),
            ("notes.txt", b"hello", "neither a digital certificate"),
        ):
            with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                self.read(content, lot, name=name)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.offer([("a.json", self.certificate()), ("b.txt", b"x")], lot)._apply()
        self.assertEqual(self.env["mdtrace.evidence"].search_count([]), before)

    def test_text_that_is_not_json_is_invalid(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(b"not json", lot)

        self.assertEqual(reading.state, "invalid")
        self.assertIn("not JSON", reading.finding_ids.message)

    def test_document_is_evidence_only(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(b"%PDF-1.3 text", lot, name="certificate.pdf")

        self.assertEqual((reading.state, reading.format), ("kept", "document"))
        self.assertFalse(reading.result_ids | reading.line_ids.result_ids)
        self.assertEqual(reading.evidence_id._content(), b"%PDF-1.3 text")

    def test_same_file_for_another_lot_is_noticed(self):
        first = self.receive(self.bar, 10, supplier_lot="L1")
        second = self.receive(self.bar, 10, supplier_lot="L1")
        self.read(self.certificate(), first)

        reading = self.read(self.certificate(), second)

        self.assertEqual(self.findings(reading, "warning"), ["same_file"])
        self.assertIn(first.name, reading.finding_ids.message)

    def test_file_attached_before_the_receipt_is_read_when_it_is_done(self):
        picking = self.make_receipt(self.bar, 10, user=self.keeper)
        picking.move_line_ids.mdtrace_supplier_lot = "L1"
        reading = self.read(self.certificate(), None, picking)
        self.assertEqual((reading.state, reading.result_ids.ids), ("waiting", []))

        picking.move_ids.picked = True
        picking.with_user(self.keeper).button_validate()

        lot = picking.move_line_ids.lot_id
        self.assertEqual((reading.state, reading.lot_ids), ("read", lot))
        self.assertEqual(set(reading.result_ids.mapped("verdict")), {"pass"})

    def test_certificate_finds_its_lot_among_those_of_the_receipt(self):
        picking = self.make_receipt(self.bar, 10)
        line = picking.move_line_ids
        line.write({"quantity": 4, "mdtrace_supplier_lot": "L1"})
        line.copy({"quantity": 6, "lot_name": "OTHER", "mdtrace_supplier_lot": "L2"})
        self.validate(picking)
        lots = picking.move_line_ids.lot_id
        wanted = lots.filtered(lambda lot: lot.mdtrace_supplier_lot == "L2")

        files = [("c.json", self.certificate(lot="L2")), ("c.pdf", b"%PDF-1.3")]
        readings = self.offer(files, None, picking)._apply()

        self.assertEqual(len(lots), 2)
        self.assertEqual(readings.mapped("lot_ids"), wanted)
        with self.assertRaisesRegex(UserError, "no lot of this receipt"):
            self.offer([("c.json", self.certificate(lot="L9"))], None, picking)._apply()

    def test_certificate_set_aside_can_be_read_again(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")
        reading = self.read(
            self.certificate({"Alu": ("6.1", "%"), "Fe": ("0.1", "%")}), lot
        )
        self.assertEqual(self.findings(reading), ["missing"])
        with self.assertRaisesRegex(UserError, "aside first"):
            reading.action_read_again()
        self.aluminum.synonyms = "Aluminium\nAlu"
        reading.with_user(self.inspector)._mdtrace_move("set_aside", reason="New name")

        user = self.make_once("inspector", "stock.group_stock_user")
        action = reading.with_user(user).action_read_again()

        second = self.env["mdtrace.certificate.reading"].browse(action["res_id"])
        self.assertEqual((second.state, second.outcome), ("read", "pass"))
        self.assertEqual(second.evidence_id.sha256, reading.evidence_id.sha256)

    def test_setting_aside_takes_an_inspector_and_a_reason(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")
        reading = self.read(self.certificate(), lot)

        with self.assertRaisesRegex(UserError, "reason"):
            reading.with_user(self.inspector)._mdtrace_move("set_aside")
        with self.assertRaises(AccessError):
            reading.with_user(self.operator)._mdtrace_move("set_aside", reason="x")

    @mute_logger("odoo.sql_db")
    def test_results_are_never_changed_not_even_by_sql(self):
        result = self.good_lot().mdtrace_result_ids[0]

        with self.assertRaises(AccessError):
            result.sudo().write({"verdict": "pass"})
        with self.assertRaises(AccessError), self.cr.savepoint():
            result.sudo().unlink()
        for statement in (
            "UPDATE mdtrace_result SET verdict = 'fail' WHERE id = %s",
            "DELETE FROM mdtrace_result WHERE id = %s",
        ):
            with self.assertRaises(RestrictViolation), self.cr.savepoint():
                self.cr.execute(statement, [result.id])

    def test_intake_of_results_is_in_the_ledger_with_its_digest(self):
        lot = self.receive(self.bar, 10, supplier_lot="L1")

        reading = self.read(self.certificate(), lot)

        batch = self.entries(reading).filtered(lambda entry: "sha256" in entry.payload)
        self.assertEqual(len(batch), 1)
        self.assertEqual(batch.lot_id, lot.id)
        self.assertIn("results: 2", batch.new_text.lower())
