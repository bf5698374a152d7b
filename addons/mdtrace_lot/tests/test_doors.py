"""Every way stock can move asks the gates, and history cannot be rewritten."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop

from .common import MdtraceLotCase


@tagged("post_install", "-at_install")
class TestDoors(MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls.env["stock.lot"].create({"name": "L1", "product_id": cls.bar.id})
        cls.other = cls.env["stock.lot"].create(
            {"name": "L2", "product_id": cls.bar.id}
        )
        for lot in cls.lot, cls.other:
            cls.env["stock.quant"]._update_available_quantity(
                cls.bar, cls.stock, 10, lot_id=lot
            )

    def open_delivery(self, lots=None, qty=4):
        """Return a delivery of a released lot, picked and not validated."""
        lots = lots or self.lot
        pending = lots.filtered(lambda lot: lot.mdtrace_disposition == "pending")
        if pending:
            self.release(pending)
        picking = self.deliver(self.bar, qty, lots=lots)
        picking.move_ids.picked = True
        return picking

    def shipped(self, qty=4):
        picking = self.open_delivery(qty=qty)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def scrap(self, lot, qty=1):
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.bar.id,
                "lot_id": lot.id,
                "scrap_qty": qty,
                "location_id": self.stock.id,
            }
        )
        scrap.action_validate()
        return scrap

    # === At done === #

    def test_validating_ships_a_released_lot(self):
        self.shipped()

        self.assertEqual(self.on_hand(self.lot), 6)

    def test_a_hold_stops_a_validation_with_lot_reason_record_and_remedy(self):
        picking = self.open_delivery()
        hold = self.hold(self.lot, "investigation", "porosity")

        with self.assertRaises(MdtraceStop) as stop:
            picking.button_validate()

        message = str(stop.exception)
        for part in picking.name, "L1", "Investigation", "porosity", hold.name:
            self.assertIn(part, message)
        self.assertEqual(stop.exception.context["code"], "hold")
        self.assertEqual(
            stop.exception.context["record"],
            {"model": "mdtrace.lot.hold", "id": hold.id},
        )

    def test_all_findings_are_named_at_once(self):
        picking = self.open_delivery(self.lot | self.other)
        self.hold(self.lot)
        self.hold(self.other, "supplier")
        self.sign(self.other.mdtrace_status_id, "rejected", self.approver, "bad")

        with self.assertRaises(MdtraceStop) as stop:
            picking.button_validate()

        self.assertEqual(
            [blocker.code for blocker in stop.exception.blockers],
            ["hold", "disposition", "hold"],
        )

    def test_a_stop_is_in_the_ledger_after_the_rollback(self):
        picking = self.open_delivery()
        self.hold(self.lot)
        with self.assertRaises(MdtraceStop):
            picking.with_user(self.keeper).button_validate()
        self.assertFalse(self.entries(picking, kind="stop"))

        self.after_rollback()

        entry = self.entries(picking, kind="stop")
        self.assertEqual(entry.lot_name, "L1")
        self.assertEqual(entry.user_login, "mdt_keeper")

    def test_context_keys_change_nothing(self):
        picking = self.open_delivery()
        self.hold(self.lot)

        with self.assertRaises(MdtraceStop):
            picking.with_context(
                skip_sanity_check=True,
                skip_expired=True,
                skip_backorder=True,
                mdtrace_bypass=True,
                mdtrace_permit=True,
                mdtrace_origin=True,
                inventory_mode=True,
                ignore_dest_packages=True,
            ).button_validate()

    def test_sudo_and_the_superuser_change_nothing(self):
        picking = self.open_delivery()
        self.hold(self.lot)

        with self.assertRaises(MdtraceStop):
            picking.sudo().button_validate()
        with self.assertRaises(MdtraceStop):
            picking.move_ids.sudo()._action_done()

    def test_an_expired_lot_does_not_ship(self):
        picking = self.open_delivery()
        self.lot.expiration_date = "2020-01-01"

        with self.refused("expired", MdtraceStop):
            picking.with_context(skip_expired=True).button_validate()

    def test_a_conditional_lot_is_used_here_and_not_shipped(self):
        self.sign(self.lot.mdtrace_status_id, "conditional", self.approver, "tests")
        picking = self.deliver(self.bar, 4, lots=self.lot)
        picking.move_ids.picked = True

        with self.refused("conditions", MdtraceStop):
            picking.button_validate()
        used = self.env["stock.move"].create(
            {
                "product_id": self.bar.id,
                "product_uom_qty": 2,
                "location_id": self.stock.id,
                "location_dest_id": self.production.id,
            }
        )
        used._action_confirm()
        used._action_assign()
        used.picked = True
        used._action_done()
        self.assertEqual(used.state, "done")

    def test_goods_without_a_lot_do_not_ship(self):
        kind = self.warehouse.out_type_id
        kind.write({"use_create_lots": False, "use_existing_lots": False})
        picking = self.deliver(self.bar, 1, lots=self.env["stock.lot"].browse([False]))
        picking.move_ids.picked = True

        with self.refused("no lot number", MdtraceStop):
            picking.button_validate()

    def test_a_lot_named_in_words_is_found(self):
        self.hold(self.lot)
        kind = self.warehouse.out_type_id
        kind.use_create_lots = True
        self.release(self.other)
        picking = self.deliver(self.bar, 4, lots=self.other)
        picking.move_line_ids.write({"lot_id": False, "lot_name": "L1"})
        picking.move_ids.picked = True

        with self.assertRaises(MdtraceStop):
            picking.button_validate()

    def test_a_lot_that_has_no_status_does_not_ship(self):
        picking = self.open_delivery()
        self.env.flush_all()
        self.cr.execute(
            "DELETE FROM mdtrace_lot_status WHERE lot_id = %s", [self.lot.id]
        )
        self.env.invalidate_all()

        with self.refused("no status", MdtraceStop):
            picking.button_validate()

    # === Exits and inside === #

    def test_scrap_is_an_exit_for_bad_lots(self):
        self.hold(self.lot)
        self.sign(self.lot.mdtrace_status_id, "rejected", self.approver, "bad")

        self.assertEqual(self.scrap(self.lot).state, "done")

    def test_a_hold_that_closes_exits_stops_scrap(self):
        self.hold(self.lot, "investigation", "authority", exits_closed=True)

        with self.refused("authority", MdtraceStop):
            self.scrap(self.lot)

    def test_returning_to_the_supplier_is_an_exit(self):
        lot = self.receive(self.bar, 5)
        receipt = lot.mdtrace_receipt_id
        self.sign(lot.mdtrace_status_id, "rejected", self.approver, "bad")

        back = self.give_back(receipt)

        self.assertEqual(back.state, "done")
        self.assertEqual(self.on_hand(lot), 0)

    def test_internal_moves_of_held_lots_stay_possible(self):
        self.hold(self.lot)
        shelf = self.env["stock.location"].create(
            {"name": "Quarantine", "location_id": self.warehouse.view_location_id.id}
        )
        quant = self.lot.quant_ids.filtered(lambda q: q.location_id == self.stock)

        quant.move_quants(location_dest_id=shelf)

        self.assertEqual(self.on_hand(self.lot, shelf), 10)

    def test_goods_come_back_whatever_was_decided(self):
        picking = self.shipped()
        self.hold(self.lot, "recall", "R-1")

        self.give_back(picking)

        self.assertEqual(self.on_hand(self.lot), 10)

    def test_an_adjustment_is_allowed_and_recorded(self):
        self.hold(self.lot)
        quant = self.lot.quant_ids.with_user(self.storekeeper)
        quant = quant.with_context(inventory_mode=True)

        quant.inventory_quantity = 7
        quant.action_apply_inventory()

        self.assertEqual(self.on_hand(self.lot), 7)
        entry = self.entries(self.lot, kind="quantity")
        self.assertIn("quantity: 10", entry.old_text.lower())
        self.assertIn("quantity: 7", entry.new_text.lower())
        self.assertEqual(entry.user_login, "mdt_storekeeper")

    # === Receipts === #

    def test_goods_do_not_flow_into_a_released_lot(self):
        lot = self.receive(self.bar, 5, "IN-1")
        self.receive(self.bar, 2, "IN-1")
        self.release(lot)

        with self.refused("already released", MdtraceStop):
            self.receive(self.bar, 2, "IN-1")
        self.assertEqual(self.on_hand(lot), 7)

    def test_a_lot_has_one_supplier(self):
        self.receive(self.bar, 5, "IN-1")

        with self.refused("came from Test supplier", MdtraceStop):
            self.receive(self.bar, 2, "IN-1", partner=self.hospital)

    # === Done lines === #

    def test_a_done_line_cannot_name_a_held_lot(self):
        line = self.shipped().move_line_ids
        self.release(self.other)
        self.hold(self.other)

        with self.refused("L2", MdtraceStop):
            line.lot_id = self.other

    def test_a_done_line_cannot_leave_a_held_lot(self):
        line = self.shipped().move_line_ids
        self.release(self.other)
        self.hold(self.lot)

        with self.refused("L1", MdtraceStop):
            line.lot_id = self.other
        with self.refused("L1", MdtraceStop):
            line.quantity = 1
        with self.refused("L1", MdtraceStop):
            line.lot_id = False
        with self.refused("L1", MdtraceStop):
            line.location_dest_id = self.stock

    def test_a_done_line_cannot_leave_a_rejected_lot(self):
        line = self.shipped().move_line_ids
        self.release(self.other)
        self.sign(self.lot.mdtrace_status_id, "rejected", self.approver, "bad")

        with self.refused("rejected", MdtraceStop):
            line.lot_id = self.other

    def test_a_done_line_cannot_name_a_pending_lot(self):
        line = self.shipped().move_line_ids

        with self.refused("pending", MdtraceStop):
            line.lot_id = self.other

    def test_a_change_of_a_done_line_is_recorded_with_old_and_new(self):
        line = self.shipped().move_line_ids
        self.release(self.other)

        line.lot_id = self.other
        line.quantity = 3

        first, second = self.entries(line, kind="done_line")
        self.assertIn("lot: l1", first.old_text.lower())
        self.assertIn("lot: l2", first.new_text.lower())
        self.assertIn("quantity: 3", second.new_text.lower())
        self.assertEqual(second.res_name, line.picking_id.name)
        self.assertEqual(self.on_hand(self.lot), 10)
        self.assertEqual(self.on_hand(self.other), 7)

    def test_writing_the_same_values_records_nothing(self):
        line = self.shipped().move_line_ids

        line.write({"lot_id": self.lot.id, "quantity": 4})

        self.assertFalse(self.entries(line, kind="done_line"))

    def test_a_quantity_written_on_the_done_move_meets_the_same_door(self):
        picking = self.shipped()
        self.hold(self.lot)

        with self.assertRaises(MdtraceStop):
            picking.move_ids.quantity = 2

    def test_a_line_added_to_a_done_transfer_asks_the_gates(self):
        picking = self.shipped()
        move = picking.move_ids
        vals = {
            "picking_id": picking.id,
            "product_id": self.bar.id,
            "lot_id": self.other.id,
            "quantity": 1,
            "location_id": self.stock.id,
            "location_dest_id": self.customers.id,
        }

        with self.refused("L2", MdtraceStop):
            self.env["stock.move.line"].create(vals)
        with self.refused("L2", MdtraceStop):
            self.env["stock.move.line"].create({**vals, "move_id": move.id})
        self.release(self.other)
        line = self.env["stock.move.line"].create(vals)

        self.assertEqual(line.state, "done")
        self.assertEqual(len(self.entries(line, kind="done_line")), 1)

    def test_a_line_added_to_a_done_transfer_for_a_held_lot_is_refused(self):
        picking = self.shipped()
        self.hold(self.lot)

        with self.assertRaises(MdtraceStop):
            picking.move_ids.move_line_ids = [
                Command.create(
                    {
                        "product_id": self.bar.id,
                        "lot_id": self.lot.id,
                        "quantity": 1,
                        "picking_id": picking.id,
                    }
                )
            ]

    def test_a_done_move_created_as_such_asks_the_gates(self):
        with self.assertRaises(MdtraceStop):
            self.env["stock.move"].create(
                {
                    "product_id": self.bar.id,
                    "product_uom_qty": 1,
                    "location_id": self.stock.id,
                    "location_dest_id": self.customers.id,
                    "state": "done",
                    "move_line_ids": [
                        Command.create(
                            {
                                "product_id": self.bar.id,
                                "lot_id": self.lot.id,
                                "quantity": 1,
                            }
                        )
                    ],
                }
            )
            self.env.flush_all()

    # === Raw states === #

    def test_a_move_does_not_become_done_by_writing_it(self):
        picking = self.open_delivery()

        with self.refused("validate the transfer"):
            picking.move_ids.write({"state": "done"})
            self.env.flush_all()

    def test_a_transfer_does_not_become_done_by_writing_it(self):
        picking = self.open_delivery()

        with self.refused("validate it", ValidationError):
            picking.write({"state": "done"})

    def test_a_done_move_does_not_go_back(self):
        picking = self.shipped()

        for state in "draft", "cancel", "assigned":
            with self.subTest(state=state), self.refused("done"):
                picking.move_ids.write({"state": state})

    def test_changing_the_consignee_of_a_done_delivery_is_recorded(self):
        picking = self.shipped()

        picking.partner_id = self.supplier

        entry = self.entries(picking, kind="change")
        self.assertIn("Test hospital", entry.old_text)
        self.assertIn("Test supplier", entry.new_text)

    # === Quants and lots === #

    def test_quantities_change_by_moves_only(self):
        quant = self.lot.quant_ids.filtered(lambda q: q.location_id == self.stock)
        for user in self.keeper, self.storekeeper:
            for vals in (
                {"quantity": 99},
                {"reserved_quantity": 3},
                {"lot_id": self.other.id},
                {"location_id": self.customers.id},
            ):
                with self.refused("under control"):
                    quant.with_user(user).write(vals)
        vals = {"product_id": self.bar.id, "location_id": self.stock.id}
        Quant = self.env["stock.quant"].with_user(self.storekeeper)
        with self.refused("under control"):
            Quant.create({**vals, "lot_id": self.lot.id, "quantity": 5})
        with self.refused("under control"):
            Quant.with_context(inventory_mode=True, default_quantity=5).create(
                {**vals, "lot_id": self.other.id}
            )

    def test_quants_of_other_products_stay_as_odoo_has_them(self):
        lot = self.env["stock.lot"].create({"name": "R", "product_id": self.rag.id})
        quant = (
            self.env["stock.quant"]
            .with_user(self.storekeeper)
            .create(
                {
                    "product_id": self.rag.id,
                    "location_id": self.stock.id,
                    "lot_id": lot.id,
                    "quantity": 5,
                }
            )
        )

        quant.quantity = 6

        self.assertEqual(quant.quantity, 6)

    def test_a_lot_keeps_number_and_product_once_goods_moved(self):
        new = self.env["stock.lot"].create({"name": "N", "product_id": self.bar.id})
        new.name = "N2"
        self.assertIn(": N2", self.entries(new, kind="change").new_text)
        self.shipped()

        with self.refused("keeps its number"):
            self.lot.name = "L9"
        with self.refused("keeps its number"):
            self.lot.sudo().name = "L9"
        with self.assertRaises(UserError):
            self.lot.product_id = self.rag

    def test_a_lot_moved_to_a_controlled_product_gets_a_status(self):
        lot = self.env["stock.lot"].create({"name": "R", "product_id": self.rag.id})

        lot.product_id = self.bar

        self.assertEqual(lot.mdtrace_disposition, "pending")

    def test_a_lot_with_history_is_not_deleted(self):
        fresh = self.env["stock.lot"].create({"name": "F", "product_id": self.bar.id})
        held = self.env["stock.lot"].create({"name": "H", "product_id": self.bar.id})
        self.hold(held)
        self.shipped()
        status = fresh.mdtrace_status_id

        for lot in self.lot, held:
            with self.refused("cannot be deleted"):
                lot.unlink()
        fresh.unlink()

        self.assertFalse(status.exists())
        self.assertTrue(self.entries(status, kind="delete_draft"))

    def test_only_an_approver_extends_the_date_of_a_lot_in_use(self):
        self.lot.expiration_date = "2030-01-01"
        self.shipped()
        lot = self.lot.with_user(self.keeper)

        lot.expiration_date = "2029-01-01"
        with self.refused("Only an approver"):
            lot.expiration_date = "2031-01-01"
        with self.refused("Only an approver"):
            lot.expiration_date = False

        approver = self.make_user(
            "approver", "mdt_approver_stock", "stock.group_stock_user"
        )
        self.lot.with_user(approver).expiration_date = "2031-01-01"
        self.assertTrue(self.entries(self.lot, kind="change"))
