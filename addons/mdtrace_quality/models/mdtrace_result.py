"""Results: what was measured or stated about a lot, written once."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mdtrace_base.tools.canonical import canonical, sha256_hex

#: Columns of a result in the order of the insert, with their PostgreSQL types.
COLUMNS = {
    "lot_id": "int4",
    "product_id": "int4",
    "inspection_id": "int4",
    "reading_id": "int4",
    "reading_line_id": "int4",
    "evidence_id": "int4",
    "characteristic_id": "int4",
    "specification_id": "int4",
    "specification_line_id": "int4",
    "corrects_id": "int4",
    "company_id": "int4",
    "user_id": "int4",
    "recorded_at": "timestamp",
    "source": "varchar",
    "value_text": "varchar",
    "measured": "bool",
    "value": "numeric",
    "qualifier": "varchar",
    "unit": "varchar",
    "is_converted": "bool",
    "converted_value": "numeric",
    "converted_unit": "varchar",
    "verdict": "varchar",
    "reason": "text",
}


class MdtraceResult(models.Model):
    """One result of one characteristic of one lot, with the verdict of its day.

    Inserted by :meth:`_append` alone, never changed and never deleted. A correction is
    a new row that names the old one and says why. What was not measured has no number:
    0 is a result, empty is none.
    """

    _name = "mdtrace.result"
    _description = "Result"
    _inherit = ["mdtrace.append.only.mixin"]
    _order = "id desc"
    _rec_name = "characteristic_id"
    _log_access = False

    lot_id = fields.Many2one(
        "stock.lot",
        required=True,
        ondelete="restrict",
        index=True,
        help="Lot or serial number the result is about.",
    )
    product_id = fields.Many2one(
        "product.product", ondelete="restrict", index=True, help="Product of the lot."
    )
    characteristic_id = fields.Many2one(
        "mdtrace.characteristic",
        required=True,
        ondelete="restrict",
        index=True,
        help="What was measured or stated.",
    )
    inspection_id = fields.Many2one(
        "mdtrace.inspection",
        ondelete="restrict",
        index="btree_not_null",
        help="Inspection in which it was recorded.",
    )
    reading_id = fields.Many2one(
        "mdtrace.certificate.reading",
        "Certificate",
        ondelete="restrict",
        index="btree_not_null",
        help="Certificate that states it.",
    )
    reading_line_id = fields.Many2one(
        "mdtrace.certificate.reading.line",
        "Certificate Line",
        ondelete="restrict",
        index="btree_not_null",
        help="Line of the certificate that states it.",
    )
    evidence_id = fields.Many2one(
        "mdtrace.evidence", ondelete="restrict", help="Document that proves it."
    )
    specification_id = fields.Many2one(
        "mdtrace.specification",
        ondelete="restrict",
        index="btree_not_null",
        help="Specification version it was judged by.",
    )
    specification_line_id = fields.Many2one(
        "mdtrace.specification.line",
        "Specified as",
        ondelete="restrict",
        index="btree_not_null",
        help="Line of the specification it was judged by.",
    )
    limits_text = fields.Char(related="specification_line_id.limits_text")
    corrects_id = fields.Many2one(
        "mdtrace.result",
        ondelete="restrict",
        index="btree_not_null",
        help="Earlier result that this one replaces.",
    )
    correction_ids = fields.One2many(
        "mdtrace.result",
        "corrects_id",
        "Corrected by",
        help="Later result that replaces this one.",
    )
    reason = fields.Text(help="Why the earlier result was corrected.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="restrict",
        index=True,
        help="Company that recorded it.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        required=True,
        ondelete="restrict",
        help="Who recorded it or offered the certificate.",
    )
    recorded_at = fields.Datetime(required=True, help="When it was recorded (UTC).")
    source = fields.Selection(
        [("certificate", "Certificate"), ("person", "Person")],
        required=True,
        help="Stated by a certificate, or measured by a person.",
    )
    value_text = fields.Char("Value", help="The value exactly as stated or typed.")
    measured = fields.Boolean(help="Whether there is a number; 0 is one, empty is not.")
    value = fields.Float(
        "Number", digits=0, aggregator="avg", help="The number, as stated."
    )
    qualifier = fields.Char(help="< or > when the number is a limit of detection.")
    unit = fields.Char(help="Unit, as stated.")
    is_converted = fields.Boolean(
        help="Whether the number could be brought to the unit of the specification."
    )
    converted_value = fields.Float(
        digits=0,
        aggregator="avg",
        help="The number in the unit of the specification.",
    )
    converted_unit = fields.Char(help="Unit of the specification.")
    converted_text = fields.Char("Converted", compute="_compute_converted_text")
    stated_text = fields.Char("Stated", compute="_compute_converted_text")
    verdict = fields.Selection(
        [("pass", "Pass"), ("fail", "Fail"), ("not_applicable", "Not judged")],
        required=True,
        index=True,
        help="Judged by the specification version named here. Not judged: nothing "
        "specifies it.",
    )
    counts = fields.Boolean(compute="_compute_counts", search="_search_counts")

    _lot_line_idx = models.Index("(specification_line_id, lot_id)")

    @api.depends(
        "value_text",
        "unit",
        "is_converted",
        "converted_value",
        "converted_unit",
        "qualifier",
    )
    def _compute_converted_text(self):
        for result in self:
            stated = (result.value_text or "", result.unit or "")
            result.stated_text = " ".join(part for part in stated if part)
            if not result.is_converted:
                result.converted_text = False
                continue
            text = f"{result.qualifier or ''}{result.converted_value:.10g}"
            result.converted_text = f"{text} {result.converted_unit or ''}".strip()

    @api.depends("correction_ids", "reading_id.state")
    def _compute_counts(self):
        for result in self:
            result.counts = (
                not result.correction_ids and result.reading_id.state != "set_aside"
            )

    def _search_counts(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._mdtrace_counting_domain()

    @api.model
    def _mdtrace_counting_domain(self):
        """Return the domain of results that count: not corrected, not set aside."""
        return Domain("correction_ids", "=", False) & (
            Domain("reading_id", "=", False)
            | Domain("reading_id.state", "!=", "set_aside")
        )

    @api.depends("characteristic_id", "value_text", "unit")
    def _compute_display_name(self):
        for result in self:
            parts = (
                result.characteristic_id.name,
                result.value_text,
                result.unit,
            )
            result.display_name = " ".join(part for part in parts if part)

    def action_correct(self):
        """Ask for the right value and the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct Result"),
            "res_model": "mdtrace.result.correct",
            "view_mode": "form",
            "target": "new",
            "context": {"default_result_id": self.id},
        }

    @api.model
    def _append(self, rows, about):
        """Insert results; return them. The only way a result comes to be.

        One statement whatever the number, and one entry in the ledger for the batch,
        with its digest.

        :param rows: list of dicts with the keys of `COLUMNS`; missing ones are empty
        :param about: record (reading or inspection) the batch belongs to
        """
        if not rows:
            return self.browse()
        now = fields.Datetime.now()
        rows = [{"user_id": self.env.uid, "recorded_at": now, **row} for row in rows]
        columns = SQL(", ").join(SQL.identifier(column) for column in COLUMNS)
        arrays = SQL(", ").join(
            SQL(
                "%s::%s[]",
                [row.get(column) or _empty(row, column) for row in rows],
                SQL.identifier(kind),
            )
            for column, kind in COLUMNS.items()
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO mdtrace_result (%s) SELECT * FROM unnest(%s) RETURNING id",
                columns,
                arrays,
            )
        )
        results = self.browse(one for (one,) in self.env.cr.fetchall())
        results._invalidate_results()
        self.env["mdtrace.ledger.entry"]._append([self._ledger_entry(rows, about)])
        return results

    def _invalidate_results(self):
        """Let caches of collections of results be read again after the insert."""
        self.env["mdtrace.certificate.reading.line"].invalidate_model(["result_ids"])
        self.env["mdtrace.certificate.reading"].invalidate_model(["result_ids"])
        self.env["mdtrace.inspection"].invalidate_model(["result_ids"])
        self.env["mdtrace.inspection.entry"].invalidate_model(
            ["result_ids", "verdict", "stated_text"]
        )
        self.invalidate_model(["correction_ids", "counts"])

    def _ledger_entry(self, rows, about):
        """Return the entry of a batch: short ones in full, all with their digest."""
        plain = [
            {
                "lot": row["lot_id"],
                "characteristic": row["characteristic_id"],
                "value": row.get("value_text") or "",
                "unit": row.get("unit") or "",
                "verdict": row["verdict"],
                "corrects": row.get("corrects_id") or 0,
            }
            for row in rows
        ]
        lots = {row["lot_id"] for row in rows}
        # Names and company for the ledger, whoever acts.
        about = about.sudo()
        lot = self.env["stock.lot"].sudo().browse(lots) if len(lots) == 1 else None
        new = {"results": len(rows), "sha256": sha256_hex(canonical(plain))}
        if len(rows) <= 50:
            new["rows"] = plain
        return {
            "kind": "create",
            "model": about._name,
            "res_id": about.id,
            "res_name": about.display_name,
            "lot_id": lot.id if lot else 0,
            "lot_name": lot.name if lot else "",
            "company_id": about.company_id.id,
            "new": new,
            "reason": next((row["reason"] for row in rows if row.get("reason")), None),
        }


def _empty(row, column):
    """Return how an empty value is stored: booleans and zeros are values."""
    value = row.get(column)
    if COLUMNS[column] == "bool":
        return bool(value)
    return value if COLUMNS[column] == "numeric" and value is not None else None
