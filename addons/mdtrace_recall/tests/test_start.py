"""The wizard named Recall."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MdtraceRecallCase


@tagged("post_install", "-at_install")
class TestStart(MdtraceRecallCase):
    def form(self, lots, user=None):
        model = self.env["mdtrace.recall.start"].with_user(user or self.regulatory)
        return Form(
            model.with_context(active_model="stock.lot", active_ids=lots.ids),
            "mdtrace_recall.mdtrace_recall_start_view_form",
        )

    def test_preview_shows_the_extent_before_anything_is_made(self):
        bar = self.make_bar(10.0)
        self.ship(bar, self.clinic, qty=3.0)

        form = self.form(bar)

        self.assertEqual(form.lot_count, 1)
        self.assertEqual(form.quantity_on_hand, 7.0)
        self.assertEqual(form.quantity_shipped, 3.0)
        self.assertEqual(form.consignee_count, 1)
        self.assertFalse(self.env["mdtrace.recall"].search([("title", "=", "X")]))

    def test_wizard_makes_a_draft_with_its_scope(self):
        bar = self.make_bar()
        form = self.form(bar)
        form.title, form.reason, form.class_id = "X", "Cracks", self.class_two

        action = form.save().action_create()

        recall = self.env["mdtrace.recall"].browse(action["res_id"])
        self.assertEqual((recall.title, recall.state), ("X", "draft"))
        self.assertEqual(recall.scope_ids.lot_id, bar)
        self.assertEqual(recall.create_uid, self.regulatory)

    def test_lots_that_are_recalled_already_are_named(self):
        bar = self.make_bar()
        recall = self.freeze(self.make_recall(bar))

        self.assertEqual(self.form(bar).recall_names, recall.name)

    def test_client_that_leaves_out_the_reason_is_refused(self):
        wizard = (
            self.env["mdtrace.recall.start"]
            .with_user(self.regulatory)
            .create({"lot_ids": self.make_bar().ids, "title": "X"})
        )

        with self.assertRaisesRegex(UserError, "a reason and a class"):
            wizard.action_create()

    def test_only_regulatory_affairs_start_a_recall(self):
        bar = self.make_bar()

        for user in (self.viewer, self.approver, self.administrator):
            with self.assertRaises(AccessError):
                self.form(bar, user)

    def test_buttons_of_lot_and_customer_lead_to_the_recall(self):
        bar = self.make_bar()
        self.ship(bar, self.clinic)
        recall = self.make_recall(bar)

        self.assertEqual(bar.mdtrace_recall_count, 1)
        self.assertEqual(self.clinic.with_user(self.viewer).mdtrace_recall_count, 1)
        domain = bar.with_user(self.viewer).action_mdtrace_recalls()["domain"]
        self.assertEqual(self.env["mdtrace.recall"].search(domain), recall)
        domain = self.clinic.with_user(self.viewer).action_mdtrace_recalls()["domain"]
        found = self.env["mdtrace.recall.consignee"].search(domain)
        self.assertEqual(found, recall.consignee_ids)
        start = bar.with_user(self.regulatory).action_mdtrace_recall()
        self.assertEqual(start["context"], {"default_lot_ids": bar.ids})
