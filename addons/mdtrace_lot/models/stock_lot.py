"""Lots and serial numbers under control."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class StockLot(models.Model):
    """Shows disposition, holds and origin of a lot.

    What guards them is in ``stock_lot_guard``, what acts on them in
    ``stock_lot_hold``.
    """

    _inherit = "stock.lot"

    mdtrace_status_ids = fields.One2many(
        "mdtrace.lot.status", "lot_id", "Status Rows", readonly=True
    )
    mdtrace_status_id = fields.Many2one(
        "mdtrace.lot.status",
        "Status",
        compute="_compute_mdtrace_status_id",
        help="Status of the lot; empty while its product is not under control.",
    )
    mdtrace_disposition = fields.Selection(
        [
            ("pending", "Pending"),
            ("conditional", "Conditional"),
            ("released", "Released"),
            ("rejected", "Rejected"),
            ("legacy", "Legacy"),
        ],
        "Disposition",
        compute="_compute_mdtrace_status_id",
        search="_search_mdtrace_disposition",
        help="The signed decision about the lot.",
    )
    mdtrace_hold_count = fields.Integer(
        "Open Holds",
        compute="_compute_mdtrace_status_id",
        search="_search_mdtrace_hold_count",
        help="Number of open holds; a lot with one may not be used.",
    )
    mdtrace_hold_ids = fields.One2many(
        "mdtrace.lot.hold", "lot_id", "Holds", readonly=True
    )
    mdtrace_usable = fields.Boolean(
        "Usable",
        compute="_compute_mdtrace_usable",
        search="_search_mdtrace_usable",
        help="Nothing stands in the way of using the lot now.",
    )
    mdtrace_blocker = fields.Text(
        "Why Not",
        compute="_compute_mdtrace_usable",
        help="The first reason why the lot may not be used now.",
    )
    mdtrace_supplier_id = fields.Many2one(
        "res.partner",
        "Supplier",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Company the lot was received from; set by the receipt.",
    )
    mdtrace_manufacturer_id = fields.Many2one(
        "res.partner",
        "Manufacturer",
        copy=False,
        ondelete="restrict",
        help="Who made the lot, when that is not the supplier.",
    )
    mdtrace_supplier_lot = fields.Char(
        "Supplier Lot",
        copy=False,
        index="trigram",
        help="Number under which the supplier knows the lot, such as the heat number.",
    )
    mdtrace_receipt_id = fields.Many2one(
        "stock.picking",
        "Receipt",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Transfer by which the lot first came in.",
    )

    mdtrace_evidence_count = fields.Integer(
        "Evidence",
        compute="_compute_mdtrace_evidence_count",
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Number of documents that prove something about the lot.",
    )

    # === Computes and searches === #

    @api.depends(
        "mdtrace_status_ids.disposition",
        "mdtrace_status_ids.hold_count",
    )
    def _compute_mdtrace_status_id(self):
        # One status binds all companies and is shown to whoever sees the lot.
        for lot in self:
            status = lot.sudo().mdtrace_status_ids[:1]
            lot.mdtrace_status_id = status.id
            lot.mdtrace_disposition = status.disposition
            lot.mdtrace_hold_count = status.hold_count

    @api.depends_context("uid")
    @api.depends(
        "mdtrace_status_ids.disposition",
        "mdtrace_status_ids.hold_count",
        "expiration_date",
    )
    def _compute_mdtrace_usable(self):
        lots = self.filtered("id")
        blockers = self.env["mdtrace.gate"]._mdtrace_blockers_by_lot("consume", lots)
        for lot in self:
            found = blockers.get(lot, [])
            lot.mdtrace_usable = not found
            lot.mdtrace_blocker = found[0].sentence if found else False

    def _compute_mdtrace_evidence_count(self):
        groups = self.env["mdtrace.evidence.link"]._read_group(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)],
            ["res_id"],
            ["__count"],
        )
        counts = dict(groups)
        for lot in self:
            lot.mdtrace_evidence_count = counts.get(lot.id, 0)

    @api.model
    def _mdtrace_status_search(self, domain):
        """Return the domain of lots whose status row fits ``domain``."""
        # The status is shown to whoever sees the lot.
        query = self.env["mdtrace.lot.status"].sudo()._search(domain)
        return Domain("id", "in", query.subselect("lot_id"))

    def _search_mdtrace_disposition(self, operator, value):
        if operator != "in":
            return NotImplemented
        values = [item for item in value if item]
        domain = self._mdtrace_status_search([("disposition", "in", values)])
        if len(values) < len(list(value)):
            domain |= ~self._mdtrace_status_search([])
        return domain

    def _search_mdtrace_hold_count(self, operator, value):
        if operator not in ("in", ">", ">=", "<", "<="):
            return NotImplemented
        return self._mdtrace_status_search([("hold_count", operator, value)])

    def _search_mdtrace_usable(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        blocked = self._mdtrace_status_search(
            Domain("disposition", "in", ("pending", "rejected"))
            | Domain("hold_count", ">", 0)
            | Domain("lot_id.expiration_date", "<=", now)
        )
        if True in value and False in value:
            return Domain.TRUE
        return ~blocked if True in value else blocked

    def _field_to_sql(self, alias, field_expr, query=None):
        # Lets lists group and sort by the disposition, which stands in another table.
        if field_expr in ("mdtrace_disposition", "mdtrace_hold_count") and query:
            column = field_expr.removeprefix("mdtrace_")
            self._check_field_access(self._fields[field_expr], "read")
            status = query.left_join(alias, "id", "mdtrace_lot_status", "lot_id", "st")
            return SQL(
                "%s",
                SQL.identifier(status, column),
                to_flush=self.env["mdtrace.lot.status"]._fields[column],
            )
        return super()._field_to_sql(alias, field_expr, query)

    @api.depends("product_id")
    def _compute_name(self):
        for lot in self:
            product = lot.product_id
            if not lot.name and product._mdtrace_filter_controlled():
                sequence = product._mdtrace_lot_sequence()
                # Numbers are drawn for whoever makes the lot.
                lot.name = sequence.sudo().next_by_id() if sequence else False
        return super()._compute_name()
