"""The dossier of a lot: the recalls it belongs to."""

from odoo import api, models


class MdtraceTrace(models.AbstractModel):
    """Adds recalls to the dossier, and so to the trace package."""

    _inherit = "mdtrace.trace"

    @api.model
    def _dossier(self, lot_ids):
        """Add a section with the recalls of these lots."""
        dossier = super()._dossier(lot_ids)
        rows = self._dossier_recalls(lot_ids)
        for lot_id, own in rows.items():
            part = {"section": "recalls", "title": self.env._("Recalls"), "rows": own}
            dossier.setdefault(lot_id, []).append(part)
        return dossier

    @api.model
    def _dossier_recalls(self, lot_ids):
        """Return {lot id: [row]} of signed scopes, those that left the lot out too."""
        _ = self.env._
        found = self.env["mdtrace.recall.scope"].search(
            [("lot_id", "in", lot_ids), ("frozen_at", "!=", False)], order="id"
        )
        rows = {}
        for scope in found:
            recall = scope.recall_id
            rows.setdefault(scope.lot_id.id, []).append(
                {
                    _("Recall"): recall.name,
                    _("Title"): recall.title,
                    _("Class"): recall.class_id.name,
                    _("State"): recall._mdtrace_shown("state"),
                    _("Relation"): dict(
                        scope._fields["relation"]._description_selection(self.env)
                    )[scope.relation],
                    _("In Scope"): _("Yes") if scope.included else _("No"),
                    _("Reason to Leave Out"): scope.exclusion_reason or "",
                    _("Scope frozen"): f"{scope.frozen_at.isoformat()}Z",
                    _("Scope SHA-256"): recall.scope_digest or "",
                }
            )
        return rows
