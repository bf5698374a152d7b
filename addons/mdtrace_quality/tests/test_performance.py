"""The number of queries does not grow with the number of lots."""

from odoo.tests import tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestPerformance(MdtraceQualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.env["mdtrace.characteristic"].create(
            [{"code": f"Q{n}", "name": f"Quality {n}", "unit": "%"} for n in range(30)]
        )
        cls.product = cls.make_product("Test many", "serial")
        cls.make_specification(cls.product, [cls.line(one, 1, 2) for one in cls.many])
        cls.results = {f"Quality {n}": ("1.5", "%") for n in range(30)}

    def reading_queries(self, count):
        """Return how many queries it takes to read a certificate for so many lots."""
        lots = self.receive(self.product, count, supplier_lot="L1")
        wizard = self.offer([("c.json", self.certificate(self.results))], lots)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        reading = wizard._apply()
        self.env.flush_all()
        used = self.cr.sql_log_count - before
        self.assertEqual(len(reading.sudo().result_ids), 30 * count)
        return used

    def test_reading_thirty_characteristics_for_fifty_lots(self):
        self.reading_queries(2)

        few, many = self.reading_queries(5), self.reading_queries(50)

        self.assertLessEqual(many, few + 5)

    def test_state_of_many_inspections_is_known_at_once(self):
        inspections = self.env["mdtrace.inspection"]
        for _each in range(6):
            inspections |= self.inspection_of(self.receive(self.bar, 1))

        def count(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records._mdtrace_transition_blockers("accepted")
            return self.cr.sql_log_count - before

        count(inspections)
        self.assertLessEqual(count(inspections), count(inspections[:1]) + 4)

    def test_release_of_many_lots_asks_the_gate_once(self):
        lots = self.env["stock.lot"].browse(self.receive(self.product, 20).ids)
        gate = self.env["mdtrace.gate"]
        gate._mdtrace_inspection_blockers(lots)

        def count(some):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(gate._mdtrace_inspection_blockers(some)), len(some))
            return self.cr.sql_log_count - before

        self.assertLessEqual(count(lots), count(lots[:1]) + 2)
