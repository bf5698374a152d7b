"""Holds: one transaction, reservations freed, picked goods named."""

from odoo.tests import Form, tagged

from .common import MdtraceLotCase


@tagged("post_install", "-at_install")
class TestHolds(MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = (
            cls.env["stock.lot"].create({"name": name, "product_id": cls.bar.id})
            for name in ("L1", "L2")
        )

    def stock_up(self, *lots, qty=10):
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(
                self.bar, self.stock, qty, lot_id=lot
            )
        self.release(self.env["stock.lot"].concat(*lots))

    def test_a_hold_stops_whatever_was_decided(self):
        self.stock_up(self.first)

        hold = self.hold(self.first, "investigation", "crack in sample 3")

        self.assertEqual(self.first.mdtrace_disposition, "released")
        self.assertEqual(self.first.mdtrace_hold_count, 1)
        self.assertFalse(self.first.mdtrace_usable)
        self.assertIn("crack in sample 3", self.first.mdtrace_blocker)
        self.assertEqual(hold.reason_id.code, "investigation")
        self.assertEqual(self.entries(hold, kind="hold").lot_id, self.first.id)

    def test_a_lot_has_many_holds_and_is_free_when_the_last_closes(self):
        self.stock_up(self.first)
        one, two = self.hold(self.first), self.hold(self.first, "supplier")

        self.sign(one, "closed", self.approver, "done")
        self.assertFalse(self.first.mdtrace_usable)
        self.sign(two, "closed", self.approver, "done")

        self.assertTrue(self.first.mdtrace_usable)

    def test_a_hold_moves_reservations_to_other_lots(self):
        self.stock_up(self.first, self.second)
        picking = self.deliver(self.bar, 10)
        self.assertEqual(picking.move_line_ids.lot_id, self.first)

        self.hold(self.first)

        self.assertEqual(picking.move_line_ids.lot_id, self.second)
        self.assertEqual(picking.state, "assigned")
        reserved = self.first.quant_ids.mapped("reserved_quantity")
        self.assertEqual(sum(reserved), 0)

    def test_a_hold_leaves_a_move_waiting_when_there_is_no_other_lot(self):
        self.stock_up(self.first)
        picking = self.deliver(self.bar, 10)

        self.hold(self.first)

        self.assertFalse(picking.move_line_ids)
        self.assertEqual(picking.state, "confirmed")

    def test_rejecting_frees_reservations_like_a_hold(self):
        self.stock_up(self.first, self.second)
        picking = self.deliver(self.bar, 10)

        self.sign(self.first.mdtrace_status_id, "rejected", self.approver, "bad")

        self.assertEqual(picking.move_line_ids.lot_id, self.second)

    def test_picked_lines_stay_and_their_transfer_gets_a_note(self):
        self.stock_up(self.first)
        picking = self.deliver(self.bar, 10)
        picking.move_ids.picked = True

        self.hold(self.first)

        self.assertEqual(picking.move_line_ids.lot_id, self.first)
        self.assertIn("L1", "".join(picking.message_ids.mapped("body")))
        self.assertTrue(picking.activity_ids)
        with self.refused("on hold"):
            picking.button_validate()

    def test_internal_moves_keep_their_reservation(self):
        self.stock_up(self.first)
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        move = self.env["stock.move"].create(
            {
                "product_id": self.bar.id,
                "product_uom_qty": 4,
                "location_id": self.stock.id,
                "location_dest_id": shelf.id,
            }
        )
        move._action_confirm()
        move._action_assign()

        self.hold(self.first)

        self.assertEqual(move.move_line_ids.lot_id, self.first)

    def test_holding_many_lots_takes_the_same_number_of_queries_as_few(self):
        def lots(prefix, count):
            return self.env["stock.lot"].create(
                [
                    {"name": f"{prefix}{i}", "product_id": self.bar.id}
                    for i in range(count)
                ]
            )

        few, many = lots("F", 5), lots("M", 90)
        self.hold(lots("W", 2))  # warm
        counts = []
        for batch in few, many:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.hold(batch)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)

        self.assertEqual(counts[0], counts[1])

    def test_a_lot_that_is_not_controlled_cannot_be_held(self):
        rag = self.env["stock.lot"].create({"name": "R", "product_id": self.rag.id})

        with self.refused("Not under control"):
            self.hold(rag)

    def test_a_hold_names_what_opened_it(self):
        source = self.hospital

        hold = self.hold(self.first, "nonconformity", "NC-1", source=source)

        self.assertEqual(hold.source_name, "Test hospital")
        action = hold.action_open_source()
        self.assertEqual(action["res_id"], source.id)

    def test_the_dialog_shows_reservations_and_holds(self):
        self.stock_up(self.first, self.second)
        picking = self.deliver(self.bar, 10)
        operator = self.make_user(
            "operator", "mdt_operator_stock", "stock.group_stock_user"
        )
        action = self.first.with_user(operator).action_mdtrace_hold()
        form = Form(
            self.env["mdtrace.lot.hold.open"]
            .with_user(operator)
            .with_context(**action["context"])
        )
        self.assertEqual(form.line_count, 1)
        self.assertEqual(form.reason_id.code, "manual")
        form.note = "strange smell"
        wizard = form.save()

        result = wizard.action_hold()

        self.assertEqual(result["tag"], "display_notification")
        self.assertEqual(self.first.mdtrace_hold_count, 1)
        self.assertEqual(picking.move_line_ids.lot_id, self.second)

    def test_the_dialog_says_what_is_picked_and_asks_for_a_note(self):
        self.stock_up(self.first)
        picking = self.deliver(self.bar, 10)
        picking.move_ids.picked = True
        wizard = self.env["mdtrace.lot.hold.open"].create({"lot_ids": self.first.ids})

        with self.refused("few words"):
            wizard.action_hold()
        wizard.note = "x"
        result = wizard.action_hold()

        self.assertIn(picking.name, result["params"]["message"])
        self.assertTrue(result["params"]["sticky"])

    def test_a_reason_keeps_the_code_that_programs_call_it_by(self):
        reason = self.env.ref("mdtrace_lot.mdtrace_hold_reason_manual")

        with self.refused("keeps its code"):
            reason.code = "by_hand"
        reason.write({"code": "manual", "name": "By hand"})

        self.assertEqual(reason.name, "By hand")
