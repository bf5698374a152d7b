"""Temperature and humidity to which lots were exposed, as measured."""

from odoo import api, fields, models


class MdtraceConditionLog(models.Model):
    """One measurement of the conditions of a lot, written once.

    A value counts only where its flag says that it was measured: 0 °C is a
    temperature, empty is none. A correction is a new row that names the old one.
    """

    _name = "mdtrace.condition.log"
    _description = "Conditions"
    _inherit = ["mdtrace.append.only.mixin"]
    _order = "id desc"
    _rec_name = "lot_id"
    _log_access = False

    lot_id = fields.Many2one(
        "stock.lot",
        required=True,
        ondelete="restrict",
        index=True,
        help="Lot or serial number that was exposed.",
    )
    product_id = fields.Many2one(related="lot_id.product_id")
    picking_id = fields.Many2one(
        "stock.picking",
        "Receipt",
        ondelete="restrict",
        index="btree_not_null",
        help="Receipt at which it was measured.",
    )
    temperature_measured = fields.Boolean(help="Whether the temperature was measured.")
    temperature = fields.Float(
        "Temperature (°C)", digits=(8, 2), aggregator="max", help="Temperature in °C."
    )
    humidity_measured = fields.Boolean(help="Whether the humidity was measured.")
    humidity = fields.Float(
        "Humidity (%RH)",
        digits=(8, 2),
        aggregator="max",
        help="Relative humidity in %.",
    )
    recorded_at = fields.Datetime(required=True, help="When it was recorded (UTC).")
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        required=True,
        ondelete="restrict",
        help="Who recorded it.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="restrict",
        index=True,
        help="Company that recorded it.",
    )
    corrects_id = fields.Many2one(
        "mdtrace.condition.log",
        ondelete="restrict",
        index="btree_not_null",
        help="Earlier row that this one replaces.",
    )
    correction_ids = fields.One2many(
        "mdtrace.condition.log",
        "corrects_id",
        "Corrected by",
        help="Later row that replaces this one.",
    )
    reason = fields.Text(help="Why it was recorded later or corrected.")
    counts = fields.Boolean(compute="_compute_counts")

    @api.depends("correction_ids")
    def _compute_counts(self):
        for log in self:
            log.counts = not log.correction_ids

    def action_correct(self):
        """Ask for the right values and the reason."""
        self.ensure_one()
        return self.env["mdtrace.inspection"]._form_action(
            self.env._("Correct Conditions"),
            "mdtrace.condition.log.record",
            {
                "default_log_id": self.id,
                "default_lot_ids": self.lot_id.ids,
                "default_picking_id": self.picking_id.id,
            },
        )

    def _within(self, kind, limits):
        """Tell whether the measured temperature or humidity is within limits."""
        self.ensure_one()
        low, high = limits
        value = round(self[kind], 2)
        return (low is None or value >= round(low, 2)) and (
            high is None or value <= round(high, 2)
        )

    def _measured(self, kind):
        """Return the rows that count and in which this was measured."""
        return self.filtered(lambda log: log.counts and log[f"{kind}_measured"])

    def _outside(self, kind, limits):
        """Return the rows whose temperature or humidity is out of limits."""
        return self.filtered(lambda log: not log._within(kind, limits))

    @api.model
    def _record(self, lots, values, *, reason=None, corrects=None):
        """Write measured conditions down for lots; return the rows.

        :param values: dict with `temperature`, `humidity` (None where not measured),
            `picking` and `company`
        """
        picking = values.get("picking")
        measured = {
            f"{kind}_measured": values.get(kind) is not None
            for kind in ("temperature", "humidity")
        }
        # Nobody has the right to create rows: measuring does, through this method.
        logs = self.sudo().create(
            [
                {
                    "lot_id": lot.id,
                    "picking_id": picking.id if picking else False,
                    "temperature": values.get("temperature") or 0.0,
                    "humidity": values.get("humidity") or 0.0,
                    "recorded_at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "company_id": values["company"].id,
                    "corrects_id": corrects.id if corrects else False,
                    "reason": reason,
                    **measured,
                }
                for lot in lots
            ]
        )
        self.invalidate_model(["correction_ids", "counts"])
        self.env["mdtrace.ledger.entry"]._append([log._ledger_entry() for log in logs])
        return logs.with_env(self.env)

    def _ledger_entry(self):
        new = {
            kind: self[kind] if self[f"{kind}_measured"] else None
            for kind in ("temperature", "humidity")
        }
        if self.corrects_id:
            new["corrects_id"] = {"id": self.corrects_id.id, "model": self._name}
        return {
            "kind": "create",
            "model": self._name,
            "res_id": self.id,
            "res_name": self.picking_id.name or self.lot_id.name,
            "lot_id": self.lot_id.id,
            "lot_name": self.lot_id.name,
            "company_id": self.company_id.id,
            "new": new,
            "reason": self.reason,
        }
