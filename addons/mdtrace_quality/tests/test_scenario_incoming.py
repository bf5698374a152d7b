"""From the dock to the shelf: the story of the how-to page."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestScenarioIncoming(MdtraceQualityCase):
    def test_bar_stock_is_received_inspected_released_and_shipped(self):
        # The receiver types the supplier's lot, the temperature, and adds the file.
        picking = self.make_receipt(self.bar, 10, user=self.keeper)
        picking.move_line_ids.mdtrace_supplier_lot = "L1"
        picking.with_user(self.keeper).mdtrace_temperature = 21
        reading = self.read(self.certificate(), None, picking)
        picking.move_ids.picked = True
        picking.with_user(self.keeper).button_validate()
        lot = picking.move_line_ids.lot_id

        # The certificate has been read, the inspection waits for the inspector.
        inspection = self.inspection_of(lot)
        self.assertEqual(reading.outcome, "pass")
        self.assertEqual(self.codes(inspection), ["result_missing"])
        self.assertFalse(self.deliver(self.bar, 1).move_line_ids)

        # The inspector measures and signs; the approver releases.
        self.measure(inspection, {self.diameter: "10.00"})
        self.accept(inspection)
        self.release(lot)

        # Now the lot can be shipped.
        delivery = self.ship(lot, qty=2)
        self.assertEqual(delivery.state, "done")

        # A customer complains: the rest is held.
        record = self.env["mdtrace.nonconformity"].create(
            {"title": "Cracks", "lot_ids": lot.ids, "source": "complaint"}
        )
        record.with_user(self.inspector).action_open()
        with self.assertRaises(UserError):
            self.ship(lot, qty=1)
