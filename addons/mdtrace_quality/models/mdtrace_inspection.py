"""Inspections: whether a lot is what its specification asks for."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.mdtrace_base.tools.transition import Transition

from .mdtrace_specification import STAGES

_lt = LazyTranslate(__name__)

INSPECTOR = "mdtrace_base.mdtrace_base_group_inspector"


class MdtraceInspection(models.Model):
    """The judgment of one or more lots of a product by one specification version.

    Made by the receipt of controlled lots (and by bridges, for lots that were made), it
    pins the specification in force. Certificates and inspectors give the results; an
    inspector other than the receiver decides and signs. A decided inspection stays as
    it is; the next one is a new record that says why.
    """

    _name = "mdtrace.inspection"
    _description = "Inspection"
    _inherit = ["mdtrace.record.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    _mdtrace_draft_states = ()
    _mdtrace_protected = (
        "name",
        "stage",
        "product_id",
        "lot_ids",
        "picking_id",
        "specification_id",
        "receiver_id",
        "company_id",
        "previous_id",
        "decided_by_id",
        "decided_at",
        "decision_reason",
    )
    _mdtrace_payload = (
        "name",
        "stage",
        "product_id",
        "lot_ids",
        "picking_id",
        "specification_id",
        "receiver_id",
        "previous_id",
    )
    _mdtrace_transitions = {
        ("open", "accepted"): Transition(
            label=_lt("Accept"),
            groups=(INSPECTOR,),
            meaning="accept",
            author_may_not=True,
        ),
        ("open", "rejected"): Transition(
            label=_lt("Reject"),
            groups=(INSPECTOR,),
            meaning="reject",
            reason=True,
            author_may_not=True,
        ),
    }
    _mdtrace_author_field = "receiver_id"

    name = fields.Char(
        required=True, readonly=True, copy=False, index=True, help="Number."
    )
    state = fields.Selection(
        [("open", "To Inspect"), ("accepted", "Accepted"), ("rejected", "Rejected")],
        required=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
        help="Open until an inspector has decided and signed.",
    )
    stage = fields.Selection(
        STAGES,
        required=True,
        default="incoming",
        copy=False,
        help="Incoming: of received lots. Final: of lots that were made.",
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="restrict",
        copy=False,
        index=True,
        help="Product inspected.",
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        "mdtrace_inspection_lot_rel",
        "inspection_id",
        "lot_id",
        "Lots",
        ondelete="restrict",
        copy=False,
        help="Lots inspected; the serial numbers of one receipt or order share one.",
    )
    lot_count = fields.Integer("Number of Lots", compute="_compute_lot_count")
    lots_text = fields.Char("Lot", compute="_compute_lot_count")
    picking_id = fields.Many2one(
        "stock.picking",
        "Receipt",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        help="Receipt with which the lots came.",
    )
    specification_id = fields.Many2one(
        "mdtrace.specification",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        help="Version of the specification that was in force; it stays pinned.",
    )
    receiver_id = fields.Many2one(
        "res.users",
        "Received by",
        ondelete="restrict",
        copy=False,
        help="Who received or made the lots; another person decides.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        copy=False,
        index=True,
        help="Company that inspects.",
    )
    previous_id = fields.Many2one(
        "mdtrace.inspection",
        "Follows",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        help="Earlier inspection that this one repeats.",
    )
    next_ids = fields.One2many(
        "mdtrace.inspection",
        "previous_id",
        "Repeated by",
        readonly=True,
        help="Later inspections that repeat this one; then they decide.",
    )
    decided_by_id = fields.Many2one(
        "res.users",
        "Decided by",
        ondelete="restrict",
        copy=False,
        help="Who decided and signed.",
    )
    decided_at = fields.Datetime("Decided on", copy=False, help="When it was decided.")
    decision_reason = fields.Text("Reason", copy=False, help="Reason given for it.")
    entry_ids = fields.One2many(
        "mdtrace.inspection.entry",
        "inspection_id",
        "Characteristics",
        help="Every characteristic of every lot, with its verdict so far.",
    )
    result_ids = fields.One2many(
        "mdtrace.result",
        "inspection_id",
        "Results",
        readonly=True,
        help="Results recorded for it.",
    )
    nonconformity_ids = fields.One2many(
        "mdtrace.nonconformity",
        "inspection_id",
        "Nonconformities",
        readonly=True,
        help="Nonconformities reported from it.",
    )
    reading_ids = fields.Many2many(
        "mdtrace.certificate.reading", compute="_compute_reading_ids"
    )
    finding_ids = fields.Many2many(
        "mdtrace.certificate.finding", compute="_compute_reading_ids"
    )
    condition_ids = fields.Many2many(
        "mdtrace.condition.log", compute="_compute_reading_ids"
    )
    blocker_text = fields.Text("To Be Done", compute="_compute_blocker_text")

    @api.depends("lot_ids")
    def _compute_lot_count(self):
        for inspection in self:
            lots = inspection.lot_ids
            inspection.lot_count = len(lots)
            names = ", ".join(lots[:3].mapped("name"))
            inspection.lots_text = names if len(lots) <= 3 else f"{names} …"

    @api.depends("lot_ids")
    def _compute_reading_ids(self):
        for inspection, (readings, logs) in self._known_of_lots().items():
            inspection.reading_ids = readings
            inspection.finding_ids = inspection._findings_of(readings)
            inspection.condition_ids = logs

    def _compute_blocker_text(self):
        found = self._mdtrace_transition_blockers("accepted")
        for inspection in self:
            messages = [one.message for one in found.get(inspection, ())]
            if inspection.state != "open":
                messages = []
            inspection.blocker_text = "\n".join(messages)

    # === Actions === #

    def action_accept(self):
        return self._mdtrace_request_signature("accepted")

    def action_reject(self):
        return self._mdtrace_request_signature("rejected")

    def action_submit_results(self):
        """Turn what the inspector typed into results; they stay as they are then."""
        self._mdtrace_check_role_of(INSPECTOR)
        self._submit_entries()
        return True

    def action_pin_specification(self):
        """Pin the specification in force on inspections that have none."""
        self._mdtrace_check_role_of(INSPECTOR)
        self._pin_specification()
        return True

    def action_reinspect(self):
        """Ask for the reason and inspect the same lots once more."""
        self.ensure_one()
        return self._form_action(
            self.env._("Inspect Again"),
            "mdtrace.inspection.repeat",
            {"default_inspection_id": self.id},
        )

    def action_report_nonconformity(self):
        """Open a new nonconformity about the lots of this inspection."""
        self.ensure_one()
        critical = self.entry_ids.filtered(
            lambda entry: entry.verdict == "fail" and entry.critical
        )
        failed = self.entry_ids.filtered(lambda entry: entry.verdict == "fail")
        lines = [f"{entry.display_name}: {entry.stated_text}" for entry in failed]
        return self.env["mdtrace.nonconformity"]._new_action(
            self.lot_ids,
            source="inspection",
            inspection=self,
            picking=self.picking_id,
            severity="critical" if critical else "major",
            description="\n".join(lines),
        )

    def action_view_entries(self):
        """Open the grid of characteristics, where many can be typed at once."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mdtrace_quality.mdtrace_inspection_entry_action"
        )
        return {**action, "domain": [("inspection_id", "=", self.id)]}

    def action_view_lots(self):
        return self.lot_ids._get_records_action(name=self.env._("Lots"))

    def action_view_nonconformities(self):
        return self.nonconformity_ids._get_records_action(
            name=self.env._("Nonconformities")
        )

    def action_view_certificates(self):
        return self.reading_ids._get_records_action(name=self.env._("Certificates"))

    def action_record_condition(self):
        """Ask for a temperature or humidity that was measured."""
        self.ensure_one()
        return self._form_action(
            self.env._("Record Conditions"),
            "mdtrace.condition.log.record",
            {
                "default_lot_ids": self.lot_ids.ids,
                "default_picking_id": self.picking_id.id,
            },
        )

    @api.model
    def _form_action(self, name, model, context):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    @api.model
    def _mdtrace_check_role_of(self, group):
        """Refuse whoever does not have the role, whatever the rights on the model."""
        if not self.env.user.has_group(group):
            raise UserError(
                self.env._(
                    "This takes the role %(role)s.",
                    # The name of a role is shown to a person who lacks it.
                    role=self.env.ref(group).sudo().name,
                )
            )

    # === Seams === #

    def _mdtrace_move(self, to, *, reason=None, values=None, signature=None):
        values = {
            "decided_by_id": self.env.uid,
            "decided_at": fields.Datetime.now(),
            "decision_reason": reason or False,
            **(values or {}),
        }
        return super()._mdtrace_move(
            to, reason=reason, values=values, signature=signature
        )

    def _mdtrace_ledger_lot(self):
        return {
            inspection.id: (inspection.lot_ids.id, inspection.lot_ids.name)
            for inspection in self.sudo()  # names for the ledger, whoever acts
            if len(inspection.lot_ids) == 1
        }

    def _mdtrace_signed_content(self):
        """Return what a decision signs: the lots, the specification, the results."""
        content = super()._mdtrace_signed_content()
        # What is signed does not depend on who looks.
        status = self.sudo()._results_so_far()
        for inspection, record in zip(self, self.sudo(), strict=True):
            content[inspection] = {
                **content.get(inspection, {}),
                "name": record.name,
                "product": record.product_id.display_name,
                "lots": sorted(record.lot_ids.mapped("name")),
                "specification": record.specification_id.id or None,
                "results": [
                    [
                        result.id,
                        result.lot_id.name,
                        result.characteristic_id.code,
                        result.value_text or "",
                        result.unit or "",
                        result.verdict,
                    ]
                    for result in status[record].sorted("id")
                    if not record.decided_at or result.recorded_at <= record.decided_at
                ],
            }
        return content

    def _mdtrace_sign_summary(self):
        rows = []
        for inspection in self:
            rows += [
                {"label": self.env._("Inspection"), "value": inspection.name},
                {
                    "label": self.env._("Product"),
                    "value": inspection.product_id.display_name,
                },
                {"label": self.env._("Lots"), "value": inspection.lots_text},
                {
                    "label": self.env._("Specification"),
                    "value": inspection.specification_id.display_name,
                },
            ]
        return [row for row in rows if row["value"]]
