"""Ways around an inspection that are closed."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestSideDoors(MdtraceQualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_test_user(
            cls.env,
            "mdt_second",
            groups="stock.group_stock_user,mdtrace_base.mdtrace_base_group_operator,"
            "mdtrace_base.mdtrace_base_group_inspector",
        )

    def accepted(self):
        """Return a lot whose inspection is accepted."""
        lot = self.good_lot()
        self.accept(self.inspection_of(lot))
        return lot

    def test_lot_cannot_be_moved_to_another_inspection_from_its_own_form(self):
        good = self.inspection_of(self.accepted())
        lot = self.receive(self.bar, 1)
        bad = self.inspection_of(lot)
        for name, commands in (
            ("mdtrace_inspection_ids", [Command.unlink(bad.id), Command.link(good.id)]),
            ("mdtrace_reading_ids", [Command.set(good.reading_ids.ids)]),
            ("mdtrace_nonconformity_ids", [Command.clear()]),
        ):
            with self.assertRaisesRegex(UserError, "cannot be set on the lot"):
                lot.with_user(self.second).write({name: commands})
        with self.assertRaisesRegex(UserError, "cannot be set on the lot"):
            self.env["stock.lot"].create(
                {
                    "name": "NEW",
                    "product_id": self.bar.id,
                    "mdtrace_inspection_ids": [Command.link(good.id)],
                }
            )
        self.assertEqual(bad.lot_ids, lot)

    def test_characteristic_of_a_signed_specification_keeps_its_kind(self):
        aluminum = self.aluminum.with_user(self.inspector)
        for values in ({"kind": "text"}, {"code": "OTHER"}):
            with self.assertRaisesRegex(ValidationError, "keeps its code and kind"):
                aluminum.write(values)

        aluminum.write({"kind": "numeric", "synonyms": "Aluminium metal"})

        self.assertEqual(self.aluminum.kind, "numeric")

    def test_approver_who_wrote_a_limit_does_not_approve_it(self):
        other = self.make_user("approver", "mdt_other_approver")
        lines = [self.line(self.iron, None, 1)]
        extra = self.line(self.aluminum, 0, 99)
        for change in (
            lambda draft: draft.line_ids.write({"maximum": 99}),
            lambda draft: draft.write({"line_ids": [Command.create(extra)]}),
            lambda draft: draft.write({"certificate_type": "2.1"}),
        ):
            draft = self.make_specification(self.screw, lines, effective=False)
            change(draft.with_user(self.approver))
            self.env.flush_all()
            draft.with_user(self.inspector).action_submit()
            with self.assertRaisesRegex(AccessError, "whoever made it"):
                self.sign(draft, "effective", self.approver)
            self.sign(draft, "effective", other)

    def test_certificate_of_other_lots_is_refused_for_a_receipt_of_several(self):
        picking = self.make_receipt(self.screw, 2)
        for index, line in enumerate(picking.move_line_ids):
            line.lot_name = f"S{index}"
        self.validate(picking)
        # A number that is only a part of the one stated is another number.
        for stated in ("H1", "XS1X"):
            wizard = self.offer(
                [("c.json", self.certificate(lot=stated))], None, picking
            )
            with self.assertRaisesRegex(UserError, "no lot of this receipt has that"):
                wizard._apply()

    def test_import_deletes_uploads_and_nothing_else(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "plan.pdf",
                "raw": b"%PDF-1.4 plan",
                "res_model": "res.partner",
                "res_id": self.supplier.id,
            }
        )
        lot = self.receive(self.bar, 1, supplier_lot="L1")
        wizard = self.offer([("c.json", self.certificate())], lot)
        upload = wizard.attachment_ids
        wizard.attachment_ids = [Command.link(file.id)]

        wizard._apply()

        self.assertFalse(upload.exists())
        self.assertTrue(file.exists())

    def test_who_receives_more_of_a_lot_does_not_decide_about_it(self):
        lot = self.receive(self.bar, 1, lot_name="SAME", supplier_lot="L1")
        picking = self.make_receipt(self.bar, 9)
        picking.move_line_ids.lot_name = "SAME"
        picking.move_ids.picked = True
        picking.with_user(self.second).button_validate()

        late = self.inspection_of(lot)

        self.assertEqual(late.receiver_id, self.second)
        with self.assertRaisesRegex(AccessError, "whoever made it"):
            self.sign(late, "accepted", self.second)

    def test_lot_added_to_a_receipt_that_is_done_is_inspected(self):
        lot = self.receive(self.bar, 1)
        move = lot.mdtrace_receipt_id.move_ids
        line = (
            self.env["stock.move.line"]
            .with_user(self.second)
            .create(
                {
                    "move_id": move.id,
                    "picking_id": move.picking_id.id,
                    "product_id": self.bar.id,
                    "lot_id": self.env["stock.lot"]
                    .create({"name": "LATE", "product_id": self.bar.id})
                    .id,
                    "quantity": 1,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        )

        inspection = self.inspection_of(line.lot_id)

        self.assertEqual(inspection.receiver_id, self.second)
        self.assertEqual(inspection.picking_id, move.picking_id)

    def test_certificate_set_aside_after_the_decision_stops_the_release(self):
        lot = self.accepted()
        reading = self.inspection_of(lot).reading_ids
        reading.with_user(self.inspector)._mdtrace_move("set_aside", reason="Forged")

        with self.assertRaisesRegex(UserError, "was accepted, but since then"):
            self.release(lot)

    def test_failing_certificate_after_the_decision_stops_the_release(self):
        lot = self.accepted()
        self.read(self.certificate({"Al": ("7.5", "%"), "Fe": ("0.1", "%")}), lot)

        with self.assertRaisesRegex(UserError, "does not meet"):
            self.release(lot)

    def test_failing_result_of_another_company_counts(self):
        other = self.env["res.company"].create({"name": "Other company"})
        lot = self.good_lot()
        inspection = self.inspection_of(lot)
        self.assertFalse(self.codes(inspection.with_user(self.inspector)))
        content = self.certificate({"Al": ("7.5", "%"), "Fe": ("0.1", "%")})
        readings = self.env["mdtrace.certificate.reading"].with_company(other)
        readings._receive([("c.json", content)], lot)

        self.assertEqual(
            self.codes(inspection.with_user(self.inspector)), ["result_failed"]
        )

    def test_typed_values_do_not_stand_in_for_the_certificate(self):
        self.make_specification(
            self.screw, [self.line(self.iron, None, 1)], certificate_type="3.1"
        )
        lot = self.receive(self.screw, 1)
        inspection = self.inspection_of(lot)
        inspection._record_result(lot, self.iron, "0.5")

        self.assertEqual(self.codes(inspection), ["certificate_missing"])
        self.read(b"%PDF-1.4 3.1", lot, name="c.pdf")
        self.assertFalse(self.codes(inspection))
