"""Temperature and humidity at receipt: measured or not, never guessed."""

from psycopg2.errors import RestrictViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MdtraceQualityCase

LIMITS = {
    "has_minimum_temperature": True,
    "minimum_temperature": 2,
    "has_maximum_temperature": True,
    "maximum_temperature": 8,
}


@tagged("post_install", "-at_install")
class TestCondition(MdtraceQualityCase):
    def cold(self, **values):
        """Receive a cold product with what was typed on the receipt."""
        product = self.make_product("Test cold", "lot")
        self.make_specification(
            product, [self.line(self.diameter, 1, 2, source="inspection")], **LIMITS
        )
        picking = self.make_receipt(product, 1, user=self.keeper)
        picking.with_user(self.keeper).write(values)
        picking.move_ids.picked = True
        picking.with_user(self.keeper).button_validate()
        return picking.move_line_ids.lot_id

    def condition_codes(self, lot):
        found = self.codes(self.inspection_of(lot))
        return [code for code in found if code.startswith("condition")]

    def logs(self, lot):
        return self.env["mdtrace.condition.log"].search([("lot_id", "=", lot.id)])

    def test_what_the_receiver_typed_becomes_a_row_of_the_lot(self):
        lot = self.cold(mdtrace_temperature=5.5, mdtrace_humidity=40)

        log = self.logs(lot)
        self.assertEqual((log.temperature, log.humidity), (5.5, 40))
        self.assertTrue(log.temperature_measured and log.humidity_measured)
        self.assertEqual(log.user_id, self.keeper)
        self.assertFalse(self.condition_codes(lot))
        self.assertEqual(len(self.entries(log)), 1)

    def test_nothing_typed_is_no_measurement(self):
        lot = self.cold()

        self.assertFalse(self.logs(lot))
        self.assertEqual(self.condition_codes(lot), ["condition_missing"])

    def test_zero_that_was_typed_is_a_measurement(self):
        lot = self.cold(mdtrace_temperature=0)

        self.assertTrue(self.logs(lot).temperature_measured)
        self.assertFalse(self.logs(lot).humidity_measured)
        self.assertEqual(self.condition_codes(lot), ["condition_failed"])

    def test_value_on_the_limit_is_within(self):
        self.assertFalse(self.condition_codes(self.cold(mdtrace_temperature=8)))

    def test_value_out_of_limits_is_named(self):
        lot = self.cold(mdtrace_temperature=8.01)

        self.assertEqual(self.condition_codes(lot), ["condition_failed"])

    def test_receipt_that_is_done_takes_no_more_measurements(self):
        lot = self.cold(mdtrace_temperature=5)

        with self.assertRaisesRegex(UserError, "on its inspection"):
            lot.mdtrace_receipt_id[:1].mdtrace_temperature = 6

    def test_correction_is_a_new_row_with_a_reason(self):
        lot = self.cold(mdtrace_temperature=55)
        wrong = self.logs(lot)
        wizard = self.env["mdtrace.condition.log.record"].with_user(self.inspector)
        values = {
            "log_id": wrong.id,
            "lot_ids": lot.ids,
            "temperature_measured": True,
            "temperature": 5.5,
            "reason": "Point forgotten",
        }

        wizard.create(values).action_apply()

        self.assertEqual(wrong.correction_ids.temperature, 5.5)
        self.assertFalse(wrong.counts)
        self.assertFalse(self.condition_codes(lot))
        with self.assertRaisesRegex(UserError, "already corrected"):
            wizard.create(values).action_apply()

    def test_measurement_can_be_added_later_with_its_reason(self):
        lot = self.cold()
        wizard = self.env["mdtrace.condition.log.record"].with_user(self.operator)
        values = {"lot_ids": lot.ids, "reason": "Logger of the carrier"}
        with self.assertRaisesRegex(UserError, "no measurement"):
            wizard.create(values).action_apply()

        wizard.create(
            {**values, "temperature_measured": True, "temperature": 4}
        ).action_apply()

        self.assertFalse(self.condition_codes(lot))

    @mute_logger("odoo.sql_db")
    def test_rows_are_never_changed_by_sql(self):
        log = self.logs(self.cold(mdtrace_temperature=5))

        with self.assertRaises(RestrictViolation), self.cr.savepoint():
            self.cr.execute(
                "UPDATE mdtrace_condition_log SET temperature = 4 WHERE id = %s",
                [log.id],
            )
