"""Receipts: certificates, measured conditions and inspections."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.counting import fill_counts

CONDITIONS = ("temperature", "humidity")


class StockPicking(models.Model):
    """What a receiver adds to a receipt, and what follows when it is done."""

    _inherit = "stock.picking"

    mdtrace_temperature_measured = fields.Boolean(
        "Temperature Measured",
        copy=False,
        help="Whether the temperature was measured; 0 °C is a temperature.",
    )
    mdtrace_temperature = fields.Float(
        "Temperature (°C)",
        digits=(8, 2),
        copy=False,
        help="Temperature of the goods at receipt, typed by the receiver.",
    )
    mdtrace_humidity_measured = fields.Boolean(
        "Humidity Measured", copy=False, help="Whether the humidity was measured."
    )
    mdtrace_humidity = fields.Float(
        "Humidity (%RH)",
        digits=(8, 2),
        copy=False,
        help="Relative humidity at receipt, typed by the receiver.",
    )
    mdtrace_reading_ids = fields.One2many(
        "mdtrace.certificate.reading",
        "picking_id",
        "Certificates",
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Certificates that came with it.",
    )
    mdtrace_inspection_ids = fields.One2many(
        "mdtrace.inspection",
        "picking_id",
        "Inspections",
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Inspections of the lots that came with it.",
    )
    mdtrace_reading_count = fields.Integer(
        "Number of Certificates", compute="_compute_mdtrace_quality_counts"
    )
    mdtrace_inspection_count = fields.Integer(
        "Number of Inspections", compute="_compute_mdtrace_quality_counts"
    )
    mdtrace_nonconformity_count = fields.Integer(
        "Number of Nonconformities", compute="_compute_mdtrace_quality_counts"
    )
    mdtrace_has_controlled = fields.Boolean(
        "Has Controlled Products", compute="_compute_mdtrace_has_controlled"
    )

    @api.depends_context("uid")
    def _compute_mdtrace_quality_counts(self):
        fill_counts(
            self,
            "picking_id",
            (
                ("mdtrace_reading_count", "mdtrace.certificate.reading"),
                ("mdtrace_inspection_count", "mdtrace.inspection"),
                ("mdtrace_nonconformity_count", "mdtrace.nonconformity"),
            ),
        )

    @api.depends("move_ids.product_id")
    def _compute_mdtrace_has_controlled(self):
        controlled = self.move_ids.product_id._mdtrace_filter_controlled()
        for picking in self:
            picking.mdtrace_has_controlled = bool(
                picking.move_ids.product_id & controlled
            )

    @api.model_create_multi
    def create(self, vals_list):
        # A number that is not 0 was measured; 0 alone may be the form's default.
        vals_list = [self._mdtrace_with_flags(vals, bool) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        names = {
            f"mdtrace_{kind}{end}" for kind in CONDITIONS for end in ("", "_measured")
        }
        done = self.filtered(lambda picking: picking.state == "done")
        if names & vals.keys() and done:
            raise UserError(
                self.env._(
                    "%(name)s is done: record further measurements on its inspection.",
                    name=done[0].name,
                )
            )
        # Who writes a number has measured it, also when it is 0.
        return super().write(
            self._mdtrace_with_flags(vals, lambda value: value is not False)
        )

    @api.model
    def _mdtrace_with_flags(self, vals, is_measured):
        """Return values in which a number that is given is marked as measured."""
        vals = dict(vals)
        for kind in CONDITIONS:
            value, flag = f"mdtrace_{kind}", f"mdtrace_{kind}_measured"
            if value in vals and flag not in vals and is_measured(vals[value]):
                vals[flag] = True
        return vals

    # === Actions === #

    def action_mdtrace_certificate(self):
        """Open the dialog that takes certificates for this receipt."""
        self.ensure_one()
        return self.env["mdtrace.inspection"]._form_action(
            self.env._("Certificate"),
            "mdtrace.certificate.import",
            {"default_picking_id": self.id},
        )

    def action_mdtrace_certificates(self):
        return self._mdtrace_quality_action("mdtrace_certificate_reading_action")

    def action_mdtrace_inspections(self):
        return self._mdtrace_quality_action("mdtrace_inspection_action")

    def action_mdtrace_nonconformities(self):
        return self._mdtrace_quality_action("mdtrace_nonconformity_action")

    def _mdtrace_quality_action(self, xmlid):
        """Return a window action of this addon, for what came with these transfers."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"mdtrace_quality.{xmlid}"
        )
        return {**action, "domain": [("picking_id", "in", self.ids)], "context": {}}

    def action_mdtrace_report_nonconformity(self):
        """Open a new nonconformity about the controlled lots of this transfer."""
        self.ensure_one()
        lots = self.move_line_ids.lot_id._mdtrace_controlled()
        return self.env["mdtrace.nonconformity"]._new_action(
            lots, source="lot", picking=self
        )

    # === Business methods === #

    def _mdtrace_measured(self):
        """Return {kind: value} of what was measured at this receipt."""
        self.ensure_one()
        return {
            kind: self[f"mdtrace_{kind}"]
            for kind in CONDITIONS
            if self[f"mdtrace_{kind}_measured"]
        }

    def _mdtrace_bind_certificates(self, lots):
        """Bind the certificates that wait on this receipt to the lots that came."""
        # Certificates are bound whoever validates the receipt.
        waiting = (
            self.env["mdtrace.certificate.reading"]
            .sudo()
            .search([("picking_id", "in", self.ids), ("state", "=", "waiting")])
        )
        lots_of = {
            reading: reading._stated_among(
                lots.filtered(
                    lambda lot, one=reading: lot in one.picking_id._mdtrace_lots()
                )
            )
            for reading in waiting
        }
        waiting._bind(lots_of)

    def _mdtrace_lots(self):
        """Return the controlled lots of this transfer."""
        # Lots are listed whoever validates.
        return self.sudo().move_line_ids.lot_id._mdtrace_controlled()
