"""What control costs, in queries."""

import logging

from odoo import Command
from odoo.tests import tagged

from .common import MdtraceLotCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestPerformance(MdtraceLotCase):
    def count(self, function):
        """Return how many queries a call makes, its flush included."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def receipt_of(self, product, count):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "partner_id": self.supplier.id,
                "location_id": self.suppliers.id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": count,
                            "location_id": self.suppliers.id,
                            "location_dest_id": self.stock.id,
                            "move_line_ids": [
                                Command.create(
                                    {
                                        "product_id": product.id,
                                        "quantity": 1,
                                        "lot_name": f"{product.id}-{index}",
                                    }
                                )
                                for index in range(count)
                            ],
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.picked = True
        return picking

    def asked(self, function):
        """Return how often the gate and the check of control are asked."""
        calls = {"gate": 0}
        gate = self.env.registry["mdtrace.gate"]
        origin = gate._mdtrace_blockers

        def counted(model, operation, demands):
            calls["gate"] += 1
            return origin(model, operation, demands)

        self.patch(gate, "_mdtrace_blockers", counted)
        function()
        return calls["gate"]

    def test_uncontrolled_products_never_reach_a_gate(self):
        receipt = self.receipt_of(self.rag, 20)

        def run():
            receipt.button_validate()
            delivery = self.deliver(self.rag, 20)
            delivery.move_ids.picked = True
            delivery.with_context(skip_sms=True).button_validate()

        self.assertEqual(self.asked(run), 0)

    def test_uncontrolled_products_cost_no_query(self):
        """The same work with the doors of this addon taken out, counted."""
        receipts = [
            self.receipt_of(self.make_product("Test cloth", "lot", False), 20)
            for _index in range(3)
        ]
        self.count(receipts[0].button_validate)  # warm

        with_doors = self.count(receipts[1].button_validate)
        self.patch(
            self.env.registry["product.product"],
            "_mdtrace_filter_controlled",
            lambda products: products.browse(),
        )
        without = self.count(receipts[2].button_validate)

        _logger.info(
            "uncontrolled receipt: %s queries, %s without", with_doors, without
        )
        self.assertEqual(with_doors, without)

    def test_an_uncontrolled_delivery_costs_no_query(self):
        products = [
            self.make_product("Test cloth", "lot", False) for _index in range(3)
        ]
        for product in products:
            self.receipt_of(product, 20).button_validate()
        deliveries = [self.deliver(product, 20) for product in products]
        for delivery in deliveries:
            delivery.move_ids.picked = True

        def validate(delivery):
            return lambda: delivery.with_context(skip_sms=True).button_validate()

        self.count(validate(deliveries[0]))  # warm
        with_doors = self.count(validate(deliveries[1]))
        self.patch(
            self.env.registry["product.product"],
            "_mdtrace_filter_controlled",
            lambda products: products.browse(),
        )
        without = self.count(validate(deliveries[2]))

        _logger.info(
            "uncontrolled delivery: %s queries, %s without", with_doors, without
        )
        self.assertEqual(with_doors, without)

    def test_the_gates_cost_the_same_for_few_lots_and_many(self):
        costs = {}
        for count in 20, 200:
            controlled = self.receipt_of(self.make_product("Test c", "lot"), count)
            plain = self.receipt_of(self.make_product("Test p", "lot", False), count)
            costs[count] = self.count(controlled.button_validate) - self.count(
                plain.button_validate
            )
            _logger.info("receipt of %s lots: +%s queries", count, costs[count])

        self.assertLessEqual(costs[200], costs[20] + 8)

    def test_reserving_from_many_lots_asks_once(self):
        costs = {}
        for count in 20, 200:
            product = self.make_product("Test r", "lot")
            lots = self.env["stock.lot"].create(
                [
                    {"name": f"R{index}", "product_id": product.id}
                    for index in range(count)
                ]
            )
            self.env["stock.quant"].create(
                [
                    {
                        "product_id": product.id,
                        "location_id": self.stock.id,
                        "lot_id": lot.id,
                        "quantity": 1,
                    }
                    for lot in lots
                ]
            )
            self.release(lots[-1])
            delivery = self.deliver(product, 1)
            self.assertEqual(delivery.move_line_ids.lot_id, lots[-1])
            delivery.do_unreserve()
            costs[count] = self.count(delivery.action_assign)
            _logger.info("reserve among %s lots: %s queries", count, costs[count])

        self.assertEqual(costs[20], costs[200])

    def test_reading_usability_of_many_lots_takes_a_handful_of_queries(self):
        lots = self.env["stock.lot"].create(
            [{"name": f"U{index}", "product_id": self.bar.id} for index in range(200)]
        )
        self.hold(lots[:50])
        self.env.flush_all()
        self.env.invalidate_all()

        with self.assertQueryCount(14):
            lots.mapped("mdtrace_blocker")
