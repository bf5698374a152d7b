"""Nonconformities: what is not as it should be, and the lots it concerns."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.mdtrace_base.tools.blocker import Blocker
from odoo.addons.mdtrace_base.tools.transition import Transition

_lt = LazyTranslate(__name__)

OPERATOR = "mdtrace_base.mdtrace_base_group_operator"
INSPECTOR = "mdtrace_base.mdtrace_base_group_inspector"
APPROVER = "mdtrace_base.mdtrace_base_group_approver"


class MdtraceNonconformity(models.Model):
    """A deviation from what was required, from its report to its signed end.

    Opening it puts all its lots on hold, in the same transaction. Closing it is signed
    and needs a disposition in words; the holds are closed by a signature of their own,
    because closing the case and giving the goods free are two decisions.
    """

    _name = "mdtrace.nonconformity"
    _description = "Nonconformity"
    _inherit = ["mdtrace.record.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _mdtrace_protected = (
        "name",
        "opened_by_id",
        "opened_at",
        "closed_by_id",
        "closed_at",
        "close_reason",
    )
    _mdtrace_frozen = (
        "title",
        "description",
        "source",
        "lot_ids",
        "inspection_id",
        "picking_id",
        "company_id",
    )
    _mdtrace_payload = (
        "name",
        "title",
        "description",
        "severity",
        "source",
        "lot_ids",
        "inspection_id",
        "picking_id",
        "root_cause",
        "disposition_text",
    )
    _mdtrace_transitions = {
        ("draft", "open"): Transition(
            label=_lt("Open"), groups=(OPERATOR, INSPECTOR, APPROVER)
        ),
        ("open", "closed"): Transition(
            label=_lt("Close"), groups=(APPROVER,), meaning="close", reason=True
        ),
    }

    name = fields.Char(
        "Number",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self._default_name(),
        help="Number, given when it is reported.",
    )
    title = fields.Char(required=True, tracking=True, help="The problem in one line.")
    description = fields.Text(help="What was found, where, when and how much.")
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        help="Open nonconformities hold their lots.",
    )
    severity = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("critical", "Critical")],
        required=True,
        default="major",
        index=True,
        tracking=True,
        help="Critical: may harm a patient or a user.",
    )
    source = fields.Selection(
        [
            ("inspection", "Inspection"),
            ("lot", "Lot"),
            ("complaint", "Complaint"),
            ("production", "Production"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
        index=True,
        help="Where it was noticed.",
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        "mdtrace_nonconformity_lot_rel",
        "nonconformity_id",
        "lot_id",
        "Lots",
        ondelete="restrict",
        copy=False,
        check_company=True,
        help="Lots and serial numbers concerned; held while it is open.",
    )
    product_ids = fields.Many2many(
        "product.product", string="Products", compute="_compute_product_ids"
    )
    inspection_id = fields.Many2one(
        "mdtrace.inspection",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        help="Inspection in which it was noticed.",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        "Transfer",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        help="Receipt or delivery in which it was noticed.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
        help="Company that deals with it.",
    )
    opened_by_id = fields.Many2one(
        "res.users",
        "Opened by",
        ondelete="restrict",
        copy=False,
        help="Who opened it and thereby held the lots.",
    )
    opened_at = fields.Datetime("Opened on", copy=False, help="When it was opened.")
    root_cause = fields.Text(help="Why it happened, as far as it is known.")
    disposition_text = fields.Text(
        "Disposition", help="What is done with the goods; asked for before closing."
    )
    closed_by_id = fields.Many2one(
        "res.users",
        "Closed by",
        ondelete="restrict",
        copy=False,
        help="Who signed its end.",
    )
    closed_at = fields.Datetime("Closed on", copy=False, help="When it was closed.")
    close_reason = fields.Text(
        "Reason for Closing", copy=False, help="Reason given with the signature."
    )
    hold_ids = fields.Many2many("mdtrace.lot.hold", compute="_compute_hold_ids")
    open_hold_count = fields.Integer("Open Holds", compute="_compute_hold_ids")
    lot_count = fields.Integer("Number of Lots", compute="_compute_product_ids")

    @api.model
    def _default_name(self):
        # Numbers are drawn for whoever reports.
        return self.env["ir.sequence"].sudo().next_by_code("mdtrace.nonconformity")

    @api.depends("lot_ids")
    def _compute_product_ids(self):
        for record in self:
            record.product_ids = record.lot_ids.product_id
            record.lot_count = len(record.lot_ids)

    def _compute_hold_ids(self):
        holds = self.env["mdtrace.lot.hold"].search(
            [("source_model", "=", self._name), ("source_id", "in", self.ids)]
        )
        grouped = holds.grouped("source_id")
        for record in self:
            record.hold_ids = grouped.get(record.id, holds.browse())
            record.open_hold_count = len(
                record.hold_ids.filtered(lambda hold: hold.state == "open")
            )

    @api.depends("name", "title")
    def _compute_display_name(self):
        for record in self:
            parts = (record.name, record.title)
            record.display_name = " ".join(part for part in parts if part)

    @api.constrains("root_cause", "disposition_text", "severity")
    def _check_still_open(self):
        closed = self.filtered(lambda record: record.state == "closed")
        if closed:
            raise ValidationError(
                self.env._(
                    "%(name)s is closed; what was decided stays.", name=closed[0].name
                )
            )

    # === Actions === #

    def action_open(self):
        """Open it: its lots are held from now on."""
        self._mdtrace_move("open")
        return True

    def action_close(self):
        return self._mdtrace_request_signature("closed")

    def action_close_holds(self):
        """Ask for the signature that closes the holds of this nonconformity."""
        self.ensure_one()
        holds = self.hold_ids.filtered(lambda hold: hold.state == "open")
        return holds._mdtrace_request_signature(
            "closed", reason_default=self.disposition_text or self.display_name
        )

    def action_view_holds(self):
        return self.hold_ids._get_records_action(name=self.env._("Holds"))

    def action_view_lots(self):
        return self.lot_ids._get_records_action(name=self.env._("Lots"))

    @api.model
    def _new_action(
        self,
        lots,
        *,
        source,
        inspection=None,
        picking=None,
        severity=None,
        description="",
    ):
        """Return the action that opens the form of a new nonconformity, prepared."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report Nonconformity"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_lot_ids": [fields.Command.set(lots.ids)],
                "default_source": source,
                "default_inspection_id": inspection.id if inspection else False,
                "default_picking_id": picking.id if picking else False,
                "default_severity": severity or "major",
                "default_description": description,
            },
        }

    # === Seams === #

    def _mdtrace_move(self, to, *, reason=None, values=None, signature=None):
        now = fields.Datetime.now()
        if to == "open":
            values = {"opened_by_id": self.env.uid, "opened_at": now, **(values or {})}
        elif to == "closed":
            values = {
                "closed_by_id": self.env.uid,
                "closed_at": now,
                "close_reason": reason or False,
                **(values or {}),
            }
        return super()._mdtrace_move(
            to, reason=reason, values=values, signature=signature
        )

    def _mdtrace_after_move(self, to, old_states, reason, signature):
        super()._mdtrace_after_move(to, old_states, reason, signature)
        if to != "open":
            return
        for record in self:
            # Lots that are not under control cannot be held: nothing would stop them.
            lots = record.lot_ids._mdtrace_controlled()
            lots._mdtrace_hold("nonconformity", record.title, source=record)
        self.invalidate_recordset(["hold_ids", "open_hold_count"])

    def _mdtrace_transition_blockers(self, to):
        blockers = super()._mdtrace_transition_blockers(to)
        if to == "closed":
            for record in self.filtered(
                lambda one: not (one.disposition_text or "").strip()
            ):
                blockers.setdefault(record, []).append(
                    Blocker(
                        "no_disposition",
                        self.env._(
                            "%(name)s has no disposition.", name=record.display_name
                        ),
                        self._name,
                        record.id,
                        self.env._("Write down what is done with the goods."),
                    )
                )
        return blockers

    def _mdtrace_ledger_lot(self):
        return {
            record.id: (record.lot_ids.id, record.lot_ids.name)
            for record in self.sudo()  # names for the ledger, whoever acts
            if len(record.lot_ids) == 1
        }
