"""The grid of an inspection: one characteristic of one lot."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import judge


class MdtraceInspectionEntry(models.Model):
    """Where an inspector types a value, beside what is asked and what is known.

    What is typed is a draft until it is submitted: then it becomes a result, and the
    field is empty again. Nothing is ever filled in beforehand.
    """

    _name = "mdtrace.inspection.entry"
    _description = "Inspection Line"
    _order = "inspection_id desc, lot_id, sequence, id"
    _rec_name = "characteristic_id"

    inspection_id = fields.Many2one(
        "mdtrace.inspection",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="Inspection the line belongs to.",
    )
    inspection_state = fields.Selection(related="inspection_id.state")
    company_id = fields.Many2one(related="inspection_id.company_id")
    lot_id = fields.Many2one(
        "stock.lot",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Lot or serial number inspected.",
    )
    specification_line_id = fields.Many2one(
        "mdtrace.specification.line",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="What the specification asks for.",
    )
    sequence = fields.Integer(
        related="specification_line_id.sequence",
        store=True,
        help="Order in the specification.",
    )
    characteristic_id = fields.Many2one(
        related="specification_line_id.characteristic_id",
        store=True,
        help="What is judged.",
    )
    kind = fields.Selection(related="characteristic_id.kind")
    source = fields.Selection(
        related="specification_line_id.source",
        store=True,
        help="Where the result comes from.",
    )
    limits_text = fields.Char(related="specification_line_id.limits_text")
    method = fields.Char(related="specification_line_id.method")
    critical = fields.Boolean(related="specification_line_id.critical")
    typed = fields.Char(
        "New Value",
        help="Value that was measured, with a decimal point; < or > where the "
        "instrument only gave a limit.",
    )
    typed_unit = fields.Char(
        "Unit", help="Unit of the new value; empty for the unit of the specification."
    )
    result_ids = fields.Many2many(
        "mdtrace.result", string="Results So Far", compute="_compute_verdict"
    )
    stated_text = fields.Char("Result", compute="_compute_verdict")
    verdict = fields.Selection(
        [("pass", "Pass"), ("fail", "Fail"), ("missing", "Missing")],
        compute="_compute_verdict",
    )

    @api.depends("inspection_id.result_ids", "lot_id", "specification_line_id")
    def _compute_verdict(self):
        results = self.env["mdtrace.result"]
        status = self.inspection_id._results_so_far()
        found = results.union(*status.values())
        grouped = found.grouped(lambda one: (one.lot_id, one.specification_line_id))
        for entry in self:
            own = grouped.get((entry.lot_id, entry.specification_line_id), results)
            own = own.sorted("id")
            entry.result_ids = own
            entry.verdict = judge.summary(own.mapped("verdict"))
            entry.stated_text = "; ".join(own.mapped("stated_text"))

    @api.depends("characteristic_id", "limits_text")
    def _compute_display_name(self):
        for entry in self:
            parts = (entry.characteristic_id.name, entry.limits_text)
            entry.display_name = " ".join(part for part in parts if part)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"typed", "typed_unit"}:
            raise UserError(
                self.env._("Only a new value and its unit can be entered here.")
            )
        decided = self.inspection_id.filtered(lambda one: one.state != "open")
        if decided:
            raise UserError(
                self.env._(
                    "%(name)s is decided; results belong to a new inspection.",
                    name=decided[0].name,
                )
            )
        return super().write(vals)

    def _clear_typed(self):
        """Empty what has become a result."""
        self.write({"typed": False, "typed_unit": False})
