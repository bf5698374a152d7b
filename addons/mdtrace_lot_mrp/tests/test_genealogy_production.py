"""Manufacturing orders: what they consumed and made, in the tricky cases too."""

from odoo import Command
from odoo.tests import tagged

from .common import MdtraceLotMrpCase


@tagged("post_install", "-at_install")
class TestGenealogyProduction(MdtraceLotMrpCase):
    def setUp(self):
        super().setUp()
        self.heat = self.lot(self.steel, "HEAT", 100)
        self.other = self.lot(self.steel, "OTHER", 100)

    def pins(self, count, prefix="PIN"):
        return self.env["stock.lot"].concat(
            *(self.lot(self.pin, f"{prefix}-{n}") for n in range(count))
        )

    def free_order(self, product, qty, component):
        """Return a confirmed order without a bill of materials."""
        order = self.env["mrp.production"].create(
            {
                "product_id": product.id,
                "product_qty": qty,
                "bom_id": False,
                "move_raw_ids": [
                    Command.create({"product_id": component.id, "product_uom_qty": qty})
                ],
            }
        )
        order.action_confirm()
        return order

    def test_one_order_makes_several_serials_and_a_by_product(self):
        order = self.order(self.pin, 3, [(self.steel, 6)], [(self.chips, 1.5)])
        self.finish(
            order,
            self.pins(3),
            self.lot(self.chips, "CHIPS"),
            consumed=[(self.heat, 4), (self.other, 2)],
        )

        self.assertEqual(
            self.steps(order),
            {
                ("in", "Test steel", "HEAT"): 4,
                ("in", "Test steel", "OTHER"): 2,
                ("out", "Test pin", "PIN-0"): 1,
                ("out", "Test pin", "PIN-1"): 1,
                ("out", "Test pin", "PIN-2"): 1,
                ("out", "Test chips", "CHIPS"): 1.5,
            },
        )

    def test_a_backorder_is_an_event_of_its_own(self):
        order = self.order(self.pin, 3, [(self.steel, 6)])
        self.consume(order, [(self.heat, 2)])
        self.finish(order, self.pins(1), qty=1, backorder=True)
        rest = order.production_group_id.production_ids - order
        self.consume(rest, [(self.other, 4)])
        self.finish(rest, self.pins(2, "REST"))

        self.assertEqual(
            self.steps(order),
            {("in", "Test steel", "HEAT"): 2, ("out", "Test pin", "PIN-0"): 1},
        )
        self.assertEqual(self.steps(rest)["in", "Test steel", "OTHER"], 4)
        self.assertEqual(len(self.steps(rest)), 3)

    def test_a_line_added_to_a_done_order_is_followed(self):
        order = self.order(self.pin, 1, [(self.steel, 2)])
        self.consume(order, [(self.heat, 2)])
        self.finish(order, self.pins(1))
        self.steps(order)
        order.is_locked = False

        move = order.move_raw_ids
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": self.steel.id,
                    "lot_id": self.other.id,
                    "quantity": 1,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        ]

        self.assertEqual(self.steps(order)["in", "Test steel", "OTHER"], 1)

    def test_a_lot_corrected_on_a_done_line_is_followed(self):
        order = self.order(self.pin, 1, [(self.steel, 2)])
        self.consume(order, [(self.heat, 2)])
        self.finish(order, self.pins(1))
        self.steps(order)

        order.move_raw_ids.move_line_ids.lot_id = self.other

        self.assertEqual(
            self.steps(order),
            {("in", "Test steel", "OTHER"): 2, ("out", "Test pin", "PIN-0"): 1},
        )

    def test_a_scrap_of_product_or_component_is_not_made_and_not_consumed(self):
        order = self.order(self.kit, 5, [(self.steel, 10)])
        self.consume(order, [(self.heat, 10)])
        kits = self.lot(self.kit, "KITS")
        self.finish(order, kits)
        before = self.steps(order)

        for lot in (kits, self.heat):
            scrap = self.env["stock.scrap"].create(
                {
                    "product_id": lot.product_id.id,
                    "lot_id": lot.id,
                    "scrap_qty": 1,
                    "production_id": order.id,
                    "location_id": self.stock.id,
                }
            )
            scrap.do_scrap()
            self.assertEqual(scrap.state, "done")

        self.assertEqual(self.steps(order), before)

    def test_consumption_without_lot_is_a_gap(self):
        self.env["stock.quant"]._update_available_quantity(self.oil, self.stock, 10)
        order = self.order(self.pin, 1, [(self.steel, 2), (self.oil, 3)])
        self.consume(order, [(self.heat, 2)])
        (pin,) = pins = self.pins(1)
        self.finish(order, pins)

        self.assertEqual(self.steps(order)["in", "Test oil", None], 3)
        gaps = self.trace._trace(pin.ids, "backward")["gaps"]
        self.assertIn("untracked_input", {gap["code"] for gap in gaps})

    def test_rework_into_the_same_lot_is_one_event_and_ends(self):
        order = self.free_order(self.kit, 2, self.kit)
        kits = self.lot(self.kit, "KITS", 5)
        self.consume(order, [(kits, 2)])
        self.finish(order, kits)

        answer = self.trace._trace(kits.ids, "both")

        self.assertEqual(list(answer["nodes"]), [kits.id])
        (event,) = answer["transformations"]
        self.assertEqual(event["inputs"][0]["quantity"], 2)
        self.assertEqual(event["outputs"][0]["quantity"], 2)

    def test_a_cycle_of_two_orders_ends(self):
        kits, pins = self.lot(self.kit, "KITS"), self.pins(1)
        first = self.order(self.kit, 1, [(self.pin, 1)])
        self.env["stock.quant"]._update_available_quantity(
            self.pin, self.stock, 1, lot_id=pins
        )
        self.consume(first, [(pins, 1)])
        self.finish(first, kits)
        second = self.free_order(self.pin, 1, self.kit)
        self.consume(second, [(kits, 1)])
        self.finish(second, pins)

        answer = self.trace._trace(kits.ids, "both")

        self.assertEqual(set(answer["nodes"]), {kits.id, pins.id})
        self.assertEqual(len(answer["transformations"]), 2)

    def test_kind_follows_the_bill_of_materials(self):
        order = self.order(self.pin, 1, [(self.steel, 2)])
        self.assertEqual(order._mdtrace_transformation_kind(), "production")

        self.patch(
            type(self.env["mrp.bom"]).type,
            "convert_to_record",
            lambda value, record: "subcontract",
        )

        self.assertEqual(order._mdtrace_transformation_kind(), "subcontracting")

    def test_upkeep_costs_a_handful_of_queries_whatever_the_number_of_serials(self):
        def cost(count):
            order = self.order(self.pin, count, [(self.steel, count)])
            self.consume(order, [(self.heat, count)])
            self.finish(order, self.pins(count, f"S{count}"))
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self.genealogy._settle()
            return self.cr.sql_log_count - start

        cost(1)
        few, many = cost(2), cost(20)

        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 14)
