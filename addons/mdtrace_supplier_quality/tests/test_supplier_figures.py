"""What is counted of the lots of a supplier."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MdtraceSupplierQualityCase

FIGURES = (
    "mdtrace_receipt_count",
    "mdtrace_lot_count",
    "mdtrace_accepted_count",
    "mdtrace_rejected_count",
    "mdtrace_nonconformity_count",
)


@tagged("post_install", "-at_install")
class TestSupplierFigures(MdtraceSupplierQualityCase):
    def figures(self, record):
        record = record.with_user(self.viewer)
        record.invalidate_recordset()
        return tuple(record[name] for name in FIGURES)

    def test_supplier_counts_receipts_inspections_and_open_nonconformities(self):
        self.assertEqual(self.figures(self.mill), (0, 0, 0, 0, 0))

        self.inspected("accepted")
        self.inspected()
        bad = self.inspected("rejected")
        self.inspected("rejected", partner=self.trader)
        self.report(bad, "major")

        self.assertEqual(self.figures(self.mill), (3, 3, 1, 1, 1))
        self.assertEqual(self.figures(self.trader), (1, 1, 0, 1, 0))

    def test_contact_shows_the_figures_of_its_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Ms. Li", "parent_id": self.mill.id}
        )
        self.inspected()

        self.assertEqual(self.figures(contact), (1, 1, 0, 0, 0))

    def test_approval_counts_its_material_under_any_version(self):
        bars = self.approve()
        metals = self.approve(categ_id=self.materials.id)
        screws = self.approve(product_id=self.screw.id)
        self.inspected("accepted")
        renewed = bars.browse(
            bars.with_user(self.purchaser).action_new_version()["res_id"]
        )

        for approval in (bars, metals, renewed):
            self.assertEqual(self.figures(approval), (1, 1, 1, 0, 0))
        self.assertEqual(self.figures(screws), (0, 0, 0, 0, 0))

    def test_buttons_open_what_was_counted(self):
        lot = self.inspected()
        self.inspected(partner=self.trader)
        case = self.report(lot, "major")
        approval = self.approve()

        for record in (self.mill, approval):
            lots = record.action_mdtrace_view_received_lots()
            cases = record.action_mdtrace_view_nonconformities()
            self.assertEqual(self.env["stock.lot"].search(lots["domain"]), lot)
            self.assertEqual(
                self.env["mdtrace.nonconformity"].search(cases["domain"]), case
            )

    def test_figures_are_for_roles_of_traceability(self):
        visible = self.env["res.partner"].with_user(self.viewer).fields_get(FIGURES)
        hidden = self.env["res.partner"].with_user(self.buyer).fields_get(FIGURES)

        self.assertEqual(set(visible), set(FIGURES))
        self.assertFalse(hidden)

    def test_release_asks_for_the_inspection_and_for_the_supplier(self):
        lot = self.inspected(partner=self.trader)

        with self.assertRaisesRegex(UserError, "never been approved") as caught:
            self.release(lot)
        self.assertIn("is not decided", str(caught.exception))

    def test_accepted_lot_of_an_approved_supplier_is_released(self):
        self.approve()
        lot = self.inspected("accepted")

        self.release(lot)

        self.assertEqual(lot.mdtrace_disposition, "released")
