"""Whoever configures traceability does not decide about lots."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .record_mixin import ADMINISTRATOR

#: Roles that sign; none of them goes together with the administrator.
SIGNING = (
    "mdtrace_base.mdtrace_base_group_approver",
    "mdtrace_base.mdtrace_base_group_regulatory",
)


class ResUsers(models.Model):
    """Keep the roles of administrator and of signing persons apart."""

    _inherit = "res.users"

    @api.constrains("group_ids")
    def _check_mdtrace_segregation(self):
        administrator = self.env.ref(ADMINISTRATOR, raise_if_not_found=False)
        if not administrator:
            return  # the roles are being installed or removed
        signing = self.env["res.groups"]
        for name in SIGNING:
            signing |= self.env.ref(name, raise_if_not_found=False) or signing
        for user in self.sudo():  # roles decide, not who edits them
            both = user.all_group_ids & signing
            if both and administrator in user.all_group_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be Traceability administrator and %(role)s: "
                        "who sets the rules does not decide about lots. Take one role "
                        "away.",
                        user=user.name,
                        role=both[0].name,
                    )
                )
