"""What quality knows of a lot stands in its dossier and its package."""

from odoo.tests import tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestDossier(MdtraceQualityCase):
    def test_dossier_names_what_was_inspected_found_and_decided(self):
        picking = self.make_receipt(self.bar, 10)
        picking.write({"mdtrace_temperature": 21.5})
        picking.move_line_ids.mdtrace_supplier_lot = "L1"
        self.validate(picking)
        lot = picking.move_line_ids.lot_id
        self.read(self.certificate(), lot)
        self.measure(self.inspection_of(lot), {self.diameter: "10.01"})
        self.accept(self.inspection_of(lot))
        record = self.env["mdtrace.nonconformity"].create(
            {"title": "Scratches", "lot_ids": lot.ids}
        )

        dossier = self.env["mdtrace.trace"]._dossier(lot.ids)[lot.id]

        parts = {part["section"]: part["rows"] for part in dossier}
        self.assertEqual(parts["inspections"][0]["Decided by"], self.inspector.name)
        self.assertEqual(
            [row["Value"] for row in parts["results"]], ["6.1 %", "0.10 %", "10.01 mm"]
        )
        self.assertEqual(parts["nonconformities"][0]["Number"], record.name)
        self.assertEqual(parts["conditions"][0]["Temperature (°C)"], "21.5")
        self.assertEqual(parts["conditions"][0]["Humidity (%RH)"], "")

    def test_number_of_queries_does_not_grow_with_the_lots(self):
        lots = self.receive(self.bar, 1)
        for _each in range(5):
            lots |= self.receive(self.bar, 1)
        dossier = self.env["mdtrace.trace"]._dossier
        dossier(lots.ids)

        def count(ids):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            dossier(ids)
            return self.cr.sql_log_count - before

        self.assertLessEqual(count(lots.ids), count(lots[:1].ids) + 2)
