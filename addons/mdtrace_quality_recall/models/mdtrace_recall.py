"""The nonconformity behind a recall."""

from odoo import fields, models

from odoo.addons.mdtrace_base.tools.blocker import Blocker


class MdtraceRecall(models.Model):
    """Names the nonconformity, and stays open as long as it does."""

    _inherit = "mdtrace.recall"

    _mdtrace_frozen = ("mdtrace_nonconformity_id",)
    _mdtrace_payload = ("mdtrace_nonconformity_id",)

    mdtrace_nonconformity_id = fields.Many2one(
        "mdtrace.nonconformity",
        "Nonconformity",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="What led to the recall; it must be closed before the recall is.",
    )

    # === Seams === #
    def _mdtrace_blockers_close(self):
        """Add the nonconformity while it is open."""
        blockers = super()._mdtrace_blockers_close()
        cause = self.mdtrace_nonconformity_id
        if cause and cause.state != "closed":
            blockers.append(
                Blocker(
                    "nonconformity_open",
                    self.env._("%s is not closed.", cause.display_name),
                    cause._name,
                    cause.id,
                    self.env._("Close the nonconformity first."),
                )
            )
        return blockers
