"""The trace: reached lots, quantities, consignees, origins, gaps; who may ask."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .genealogy import MdtraceGenealogyCase


@tagged("post_install", "-at_install")
class TestTrace(MdtraceGenealogyCase):
    def setUp(self):
        super().setUp()
        self.heat = self.receive(
            self.steel, 100, lot_name="HEAT", supplier_lot="SUP-77"
        )
        self.batch = self.lot(self.nail, "BATCH")
        self.pins = self.env["stock.lot"].concat(
            *(self.lot(self.pin, f"PIN-{n}") for n in range(3))
        )
        self.forging = self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.turning = self.transform(
            [(self.batch, 30), (self.oil, 2)], [(pin, 1) for pin in self.pins]
        )

    def codes(self, answer):
        return {gap["code"] for gap in answer["gaps"]}

    def test_forward_reaches_everything_made_of_it_with_its_distance(self):
        answer = self.trace._trace(self.heat.ids, "forward")

        depths = {n["name"]: n["depth"] for n in answer["nodes"].values()}
        self.assertEqual(
            depths, {"HEAT": 0, "BATCH": 1, "PIN-0": 2, "PIN-1": 2, "PIN-2": 2}
        )
        forging = answer["transformations"][0]
        self.assertEqual([s["quantity"] for s in forging["inputs"]], [10])
        self.assertEqual([s["quantity"] for s in forging["outputs"]], [40])

    def test_backward_reaches_what_it_was_made_of_and_sums_up_its_siblings(self):
        answer = self.trace._trace(self.pins[0].ids, "backward")

        names = {n["name"] for n in answer["nodes"].values()}
        self.assertEqual(names, {"PIN-0", "BATCH", "HEAT"})
        turning = answer["transformations"][-1]
        others = [step for step in turning["outputs"] if step["others"]]
        self.assertEqual([(s["others"], s["quantity"]) for s in others], [(2, 2.0)])

    def test_both_does_not_go_forward_from_what_lies_behind(self):
        other = self.lot(self.nail, "OTHER")
        self.transform([(self.heat, 1)], [(other, 4)])

        answer = self.trace._trace(self.batch.ids, "both")

        names = {n["name"] for n in answer["nodes"].values()}
        self.assertNotIn("OTHER", names)
        self.assertIn("HEAT", names)
        self.assertIn("PIN-2", names)

    def test_depth_limits_the_number_of_transformations(self):
        answer = self.trace._trace(self.heat.ids, "forward", depth=1)

        names = {n["name"] for n in answer["nodes"].values()}
        self.assertEqual(names, {"HEAT", "BATCH"})
        self.assertEqual(len(answer["transformations"]), 1)

    def test_a_cycle_ends(self):
        self.transform([(self.pins[0], 1)], [(self.heat, 1)])

        answer = self.trace._trace(self.heat.ids, "both")

        self.assertEqual(len(answer["nodes"]), 5)
        self.assertEqual(len(answer["transformations"]), 3)

    def test_a_lot_reworked_into_itself_is_reached_once(self):
        self.transform([(self.batch, 5)], [(self.batch, 5)])

        answer = self.trace._trace(self.batch.ids, "both")

        self.assertEqual(len(answer["nodes"]), 5)
        self.assertEqual(len(answer["transformations"]), 3)

    def test_a_change_of_this_transaction_is_already_in_the_answer(self):
        self.transform([(self.heat, 1)], [(self.lot(self.nail, "NEW"), 1)])

        answer = self.trace._trace(self.heat.ids, "forward")

        self.assertIn("NEW", {n["name"] for n in answer["nodes"].values()})

    def test_nodes_know_their_quantities(self):
        node = self.trace._trace(self.batch.ids)["nodes"][self.batch.id]

        self.assertEqual(
            (node["made"], node["consumed"], node["on_hand"]), (40, 30, 10)
        )

    def test_stock_is_listed_by_location_with_what_is_reserved(self):
        self.deliver(self.nail, 4)

        (row,) = [
            row
            for row in self.trace._trace(self.batch.ids, "forward")["stock"]
            if row["lot_id"] == self.batch.id
        ]

        self.assertEqual((row["quantity"], row["reserved"]), (10, 4))
        self.assertEqual(row["location_id"], self.stock.id)

    def test_consignees_are_net_of_what_came_back(self):
        clinic = self.env["res.partner"].create({"name": "Test clinic"})
        first = self.ship(self.pins[:2])
        self.ship(self.pins[2], clinic)
        self.give_back(first, self.pins[0])

        rows = self.trace._trace(self.heat.ids, "forward")["consignees"]

        self.assertEqual(
            {
                (r["partner"], r["lot"]): (r["shipped"], r["returned"], r["net"])
                for r in rows
            },
            {
                ("Test clinic", "PIN-2"): (1, 0, 1),
                ("Test hospital", "PIN-0"): (1, 1, 0),
                ("Test hospital", "PIN-1"): (1, 0, 1),
            },
        )
        documents = [d["name"] for r in rows for d in r["documents"]]
        self.assertIn(first.name, documents)

    def test_a_return_from_another_address_counts_for_who_had_it(self):
        depot = self.env["res.partner"].create({"name": "Test depot"})
        picking = self.ship(self.pins[0])
        back = self.give_back(picking)
        back.partner_id = depot

        (row,) = self.trace._trace(self.pins[0].ids, "forward")["consignees"]

        self.assertEqual((row["partner"], row["net"]), ("Test hospital", 0))

    def test_consignees_of_what_lies_behind_are_not_part_of_a_backward_trace(self):
        self.ship(self.batch, qty=2)

        answer = self.trace._trace(self.pins[0].ids, "backward")

        self.assertEqual(answer["consignees"], [])

    def test_a_delivery_without_transfer_counts_for_the_partner_of_the_move(self):
        self.move(
            self.pins[0],
            1,
            self.stock,
            self.customers,
            partner_id=self.hospital.id,
        )

        (row,) = self.trace._trace(self.pins[0].ids, "forward")["consignees"]

        self.assertEqual((row["partner"], row["net"]), ("Test hospital", 1))

    def test_origin_has_supplier_supplier_lot_receipt_and_certificate(self):
        evidence = self.env["mdtrace.evidence"]._store(
            "coa.txt", b"certificate", "coa", links=[self.heat]
        )

        (origin,) = self.trace._trace(self.pins[0].ids, "backward")["origins"]

        self.assertEqual(origin["lot"], "HEAT")
        self.assertEqual(origin["supplier"], "Test supplier")
        self.assertEqual(origin["supplier_lot"], "SUP-77")
        self.assertEqual(origin["quantity"], 100)
        self.assertTrue(origin["receipt"])
        self.assertEqual(
            [(proof["id"], proof["sha256"]) for proof in origin["evidence"]],
            [(evidence.id, evidence.sha256)],
        )

    def test_a_certificate_of_the_receipt_counts_unless_it_names_another_lot(self):
        picking = (
            self.env["stock.move.line"]
            .search([("lot_id", "=", self.heat.id)])[:1]
            .picking_id
        )
        Evidence = self.env["mdtrace.evidence"]
        Evidence._store("all.txt", b"all", "coa", links=[picking])
        Evidence._store("other.txt", b"other", "coa", links=[picking, self.batch])

        (origin,) = self.trace._trace(self.heat.ids, "backward")["origins"]

        self.assertEqual([proof["name"] for proof in origin["evidence"]], ["all.txt"])

    # === Gaps === #

    def test_input_without_tracking_is_a_gap_backward_only(self):
        back = self.trace._trace(self.pins[0].ids, "backward")
        ahead = self.trace._trace(self.heat.ids, "forward")

        self.assertIn("untracked_input", self.codes(back))
        self.assertNotIn("untracked_input", self.codes(ahead))

    def test_tracked_product_consumed_without_lot_is_a_gap(self):
        line = self.env["stock.move.line"].search(
            [("lot_id", "=", self.heat.id), ("location_id", "=", self.stock.id)]
        )
        line.lot_id = False

        answer = self.trace._trace(self.batch.ids, "backward")

        self.assertIn("missing_lot_input", self.codes(answer))

    def test_output_without_lot_is_a_gap_forward(self):
        self.transform([(self.heat, 3)], [(self.oil, 1)])

        answer = self.trace._trace(self.heat.ids, "forward")

        self.assertIn("untracked_output", self.codes(answer))

    def test_lot_out_of_nowhere_is_a_gap(self):
        answer = self.trace._trace(self.lot(self.steel, "ORPHAN").ids, "backward")

        self.assertIn("missing_origin", self.codes(answer))

    def test_received_and_made_lots_have_an_origin(self):
        answer = self.trace._trace((self.heat | self.batch).ids, "backward")

        self.assertNotIn("missing_origin", self.codes(answer))

    def test_event_that_made_something_of_nothing_is_a_gap(self):
        lot = self.lot(self.nail, "MAGIC")
        self.transform([], [(lot, 1)])

        self.assertIn("no_inputs", self.codes(self.trace._trace(lot.ids, "backward")))

    def test_negative_stock_is_a_gap(self):
        self.env["stock.quant"]._update_available_quantity(
            self.nail, self.stock, -50, lot_id=self.batch
        )

        self.assertIn("negative_stock", self.codes(self.trace._trace(self.batch.ids)))

    # === Who may ask === #

    def test_tracing_needs_the_role_viewer(self):
        with self.assertRaises(AccessError):
            self.trace.with_user(self.keeper).trace_lots(self.heat.ids)
        with self.assertRaises(AccessError):
            self.trace.with_user(self.keeper).find("HEAT")

        answer = self.trace.with_user(self.viewer).trace_lots(self.heat.ids)

        self.assertEqual(len(answer["nodes"]), 5)

    def test_events_of_other_companies_are_counted_not_shown(self):
        self.genealogy._settle()
        other = self.env["res.company"].create({"name": "Test other company"})
        self.env.cr.execute(
            "UPDATE mdtrace_transformation_step SET company_id = %s "
            "WHERE lot_id = ANY(%s)",
            [other.id, [*self.pins.ids, self.batch.id]],
        )
        user = new_test_user(
            self.env, "mdt_one_company", groups="mdtrace_base.mdtrace_base_group_viewer"
        )

        answer = self.trace.with_user(user).trace_lots(self.batch.ids, "forward")

        self.assertEqual(list(answer["nodes"]), [self.batch.id])
        self.assertIn("other_company", self.codes(answer))

    def test_unknown_direction_is_refused(self):
        with self.assertRaises(UserError):
            self.trace._trace(self.heat.ids, "sideways")

    def test_no_lot_gives_an_empty_answer(self):
        answer = self.trace._trace([])

        self.assertEqual((answer["nodes"], answer["gaps"]), ({}, []))

    # === Finding === #

    def test_find_takes_lot_name_and_supplier_lot_whatever_the_case(self):
        for text in ("heat", "SUP-77", " HEAT "):
            (found,) = self.trace.find(text)
            self.assertEqual(found["id"], self.heat.id)

    def test_find_gives_near_ones_when_nothing_fits_exactly(self):
        names = {row["name"] for row in self.trace.find("PIN-")}

        self.assertEqual(names, {"PIN-0", "PIN-1", "PIN-2"})

    def test_find_takes_wildcards_for_what_they_are(self):
        self.assertEqual(self.trace.find("PIN%0"), [])
        self.assertEqual(self.trace.find(""), [])


@tagged("post_install", "-at_install")
class TestTracePerformance(MdtraceGenealogyCase):
    def graph(self, count):
        """Make a fan of lots by raw rows, in one event, and return its root."""
        root = self.lot(self.steel, f"ROOT-{count}", 5)
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH event AS (
                INSERT INTO mdtrace_transformation (kind, res_model, res_id, company_id)
                VALUES ('declared', 'x', %(root)s, %(company)s) RETURNING id),
            lots AS (
                INSERT INTO stock_lot (name, product_id)
                SELECT 'N-' || n, %(product)s FROM generate_series(1, %(count)s) n
                RETURNING id)
            INSERT INTO mdtrace_transformation_step
                   (transformation_id, side, lot_id, product_id, quantity, company_id,
                    recorded_at)
            SELECT event.id, 'in', %(root)s, %(steel)s, 1, %(company)s, now() FROM event
             UNION ALL
            SELECT event.id, 'out', lots.id, %(product)s, 1, %(company)s, now()
              FROM event, lots""",
            {
                "root": root.id,
                "company": self.env.company.id,
                "count": count,
                "product": self.pin.id,
                "steel": self.steel.id,
            },
        )
        return root

    def test_ten_queries_for_ten_lots_and_for_a_thousand(self):
        for count in (10, 1000):
            root = self.graph(count)
            self.trace.with_user(self.viewer).trace_lots(root.ids)
            with self.assertQueryCount(11):
                answer = self.trace.with_user(self.viewer).trace_lots(root.ids)
            self.assertEqual(len(answer["nodes"]), count + 1)

    def test_a_trace_runs_on_a_read_only_transaction(self):
        root = self.graph(10)
        self.trace._trace(root.ids)
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT reading")
        self.env.cr.execute("SET TRANSACTION READ ONLY")

        answer = self.trace._trace(root.ids)

        self.env.cr.execute("ROLLBACK TO SAVEPOINT reading")
        self.assertEqual(len(answer["nodes"]), 11)
