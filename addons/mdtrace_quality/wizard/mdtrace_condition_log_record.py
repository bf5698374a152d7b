"""Record conditions that were measured later, or correct wrong ones."""

from odoo import fields, models
from odoo.exceptions import UserError

GROUPS = (
    "mdtrace_base.mdtrace_base_group_inspector,mdtrace_base.mdtrace_base_group_operator"
)


class MdtraceConditionLogRecord(models.TransientModel):
    """Measured temperature and humidity of lots, with the reason for recording now."""

    _name = "mdtrace.condition.log.record"
    _description = "Record Conditions"

    log_id = fields.Many2one(
        "mdtrace.condition.log", "Corrects", help="Row that was wrong."
    )
    lot_ids = fields.Many2many(
        "stock.lot", string="Lots", required=True, help="Lots that were exposed."
    )
    picking_id = fields.Many2one(
        "stock.picking", "Receipt", help="Receipt it is about."
    )
    temperature_measured = fields.Boolean(help="Whether there is a temperature.")
    temperature = fields.Float(
        "Temperature (°C)", digits=(8, 2), help="Temperature in °C."
    )
    humidity_measured = fields.Boolean(help="Whether there is a humidity.")
    humidity = fields.Float("Humidity (%RH)", digits=(8, 2), help="Humidity in %.")
    reason = fields.Text(required=True, help="Where the value comes from.")

    def action_apply(self):
        """Write the measurement down."""
        self.ensure_one()
        if not self.env.user.has_groups(GROUPS):
            raise UserError(
                self.env._("Only operators and inspectors record conditions.")
            )
        if not (self.temperature_measured or self.humidity_measured):
            raise UserError(
                self.env._("Say what was measured; an empty value is no measurement.")
            )
        if self.log_id.correction_ids:
            raise UserError(self.env._("This row was already corrected."))
        self.env["mdtrace.condition.log"]._record(
            self.log_id.lot_id or self.lot_ids,
            {
                "temperature": self.temperature if self.temperature_measured else None,
                "humidity": self.humidity if self.humidity_measured else None,
                "picking": self.log_id.picking_id or self.picking_id,
                "company": self.log_id.company_id
                or self.picking_id.company_id
                or self.env.company,
            },
            reason=self.reason,
            corrects=self.log_id,
        )
        return {"type": "ir.actions.act_window_close"}
