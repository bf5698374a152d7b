"""The words of a recall's signatures, and when they still stand."""

import json

from odoo import models

from odoo.addons.mdtrace_base.tools.canonical import canonical, sha256_hex


class MdtraceSignature(models.Model):
    """A signature under a scope stands while the part that was signed is unchanged."""

    _inherit = "mdtrace.signature"

    def _mdtrace_meanings(self):
        """Add the meaning of freezing a scope."""
        return super()._mdtrace_meanings() | {
            "freeze_scope": self.env._("Scope of the recall frozen")
        }

    def _compute_broken(self):
        """Let lots that were added later not break the signature under the first scope.

        The content lists one digest per revision of the scope. Revisions are only
        ever added, each under a signature of its own.
        """
        super()._compute_broken()
        model = "mdtrace.recall"
        doubtful = self.filtered(lambda s: s.broken and s.res_model == model)
        # The comparison is the same for everybody who may see the signature.
        recalls = self.env[model].sudo().browse(doubtful.mapped("res_id")).exists()
        contents = {
            recall.id: content
            for recall, content in recalls._mdtrace_signed_content().items()
        }
        for signature in doubtful:
            present = contents.get(signature.res_id)
            if not present:
                continue
            signed = len(json.loads(signature.sudo().content)["scope"])
            part = dict(present, scope=present["scope"][:signed])
            signature.broken = sha256_hex(canonical(part)) != signature.digest
