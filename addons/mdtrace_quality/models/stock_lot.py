"""Lots: their certificates, inspections, results and nonconformities."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.counting import fill_counts

#: What quality knows of a lot; its own records say so, the lot only shows it.
KNOWN = (
    "mdtrace_reading_ids",
    "mdtrace_inspection_ids",
    "mdtrace_result_ids",
    "mdtrace_nonconformity_ids",
)


class StockLot(models.Model):
    """Buttons and counts of quality on the lot."""

    _inherit = "stock.lot"

    mdtrace_reading_ids = fields.Many2many(
        "mdtrace.certificate.reading",
        "mdtrace_certificate_reading_lot_rel",
        "lot_id",
        "reading_id",
        "Certificates",
        copy=False,
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Certificates of the lot.",
    )
    mdtrace_inspection_ids = fields.Many2many(
        "mdtrace.inspection",
        "mdtrace_inspection_lot_rel",
        "lot_id",
        "inspection_id",
        "Inspections",
        copy=False,
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Inspections of the lot.",
    )
    mdtrace_result_ids = fields.One2many(
        "mdtrace.result",
        "lot_id",
        "Results",
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Results of the lot.",
    )
    mdtrace_nonconformity_ids = fields.Many2many(
        "mdtrace.nonconformity",
        "mdtrace_nonconformity_lot_rel",
        "lot_id",
        "nonconformity_id",
        "Nonconformities",
        copy=False,
        groups="mdtrace_base.mdtrace_base_group_viewer",
        help="Nonconformities that concern the lot.",
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

    # === Guard === #

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        # Also what a default in the context has filled in; the guard sees all of it.
        known = lots.sudo()
        self._mdtrace_refuse_known(name for name in KNOWN if any(known.mapped(name)))
        return lots

    def write(self, vals):
        # The other side of these relations is protected there: an inspection would
        # otherwise lose a lot, or get one, by a write on the lot.
        self._mdtrace_refuse_known(name for name in KNOWN if name in vals)
        return super().write(vals)

    @api.model
    def _mdtrace_refuse_known(self, names):
        """Raise where quality's records of a lot would be set from the lot."""
        labels = [self._fields[name]._description_string(self.env) for name in names]
        if labels:
            raise UserError(
                self.env._(
                    "%(fields)s of a lot cannot be set on the lot: they follow from "
                    "the records themselves.",
                    fields=", ".join(sorted(labels)),
                )
            )

    @api.depends_context("uid")
    def _compute_mdtrace_quality_counts(self):
        fill_counts(
            self,
            "lot_ids",
            (
                ("mdtrace_reading_count", "mdtrace.certificate.reading"),
                ("mdtrace_inspection_count", "mdtrace.inspection"),
                ("mdtrace_nonconformity_count", "mdtrace.nonconformity"),
            ),
        )

    # === Actions === #

    def action_mdtrace_certificates(self):
        """Open the certificates of the lot, or the dialog that takes the first one."""
        self.ensure_one()
        if self.mdtrace_reading_count:
            return self._mdtrace_quality_action("mdtrace_certificate_reading_action")
        return self.action_mdtrace_add_certificate()

    def action_mdtrace_add_certificate(self):
        """Open the dialog that takes certificates for these lots."""
        receipt = self.mdtrace_receipt_id
        return self.env["mdtrace.inspection"]._form_action(
            self.env._("Certificate"),
            "mdtrace.certificate.import",
            {
                "default_lot_ids": [fields.Command.set(self.ids)],
                "default_picking_id": receipt.id if len(receipt) == 1 else False,
            },
        )

    def action_mdtrace_inspections(self):
        return self._mdtrace_quality_action("mdtrace_inspection_action")

    def action_mdtrace_results(self):
        action = self._mdtrace_quality_action("mdtrace_result_action")
        return {**action, "domain": [("lot_id", "in", self.ids)]}

    def action_mdtrace_nonconformities(self):
        return self._mdtrace_quality_action("mdtrace_nonconformity_action")

    def _mdtrace_quality_action(self, xmlid):
        """Return a window action of this addon, for what concerns these lots."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"mdtrace_quality.{xmlid}"
        )
        return {**action, "domain": [("lot_ids", "in", self.ids)], "context": {}}

    def action_mdtrace_report_nonconformity(self):
        """Open a new nonconformity about these lots."""
        return self.env["mdtrace.nonconformity"]._new_action(self, source="lot")

    def action_mdtrace_start_inspection(self):
        """Start the inspection of received lots that have none."""
        inspections = self.env["mdtrace.inspection"]
        inspections._mdtrace_check_role_of("mdtrace_base.mdtrace_base_group_inspector")
        # A lot is inspected once, whichever company did it.
        have = inspections._latest_of(self)
        lots = self._mdtrace_controlled().filtered(lambda lot: lot.id not in have)
        if not lots:
            raise UserError(
                self.env._(
                    "These lots already have an inspection, or are not under control."
                )
            )
        made = lots._mdtrace_open_inspections()
        return made._get_records_action(name=self.env._("Inspections"))

    # === Business methods === #

    def _mdtrace_open_inspections(self, picking=None, receiver=None, stage="incoming"):
        """Make the inspections of these lots; return them.

        Each lot has one of its own; the serial numbers of a product share one.
        """
        groups = {}
        for lot in self:
            shared = lot.product_id.tracking == "serial"
            key = lot.product_id if shared else lot
            groups.setdefault(key, self.browse())
            groups[key] |= lot
        return self.env["mdtrace.inspection"]._open_for(
            [
                {
                    "product": lots.product_id,
                    "lots": lots,
                    "picking": picking or lots.mdtrace_receipt_id[:1],
                    "receiver": receiver,
                    "company": (picking or lots[0]).company_id or self.env.company,
                }
                for lots in groups.values()
            ],
            stage,
        )
