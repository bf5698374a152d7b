"""Unbuild: what was an output becomes an input."""

from odoo.tests import tagged

from .common import MdtraceLotMrpCase


@tagged("post_install", "-at_install")
class TestGenealogyUnbuild(MdtraceLotMrpCase):
    def setUp(self):
        super().setUp()
        self.heat = self.lot(self.steel, "HEAT", 100)
        self.kits = self.lot(self.kit, "KITS")
        self.order_done = self.order(self.kit, 4, [(self.steel, 8)])
        self.consume(self.order_done, [(self.heat, 8)])
        self.finish(self.order_done, self.kits)

    def unbuild(self, qty):
        unbuild = self.env["mrp.unbuild"].create(
            {
                "product_id": self.kit.id,
                "mo_id": self.order_done.id,
                "lot_id": self.kits.id,
                "product_qty": qty,
            }
        )
        unbuild.action_unbuild()
        return unbuild

    def test_sides_are_inverted_by_location(self):
        unbuild = self.unbuild(1)

        self.assertEqual(
            self.steps(unbuild),
            {("in", "Test kit", "KITS"): 1, ("out", "Test steel", "HEAT"): 2},
        )

    def test_the_order_keeps_its_steps(self):
        before = self.steps(self.order_done)

        self.unbuild(1)

        self.assertEqual(self.steps(self.order_done), before)

    def test_the_trace_shows_both_events_and_ends(self):
        self.unbuild(1)

        answer = self.trace._trace(self.heat.ids, "both")

        self.assertEqual(set(answer["nodes"]), {self.heat.id, self.kits.id})
        self.assertEqual(
            {event["kind"] for event in answer["transformations"]},
            {"production", "unbuild"},
        )

    def test_the_button_opens_the_trace_of_the_unbuilt_lot(self):
        action = self.unbuild(1).action_mdtrace_trace()

        self.assertEqual(action["params"]["lot_ids"], self.kits.ids)
