"""A word of our own in the vocabulary of signatures."""

from odoo import api, models


class MdtraceSignature(models.Model):
    """Suspending a supplier is neither a rejection nor a withdrawal."""

    _inherit = "mdtrace.signature"

    @api.model
    def _mdtrace_meanings(self):
        return {**super()._mdtrace_meanings(), "suspend": self.env._("Suspended")}
