"""Variants: the product a lot belongs to."""

from odoo import models


class ProductProduct(models.Model):
    """Answers whether a product is controlled and how its lots are numbered."""

    _inherit = "product.product"

    def write(self, vals):
        if "product_tmpl_id" not in vals:
            return super().write(vals)
        before = self._mdtrace_filter_controlled()
        templates = before.product_tmpl_id
        result = super().write(vals)
        lost = before - self._mdtrace_filter_controlled()
        if lost:
            # A variant of another product is under control only if that one is.
            templates._mdtrace_check_administrator()
            templates._mdtrace_log_control(
                {"under_control": True},
                {
                    "variants_moved": ", ".join(lost.mapped("display_name")),
                    "to": ", ".join(lost.product_tmpl_id.mapped("display_name")),
                },
            )
        return result

    def _mdtrace_filter_controlled(self):
        """Return the products whose lots the gates ask about.

        This is the one cheap check every door makes first: it reads cached fields of
        the template and a cached set of categories.
        """
        categories = self.env["product.category"]._mdtrace_controlled_ids()
        # Control binds everybody, whoever may read the product.
        templates = self.sudo().product_tmpl_id
        controlled = {
            template.id
            for template in templates
            if template.mdtrace_controlled or template.categ_id.id in categories
        }
        if not controlled:
            return self.browse()
        return self.filtered(lambda p: p.sudo().product_tmpl_id.id in controlled)

    def _mdtrace_lot_sequence(self):
        """Return the sequence that numbers new lots of this product; may be empty.

        The product's own first, then the nearest of its categories, then Odoo's
        common one, which every product has by default.
        """
        self.ensure_one()
        common = self.env.ref(
            "stock.sequence_production_lots", raise_if_not_found=False
        )
        own = self.lot_sequence_id
        if own and own != common:
            return own
        return self.categ_id._mdtrace_lot_sequence() or own

    def _mdtrace_lot_names(self, count):
        """Return fresh lot numbers; fewer, or none, when there is no sequence.

        A number that a lot of this product has already is skipped: goods must not
        flow into an old lot because a sequence was set back.
        """
        self.ensure_one()
        # Numbers are drawn for whoever receives.
        sequence = self.sudo()._mdtrace_lot_sequence()
        names = []
        while sequence and len(names) < count:
            fresh = sequence._mdtrace_next(count - len(names))
            # Lots of all companies: a lot without company has one name for all.
            taken = (
                self.env["stock.lot"]
                .sudo()
                .search([("product_id", "=", self.id), ("name", "in", fresh)])
            )
            names += [name for name in fresh if name not in set(taken.mapped("name"))]
        return names
