"""Products whose lots are controlled."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ProductTemplate(models.Model):
    """Carries the mark that switches the gates on for its lots."""

    _name = "product.template"
    _inherit = ["product.template", "mdtrace.controlled.mixin"]

    mdtrace_under_control = fields.Boolean(
        "Under Control",
        compute="_compute_mdtrace_under_control",
        search="_search_mdtrace_under_control",
        help="The product or one of its categories is marked as controlled.",
    )

    @api.depends("mdtrace_controlled", "categ_id.mdtrace_controlled")
    def _compute_mdtrace_under_control(self):
        controlled = self._mdtrace_filter_controlled()
        for template in self:
            template.mdtrace_under_control = template in controlled

    def _search_mdtrace_under_control(self, operator, value):
        if operator != "in":
            return NotImplemented
        categories = list(self.env["product.category"]._mdtrace_controlled_ids())
        domain = [
            "|",
            ("mdtrace_controlled", "=", True),
            ("categ_id", "in", categories),
        ]
        if True in value and False in value:
            return [(1, "=", 1)]
        return domain if True in value else ["!", *domain]

    @api.constrains("mdtrace_controlled", "tracking", "is_storable", "categ_id")
    def _check_mdtrace_tracking(self):
        for template in self._mdtrace_filter_controlled():
            if template.tracking != "none":
                continue
            if template.mdtrace_controlled or template.is_storable:
                raise ValidationError(
                    self.env._(
                        "The lots of %(product)s are under control, so it must be "
                        "tracked by lot or serial number.",
                        product=template.display_name,
                    )
                )
            # Any company: a lot under control must not lose its control this way.
            statuses = self.env["mdtrace.lot.status"].sudo()
            if statuses.search_count(
                [("lot_id.product_id.product_tmpl_id", "=", template.id)], limit=1
            ):
                raise ValidationError(
                    self.env._(
                        "%(product)s has lots under control and must stay tracked by "
                        "lot or serial number.",
                        product=template.display_name,
                    )
                )

    def write(self, vals):
        if not {"mdtrace_controlled", "categ_id"} & vals.keys():
            return super().write(vals)
        changed = self.filtered(
            lambda template: (
                template.mdtrace_controlled
                != vals.get("mdtrace_controlled", template.mdtrace_controlled)
            )
        )
        if changed:
            changed._mdtrace_check_administrator()
        before = self._mdtrace_filter_controlled()
        result = super().write(vals)
        after = self._mdtrace_filter_controlled()
        if before - after:
            (before - after)._mdtrace_check_administrator()
        if changed or before != after:
            self._mdtrace_apply_control(changed, before, after)
        return result

    def _mdtrace_apply_control(self, changed, before, after):
        """Give lots of newly controlled products a status; write the ledger."""
        legacy = 0
        if after:
            legacy = self.env["mdtrace.lot.status"]._mdtrace_add_legacy(
                SQL("template.id = ANY(%s)", after.ids)
            )
        for template in changed | (before - after) | (after - before):
            marked = template.mdtrace_controlled
            template._mdtrace_log_control(
                {
                    "mdtrace_controlled": not marked if template in changed else marked,
                    "under_control": template in before,
                },
                {
                    "mdtrace_controlled": marked,
                    "under_control": template in after,
                    "legacy_lots": legacy,
                },
            )

    def _mdtrace_filter_controlled(self):
        """Return the templates that are marked or stand in a marked category."""
        categories = self.env["product.category"]._mdtrace_controlled_ids()
        # Control binds everybody, whoever may read the product.
        return (
            self.sudo()
            .filtered(lambda t: t.mdtrace_controlled or t.categ_id.id in categories)
            .with_env(self.env)
        )
