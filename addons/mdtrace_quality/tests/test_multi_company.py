"""What belongs to one company is not seen from another."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestMultiCompany(MdtraceQualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other company"})
        cls.stranger = cls.make_user("inspector", "mdt_stranger")
        cls.stranger.write(
            {"company_ids": [(6, 0, cls.other.ids)], "company_id": cls.other.id}
        )

    def test_records_of_another_company_are_not_read(self):
        lot = self.good_lot()
        inspection = self.inspection_of(lot)
        reading = inspection.reading_ids
        records = [
            inspection,
            inspection.entry_ids,
            inspection.result_ids,
            reading,
            reading.line_ids,
            self.specification,
            self.specification.line_ids,
            self.env["mdtrace.nonconformity"].create({"title": "T"}),
        ]

        for record in records:
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(self.stranger).check_access("read")

    def test_specification_of_another_company_does_not_count(self):
        model = self.env["mdtrace.specification"]

        self.assertFalse(model._mdtrace_for(self.bar, company=self.other))
        shared = self.make_specification(
            self.screw, [self.line(self.iron, 1, 2)], company_id=False
        )
        found = model.sudo()._mdtrace_for(self.screw, company=self.other)
        self.assertEqual(found, {self.screw.id: shared})
