"""Suppliers show what they are approved for."""

from odoo import fields, models

READERS = "mdtrace_base.mdtrace_base_group_viewer,purchase.group_purchase_user"
LIVE = ("in_force", "expiring")


class ResPartner(models.Model):
    """A partner leads to its approvals."""

    _inherit = "res.partner"

    mdtrace_approval_ids = fields.One2many(
        "mdtrace.supplier.approval",
        "partner_id",
        "Supplier Approvals",
        groups=READERS,
        help="Materials this supplier is or was approved for.",
    )
    mdtrace_approval_count = fields.Integer(
        "Approvals in Force",
        compute="_compute_mdtrace_approval_count",
        groups=READERS,
        help="Number of approvals of this supplier that count today.",
    )
    mdtrace_approval_alert = fields.Selection(
        [
            ("expiring", "Approval expiring"),
            ("expired", "Approval expired"),
            ("suspended", "Suspended"),
        ],
        "Attention",
        compute="_compute_mdtrace_approval_count",
        groups=READERS,
        help="The most serious thing to know about the supplier's approvals.",
    )

    def _compute_mdtrace_approval_count(self):
        approvals = self.env["mdtrace.supplier.approval"].search(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("state", "in", ("effective", "suspended")),
            ]
        )
        for partner in self:
            own = approvals.filtered(
                lambda approval, company=partner.commercial_partner_id: (
                    approval.partner_id == company
                )
            )
            validities = set(own.mapped("validity"))
            partner.mdtrace_approval_count = len(
                own.filtered(lambda approval: approval.validity in LIVE)
            )
            partner.mdtrace_approval_alert = (
                ("suspended" in own.mapped("state") and "suspended")
                or ("expired" in validities and "expired")
                or ("expiring" in validities and "expiring")
            )

    def action_mdtrace_view_approvals(self):
        """Open the approvals of the supplier."""
        self.ensure_one()
        partner = self.commercial_partner_id
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_supplier.mdtrace_supplier_approval_action"
        )
        action["domain"] = [("partner_id", "=", partner.id)]
        action["context"] = {"default_partner_id": partner.id}
        return action
