"""Recalls: which lots, why, how grave, and how far the work has come."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.mdtrace_base.tools.transition import Transition

_lt = LazyTranslate(__name__)

REGULATORY = "mdtrace_base.mdtrace_base_group_regulatory"
OPEN_STATES = ("scoped", "active")


class MdtraceRecall(models.Model):
    """One recall, from the suspicion to the signed closing.

    In draft the scope is computed as often as needed and lots may be left out with a
    reason. Freezing is signed: the scope stays as it was signed and every lot in it is
    held in one go. Activating is signed: notices may go out. Closing is signed and
    asks that every consignee was told and has accounted for what was delivered, or
    that a reason stands beside the one who has not. What became affected later is
    added to the frozen scope by another signature; nothing is ever taken out of it.
    """

    _name = "mdtrace.recall"
    _description = "Recall"
    _inherit = ["mdtrace.record.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "title"]

    _mdtrace_transitions = {
        ("draft", "scoped"): Transition(
            label=_lt("Freeze Scope"), groups=(REGULATORY,), meaning="freeze_scope"
        ),
        ("scoped", "scoped"): Transition(
            label=_lt("Add to Scope"), groups=(REGULATORY,), meaning="freeze_scope"
        ),
        ("active", "active"): Transition(
            label=_lt("Add to Scope"), groups=(REGULATORY,), meaning="freeze_scope"
        ),
        ("scoped", "active"): Transition(
            label=_lt("Activate"), groups=(REGULATORY,), meaning="activate"
        ),
        ("active", "closed"): Transition(
            label=_lt("Close Recall"),
            groups=(REGULATORY,),
            meaning="close",
            reason=True,
        ),
        ("draft", "cancelled"): Transition(
            label=_lt("Cancel Recall"),
            groups=(REGULATORY,),
            meaning="withdraw",
            reason=True,
        ),
        ("scoped", "cancelled"): Transition(
            label=_lt("Cancel Recall"),
            groups=(REGULATORY,),
            meaning="withdraw",
            reason=True,
        ),
    }
    _mdtrace_protected = (
        "name",
        "company_id",
        "frozen_at",
        "activated_at",
        "closed_at",
        "notice_due_at",
        "scope_digest",
        "gaps",
        "closing_summary",
    )
    _mdtrace_frozen = (
        "title",
        "reason",
        "instructions",
        "class_id",
        "depth",
        "root_lot_ids",
    )
    _mdtrace_payload = (
        "name",
        "title",
        "reason",
        "instructions",
        "class_id",
        "depth",
        "root_lot_ids",
        "scope_digest",
        "gaps",
    )

    # === What it is about === #
    name = fields.Char(
        "Number",
        required=True,
        readonly=True,
        copy=False,
        index="trigram",
        default="/",
        help="Number of the recall, given by the sequence when it is created.",
    )
    title = fields.Char(
        required=True, help="What is recalled, in the words of the notice's subject."
    )
    reason = fields.Text(
        required=True,
        help="Defect or suspicion, and the hazard, without understating it. "
        "It is printed on every notice.",
    )
    instructions = fields.Text(
        help="What the consignees shall do, beyond stopping use and sale, setting the "
        "units aside and answering. It is printed on every notice.",
    )
    class_id = fields.Many2one(
        "mdtrace.recall.class",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        help="How grave the hazard is; it decides how fast consignees must be told.",
    )
    depth = fields.Selection(
        [
            ("wholesale", "Distributors"),
            ("retail", "Dealers and dispensing"),
            ("user", "Hospitals, users and patients"),
        ],
        required=True,
        default="user",
        help="How far down the chain of distribution the recall reaches.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Company that recalls.",
    )
    root_lot_ids = fields.Many2many(
        "stock.lot",
        "mdtrace_recall_root_rel",
        "recall_id",
        "lot_id",
        "Starting Lots",
        check_company=True,
        copy=False,
        help="Lots the trouble started with; everything made from them is looked for.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("scoped", "Scope frozen"),
            ("active", "Active"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
        help="Draft: the scope may change. Scope frozen: signed, lots held. Active: "
        "consignees are told. Closed: signed and accounted for.",
    )

    # === Scope === #
    scope_ids = fields.One2many("mdtrace.recall.scope", "recall_id", "Affected Lots")
    consignee_ids = fields.One2many("mdtrace.recall.consignee", "recall_id")
    notice_ids = fields.One2many("mdtrace.recall.notice", "recall_id")
    response_ids = fields.One2many("mdtrace.recall.response", "recall_id")
    frozen_at = fields.Datetime(
        readonly=True, copy=False, help="When the scope was signed and frozen."
    )
    scope_digest = fields.Char(
        "Scope SHA-256",
        readonly=True,
        copy=False,
        help="SHA-256 of the frozen scope: lots, consignees and quantities.",
    )
    scope_intact = fields.Boolean(
        compute="_compute_scope_intact",
        help="Whether the frozen scope still has the digest it was signed with.",
    )
    gaps = fields.Text(
        readonly=True,
        copy=False,
        help="Where the trail ends or is in doubt, as found with the scope.",
    )
    has_unsigned = fields.Boolean(
        "Has Unsigned Rows",
        compute="_compute_has_unsigned",
        help="Lots or deliveries are computed but not signed yet.",
    )
    change_note = fields.Text("Changed Since", compute="_compute_change_note")
    has_news = fields.Boolean("Has Additions", compute="_compute_change_note")

    # === Notices and closing === #
    activated_at = fields.Datetime(
        readonly=True, copy=False, help="When the recall was signed as active."
    )
    notice_due_at = fields.Datetime(
        "Notices Due",
        readonly=True,
        copy=False,
        index=True,
        help="When every consignee must have been told, by the class of the recall.",
    )
    closed_at = fields.Datetime(
        readonly=True, copy=False, help="When the recall was signed as closed."
    )
    closing_summary = fields.Text(
        readonly=True, copy=False, help="What was achieved; signed with the closing."
    )

    # === Progress === #
    lot_count = fields.Integer("Lots", compute="_compute_lots")
    possible_count = fields.Integer("Possibly Affected", compute="_compute_lots")
    excluded_count = fields.Integer("Left Out", compute="_compute_lots")
    hold_count = fields.Integer("Open Holds", compute="_compute_lots")
    held_percent = fields.Float("Lots Held", compute="_compute_lots")
    consignee_count = fields.Integer("Consignees", compute="_compute_notices")
    notice_count = fields.Integer("Notices", compute="_compute_notices")
    notified_percent = fields.Float("Notified", compute="_compute_notices")
    answered_percent = fields.Float("Answered", compute="_compute_notices")
    quantity_net = fields.Float(
        "At Consignees", digits="Product Unit", compute="_compute_quantities"
    )
    quantity_accounted = fields.Float(
        "Accounted For", digits="Product Unit", compute="_compute_quantities"
    )
    reconciled_percent = fields.Float("Reconciled", compute="_compute_quantities")

    _name_company_unique = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "This recall number exists already."
    )

    @api.depends("name", "title")
    def _compute_display_name(self):
        for recall in self:
            recall.display_name = f"{recall.name} {recall.title or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        """Give each recall its number."""
        recalls = super().create(vals_list)
        # Numbers are drawn for whoever makes the recall.
        sequence = self.env["ir.sequence"].sudo()
        for recall in recalls:
            company = sequence.with_company(recall.company_id)
            recall._mdtrace_write({"name": company.next_by_code("mdtrace.recall")})
        return recalls

    # === Actions === #
    def action_compute_scope(self):
        """Look for affected lots and consignees now."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("draft", *OPEN_STATES):
            raise UserError(
                self.env._("The scope of %s is final: it is over.", self.display_name)
            )
        if not self.root_lot_ids:
            raise UserError(self.env._("Name the lots the trouble started with first."))
        self._mdtrace_compute_scope()
        return True

    def action_freeze(self):
        """Ask for the signature that freezes the scope and holds the lots."""
        self.ensure_one()
        to = "scoped" if self.state == "draft" else self.state
        return self._mdtrace_request_signature(to)

    def action_activate(self):
        """Ask for the signature that lets notices go out."""
        return self._mdtrace_request_signature("active")

    def action_close(self):
        """Ask for the signature that closes the recall."""
        return self._mdtrace_request_signature("closed")

    def action_cancel(self):
        """Ask for the signature that gives the recall up."""
        return self._mdtrace_request_signature("cancelled")

    def action_send_notices(self):
        """Send every prepared notice that has an address to mail to."""
        self.ensure_one()
        ready = self.notice_ids.filtered(lambda n: n.state == "prepared" and n.email)
        if not ready:
            raise UserError(
                self.env._(
                    "No prepared notice has an e-mail address. Enter addresses, or "
                    "record how the notices were delivered."
                )
            )
        return ready.action_send()

    def action_close_holds(self):
        """Ask an approver to sign that the holds of this recall end."""
        holds = self.env["mdtrace.lot.hold"].search(self._mdtrace_hold_domain())
        if not holds:
            raise UserError(self.env._("No hold of this recall is open."))
        return holds._mdtrace_request_signature("closed")

    def action_trace(self):
        """Show the trace of the starting lots."""
        return self.root_lot_ids.action_mdtrace_trace()

    def action_sheet_xlsx(self):
        """Download the recall sheet as a workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/mdtrace/recall/{self.id}/sheet.xlsx",
            "target": "download",
        }

    def action_view_lots(self):
        """Open the affected lots."""
        return self._mdtrace_open("mdtrace_recall.mdtrace_recall_scope_action")

    def action_view_consignees(self):
        """Open the consignees."""
        return self._mdtrace_open("mdtrace_recall.mdtrace_recall_consignee_action")

    def action_view_notices(self):
        """Open the notices."""
        return self._mdtrace_open("mdtrace_recall.mdtrace_recall_notice_action")

    def action_view_holds(self):
        """Open the holds of this recall, closed ones too."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Holds"),
            "res_model": "mdtrace.lot.hold",
            "view_mode": "list,form",
            "domain": self._mdtrace_hold_domain()[:2],
        }

    def _mdtrace_open(self, xmlid):
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        action["domain"] = [("recall_id", "in", self.ids)]
        action["context"] = {}
        return action
