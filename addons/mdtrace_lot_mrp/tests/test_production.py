"""The order itself: what it warns of, what it refuses, where its buttons lead."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MdtraceLotMrpCase


@tagged("post_install", "-at_install")
class TestProduction(MdtraceLotMrpCase):
    def setUp(self):
        super().setUp()
        self.bar_lot = self.release(self.receive(self.bar, 50, lot_name="BAR"))
        self.order_open = self.order(self.screw, 2, [(self.bar, 4)])
        self.consume(self.order_open, [(self.bar_lot, 4)])
        self.screws = self.env["stock.lot"].concat(
            *(self.lot(self.screw, f"SCR-{n}") for n in range(2))
        )

    def test_no_banner_while_the_components_may_be_used(self):
        self.assertFalse(self.order_open.mdtrace_blocker)

    def test_banner_says_which_lot_is_on_hold(self):
        self.order_open.move_raw_ids.picked = True
        self.hold(self.bar_lot)

        self.order_open.invalidate_recordset()

        self.assertIn("BAR", self.order_open.mdtrace_blocker)

    def test_a_lot_on_hold_is_not_consumed(self):
        self.order_open.move_raw_ids.picked = True
        self.hold(self.bar_lot)

        with self.assertRaises(UserError):
            self.finish(self.order_open, self.screws)

        self.assertEqual(self.steps(self.order_open), {})

    def test_a_bare_write_of_done_is_refused_while_controlled_moves_are_open(self):
        with self.assertRaises(ValidationError):
            self.order_open.write({"state": "done"})

    def test_the_button_is_not_refused(self):
        self.finish(self.order_open, self.screws)

        self.assertEqual(self.order_open.state, "done")

    def test_an_order_without_controlled_products_is_left_alone(self):
        order = self.order(self.kit, 1, [(self.steel, 1)])

        order.write({"state": "done"})

        self.assertEqual(order.state, "done")

    def test_buttons_lead_to_the_lots_and_to_the_trace(self):
        order = self.order_open
        self.assertEqual(order.mdtrace_used_lot_ids, self.bar_lot)
        self.assertEqual(
            order.action_mdtrace_trace()["params"]["lot_ids"], self.bar_lot.ids
        )

        self.finish(order, self.screws)

        order.invalidate_recordset()
        self.assertEqual(order.mdtrace_made_lot_ids, self.screws)
        self.assertEqual(order.mdtrace_made_lot_count, 2)
        self.assertEqual(order.action_mdtrace_used_lots()["res_id"], self.bar_lot.id)
        self.assertEqual(
            order.action_mdtrace_trace()["params"]["lot_ids"], self.screws.ids
        )
