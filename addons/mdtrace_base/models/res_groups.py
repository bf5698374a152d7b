"""The same segregation, when roles are given out from the side of the role."""

from odoo import api, models


class ResGroups(models.Model):
    """Check the users of a role when its users or what it implies change."""

    _inherit = "res.groups"

    @api.constrains("user_ids", "implied_ids")
    def _check_mdtrace_segregation(self):
        # Roles decide, not who edits them.
        self.sudo().all_user_ids._check_mdtrace_segregation()
