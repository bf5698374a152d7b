"""Categories of which all products are controlled."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, ormcache

from odoo.addons.mdtrace_base.tools.uninstall import is_uninstalling


class ProductCategory(models.Model):
    """Marks everything below it as controlled and says how its lots are numbered."""

    _name = "product.category"
    _inherit = ["product.category", "mdtrace.controlled.mixin"]

    mdtrace_lot_sequence_id = fields.Many2one(
        "ir.sequence",
        "Lot Numbers",
        ondelete="restrict",
        help="Numbers given to lots at receipt, for controlled products of this "
        "category and those below it that have no sequence of their own.",
    )

    @api.constrains("mdtrace_controlled", "parent_id")
    def _check_mdtrace_tracking(self):
        marked = self.browse(self._mdtrace_controlled_ids()) & self
        if not marked:
            return
        # All companies: the mark binds their products as well.
        products = self.env["product.template"].sudo().with_context(active_test=False)
        untracked = products.search(
            [
                ("categ_id", "child_of", marked.ids),
                ("is_storable", "=", True),
                ("tracking", "=", "none"),
            ],
            limit=10,
        )
        if untracked:
            raise ValidationError(
                self.env._(
                    "Control works by lot. First set tracking by lot or serial number "
                    "on: %(products)s.",
                    products=", ".join(untracked.mapped("display_name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        if categories.browse(self._mdtrace_controlled_ids()) or categories.filtered(
            "mdtrace_controlled"
        ):
            self.env.registry.clear_cache()
        return categories

    def write(self, vals):
        if not {"mdtrace_controlled", "parent_id"} & vals.keys():
            return super().write(vals)
        below = self.search([("id", "child_of", self.ids)])
        before = below & self.browse(self._mdtrace_controlled_ids())
        changed = self.filtered(
            lambda category: (
                category.mdtrace_controlled
                != vals.get("mdtrace_controlled", category.mdtrace_controlled)
            )
        )
        if changed:
            changed._mdtrace_check_administrator()
        self.env.registry.clear_cache()
        result = super().write(vals)
        self.env.registry.clear_cache()
        after = below & self.browse(self._mdtrace_controlled_ids())
        if before != after:
            self._mdtrace_check_administrator()
            self._mdtrace_apply_control(after, changed)
        return result

    def unlink(self):
        # PostgreSQL takes the categories below along, and leaves products without one.
        below = self.search([("id", "child_of", self.ids)])
        controlled = below & self.browse(self._mdtrace_controlled_ids())
        if controlled and not is_uninstalling(self.env):
            controlled._mdtrace_check_administrator()
            controlled._mdtrace_log_control({"mdtrace_controlled": True}, {})
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _mdtrace_apply_control(self, controlled, changed):
        """Give lots of newly controlled categories a status; write the ledger."""
        legacy = self.env["mdtrace.lot.status"]._mdtrace_add_legacy(
            SQL("template.categ_id = ANY(%s)", controlled.ids)
        )
        for category in changed or self:
            marked = category.mdtrace_controlled
            category._mdtrace_log_control(
                {"mdtrace_controlled": not marked if category in changed else marked},
                {
                    "mdtrace_controlled": marked,
                    "parent": category.parent_id.display_name or "",
                    "legacy_lots": legacy,
                },
            )

    @api.model
    @ormcache()
    def _mdtrace_controlled_ids(self):
        """Return the ids of marked categories and of all below them."""
        self.flush_model(["mdtrace_controlled", "parent_id", "parent_path"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT below.id
                  FROM product_category marked
                  JOIN product_category below
                    ON below.parent_path LIKE marked.parent_path || '%%'
                 WHERE marked.mdtrace_controlled
                """
            )
        )
        return frozenset(row[0] for row in rows)

    def _mdtrace_lot_sequence(self):
        """Return the nearest sequence for lot numbers, upwards; may be empty."""
        category = self
        while category and not category.mdtrace_lot_sequence_id:
            category = category.parent_id
        return category.mdtrace_lot_sequence_id
