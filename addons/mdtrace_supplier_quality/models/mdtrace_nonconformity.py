"""Nonconformities know the suppliers of their lots."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain


class MdtraceNonconformity(models.Model):
    """A critical one proposes to suspend the supplier; people decide."""

    _inherit = "mdtrace.nonconformity"

    mdtrace_supplier_ids = fields.Many2many(
        "res.partner",
        string="Suppliers",
        compute="_compute_mdtrace_supplier_ids",
        search="_search_mdtrace_supplier_ids",
        help="Suppliers from whom its lots came.",
    )

    @api.depends("lot_ids.mdtrace_supplier_id")
    def _compute_mdtrace_supplier_ids(self):
        for record in self:
            record.mdtrace_supplier_ids = record.lot_ids.mdtrace_supplier_id

    def _search_mdtrace_supplier_ids(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator != "in":
            return Domain("lot_ids.mdtrace_supplier_id", operator, value)
        named = Domain("lot_ids", "any", [("mdtrace_supplier_id", "!=", False)])
        found = Domain("lot_ids.mdtrace_supplier_id", "in", [v for v in value if v])
        return found | ~named if False in value else found

    def write(self, vals):
        """Propose the suspension too when an open one becomes critical."""
        before = self._mdtrace_critical()
        result = super().write(vals)
        if "severity" in vals:
            (self._mdtrace_critical() - before)._mdtrace_propose_suspension()
        return result

    def _mdtrace_after_move(self, to, old_states, reason, signature):
        super()._mdtrace_after_move(to, old_states, reason, signature)
        if to == "open":
            self._mdtrace_critical()._mdtrace_propose_suspension()

    def _mdtrace_critical(self):
        """Return those that are open and may harm somebody."""
        return self.filtered(
            lambda record: record.state == "open" and record.severity == "critical"
        )

    def _mdtrace_propose_suspension(self):
        """Ask whoever looks after the supplier to think about a suspension.

        One activity for each approval in force that covers a lot concerned.
        """
        for record in self:
            for approval in record._mdtrace_approvals_concerned():
                approval.activity_schedule(
                    "mdtrace_supplier_quality.mail_activity_type_suspend",
                    note=Markup("<p>%s</p>") % record._mdtrace_proposal(approval),
                    user_id=(approval.user_id or approval.create_uid).id,
                )

    def _mdtrace_proposal(self, approval):
        """Return the sentence that asks for a decision about the supplier."""
        self.ensure_one()
        lots = self.lot_ids.filtered(
            lambda lot: lot.mdtrace_supplier_id == approval.partner_id
        )
        return self.env._(
            "Critical nonconformity %(name)s concerns lots of this supplier: %(lots)s. "
            "Decide whether to suspend the approval.",
            name=self.display_name,
            lots=", ".join(lots.mapped("name")),
        )

    def _mdtrace_approvals_concerned(self):
        """Return the approvals now in force for the lots, whoever may read them."""
        self.ensure_one()
        # The person who opens the case need not have a right on approvals.
        approvals = self.env["mdtrace.supplier.approval"].sudo()
        lots = self.sudo().lot_ids.filtered("mdtrace_supplier_id")
        asks = {
            lot: (lot.mdtrace_supplier_id, lot.product_id, self.company_id, None)
            for lot in lots
        }
        answers = approvals._mdtrace_standings(asks).values()
        ids = {answer.approval_id for answer in answers if answer.code == "approved"}
        return approvals.browse(sorted(ids))
