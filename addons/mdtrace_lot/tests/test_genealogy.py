"""Steps are rebuilt from done lines, whatever way the lines came about."""

from odoo.tests import tagged

from .genealogy import DOCUMENT, MdtraceGenealogyCase


@tagged("post_install", "-at_install")
class TestGenealogy(MdtraceGenealogyCase):
    def setUp(self):
        super().setUp()
        self.heat = self.lot(self.steel, "HEAT", 100)
        self.batch = self.lot(self.nail, "BATCH")

    def entries(self):
        return self.env["mdtrace.ledger.entry"].search([("kind", "=", "genealogy")])

    def test_an_event_has_what_went_in_and_what_came_out(self):
        document = self.transform([(self.heat, 10)], [(self.batch, 40)])

        self.assertEqual(
            self.steps(document),
            {
                ("in", "Test steel", "HEAT"): 10,
                ("out", "Test nail", "BATCH"): 40,
            },
        )

    def test_nothing_is_written_before_a_reader_or_the_commit(self):
        before = self.genealogy.search_count([])
        self.env.flush_all()
        self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.assertEqual(self.genealogy.search_count([]), before)

        self.env.cr.precommit.run()

        self.assertEqual(self.genealogy.search_count([]), before + 1)

    def test_one_settling_is_one_ledger_entry_per_event(self):
        self.genealogy._settle()
        before = self.entries()

        document = self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.genealogy._settle()

        entry = self.entries() - before
        self.assertEqual(len(entry), 1)
        self.assertIn('"quantity":"40"', entry.payload)
        self.assertIn(f'"{DOCUMENT},{document.id}"', entry.payload)

    def test_settling_twice_changes_nothing(self):
        document = self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.genealogy._settle()
        steps, entries = self.genealogy.search([]).step_ids, self.entries()

        self.genealogy._touch({(DOCUMENT, document.id)})
        self.genealogy._settle()

        self.assertEqual(self.genealogy.search([]).step_ids, steps)
        self.assertEqual(self.entries(), entries)

    def test_a_changed_lot_withdraws_the_old_step_and_keeps_it_readable(self):
        other = self.lot(self.steel, "OTHER", 100)
        document = self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.steps(document)
        line = self.env["stock.move.line"].search([("lot_id", "=", self.heat.id)])

        line.lot_id = other

        self.assertIn(("in", "Test steel", "OTHER"), self.steps(document))
        self.assertNotIn(("in", "Test steel", "HEAT"), self.steps(document))
        old = self.env["mdtrace.transformation.step"].search(
            [("lot_id", "=", self.heat.id)]
        )
        self.assertTrue(old.withdrawn_at)
        self.assertEqual(old.quantity, 10)

    def test_a_changed_quantity_is_followed(self):
        document = self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.steps(document)
        line = self.env["stock.move.line"].search([("lot_id", "=", self.heat.id)])

        line.quantity = 12

        self.assertEqual(self.steps(document)["in", "Test steel", "HEAT"], 12)

    def test_a_line_added_to_a_done_move_is_followed(self):
        document = self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.steps(document)
        line = self.env["stock.move.line"].search([("lot_id", "=", self.heat.id)])
        other = self.lot(self.steel, "OTHER", 100)

        line.copy({"lot_id": other.id, "quantity": 3, "move_id": line.move_id.id})

        self.assertEqual(self.steps(document)["in", "Test steel", "OTHER"], 3)

    def test_two_lines_of_one_lot_are_one_step(self):
        document = self.transform([(self.heat, 10), (self.heat, 5)], [(self.batch, 40)])

        self.assertEqual(self.steps(document)["in", "Test steel", "HEAT"], 15)

    def test_a_line_without_lot_is_kept_as_a_gap(self):
        document = self.transform([(self.oil, 2), (self.heat, 1)], [(self.batch, 4)])

        self.assertEqual(self.steps(document)["in", "Test oil", None], 2)

    def test_a_scrap_of_the_same_document_is_neither_input_nor_output(self):
        document = self.transform([(self.heat, 10)], [(self.batch, 40)])
        loss = self.env["stock.location"].search([("usage", "=", "inventory")], limit=1)

        self.move(self.batch, 4, self.stock, loss, str(document.id))

        self.assertEqual(len(self.steps(document)), 2)

    def test_rework_into_the_same_lot_is_both_input_and_output(self):
        document = self.transform([(self.heat, 10)], [(self.heat, 9)])

        self.assertEqual(
            self.steps(document),
            {("in", "Test steel", "HEAT"): 10, ("out", "Test steel", "HEAT"): 9},
        )

    def test_a_move_declared_done_by_a_bare_write_is_followed(self):
        document = self.env[DOCUMENT].create({"name": "Event"})
        move = self.env["stock.move"].create(
            {
                "product_id": self.steel.id,
                "product_uom_qty": 1,
                "origin": str(document.id),
                "location_id": self.stock.id,
                "location_dest_id": self.production.id,
            }
        )
        move.move_line_ids = [
            (0, 0, {"product_id": self.steel.id, "lot_id": self.heat.id, "quantity": 1})
        ]

        move.write({"state": "done"})

        self.assertEqual(self.steps(document), {("in", "Test steel", "HEAT"): 1})

    def test_a_rolled_back_savepoint_leaves_no_step(self):
        document = self.env[DOCUMENT].create({"name": "Event"})
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.transform([(self.heat, 1)], [], document)
            self.genealogy._settle()
            raise ZeroDivisionError

        self.assertEqual(self.steps(document), {})

    def test_number_of_queries_does_not_depend_on_the_number_of_lots(self):
        def cost(count):
            pins = [self.lot(self.pin, f"P{count}-{n}") for n in range(count)]
            document = self.transform([(self.heat, 1)], [(pin, 1) for pin in pins])
            self.env.flush_all()
            start = self.cr.sql_log_count
            self.genealogy._settle()
            self.assertEqual(len(self.steps(document)), count + 1)
            return self.cr.sql_log_count - start

        cost(1)
        few, many = cost(2), cost(25)

        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 12)


