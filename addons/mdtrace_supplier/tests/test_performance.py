"""The number of queries does not grow with the number of lines."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import MdtraceSupplierCase


@tagged("post_install", "-at_install")
class TestPerformance(MdtraceSupplierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.materials_bought = cls.env["product.product"].create(
            [
                {
                    "name": f"Bar {number}",
                    "type": "consu",
                    "is_storable": True,
                    "tracking": "lot",
                    "categ_id": cls.metals.id,
                }
                for number in range(50)
            ]
        )
        cls.materials_bought.product_tmpl_id.mdtrace_controlled = True

    def asked(self, count):
        """Queries that the gate makes for an order of this many lines."""
        order = self.order()
        order.order_line = [
            Command.clear(),
            *(
                Command.create({"product_id": product.id, "product_qty": 1})
                for product in self.materials_bought[:count]
            ),
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        blockers = self.env["mdtrace.gate"]._mdtrace_blockers(
            "purchase", order._mdtrace_demands()
        )
        queries = self.env.cr.sql_log_count - before
        return queries, sum(map(len, blockers.values()))

    def test_gate_asks_as_much_for_fifty_lines_as_for_two(self):
        self.approve(self.trader, categ_id=self.metals.id)
        for count in (2, 50):
            self.approve(product_id=self.materials_bought[count - 1].id)

        self.asked(2)
        few, few_found = self.asked(2)
        many, many_found = self.asked(50)

        self.assertEqual((few_found, many_found), (1, 48))
        self.assertEqual(many, few)
        self.assertLessEqual(many, 15)
