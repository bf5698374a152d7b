"""Holds: restrictions on a lot, each with its reason and its own closing."""

from collections import Counter

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from odoo.addons.mdtrace_base.tools.transition import Transition

_lt = LazyTranslate(__name__)

APPROVER = ("mdtrace_base.mdtrace_base_group_approver",)


class MdtraceLotHold(models.Model):
    """One reason why a lot may not be used, open until an approver signs its end.

    Opened by people (``mdtrace.lot.hold.open``) and by records of addons above
    (``stock.lot._mdtrace_hold``), never by plain ``create``. A lot may have many; the
    number of open ones stands on ``mdtrace.lot.status``.
    """

    _name = "mdtrace.lot.hold"
    _inherit = "mdtrace.record.mixin"
    _description = "Lot Hold"
    _order = "id desc"

    _mdtrace_state_field = "state"
    _mdtrace_transitions = {
        ("open", "closed"): Transition(
            label=_lt("Close Hold"), groups=APPROVER, meaning="close", reason=True
        )
    }
    _mdtrace_protected = (
        "lot_id",
        "reason_id",
        "note",
        "exits_closed",
        "source_model",
        "source_id",
        "source_name",
        "opened_company_id",
        "closed_at",
        "closed_by_id",
        "close_reason",
    )
    _mdtrace_payload = (
        "lot_id",
        "reason_id",
        "note",
        "exits_closed",
        "source_model",
        "source_id",
        "source_name",
    )
    _mdtrace_draft_states = ()

    name = fields.Char("Hold", compute="_compute_name", help="Number of the hold.")
    lot_id = fields.Many2one(
        "stock.lot",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        bypass_search_access=True,
        copy=False,
        help="The lot or serial number that is held.",
    )
    product_id = fields.Many2one(related="lot_id.product_id")
    company_id = fields.Many2one(related="lot_id.company_id")
    reason_id = fields.Many2one(
        "mdtrace.hold.reason",
        required=True,
        ondelete="restrict",
        copy=False,
        help="Why the lot is held.",
    )
    note = fields.Text(copy=False, help="What is known, in words.")
    exits_closed = fields.Boolean(
        copy=False,
        help="The lot may not be scrapped, sampled or returned to the supplier either.",
    )
    source_model = fields.Char(
        copy=False, help="Model of the record that opened the hold."
    )
    source_id = fields.Many2oneReference(
        "Source ID",
        model_field="source_model",
        copy=False,
        help="Record that opened the hold, such as a nonconformity.",
    )
    source_name = fields.Char(
        "Source", copy=False, help="Name of that record when the hold was opened."
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        default="open",
        index=True,
        copy=False,
        help="Open holds bind the lot; closed ones are history.",
    )
    opened_company_id = fields.Many2one(
        "res.company",
        "Opened in",
        ondelete="restrict",
        copy=False,
        help="Company in which the hold was opened.",
    )
    closed_at = fields.Datetime(
        "Closed on", copy=False, help="When the hold was closed."
    )
    closed_by_id = fields.Many2one(
        "res.users",
        "Closed by",
        ondelete="restrict",
        copy=False,
        help="Who closed the hold.",
    )
    close_reason = fields.Text(
        "Reason for Closing", copy=False, help="Why the lot may be used again."
    )

    _open_idx = models.Index("(lot_id) WHERE state = 'open'")

    def _compute_name(self):
        for hold in self:
            hold.name = f"HOLD/{hold.id:05d}" if hold.id else ""

    @api.depends("lot_id", "reason_id")
    def _compute_display_name(self):
        for hold in self:
            hold.display_name = f"{hold.name} {hold.lot_id.name or ''}".strip()

    # === Actions === #

    def action_close(self):
        return self._mdtrace_request_signature("closed", title=self.env._("Close Hold"))

    def action_open_source(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.source_model,
            "res_id": self.source_id,
            "views": [(False, "form")],
        }

    # === Seams === #

    def _mdtrace_move(self, to, *, reason=None, values=None, signature=None):
        values = {
            "closed_at": fields.Datetime.now(),
            "closed_by_id": self.env.uid,
            "close_reason": reason or False,
            **(values or {}),
        }
        return super()._mdtrace_move(
            to, reason=reason, values=values, signature=signature
        )

    def _mdtrace_after_move(self, to, old_states, reason, signature):
        super()._mdtrace_after_move(to, old_states, reason, signature)
        if to == "closed":
            # The count belongs to the system; the user has just signed.
            counts = Counter(hold.lot_id.id for hold in self.sudo())
            self.env["mdtrace.lot.status"]._mdtrace_count_holds(
                {lot_id: -count for lot_id, count in counts.items()}
            )

    def _mdtrace_append(self, kind, *, old=None, new=None, reason=None):
        kind = {"create": "hold", "state": "hold_closed"}.get(kind, kind)
        return super()._mdtrace_append(kind, old=old, new=new, reason=reason)

    def _mdtrace_signed_content(self):
        values = self._mdtrace_payload_values(list(self._mdtrace_payload))
        content = super()._mdtrace_signed_content()
        return {hold: {**content[hold], **values[hold.id]} for hold in self}

    def _mdtrace_ledger_lot(self):
        # Names of lots belong into the ledger, whoever acts.
        return {hold.id: (hold.lot_id.id, hold.lot_id.name) for hold in self.sudo()}
