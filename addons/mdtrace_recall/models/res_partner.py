"""The recalls of a consignee."""

from odoo import fields, models


class ResPartner(models.Model):
    """Shows the recalls a customer was told about."""

    _inherit = "res.partner"

    mdtrace_recall_count = fields.Integer(
        "Recalls",
        compute="_compute_mdtrace_recall_count",
        groups="mdtrace_base.mdtrace_base_group_viewer",
    )

    def _mdtrace_recall_domain(self):
        """Return the domain of what a company and its addresses received."""
        return [("partner_id", "child_of", self.ids)]

    def _compute_mdtrace_recall_count(self):
        consignees = self.env["mdtrace.recall.consignee"]
        for partner in self:
            partner.mdtrace_recall_count = (
                consignees.search_count(partner._mdtrace_recall_domain())
                if partner.id
                else 0
            )

    def action_mdtrace_recalls(self):
        """Open what this customer received of recalled lots."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_recall.mdtrace_recall_consignee_action"
        )
        action["domain"] = self._mdtrace_recall_domain()
        action["context"] = {}
        return action
