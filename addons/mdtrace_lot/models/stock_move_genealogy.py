"""Stock moves tell which transformation they belong to, and touch it when done."""

from odoo import models


class StockMove(models.Model):
    """Every way into or out of the done state touches the transformation."""

    _inherit = "stock.move"

    def write(self, vals):
        if not self._mdtrace_get_transformation_fields() & vals.keys():
            return super().write(vals)
        before = self.filtered(lambda move: move.state == "done")
        keys = before._mdtrace_transformation_keys()
        result = super().write(vals)
        after = self.filtered(lambda move: move.state == "done")
        keys |= after._mdtrace_transformation_keys()
        self.env["mdtrace.transformation"]._touch(keys)
        return result

    def _mdtrace_transformation_keys(self):
        """Return the pairs (model, id) of the documents these moves belong to."""
        if not self:
            return set()
        # sudo: a user who may move goods need not be able to read the document
        refs = self.sudo()._mdtrace_transformation_ref()
        return {ref[1:3] for ref in refs.values()}

    # === Seams === #

    def _mdtrace_transformation_ref(self):
        """Return {move id: (kind, model, id, name)} for moves of a transformation.

        Answered by the bridges for their documents, through super. A move that no
        transformation owns is left out. ``mdtrace.transformation._get_native_domains``
        is its reverse; a bridge answers both.
        """
        return {}

    def _mdtrace_get_transformation_fields(self):
        """Return the fields of a move whose change may change a transformation.

        Bridges add the fields that link a move to their documents.
        """
        return {"state"}
