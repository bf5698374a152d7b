"""Only usable lots are reserved for use; other ways stay open."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import MdtraceLotCase


@tagged("post_install", "-at_install")
class TestReservation(MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.good, cls.bad = (
            cls.env["stock.lot"].create({"name": name, "product_id": cls.bar.id})
            for name in ("GOOD", "BAD")
        )
        for lot in cls.bad, cls.good:  # the bad one is older
            cls.env["stock.quant"]._update_available_quantity(
                cls.bar, cls.stock, 5, lot_id=lot
            )

    def setUp(self):
        super().setUp()
        self.release(self.good)

    def move(self, source, dest, qty=8, **vals):
        move = self.env["stock.move"].create(
            {
                "product_id": self.bar.id,
                "product_uom_qty": qty,
                "location_id": source.id,
                "location_dest_id": dest.id,
                **vals,
            }
        )
        move._action_confirm()
        move._action_assign()
        return move

    def assertReserved(self, move, lots, qty):
        self.assertEqual(move.move_line_ids.lot_id, lots)
        self.assertEqual(sum(move.move_line_ids.mapped("quantity")), qty)

    def test_pending_lots_are_skipped_for_customers_and_production(self):
        to_customer = self.move(self.stock, self.customers, 3)
        to_production = self.move(self.stock, self.production)

        self.assertReserved(to_customer, self.good, 3)
        self.assertReserved(to_production, self.good, 2)

    def test_rejected_held_and_expired_lots_are_skipped(self):
        self.sign(self.bad.mdtrace_status_id, "rejected", self.approver, "bad")
        self.assertReserved(self.move(self.stock, self.customers, 8), self.good, 5)

    def test_held_lots_are_skipped(self):
        self.release(self.bad)
        self.hold(self.bad)

        self.assertReserved(self.move(self.stock, self.customers, 8), self.good, 5)

    def test_expired_lots_are_skipped_although_the_product_does_not_say_so(self):
        self.release(self.bad)
        self.bad.expiration_date = fields.Datetime.now() - timedelta(days=1)

        self.assertReserved(self.move(self.stock, self.customers, 8), self.good, 5)

    def test_internal_moves_reserve_pending_lots(self):
        shelf = self.env["stock.location"].create(
            {"name": "Lab", "location_id": self.warehouse.view_location_id.id}
        )

        move = self.move(self.stock, shelf)

        self.assertReserved(move, self.good | self.bad, 8)

    def test_a_return_to_the_supplier_reserves_pending_lots(self):
        move = self.move(self.stock, self.suppliers)

        self.assertReserved(move, self.good | self.bad, 8)

    def test_a_return_to_the_supplier_skips_lots_whose_exits_are_closed(self):
        self.hold(self.bad, "investigation", "authority", exits_closed=True)

        move = self.move(self.stock, self.suppliers)

        self.assertReserved(move, self.good, 5)

    def test_the_first_step_towards_a_customer_skips_pending_lots(self):
        output = self.env["stock.location"].create(
            {"name": "Out", "location_id": self.warehouse.view_location_id.id}
        )

        final = self.move(self.stock, output, location_final_id=self.customers.id)

        self.assertReserved(final, self.good, 5)

    def test_a_chain_skips_lots_that_were_stopped_on_the_way(self):
        self.release(self.bad)
        self.warehouse.delivery_steps = "pick_ship"
        self.env["stock.rule"].run(
            [
                self.env["stock.rule"].Procurement(
                    self.bar,
                    10,
                    self.bar.uom_id,
                    self.customers,
                    "SO",
                    "SO",
                    self.env.company,
                    {
                        "warehouse_id": self.warehouse,
                        "date_planned": fields.Datetime.now(),
                        "move_dest_ids": self.env["stock.move"],
                    },
                )
            ]
        )
        pick = self.env["stock.move"].search(
            [("product_id", "=", self.bar.id), ("location_id", "=", self.stock.id)]
        )
        pick.ensure_one()
        pick._action_assign()
        self.assertReserved(pick, self.bad | self.good, 10)

        self.sign(self.bad.mdtrace_status_id, "rejected", self.approver, "bad")
        self.assertReserved(pick, self.good, 5)

        pick.picked = True
        pick._action_done()
        ship = self.env["stock.move"].search(
            [
                ("product_id", "=", self.bar.id),
                ("location_dest_id", "=", self.customers.id),
            ]
        )
        self.assertReserved(ship, self.good, 5)
        self.hold(self.good)
        self.assertFalse(ship.move_line_ids)
        ship._action_assign()
        self.assertFalse(ship.move_line_ids, "chained reservation takes a held lot")

    def test_a_larger_quantity_by_hand_takes_usable_lots_first(self):
        move = self.move(self.stock, self.customers, 2)

        move.quantity = 5

        self.assertEqual(move.move_line_ids.lot_id, self.good)

    def test_a_pending_lot_typed_by_hand_is_refused_for_a_customer(self):
        move = self.move(self.stock, self.customers, 2)
        vals = {
            "product_id": self.bar.id,
            "lot_id": self.bad.id,
            "quantity": 1,
            "location_id": self.stock.id,
            "location_dest_id": self.customers.id,
        }

        with self.refused("BAD"):
            move.move_line_ids = [Command.create(vals)]
        with self.refused("BAD"):
            move.move_line_ids.lot_id = self.bad
        with self.refused("BAD"):
            self.env["stock.move.line"].with_context(
                mdtrace_reserving=True, mdtrace_bypass=True
            ).create({**vals, "move_id": move.id})
        self.assertReserved(move, self.good, 2)

    def test_posting_never_loses_sight_of_a_stopped_lot(self):
        """A hidden row would be made a second time (the row must be found)."""
        quant = self.bad.quant_ids
        self.env["stock.quant"].with_context(
            mdtrace_reserving=True
        )._update_available_quantity(self.bar, self.stock, 3, lot_id=self.bad)

        self.assertEqual(self.bad.quant_ids, quant)
        self.assertEqual(quant.quantity, 8)
        shelf = self.env["stock.location"].create(
            {"name": "Lab", "location_id": self.warehouse.view_location_id.id}
        )
        move = self.move(self.stock, shelf, 13)
        move.picked = True
        move._action_done()
        self.assertEqual(self.on_hand(self.bad), 0)
        self.assertEqual(self.on_hand(self.bad, shelf), 8)
        self.assertEqual(self.on_hand(self.good, shelf), 5)

    def test_untracked_products_and_uncontrolled_lots_reserve_as_ever(self):
        lot = self.env["stock.lot"].create({"name": "R", "product_id": self.rag.id})
        self.env["stock.quant"]._update_available_quantity(
            self.rag, self.stock, 5, lot_id=lot
        )

        picking = self.deliver(self.rag, 5)

        self.assertEqual(picking.move_line_ids.lot_id, lot)
