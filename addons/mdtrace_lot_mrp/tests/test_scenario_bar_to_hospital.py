"""From the bar to two hospitals, one screw back, and the trace of it both ways."""

from odoo.tests import tagged

from .common import MdtraceLotMrpCase


@tagged("post_install", "-at_install")
class TestScenarioBarToHospital(MdtraceLotMrpCase):
    def test_trace_of_a_bar_and_of_a_screw_with_exact_quantities(self):
        # A bar is received and released.
        bar = self.receive(self.bar, 20, lot_name="BAR-1", supplier_lot="HEAT-9")
        self.release(bar)
        # An order turns 10 of it into five screws and one lot of chips.
        order = self.order(self.screw, 5, [(self.bar, 10)], [(self.chips, 2)])
        self.consume(order, [(bar, 10)])
        screws = self.env["stock.lot"].concat(
            *(self.lot(self.screw, f"SCR-{n}") for n in range(5))
        )
        self.finish(order, screws, self.lot(self.chips, "CHIPS-1"))
        self.release(screws)
        # Two hospitals get two screws each; one comes back.
        clinic = self.env["res.partner"].create({"name": "Test clinic"})
        self.ship(screws[:2])
        delivery = self.ship(screws[2:4], clinic)
        self.give_back(delivery, screws[3])

        trace = self.trace.with_user(self.viewer)
        forward = trace.trace_lots(bar.ids, "forward")
        backward = trace.trace_lots(screws[0].ids, "backward")

        # Forward: every screw and the chips, from one event.
        names = {node["name"]: node["depth"] for node in forward["nodes"].values()}
        self.assertEqual(
            names, {"BAR-1": 0, "CHIPS-1": 1, **{f"SCR-{n}": 1 for n in range(5)}}
        )
        (event,) = forward["transformations"]
        self.assertEqual((event["kind"], event["name"]), ("production", order.name))
        self.assertEqual(
            [(s["lot"], s["quantity"]) for s in event["inputs"]], [("BAR-1", 10)]
        )
        self.assertEqual(
            {step["lot"]: step["quantity"] for step in event["outputs"]},
            {"CHIPS-1": 2, **{f"SCR-{n}": 1 for n in range(5)}},
        )
        # Stock: half the bar, the chips, the screw never sent and the one sent back.
        self.assertEqual(
            {row["lot"]: row["quantity"] for row in forward["stock"]},
            {"BAR-1": 10, "CHIPS-1": 2, "SCR-3": 1, "SCR-4": 1},
        )
        # Consignees, net of the return.
        self.assertEqual(
            {(r["partner"], r["lot"]): r["net"] for r in forward["consignees"]},
            {
                ("Test hospital", "SCR-0"): 1,
                ("Test hospital", "SCR-1"): 1,
                ("Test clinic", "SCR-2"): 1,
                ("Test clinic", "SCR-3"): 0,
            },
        )
        node = forward["nodes"][bar.id]
        self.assertEqual(
            (node["received"], node["consumed"], node["on_hand"]), (20, 10, 10)
        )
        self.assertEqual(forward["gaps"], [])
        # Backward: one screw, its bar, its supplier; the sisters only as a number.
        self.assertEqual(set(backward["nodes"]), {screws[0].id, bar.id})
        (event,) = backward["transformations"]
        self.assertEqual(
            sorted(s["others"] for s in event["outputs"] if not s["lot"]), [1, 4]
        )
        (origin,) = backward["origins"]
        self.assertEqual(
            (origin["lot"], origin["supplier"], origin["supplier_lot"]),
            ("BAR-1", "Test supplier", "HEAT-9"),
        )
        self.assertEqual(backward["gaps"], [])
        # The package of the screw verifies and names the bar.
        package = self.env["mdtrace.trace.package"]._build(screws[0])
        self.assertTrue(package.sha256)
