"""Which supplier may deliver which material, decided and signed."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.mdtrace_base.tools.blocker import Blocker
from odoo.addons.mdtrace_base.tools.transition import Transition

_lt = LazyTranslate(__name__)

APPROVER = "mdtrace_base.mdtrace_base_group_approver"
PURCHASER = "mdtrace_base.mdtrace_base_group_purchaser"
# A new qualification, with its audit, takes weeks: say so two months before.
EXPIRY_NOTICE_DAYS = 60
REMINDER_BATCH = 100


class MdtraceSupplierApproval(models.Model):
    """One version of the approval of a supplier for a material.

    A purchaser prepares it, an approver who did not write it signs it. In force it
    can be suspended at once by either, and goes on only with a new signature. It is
    never edited: a change is a new version, and receipts keep the one they used.
    """

    _name = "mdtrace.supplier.approval"
    _description = "Supplier Approval"
    _inherit = ["mdtrace.versioned.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "partner_id, product_id, categ_id, id desc"
    _rec_names_search = ["partner_id", "product_id", "categ_id"]
    _check_company_auto = True

    _mdtrace_version_key = (
        "company_id",
        "partner_id",
        "manufacturer_id",
        "product_id",
        "categ_id",
    )
    _mdtrace_transitions = {
        ("draft", "in_review"): Transition(
            label=_lt("Submit for Approval"), groups=(PURCHASER,)
        ),
        ("effective", "suspended"): Transition(
            label=_lt("Suspend"),
            groups=(APPROVER, PURCHASER),
            meaning="suspend",
            reason=True,
        ),
        ("suspended", "effective"): Transition(
            label=_lt("Lift Suspension"),
            groups=(APPROVER,),
            meaning="approve",
            reason=True,
        ),
        ("suspended", "withdrawn"): Transition(
            label=_lt("Withdraw"), groups=(APPROVER,), meaning="withdraw", reason=True
        ),
        ("suspended", "superseded"): Transition(
            label=_lt("Supersede"), groups=(APPROVER,)
        ),
    }
    _mdtrace_protected = ("suspended_at", "state_reason")
    _mdtrace_frozen = (
        "company_id",
        "partner_id",
        "manufacturer_id",
        "product_id",
        "categ_id",
        "conditions",
        "audit_date",
        "audit_note",
        "valid_until",
    )
    _mdtrace_payload = _mdtrace_frozen

    state = fields.Selection(
        # Repeated from the mixin, so that they are translated with this model.
        selection_add=[
            ("draft", "Draft"),
            ("in_review", "In review"),
            ("effective", "Effective"),
            ("suspended", "Suspended"),
            ("superseded", "Superseded"),
            ("withdrawn", "Withdrawn"),
        ],
        ondelete={"suspended": "set default"},
        tracking=True,
    )
    previous_id = fields.Many2one(
        "mdtrace.supplier.approval",
        "Previous Version",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        help="The version that this one follows.",
    )

    # === What is approved === #
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Company that gave the approval. Empty: it holds for all companies.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="['|', ('parent_id', '=', False), ('is_company', '=', True)]",
        help="Company that delivers the material and sends the invoice.",
    )
    manufacturer_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="['|', ('parent_id', '=', False), ('is_company', '=', True)]",
        help="Only material made by this manufacturer is approved. Empty: whoever "
        "made it.",
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The one product the supplier may deliver.",
    )
    categ_id = fields.Many2one(
        "product.category",
        "Product Category",
        index="btree_not_null",
        ondelete="restrict",
        help="The supplier may deliver every product of this category and of the "
        "categories below it.",
    )
    conditions = fields.Text(
        help="Scope and conditions: sites, grades, quantities, what each delivery "
        "must bring with it.",
    )
    # === What it rests on === #
    audit_date = fields.Date(
        "Last Audit", help="Day of the last audit or assessment of the supplier."
    )
    audit_note = fields.Text(
        "Audit Result", help="What the audit found and what the supplier agreed to."
    )
    evidence_ids = fields.Many2many(
        "mdtrace.evidence",
        compute="_compute_evidence_ids",
        help="Certificates and reports the approval rests on, such as ISO 13485.",
    )
    # === How long === #
    valid_until = fields.Date(
        tracking=True,
        help="Last day on which the approval counts (in UTC). Empty: until it is "
        "withdrawn.",
    )
    validity = fields.Selection(
        [
            ("in_force", "In force"),
            ("expiring", "Expiring"),
            ("expired", "Expired"),
        ],
        compute="_compute_validity",
        search="_search_validity",
        help="Whether an effective approval counts today.",
    )
    suspended_at = fields.Datetime(
        "Suspended On",
        copy=False,
        help="Since when an approval that was in force does not count.",
    )
    state_reason = fields.Text(
        "Reason",
        copy=False,
        help="Why the approval was suspended or withdrawn.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Who looks after the supplier and is reminded before the approval ends.",
    )
    lot_count = fields.Integer("Lots", compute="_compute_lot_count")

    _material_check = models.Constraint(
        "CHECK((product_id IS NULL) <> (categ_id IS NULL))",
        "An approval names either a product or a product category.",
    )

    @api.depends("partner_id", "product_id", "categ_id", "version")
    def _compute_display_name(self):
        for approval in self:
            approval.display_name = self.env._(
                "%(supplier)s: %(material)s (version %(version)s)",
                supplier=approval.partner_id.name or "",
                material=approval._mdtrace_material(),
                version=approval.version,
            )

    @api.depends("state", "valid_until")
    def _compute_validity(self):
        today, notice = self._mdtrace_expiry_days()
        for approval in self:
            if approval.state != "effective":
                approval.validity = False
            elif not approval.valid_until or approval.valid_until > notice:
                approval.validity = "in_force"
            else:
                expired = approval.valid_until < today
                approval.validity = "expired" if expired else "expiring"

    def _search_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        today, notice = self._mdtrace_expiry_days()
        effective = Domain("state", "=", "effective")
        until = {
            "in_force": Domain("valid_until", "=", False)
            | Domain("valid_until", ">", notice),
            "expiring": Domain("valid_until", ">=", today)
            & Domain("valid_until", "<=", notice),
            "expired": Domain("valid_until", "<", today),
        }
        return Domain.OR(
            effective & until[item] if item else ~effective for item in value
        )

    def _compute_evidence_ids(self):
        found = self.env["mdtrace.evidence"]._for(self)
        for approval in self:
            approval.evidence_ids = found[approval]

    def _compute_lot_count(self):
        counts = dict(
            self.env["stock.lot"]._read_group(
                [("mdtrace_supplier_approval_id", "in", self.ids)],
                ["mdtrace_supplier_approval_id"],
                ["__count"],
            )
        )
        for approval in self:
            approval.lot_count = counts.get(approval, 0)

    @api.constrains("partner_id", "manufacturer_id")
    def _check_commercial_partner(self):
        for approval in self:
            for partner in approval.partner_id | approval.manufacturer_id:
                if partner != partner.commercial_partner_id:
                    raise ValidationError(
                        self.env._(
                            "%(contact)s is a contact or an address. Approve the "
                            "company itself: %(company)s.",
                            contact=partner.display_name,
                            company=partner.commercial_partner_id.display_name,
                        )
                    )

    # === Actions === #
    def action_suspend(self):
        """Ask for the signature and the reason that stop new orders at once."""
        return self._mdtrace_request_signature(
            "suspended", title=self.env._("Suspend the supplier")
        )

    def action_resume(self):
        """Ask for the signature that lifts a suspension."""
        return self._mdtrace_request_signature(
            "effective", title=self.env._("Lift the suspension")
        )

    def action_attach_evidence(self):
        """Open the form that takes a certificate of the supplier."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_base.mdtrace_evidence_upload_action"
        )
        action["context"] = {
            "default_res_model": self._name,
            "default_res_id": self.id,
            "default_issuer_id": self.partner_id.id,
        }
        return action

    def action_view_lots(self):
        """Open the lots that were received under this approval."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_lot.mdtrace_stock_lot_action"
        )
        action["domain"] = [("mdtrace_supplier_approval_id", "=", self.id)]
        action["context"] = {"display_complete": True}
        return action

    # === Business methods === #
    @api.model
    def _mdtrace_expiry_days(self):
        """Return today and the last day that counts as expiring, in UTC.

        The client's time zone is not asked: it could move the end of an approval.
        """
        today = fields.Datetime.now().date()
        return today, today + timedelta(days=EXPIRY_NOTICE_DAYS)

    def _mdtrace_material(self):
        """Return the name of what is approved: the product or the category."""
        self.ensure_one()
        return (self.product_id or self.categ_id).display_name or ""

    @api.model
    def _cron_remind_expiring(self):
        """Give the responsible person one activity per approval that will end."""
        _today, notice = self._mdtrace_expiry_days()
        activity_type = "mdtrace_supplier.mail_activity_type_expiring"
        domain = Domain(
            [("state", "=", "effective"), ("valid_until", "<=", notice)]
        ) & ~Domain(
            "activity_ids.activity_type_id", "=", self.env.ref(activity_type).id
        )
        expiring = self.search(domain, order="valid_until, id", limit=REMINDER_BATCH)
        remaining = self.search_count(domain) - len(expiring)
        for approval in expiring:
            approval.activity_schedule(
                activity_type,
                date_deadline=approval.valid_until,
                user_id=(approval.user_id or approval.create_uid).id,
            )
        self.env["ir.cron"]._commit_progress(len(expiring), remaining=remaining)

    # === Seams === #
    def _mdtrace_move(self, to, *, reason=None, values=None, signature=None):
        values = dict(values or {})
        if to == "suspended":
            values.update(suspended_at=fields.Datetime.now(), state_reason=reason)
        elif to == "withdrawn":
            values.update(state_reason=reason)
        elif to == "effective":
            values.update(suspended_at=False, state_reason=False)
            if "suspended" in self.mapped("state"):
                # It is the same version that goes on, with the day it began.
                values["effective_from"] = self._mdtrace_resumed_from()
        return super()._mdtrace_move(
            to, reason=reason, values=values, signature=signature
        )

    def _mdtrace_resumed_from(self):
        """Return since when the suspended version that goes on is effective."""
        if len(self) > 1:
            raise UserError(self.env._("Lift one suspension at a time."))
        return self.effective_from

    def _mdtrace_supersede(self, at):
        super()._mdtrace_supersede(at)
        for version in self:
            suspended = self.search(
                Domain("state", "=", "suspended")
                & Domain("id", "not in", self.ids)
                & version._mdtrace_family_domain()
            )
            reason = self.env._("Replaced by version %s", version.version)
            suspended._mdtrace_move(
                "superseded", reason=reason, values={"effective_to": at}
            )

    def _mdtrace_transition_blockers(self, to):
        found = super()._mdtrace_transition_blockers(to)
        if to != "effective":
            return found
        today, _notice = self._mdtrace_expiry_days()
        for approval in self:
            if approval.valid_until and approval.valid_until < today:
                blocker = Blocker(
                    code="expired",
                    message=self.env._(
                        "The last day of the approval, %(date)s, has passed.",
                        date=format_date(self.env, approval.valid_until),
                    ),
                    model=self._name,
                    res_id=approval.id,
                    remedy=self.env._("Enter a day to come in a new version."),
                )
                found = {**found, approval: [*found.get(approval, []), blocker]}
        return found

    def _mdtrace_sign_summary(self):
        rows = super()._mdtrace_sign_summary()
        names = self.evidence_ids.mapped("name")
        if names:
            rows.append({"label": self.env._("Evidence"), "value": ", ".join(names)})
        return rows
