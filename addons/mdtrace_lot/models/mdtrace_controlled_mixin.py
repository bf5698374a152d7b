"""Marking what is regulated."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

ADMINISTRATOR = "mdtrace_base.mdtrace_base_group_administrator"


class MdtraceControlledMixin(models.AbstractModel):
    """Something an administrator marks as controlled: a product or a category.

    Only the administrator of traceability changes the mark, whatever door is used,
    and each change is in the ledger.
    """

    _name = "mdtrace.controlled.mixin"
    _description = "Markable as controlled"

    mdtrace_controlled = fields.Boolean(
        "Lots under Control",
        copy=False,
        help="Lots need a signed release before they are reserved, consumed or "
        "shipped, and holds stop them. Only an administrator of traceability may "
        "change this.",
    )

    def _has_field_access(self, field, operation):
        allowed = super()._has_field_access(field, operation)
        if field.name == "mdtrace_controlled" and operation == "write":
            return allowed and (self.env.su or self.env.user.has_group(ADMINISTRATOR))
        return allowed

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # Also what a default in the context has ticked.
        marked = records.filtered("mdtrace_controlled")
        if marked:
            marked._mdtrace_check_administrator()
            marked._mdtrace_log_control(old={}, new={"mdtrace_controlled": True})
        return records

    def _mdtrace_check_administrator(self):
        """Refuse anybody but the administrator, also under ``sudo()``."""
        user = self.env.user
        if user.id != SUPERUSER_ID and not user.has_group(ADMINISTRATOR):
            raise AccessError(
                self.env._(
                    "Only an administrator of traceability decides whether the lots "
                    "of %(record)s are under control.",
                    record=", ".join(self.mapped("display_name")),
                )
            )

    def _mdtrace_log_control(self, old, new):
        """Append one entry of kind “config” per record."""
        has_company = "company_id" in self._fields
        self.env["mdtrace.ledger.entry"]._append(
            [
                {
                    "kind": "config",
                    "model": record._name,
                    "res_id": record.id,
                    "res_name": record.display_name,
                    "company_id": record.company_id.id if has_company else 0,
                    "old": old,
                    "new": new,
                }
                for record in self
            ]
        )