@tagged("post_install", "-at_install")
class TestGenealogyHistory(MdtraceGenealogyCase):
    def setUp(self):
        super().setUp()
        self.heat = self.lot(self.steel, "HEAT", 100)
        self.batch = self.lot(self.nail, "BATCH")
        self.document = self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.genealogy._settle()

    def forget(self):
        """Remove the steps behind the back of everything, as before the install."""
        self.env.cr.execute("DELETE FROM mdtrace_transformation_step")
        self.env.cr.execute("DELETE FROM mdtrace_transformation")
        self.env.invalidate_all()

    def named(self, differences):
        return [d for d in differences if d["res_id"] == self.document.id]

    def test_backfill_builds_what_was_done_before(self):
        self.forget()

        self.genealogy._backfill(batch=1)

        self.assertEqual(len(self.steps(self.document)), 2)

    def test_backfill_is_idempotent(self):
        self.genealogy._backfill()

        self.assertEqual(self.genealogy._backfill(), 0)

    def test_backfill_records_counts_and_one_digest(self):
        self.forget()

        self.genealogy._backfill()

        entry = self.env["mdtrace.ledger.entry"].search(
            [("kind", "=", "genealogy")], limit=1
        )
        self.assertIn('"digest"', entry.payload)
        self.assertFalse(entry.res_id)

    def test_comparison_finds_nothing_when_all_is_right(self):
        self.assertEqual(self.named(self.genealogy._compare_with_moves()), [])

    def test_comparison_names_what_the_genealogy_lacks(self):
        self.forget()

        (found,) = self.named(self.genealogy._compare_with_moves())

        self.assertEqual(len(found["missing"]), 2)
        self.assertEqual(found["surplus"], [])
        self.assertEqual(found["name"], f"E{self.document.id}")

    def test_comparison_names_what_only_the_genealogy_has(self):
        self.env.cr.execute(
            "UPDATE mdtrace_transformation_step SET quantity = 11 WHERE lot_id = %s",
            [self.heat.id],
        )

        (found,) = self.named(self.genealogy._compare_with_moves())

        self.assertEqual(found["surplus"][0]["quantity"], 11)
        self.assertEqual(found["missing"][0]["lot_id"], self.heat.id)
