"""Lots keep the approval under which they were bought."""

from odoo import api, fields, models

from odoo.addons.mdtrace_base.tools.permit import PERMIT_KEY, Permit

PIN = "mdtrace_supplier_approval_id"


class StockLot(models.Model):
    """The receipt pins the version in force; looking back shows what was true then."""

    _inherit = "stock.lot"

    mdtrace_supplier_approval_id = fields.Many2one(
        "mdtrace.supplier.approval",
        "Supplier Approval",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Version of the supplier's approval that was in force at receipt, or at "
        "release when it came later.",
    )
    mdtrace_supplier_finding = fields.Text(
        "Supplier Finding",
        compute="_compute_mdtrace_supplier_finding",
        help="Why the lot cannot be released: its supplier is not approved for it.",
    )

    @api.depends(
        PIN,
        "mdtrace_disposition",
        "mdtrace_supplier_id",
        "mdtrace_manufacturer_id",
        "product_id",
    )
    def _compute_mdtrace_supplier_finding(self):
        waiting = self.filtered(
            lambda lot: lot.mdtrace_disposition in ("pending", "conditional")
        )
        blockers = waiting._mdtrace_supplier_blockers()
        for lot in self:
            found = blockers.get(lot, ())
            lot.mdtrace_supplier_finding = (
                " ".join(blocker.sentence for blocker in found) or False
            )

    # === Guard of the pinned version === #
    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        if any(lot[PIN] for lot in lots):
            self._mdtrace_refuse_pinned([PIN])
        return lots

    def write(self, vals):
        if PIN not in vals:
            return super().write(vals)
        permit = self.env.context.get(PERMIT_KEY)
        if not isinstance(permit, Permit) or not permit.covers(
            self._name, self.ids, vals
        ):
            self._mdtrace_refuse_pinned([PIN])
        permit.spent = True
        context = {k: v for k, v in self.env.context.items() if k != PERMIT_KEY}
        return super(StockLot, self.with_context(context)).write(vals)

    # === Business methods === #
    def _mdtrace_supplier_asks(self):
        """Return {lot: (partner, product, company, maker)} of lots that came in."""
        # The origin is asked for whoever decides, with or without purchase rights.
        return {
            lot: (
                own.mdtrace_supplier_id,
                own.product_id,
                own.mdtrace_receipt_id.company_id or own.company_id or self.env.company,
                own.mdtrace_manufacturer_id or own.mdtrace_supplier_id,
            )
            for lot, own in zip(self, self.sudo(), strict=True)
            if own.mdtrace_supplier_id or own.mdtrace_receipt_id
        }

    def _mdtrace_supplier_blockers(self):
        """Return {lot: [Blocker]}: whose supplier was and is not approved for it.

        An approval that was in force at receipt is enough, also after it ended:
        what has gone wrong since is told by holds.
        """
        asks = {
            lot: ask
            for lot, ask in self._mdtrace_supplier_asks().items()
            if not lot._mdtrace_is_pinned(ask[3])
        }
        return self.env["mdtrace.supplier.approval"]._mdtrace_supplier_blockers(asks)

    def _mdtrace_is_pinned(self, maker):
        """Return whether the pinned version covers material of this maker."""
        # Asked for whoever decides, with or without purchase rights.
        approval = self.sudo()[PIN]
        return bool(approval) and (
            not approval.manufacturer_id
            or approval.manufacturer_id == maker.commercial_partner_id
        )

    def _mdtrace_pin_approval(self, missing_only=False):
        """Keep the version in force now; none where the supplier has none."""
        # Whoever validates the receipt need not have write access to lots.
        asks = {
            lot: ask
            for lot, ask in self._mdtrace_supplier_asks().items()
            if not (missing_only and lot.sudo()[PIN])
        }
        answers = self.env["mdtrace.supplier.approval"]._mdtrace_standings(asks)
        by_approval = {}
        for lot, answer in answers.items():
            approval_id = answer.approval_id if answer.code == "approved" else False
            if lot.sudo()[PIN].id != approval_id:
                by_approval[approval_id] = by_approval.get(approval_id, lot) | lot
        for approval_id, lots in by_approval.items():
            before = lots._mdtrace_facts([PIN])
            permit = Permit(lots._name, lots.ids, {PIN})
            lots.sudo().with_context(**{PERMIT_KEY: permit}).write({PIN: approval_id})
            lots._mdtrace_append_facts("change", before, lots._mdtrace_facts([PIN]))
