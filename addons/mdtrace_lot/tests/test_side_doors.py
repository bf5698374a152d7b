"""Doors beside the doors: what a raw write could call by another name."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop
from odoo.addons.mdtrace_lot.models.stock_move_line import POSTED

from .common import MdtraceLotCase


@tagged("post_install", "-at_install")
class TestSideDoors(MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot, cls.other = cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.bar.id} for name in ("L1", "L2")]
        )
        for lot in cls.lot, cls.other:
            cls.env["stock.quant"]._update_available_quantity(
                cls.bar, cls.stock, 10, lot_id=lot
            )
        cls.seller = new_test_user(
            cls.env,
            "mdt_seller",
            groups="base.group_user,product.group_product_manager",
        )

    def move(self, source, dest, **vals):
        """Return a move of the pending lot, which is named in words."""
        kind = self.warehouse.out_type_id
        kind.use_create_lots = True
        places = {"location_id": source.id, "location_dest_id": dest.id}
        picking = (
            self.env["stock.picking"]
            .with_user(self.keeper)
            .create(
                {
                    "picking_type_id": kind.id,
                    **places,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.bar.id,
                                "product_uom_qty": 3,
                                **places,
                                **vals,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        picking.move_line_ids.unlink()
        picking.move_ids.move_line_ids = [
            Command.create(
                {
                    "product_id": self.bar.id,
                    "lot_name": self.lot.name,
                    "quantity": 3,
                    "picking_id": picking.id,
                    **places,
                }
            )
        ]
        picking.move_ids.picked = True
        return picking

    def shipped_line(self):
        """Return the done line of a released lot."""
        self.release(self.lot)
        picking = self.deliver(self.bar, 4, lots=self.lot)
        self.validate(picking)
        return picking.move_line_ids.with_user(self.keeper)

    # === What leaves is no adjustment === #

    def test_a_delivery_that_calls_itself_an_inventory_is_a_delivery(self):
        picking = self.move(self.stock, self.customers, is_inventory=True)

        with self.refused("L1", MdtraceStop):
            picking.button_validate()
        self.assertEqual(self.on_hand(self.lot), 10)

    def test_what_was_scrapped_does_not_ship_from_there(self):
        loss = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.env.company.id)],
            limit=1,
        )
        for place in self.customers, self.production:
            picking = self.move(loss, place)

            with self.subTest(place=place.name), self.refused("L1", MdtraceStop):
                picking.button_validate()

    # === Reservations that are led elsewhere === #

    def test_a_reservation_for_inside_is_not_led_to_a_customer(self):
        shelf = self.stock.copy({"name": "Shelf"})
        move = self.env["stock.move"].create(
            {
                "product_id": self.bar.id,
                "product_uom_qty": 3,
                "location_id": self.stock.id,
                "location_dest_id": shelf.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        self.assertTrue(move.move_line_ids.lot_id)

        for name in "location_dest_id", "location_final_id":
            with self.subTest(field=name), self.refused("pending", MdtraceStop):
                move.with_user(self.keeper)[name] = self.customers
                self.env.flush_all()
        delivery = self.deliver(self.rag, 1)
        with self.refused("pending", MdtraceStop):
            move.with_user(self.keeper).picking_id = delivery
            self.env.flush_all()

    # === Done stays done === #

    def test_a_done_line_does_not_leave_history(self):
        line = self.shipped_line()
        draft = self.deliver(self.rag, 1).move_ids
        company = self.env["res.company"].create({"name": "Other company"})

        for vals in (
            {"state": "draft"},
            {"state": "draft", "product_id": self.rag.id, "lot_id": False},
            {"move_id": draft.id},
            {"move_id": False},
            {"company_id": company.id},
            {"quantity_product_uom": 0.5},
        ):
            with self.subTest(vals=vals), self.refused("stays done"):
                line.write(vals)

    def test_a_line_does_not_become_done_by_writing_it(self):
        self.release(self.lot)
        line = self.deliver(self.bar, 4, lots=self.lot).move_line_ids

        with self.refused("validate the transfer"):
            line.with_user(self.keeper).write({"state": "done"})

    def test_a_done_move_does_not_get_another_product(self):
        move = self.shipped_line().move_id

        with self.refused("stays done"):
            move.product_id = self.rag

    def test_leading_a_done_line_to_another_transfer_is_recorded(self):
        line = self.shipped_line()
        first = line.picking_id
        second = self.deliver(self.rag, 1)

        line.picking_id = second

        entry = self.entries(line, kind="done_line")
        self.assertIn(first.name, entry.old_text)
        self.assertIn(second.name, entry.new_text)

    def test_dating_a_done_line_back_is_recorded_and_refused_for_held_lots(self):
        line = self.shipped_line()
        self.env.cr.cache.pop(POSTED)  # another transaction

        line.date = "2020-01-01"

        entry = self.entries(line, kind="done_line")
        self.assertIn("2020-01-01", entry.new_text)
        self.hold(self.lot)
        with self.refused("on hold", MdtraceStop):
            line.move_id.date = "2019-01-01"

    def test_a_location_keeps_its_type_once_lots_came_through_it(self):
        self.receive(self.bar, 3)

        with self.refused("keeps its type"):
            self.suppliers.with_user(self.storekeeper).usage = "internal"
        self.suppliers.usage = "supplier"

    # === Control is not lost by the way === #

    def test_only_the_administrator_moves_a_variant_out_of_control(self):
        template = (
            self.env["product.template"]
            .with_context(create_product_product=False)
            .create({"name": "Free", "is_storable": True, "tracking": "lot"})
        )

        with self.assertRaises(AccessError):
            self.bar.with_user(self.seller).product_tmpl_id = template

        self.assertTrue(self.bar._mdtrace_filter_controlled())

    def test_only_the_administrator_deletes_a_controlled_category(self):
        parent = self.env["product.category"].create(
            {"name": "Implants", "mdtrace_controlled": True}
        )
        child = self.env["product.category"].create(
            {"name": "Screws", "parent_id": parent.id}
        )
        self.rag.categ_id = child

        for category in parent, child:
            with self.assertRaises(AccessError):
                category.with_user(self.seller).unlink()

        self.assertTrue(self.rag._mdtrace_filter_controlled())
        child.unlink()
        self.assertTrue(self.entries(child, kind="config"))
