"""Taking in a document by hand."""

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.canonical import sha256_hex

UPLOADING = (
    "mdtrace_base.mdtrace_base_group_operator",
    "mdtrace_base.mdtrace_base_group_inspector",
    "mdtrace_base.mdtrace_base_group_approver",
    "mdtrace_base.mdtrace_base_group_purchaser",
    "mdtrace_base.mdtrace_base_group_regulatory",
)


class MdtraceEvidenceUpload(models.TransientModel):
    """The form behind “Upload”; it says when the same file is already there.

    Opened for a record, the document is linked to it.
    """

    _name = "mdtrace.evidence.upload"
    _description = "Upload Evidence"

    file = fields.Binary(required=True, attachment=False, help="The document itself.")
    name = fields.Char("File Name", help="Name of the file.")
    type_id = fields.Many2one(
        "mdtrace.evidence.type", required=True, help="What kind of document it is."
    )
    issuer_id = fields.Many2one("res.partner", help="Who issued it.")
    issued_on = fields.Date(help="Date on the document.")
    valid_until = fields.Date(help="Last day on which it is good.")
    res_model = fields.Char("Model", help="Model of the record it belongs to.")
    res_id = fields.Integer("Record ID", help="Record it belongs to.")
    same_ids = fields.Many2many(
        "mdtrace.evidence", string="Same File", compute="_compute_same_ids"
    )

    @api.depends("file")
    def _compute_same_ids(self):
        for upload in self:
            same = self.env["mdtrace.evidence"]
            if upload.file:
                same = same._find_same(sha256_hex(upload._content()))
            upload.same_ids = same

    def _content(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def action_upload(self):
        """Keep the document and open it."""
        self.ensure_one()
        if not any(self.env.user.has_group(group) for group in UPLOADING):
            raise AccessError(
                self.env._("You may read evidence, not add any. Ask for a role.")
            )
        evidence = self.env["mdtrace.evidence"]._store(
            self.name or self.type_id.name,
            self._content(),
            self.type_id.code,
            links=self._target(),
            issuer_id=self.issuer_id.id,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
            company_id=self.env.company.id,
        )
        if self.res_model:
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.act_window",
            "res_model": evidence._name,
            "res_id": evidence.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _target(self):
        """Return the records to link, which this user must be able to read."""
        if not self.res_model or not self.res_id:
            return []
        if self.res_model not in self.env:
            raise UserError(self.env._("There is no “%s” to link to.", self.res_model))
        record = self.env[self.res_model].browse(self.res_id).exists()
        record.check_access("read")
        return [record] if record else []
