"""Real certificates, written by others, from upload to verdict."""

import unittest

from odoo.tests import tagged

from .common import CERTIFICATES, MdtraceQualityCase


@tagged("post_install", "-at_install")
@unittest.skipUnless(
    CERTIFICATES.is_dir(), f"certificates of others are not at {CERTIFICATES}"
)
class TestCertificateFiles(MdtraceQualityCase):
    def content(self, name):
        return (CERTIFICATES / name).read_bytes()

    def plastic(self, **vals):
        ref = self.env.ref
        flow = ref("mdtrace_quality.mdtrace_characteristic_melt_mass_flow_rate")
        density = ref("mdtrace_quality.mdtrace_characteristic_density")
        failure = ref("mdtrace_quality.mdtrace_characteristic_type_of_failure")
        product = self.make_product("Test resin", "lot")
        self.make_specification(
            product,
            [
                self.line(flow, 15, 35),
                self.line(density, 80_000, 90_000, unit="kg/m³"),
                self.line(failure, expected="C|P"),
            ],
            certificate_type="3.1",
            **vals,
        )
        return product

    def test_certificate_of_analysis_meets_the_specification(self):
        lot = self.receive(self.plastic(), 10, supplier_lot="123456789 10")

        reading = self.read(self.content("coa-1.1.0-valid.json"), lot)

        self.assertEqual((reading.outcome, reading.certificate_number), ("pass", "43"))
        self.assertEqual(reading.issuer, "Green Plastics AG")
        judged = reading.line_ids.filtered(lambda line: line.verdict == "pass")
        self.assertEqual(judged.mapped("value_text"), ["31", "85", "C"])
        density = judged.filtered(lambda line: line.unit == "g/cm³")
        self.assertEqual(density.converted_text, "85000 kg/m³")
        self.assertEqual(len(reading.line_ids), 9)

    def test_chinese_edition_of_the_certificate_reads_the_same(self):
        lot = self.receive(self.plastic(), 10, supplier_lot="123456789 10")

        reading = self.read(self.content("coa-1.1.0-valid_1.json"), lot)

        self.assertEqual(reading.outcome, "pass")

    def test_invalid_certificate_of_analysis_names_each_fault(self):
        lot = self.receive(self.plastic(), 10, supplier_lot="123456789 10")

        reading = self.read(self.content("coa-1.1.0-invalid.json"), lot)

        self.assertEqual((reading.state, reading.format), ("invalid", "coa"))
        self.assertEqual(len(reading.finding_ids), 8)
        self.assertIn("LotId is missing.", reading.finding_ids.mapped("message"))
        self.assertFalse(lot.mdtrace_result_ids)

    def test_mill_certificate_is_judged(self):
        carbon = self.env.ref("mdtrace_quality.mdtrace_characteristic_carbon")
        strength = self.env.ref(
            "mdtrace_quality.mdtrace_characteristic_tensile_strength"
        )
        impact = self.env.ref("mdtrace_quality.mdtrace_characteristic_impact_energy")
        product = self.make_product("Test tube", "lot")
        self.make_specification(
            product,
            [
                self.line(carbon, None, 0.20),
                self.line(strength, 470, 630),
                self.line(impact, 70),
            ],
            certificate_type="3.1",
        )
        lot = self.receive(product, 10, supplier_lot="7282841")

        reading = self.read(self.content("en10168-0.4.1-valid.json"), lot)

        self.assertEqual((reading.state, reading.format), ("read", "en10168"))
        self.assertEqual(self.findings(reading), ["out_of_limits"])
        failed = reading.result_ids.filtered(lambda one: one.verdict == "fail")
        self.assertEqual(failed.characteristic_id, strength)
        judged = reading.result_ids.filtered("specification_line_id")
        self.assertEqual(len(judged), 5)
        self.assertEqual(reading.evidence_id.type_id.code, "mill_certificate")

    def test_invalid_mill_certificate_names_each_fault(self):
        lot = self.receive(self.bar, 10, supplier_lot="7282841")

        reading = self.read(self.content("en10168-0.4.1-invalid.json"), lot)

        self.assertEqual((reading.state, reading.format), ("invalid", "en10168"))
        self.assertEqual(
            reading.finding_ids.mapped("message"),
            [
                "CertificateLanguages is missing.",
                "A97 must be a text.",
                "Inspection must be a list.",
            ],
        )

    def test_certificate_of_another_scheme_is_named(self):
        lot = self.receive(self.bar, 10)

        reading = self.read(self.content("e-coc-1.0.0-valid.json"), lot)

        self.assertIn("e-coc 1.0.0", reading.finding_ids.message)

    def test_portable_documents_are_kept_byte_by_byte(self):
        lot = self.receive(self.bar, 10)

        for name in ("coa-1.1.0-valid.pdf", "en10168-0.4.1-valid.pdf"):
            reading = self.read(self.content(name), lot, name=name)

            self.assertEqual(reading.state, "kept")
            self.assertEqual(reading.evidence_id._content(), self.content(name))
