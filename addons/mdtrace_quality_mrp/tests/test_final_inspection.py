"""What an order has made is inspected before it is released."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mdtrace_quality.tests.common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestFinalInspection(MdtraceQualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("mrp.group_mrp_byproducts")
        cls.chips = cls.make_product("Test chips", "lot")
        cls.worker = new_test_user(
            cls.env,
            "mdt_worker",
            groups="mrp.group_mrp_user,stock.group_production_lot",
        )

    def produce(self, qty=3, user=None, byproduct=False):
        """Make serial numbers of ``screw`` and close the order; return it."""
        components = {"product_id": self.rag.id, "product_qty": 1}
        values = {
            "product_tmpl_id": self.screw.product_tmpl_id.id,
            "product_qty": qty,
            "consumption": "flexible",
            "bom_line_ids": [Command.create(components)],
        }
        if byproduct:
            values["byproduct_ids"] = [
                Command.create({"product_id": self.chips.id, "product_qty": 1})
            ]
        bom = self.env["mrp.bom"].create(values)
        self.receive(self.rag, 5)
        order = self.env["mrp.production"].create(
            {"product_id": self.screw.id, "product_qty": qty, "bom_id": bom.id}
        )
        order.action_confirm()
        order.action_assign()
        order.lot_producing_ids = self.env["stock.lot"].create(
            [
                {"product_id": self.screw.id, "name": f"SN-{order.id}-{number}"}
                for number in range(qty)
            ]
        )
        order.qty_producing = qty
        order._set_qty_producing(False)
        if byproduct:
            order.move_byproduct_ids.move_line_ids.lot_id = self.env[
                "stock.lot"
            ].create({"product_id": self.chips.id, "name": f"BY-{order.id}"})
        (order.move_raw_ids | order.move_byproduct_ids).picked = True
        closing = order.with_user(user or self.env.user)
        closing.with_context(skip_consumption=True).button_mark_done()
        self.assertEqual(order.state, "done")
        return order

    def final_specification(self, product=None, **vals):
        return self.make_specification(
            product or self.screw,
            [self.line(self.diameter, 9.9, 10.1, source="inspection")],
            stage="final",
            **vals,
        )

    def test_serials_of_one_order_share_one_inspection(self):
        specification = self.final_specification()

        order = self.produce(user=self.worker)

        inspection = order.mdtrace_inspection_ids
        self.assertEqual(len(inspection), 1)
        self.assertEqual((inspection.stage, inspection.state), ("final", "open"))
        self.assertEqual(inspection.lot_ids, order.lot_producing_ids)
        self.assertEqual(inspection.specification_id, specification)
        self.assertEqual(inspection.receiver_id, self.worker)
        self.assertEqual(len(inspection.entry_ids), 3)

    def test_by_product_has_an_inspection_of_its_own(self):
        self.final_specification()

        order = self.produce(byproduct=True)

        inspections = order.mdtrace_inspection_ids
        self.assertEqual(set(inspections.product_id), {self.screw, self.chips})
        of_chips = inspections.filtered(lambda one: one.product_id == self.chips)
        self.assertEqual(self.codes(of_chips), ["no_specification"])

    def test_incoming_specification_does_not_count_for_what_is_made(self):
        self.make_specification(self.screw, [self.line(self.diameter, 1, 2)])

        order = self.produce()

        self.assertFalse(order.mdtrace_inspection_ids.specification_id)
        with self.assertRaisesRegex(UserError, "no specification in force"):
            self.release(order.lot_producing_ids)

    def test_serials_are_released_after_their_final_inspection(self):
        self.final_specification()
        order = self.produce()
        lots, inspection = order.lot_producing_ids, order.mdtrace_inspection_ids
        with self.assertRaisesRegex(UserError, "is not decided"):
            self.release(lots)

        for entry in inspection.entry_ids:
            entry.with_user(self.inspector).typed = "10"
        inspection.with_user(self.inspector).action_submit_results()
        self.accept(inspection)
        self.release(lots)

        self.assertEqual(set(lots.mapped("mdtrace_disposition")), {"released"})

    def test_lot_that_was_made_without_inspection_cannot_be_released(self):
        lots = self.produce().lot_producing_ids

        self.assertEqual(self.env["mdtrace.gate"]._mdtrace_need_inspection(lots), lots)

    def test_repeated_inspection_keeps_its_order(self):
        self.final_specification()
        order = self.produce()
        first = order.mdtrace_inspection_ids
        self.sign(first, "rejected", self.inspector, "Wrong gauge")

        self.env["mdtrace.inspection.repeat"].with_user(self.inspector).create(
            {"inspection_id": first.id, "reason": "Gauge"}
        ).action_apply()

        self.assertEqual(first.next_ids.production_id, order)
        self.assertEqual(order.mdtrace_inspection_count, 2)

    def test_nonconformity_is_reported_from_the_order(self):
        order = self.produce()
        user = self.make_user("operator", "mdt_line", "mrp.group_mrp_user")

        context = order.with_user(user).action_mdtrace_report_nonconformity()["context"]
        values = {
            name.removeprefix("default_"): value for name, value in context.items()
        }
        record = (
            self.env["mdtrace.nonconformity"]
            .with_user(user)
            .create({"title": "Burr", **values})
        )
        record.action_open()

        self.assertEqual(order.mdtrace_nonconformity_count, 1)
        self.assertEqual(record.lot_ids, order.lot_producing_ids)
        self.assertEqual(set(record.lot_ids.mapped("mdtrace_hold_count")), {1})

    def test_order_of_an_inspection_is_not_written_by_hand(self):
        order = self.produce()

        with self.assertRaises(AccessError):
            order.mdtrace_inspection_ids.with_user(self.inspector).write(
                {"production_id": False}
            )
        for model in ("mdtrace.inspection", "mdtrace.nonconformity"):
            self.assertEqual(self.env[model]._mdtrace_check_definition(), [])

    def test_worker_without_a_role_opens_the_order(self):
        order = self.produce(user=self.worker)

        values = order.with_user(self.worker).read(["mdtrace_inspection_count"])
        self.assertEqual(values[0]["mdtrace_inspection_count"], 0)
