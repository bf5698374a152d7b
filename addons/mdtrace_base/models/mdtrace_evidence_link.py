"""What a piece of evidence is evidence for."""

from odoo import api, fields, models


class MdtraceEvidenceLink(models.Model):
    """One record that a piece of evidence belongs to. Added, never taken away.

    A document that was linked to the wrong record is superseded, with a reason.
    """

    _name = "mdtrace.evidence.link"
    _description = "Evidence link"
    _inherit = "mdtrace.append.only.mixin"
    _order = "id"
    _rec_name = "res_name"
    _log_access = False

    evidence_id = fields.Many2one(
        "mdtrace.evidence",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
        help="The document.",
    )
    res_model = fields.Char(
        "Model", required=True, readonly=True, help="Model of the record it proves."
    )
    res_id = fields.Many2oneReference(
        "Record ID",
        model_field="res_model",
        required=True,
        readonly=True,
        help="Record that the document proves something about.",
    )
    res_name = fields.Char(
        "Record", readonly=True, help="Name of the record when it was linked."
    )
    model_name = fields.Char("Kind of Record", compute="_compute_model_name")

    _link_uniq = models.UniqueIndex(
        "(res_model, res_id, evidence_id)",
        "This document is already linked to this record.",
    )

    @api.depends("res_model")
    def _compute_model_name(self):
        # Names of models are shown to whoever may read the link.
        models_ = self.env["ir.model"].sudo()
        for link in self:
            link.model_name = models_._get(link.res_model).name or link.res_model

    def action_open(self):
        """Open the record."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
