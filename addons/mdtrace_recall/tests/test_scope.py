"""What is in a scope, what is left out, and what is added later."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MdtraceRecallCase


@tagged("post_install", "-at_install")
class TestScope(MdtraceRecallCase):
    def row(self, recall, lot):
        return recall.scope_ids.filtered(lambda row: row.lot_id == lot)

    def test_scope_names_relation_path_and_quantities(self):
        bar, wire = self.make_bar(10.0, "BAR"), self.make_bar(4.0, "WIRE")
        self.declare({bar: 2.0}, {wire: 2.0}, "Relabeling 7")
        self.ship(wire, qty=1.0)

        recall = self.make_recall(bar)

        root, made = self.row(recall, bar), self.row(recall, wire)
        self.assertEqual((root.relation, made.relation), ("root", "bound"))
        self.assertEqual(made.path, "BAR → Relabeling 7 → WIRE")
        self.assertEqual((root.quantity_on_hand, root.quantity_consumed), (10.0, 2.0))
        self.assertEqual((made.quantity_shipped, made.quantity_net), (1.0, 1.0))

    def test_lot_made_of_two_bars_is_possibly_affected_by_one(self):
        bar, second = self.make_bar(name="BAR-A"), self.make_bar(name="BAR-B")
        mixed = self.make_bar(name="MIXED")
        self.declare({bar: 1.0, second: 1.0}, {mixed: 2.0})

        recall = self.make_recall(bar)

        self.assertEqual(self.row(recall, mixed).relation, "possible")
        self.assertEqual(recall.possible_count, 1)

    def test_lot_is_left_out_only_with_a_reason_and_the_ledger_says_so(self):
        bar, made = self.make_bar(name="BAR"), self.make_bar(name="MADE")
        self.declare({bar: 1.0}, {made: 1.0})
        recall = self.make_recall(bar)
        row = self.row(recall, made)

        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            row.write({"included": False})
        row.write({"included": False, "exclusion_reason": "Destroyed in the lab"})

        self.assertEqual((recall.lot_count, recall.excluded_count), (1, 1))
        entry = self.entries(row, kind="recall")
        self.assertEqual(entry.reason, "Destroyed in the lab")
        self.assertEqual(entry.lot_name, "MADE")

    def test_lot_left_out_stays_left_out_when_computed_again(self):
        bar, made = self.make_bar(name="BAR"), self.make_bar(name="MADE")
        self.declare({bar: 1.0}, {made: 1.0})
        recall = self.make_recall(bar)
        self.row(recall, made).write(
            {"included": False, "exclusion_reason": "Destroyed in the lab"}
        )

        recall.action_compute_scope()

        self.assertFalse(self.row(recall, made).included)
        self.freeze(recall)
        self.assertFalse(made.mdtrace_hold_count)

    def test_starting_lot_cannot_be_left_out(self):
        bar = self.make_bar()
        recall = self.make_recall(bar)

        with self.assertRaises(ValidationError):
            recall.scope_ids.write({"included": False, "exclusion_reason": "No"})

    def test_starting_lots_are_fixed_once_the_scope_is_frozen(self):
        recall = self.freeze(self.make_recall(self.make_bar()))

        with self.assertRaisesRegex(UserError, "can no longer be edited"):
            recall.write({"root_lot_ids": [(5,)]})
        with self.assertRaises(AccessError):
            recall.scope_ids.write({"included": False, "exclusion_reason": "No"})

    def test_scope_that_changed_since_it_was_computed_is_not_frozen(self):
        bar = self.make_bar()
        recall = self.make_recall(bar)
        self.ship(bar, self.clinic, qty=2.0)

        with self.assertRaisesRegex(UserError, "2 of .* shipped to Test clinic"):
            self.freeze(recall)

        recall.action_compute_scope()
        self.freeze(recall)
        self.assertEqual(recall.quantity_net, 2.0)

    def test_delivery_that_slipped_past_is_shown_and_added_with_a_signature(self):
        bar, made = self.make_bar(name="BAR"), self.make_bar(name="MADE")
        recall = self.freeze(self.make_recall(bar))
        first = recall.scope_digest
        self.assertFalse(recall.change_note)
        self.declare({bar: 1.0}, {made: 1.0})
        self.ship(made, self.clinic, qty=1.0)
        recall.invalidate_recordset()

        self.assertTrue(recall.has_news)
        self.assertIn("MADE is affected too", recall.change_note)
        refusal = self.assertRaisesRegex(UserError, "not complete")
        with refusal, self.env.cr.savepoint():
            self.sign(recall, "active", self.regulatory)
        recall.action_compute_scope()
        self.assertTrue(recall.has_unsigned)
        self.assertFalse(made.mdtrace_hold_count)
        self.freeze(recall)

        self.assertEqual(made.mdtrace_hold_count, 1)
        self.assertEqual(bar.mdtrace_hold_count, 1)
        self.assertEqual(recall.scope_ids.mapped("revision"), [1, 2])
        self.assertNotEqual(recall.scope_digest, first)
        self.assertTrue(recall.scope_intact)
        self.assertEqual(recall.notice_ids.consignee_id.partner_id, self.clinic)
        signatures = recall.with_user(self.viewer).mdtrace_signature_ids
        self.assertEqual(signatures.mapped("broken"), [False, False])
        self.activate(recall)

    def test_return_after_freezing_is_shown_but_is_no_addition(self):
        bar = self.make_bar()
        delivery = self.ship(bar, self.clinic, qty=2.0)
        recall = self.freeze(self.make_recall(bar))

        self.give_back(delivery)

        recall.invalidate_recordset()
        self.assertIn("came back from Test clinic", recall.change_note)
        self.assertFalse(recall.has_news)
        self.activate(recall)

    def test_consignees_are_net_of_returns(self):
        bar = self.make_bar()
        self.give_back(self.ship(bar, self.clinic, qty=3.0))
        self.ship(bar, self.clinic, qty=2.0)

        consignee = self.make_recall(bar).consignee_ids

        self.assertEqual(consignee.partner_name, "Test clinic")
        self.assertEqual(
            (consignee.quantity_shipped, consignee.quantity_returned), (5.0, 3.0)
        )
        self.assertEqual(consignee.quantity_net, 2.0)

    def test_delivery_without_a_name_stands_in_the_list(self):
        bar = self.make_bar()
        picking = self.deliver(self.bar, 1.0, lots=bar)
        picking.partner_id = False
        picking.move_ids.partner_id = False
        self.validate(picking)

        recall = self.freeze(self.make_recall(bar))

        self.assertFalse(recall.consignee_ids.partner_id)
        self.assertIn("Unknown", recall.consignee_ids.partner_name)
        self.assertEqual(recall.notice_ids.state, "prepared")
        self.assertFalse(recall.notice_ids.email)

    def test_lots_that_are_not_controlled_are_named_before_freezing(self):
        rag = self.receive(self.rag, 5.0, lot_name="RAG-1")

        recall = self.make_recall(rag)

        with self.assertRaisesRegex(UserError, "Test rag is not under control"):
            self.freeze(recall)

    def test_recall_without_starting_lots_has_no_scope(self):
        recall = self.make_recall(self.env["stock.lot"], compute=False)

        with self.assertRaisesRegex(UserError, "Name the lots"):
            recall.action_compute_scope()
        with self.assertRaisesRegex(UserError, "nothing to freeze"):
            self.freeze(recall)

    def test_draft_recall_can_be_deleted_with_its_scope(self):
        bar = self.make_bar()
        self.ship(bar)
        recall = self.make_recall(bar)
        rows = recall.scope_ids

        recall.unlink()

        self.assertFalse(rows.exists())
        self.assertEqual(self.entries(recall, kind="delete_draft").res_id, recall.id)

    def test_every_recall_has_a_number(self):
        recalls = [self.make_recall(self.make_bar(), compute=False) for _i in (1, 2)]

        self.assertTrue(recalls[0].name.startswith("RC/"))
        self.assertNotEqual(recalls[0].name, recalls[1].name)

    def test_models_are_declared_so_that_the_guard_holds(self):
        for model in ("mdtrace.recall", "mdtrace.recall.notice"):
            self.assertEqual(self.env[model]._mdtrace_check_definition(), [])
        response = self.env["mdtrace.recall.response"]
        self.assertEqual(response._mdtrace_check_definition(), [])

    def test_dossier_of_a_lot_names_its_recalls(self):
        bar = self.make_bar()
        trace = self.env["mdtrace.trace"].with_user(self.viewer)
        recall = self.make_recall(bar)
        codes = [part["section"] for part in trace._dossier(bar.ids)[bar.id]]
        self.assertNotIn("recalls", codes)

        self.freeze(recall)

        parts = {part["section"]: part for part in trace._dossier(bar.ids)[bar.id]}
        self.assertEqual(parts["recalls"]["rows"][0]["Recall"], recall.name)
