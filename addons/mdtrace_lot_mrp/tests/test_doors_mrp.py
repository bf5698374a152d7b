"""The doors of lot control hold for manufacturing, with nothing in the bridge."""

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop

from .common import MdtraceLotMrpCase


@tagged("post_install", "-at_install")
class TestDoorsMrp(MdtraceLotMrpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plate = cls.make_product("Test plate", "lot")

    def bars(self, released=True):
        good = self.lot(self.bar, "GOOD", 10)
        if released:
            self.release(good)
        return good

    def test_an_order_reserves_released_lots_only(self):
        self.lot(self.bar, "PENDING", 10)
        good = self.bars()

        order = self.order(self.kit, 1, [(self.bar, 10)])

        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, good)

    def test_fetching_components_in_a_step_of_its_own_skips_pending_lots(self):
        self.warehouse.manufacture_steps = "pbm"
        self.lot(self.bar, "PENDING", 10)
        good = self.bars()

        order = self.order(self.kit, 1, [(self.bar, 10)])

        picking = order.picking_ids
        picking.action_assign()
        self.assertEqual(picking.move_line_ids.lot_id, good)

    def test_a_larger_consumption_by_hand_takes_released_lots_only(self):
        good = self.bars()
        self.lot(self.bar, "PENDING", 10)
        order = self.order(self.kit, 1, [(self.bar, 4)])

        order.move_raw_ids.quantity = 10

        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, good)

    def test_a_pending_component_chosen_by_hand_is_refused(self):
        pending = self.lot(self.bar, "PENDING", 10)
        self.bars()
        order = self.order(self.kit, 1, [(self.bar, 4)])

        with self.refused("PENDING", MdtraceStop):
            order.move_raw_ids.move_line_ids.lot_id = pending
        with self.refused("PENDING", MdtraceStop):
            order.move_raw_ids.lot_ids = pending

    def test_a_held_component_stops_the_closing_of_the_order(self):
        good = self.bars()
        order = self.order(self.kit, 1, [(self.bar, 4)])
        order.lot_producing_ids = self.lot(self.kit, "K1")
        order.qty_producing = 1
        order.move_raw_ids.picked = True
        self.hold(good, "investigation", "porosity")

        with self.refused("porosity", MdtraceStop) as stop:
            order.with_context(
                skip_consumption=True, skip_backorder=True
            ).button_mark_done()

        self.assertIn(order.name, str(stop.exception))
        self.assertNotEqual(order.state, "done")
        self.assertEqual(self.on_hand(good), 10)

    def test_a_hold_moves_the_reservation_of_an_order(self):
        good = self.bars()
        other = self.lot(self.bar, "OTHER", 10)
        self.release(other)
        order = self.order(self.kit, 1, [(self.bar, 4)])
        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, good)

        self.hold(good)

        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, other)
        self.assertEqual(order.reservation_state, "assigned")

    def test_a_hold_on_picked_components_leaves_a_note_on_the_order(self):
        good = self.bars()
        order = self.order(self.kit, 1, [(self.bar, 4)])
        order.move_raw_ids.picked = True

        self.hold(good)

        self.assertIn("GOOD", "".join(order.message_ids.mapped("body")))

    def test_a_component_added_to_a_closed_order_asks_the_gates(self):
        good = self.bars()
        pending = self.lot(self.bar, "PENDING", 10)
        order = self.order(self.kit, 1, [(self.bar, 4)])
        self.finish(order, self.lot(self.kit, "K1"))
        self.assertEqual(order.state, "done")
        line = order.move_raw_ids.move_line_ids

        with self.refused("PENDING", MdtraceStop):
            order.move_raw_ids.move_line_ids = [
                Command.create(
                    {
                        "product_id": self.bar.id,
                        "lot_id": pending.id,
                        "quantity": 1,
                        "location_id": self.stock.id,
                        "location_dest_id": line.location_dest_id.id,
                    }
                )
            ]
        with self.refused("PENDING", MdtraceStop):
            line.lot_id = pending
        self.hold(good)
        with self.refused("on hold", MdtraceStop):
            line.quantity = 3

    def test_what_is_made_is_pending_until_it_is_released(self):
        self.bars()
        order = self.order(self.screw, 2, [(self.bar, 4)])
        made = self.lot(self.screw, "S1") | self.lot(self.screw, "S2")

        self.finish(order, made)

        self.assertEqual(set(made.mapped("mdtrace_disposition")), {"pending"})
        with self.refused("pending", MdtraceStop):
            self.ship(made)

    def test_unbuilding_a_held_device_is_stopped(self):
        self.bars()
        order = self.order(self.screw, 1, [(self.bar, 4)])
        made = self.lot(self.screw, "S1")
        self.finish(order, made)
        self.release(made)
        self.hold(made)
        unbuild = self.env["mrp.unbuild"].create(
            {
                "product_id": self.screw.id,
                "mo_id": order.id,
                "lot_id": made.id,
                "product_qty": 1,
            }
        )

        with self.refused("on hold", MdtraceStop):
            unbuild.action_unbuild()

    def test_consuming_into_a_shelf_is_consuming(self):
        pending = self.lot(self.bar, "PENDING", 10)
        shelf = self.stock.copy({"name": "Shelf"})
        self.kit.property_stock_production = shelf
        order = self.order(self.kit, 1, [(self.bar, 4)])
        self.assertFalse(order.move_raw_ids.move_line_ids.lot_id)

        with self.refused("PENDING", MdtraceStop):
            self.consume(order, [(pending, 4)])
        self.release(pending)
        with self.refused("has not been consumed", ValidationError):
            self.finish(order, self.lot(self.kit, "K1"), consumed=[(pending, 4)])

    def test_a_held_component_is_scrapped_from_an_order(self):
        good = self.bars()
        order = self.order(self.kit, 1, [(self.bar, 4)])
        self.hold(good)
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.bar.id,
                "lot_id": good.id,
                "scrap_qty": 1,
                "location_id": self.stock.id,
                "production_id": order.id,
            }
        )

        scrap.action_validate()

        self.assertEqual(scrap.state, "done")

    def test_nothing_is_produced_into_a_released_lot(self):
        self.bars()
        made = self.lot(self.plate, "P1", 5)
        self.release(made)
        order = self.order(self.plate, 2, [(self.bar, 4)])

        with self.refused("already released", MdtraceStop):
            self.finish(order, made)
        self.assertEqual(self.on_hand(made), 5)

    def test_unbuilding_gives_released_components_back(self):
        good = self.bars()
        order = self.order(self.screw, 1, [(self.bar, 4)])
        made = self.lot(self.screw, "S1")
        self.finish(order, made)
        self.release(made)
        unbuild = self.env["mrp.unbuild"].create(
            {
                "product_id": self.screw.id,
                "mo_id": order.id,
                "lot_id": made.id,
                "product_qty": 1,
            }
        )

        unbuild.action_unbuild()

        self.assertEqual(self.on_hand(good), 10)

    def test_an_order_without_controlled_products_asks_no_gate(self):
        steel = self.lot(self.steel, "ST", 10)
        order = self.order(self.kit, 1, [(self.steel, 4)])
        gate = self.env.registry["mdtrace.gate"]
        self.patch(gate, "_mdtrace_stop_all", lambda *args: self.fail("asked"))

        self.finish(order, self.lot(self.kit, "K1"))

        self.assertEqual(self.on_hand(steel), 6)
