"""The files of evidence stay as they are."""

import base64

from odoo import models
from odoo.exceptions import AccessError

from ..tools.uninstall import is_uninstalling

EVIDENCE = "mdtrace.evidence"
#: Changing one of these changes the document, its owner, or who may see it.
GUARDED = frozenset(
    [
        "name",
        "type",
        "url",
        "public",
        "mimetype",
        "res_model",
        "res_id",
        "res_field",
        "company_id",
        "datas",
        "raw",
        "db_datas",
        "store_fname",
        "checksum",
        "file_size",
    ]
)
CONTENT = ("datas", "raw")
#: Computed by Odoo when a file moves to another storage; nobody writes them directly.
INTERNAL = ("db_datas", "store_fname", "checksum", "file_size")


class IrAttachment(models.Model):
    """Refuse to change or delete the file of evidence, whoever asks."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if not GUARDED.isdisjoint(vals):
            self._mdtrace_check_write(vals)
        return super().write(vals)

    def unlink(self):
        # Not @api.ondelete: a client can switch that off with a context key.
        if not is_uninstalling(self.env):
            for file in self._mdtrace_evidence_files():
                self._mdtrace_refuse(file)
        return super().unlink()

    def _mdtrace_evidence_files(self):
        """Return which of these are the file of an existing piece of evidence."""
        # For the guard: it must see the owner whatever the user may read.
        mine = self.sudo().filtered(lambda a: a.res_model == EVIDENCE and a.res_id)
        if not mine:
            return mine
        # For the guard, as above.
        owners = self.env[EVIDENCE].sudo().browse(set(mine.mapped("res_id"))).exists()
        return mine.filtered(lambda a: a in owners.attachment_id)

    def _mdtrace_check_write(self, vals):
        """Refuse a write that would make the file of evidence another one."""
        for file in self._mdtrace_evidence_files():
            for name in GUARDED.intersection(vals):
                if not file._mdtrace_is_same(name, vals[name]):
                    self._mdtrace_refuse(file)

    def _mdtrace_is_same(self, name, value):
        """Say whether writing this value leaves the document as it is."""
        if name in INTERNAL:
            return False
        if name in CONTENT:
            present = self.with_context(bin_size=False).raw or b""
            if name == "datas":
                value = base64.b64decode(value or b"")
            elif isinstance(value, str):
                value = value.encode()
            return present == (value or b"")
        present = self[name]
        if isinstance(present, models.BaseModel):
            present = present.id
        return (present or False) == (value or False)

    def _mdtrace_refuse(self, file):
        """Raise the sentence about a file that is kept as evidence."""
        raise AccessError(
            self.env._(
                "%s is kept as evidence and cannot be changed or deleted. Store the "
                "newer document and let it supersede this one.",
                file.name,
            )
        )
