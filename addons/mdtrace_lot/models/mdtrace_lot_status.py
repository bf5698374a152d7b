"""The status of a lot: what was decided about it, and how many holds bind it."""

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from odoo.addons.mdtrace_base.tools.transition import Transition

from ..tools.demand import Demand

_lt = LazyTranslate(__name__)

APPROVER = ("mdtrace_base.mdtrace_base_group_approver",)
RELEASE = Transition(label=_lt("Release"), groups=APPROVER, meaning="release")
CONDITIONAL = Transition(
    label=_lt("Release under Conditions"),
    groups=APPROVER,
    meaning="conditional_release",
    reason=True,
)
REJECT = Transition(label=_lt("Reject"), groups=APPROVER, meaning="reject", reason=True)
REOPEN = Transition(label=_lt("Reopen"), groups=APPROVER, meaning="reopen", reason=True)


class MdtraceLotStatus(models.Model):
    """One row per lot of a controlled product; made with the lot, never by hand.

    The disposition moves by a signed decision of an approver. The number of open
    holds is kept here by the holds. Every change of either is an UPDATE of this row,
    and every gate locks the row FOR SHARE before it looks: that is what makes a hold
    win against a validation that is already open elsewhere. It is a table of its own
    because the warehouse writes the rows of ``stock_lot`` all the time.

    A lot without company has one status, which binds all companies; the company in
    which it was decided is kept.
    """

    _name = "mdtrace.lot.status"
    _inherit = "mdtrace.record.mixin"
    _description = "Lot Status"
    _rec_name = "lot_id"
    _order = "id desc"

    _mdtrace_state_field = "disposition"
    _mdtrace_transitions = {
        ("pending", "released"): RELEASE,
        ("legacy", "released"): RELEASE,
        ("conditional", "released"): RELEASE,
        ("pending", "conditional"): CONDITIONAL,
        ("legacy", "conditional"): CONDITIONAL,
        ("pending", "rejected"): REJECT,
        ("legacy", "rejected"): REJECT,
        ("released", "rejected"): REJECT,
        ("conditional", "rejected"): REJECT,
        ("released", "pending"): REOPEN,
        ("rejected", "pending"): REOPEN,
        ("conditional", "pending"): REOPEN,
    }
    _mdtrace_protected = (
        "lot_id",
        "hold_count",
        "version",
        "decided_at",
        "decided_by_id",
        "decided_company_id",
        "decision_reason",
    )
    _mdtrace_payload = ("lot_id",)
    _mdtrace_draft_states = ("pending", "legacy")

    lot_id = fields.Many2one(
        "stock.lot",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        bypass_search_access=True,
        copy=False,
        help="The lot or serial number this is the status of.",
    )
    product_id = fields.Many2one(related="lot_id.product_id")
    company_id = fields.Many2one(related="lot_id.company_id")
    supplier_id = fields.Many2one(related="lot_id.mdtrace_supplier_id")
    quantity = fields.Float("On Hand", related="lot_id.product_qty")
    disposition = fields.Selection(
        [
            ("pending", "Pending"),
            ("conditional", "Conditional"),
            ("released", "Released"),
            ("rejected", "Rejected"),
            ("legacy", "Legacy"),
        ],
        required=True,
        default="pending",
        copy=False,
        index=True,
        group_expand=True,
        help="The signed decision about the lot. Legacy lots existed before control "
        "began and stay usable until they are graded.",
    )
    hold_count = fields.Integer(
        "Open Holds",
        required=True,
        default=0,
        copy=False,
        help="Number of open holds; a lot with one may not be used.",
    )
    version = fields.Integer(
        required=True,
        default=1,
        copy=False,
        help="Counts the changes of disposition and holds.",
    )
    decided_at = fields.Datetime(
        "Decided on", copy=False, help="When the disposition last changed."
    )
    decided_by_id = fields.Many2one(
        "res.users",
        "Decided by",
        copy=False,
        ondelete="restrict",
        help="Who changed the disposition last.",
    )
    decided_company_id = fields.Many2one(
        "res.company",
        "Decided in",
        copy=False,
        ondelete="restrict",
        help="Company in which the disposition was changed last.",
    )
    decision_reason = fields.Text(
        "Reason", copy=False, help="Reason or conditions given with the decision."
    )
    usable = fields.Boolean(related="lot_id.mdtrace_usable")
    blocker = fields.Text(related="lot_id.mdtrace_blocker")
    expiration_date = fields.Datetime(related="lot_id.expiration_date")

    _lot_uniq = models.Constraint("UNIQUE(lot_id)", "A lot has one status only.")

    # === Actions === #

    def action_release(self):
        return self._mdtrace_request_signature("released", title=self.env._("Release"))

    def action_conditional(self):
        return self._mdtrace_request_signature(
            "conditional", title=self.env._("Release under Conditions")
        )

    def action_reject(self):
        return self._mdtrace_request_signature("rejected", title=self.env._("Reject"))

    def action_reopen(self):
        return self._mdtrace_request_signature("pending", title=self.env._("Reopen"))

    def action_hold(self):
        return self.lot_id.action_mdtrace_hold()

    def action_open_lot(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.lot",
            "res_id": self.lot_id.id,
            "views": [(False, "form")],
        }

    # === Making and counting === #

    @api.model
    def _mdtrace_add_pending(self, lots):
        """Make the status of new lots; one insert, one ledger append."""
        have = self.search([("lot_id", "in", lots.ids)]).lot_id
        return self._mdtrace_create(
            [{"lot_id": lot.id, "disposition": "pending"} for lot in lots - have]
        )

    @api.model
    def _mdtrace_add_legacy(self, condition):
        """Make a legacy status for the lots that have none, in one statement.

        :param SQL condition: on ``template``, the products newly controlled
        :return: how many
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mdtrace_lot_status
                       (lot_id, disposition, hold_count, version,
                        create_uid, create_date, write_uid, write_date)
                SELECT lot.id, 'legacy', 0, 1, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM stock_lot lot
                  JOIN product_product product ON product.id = lot.product_id
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
                 WHERE %(condition)s
                    ON CONFLICT (lot_id) DO NOTHING
                """,
                uid=self.env.uid,
                now=self.env.cr.now(),
                condition=condition,
            )
        )
        added = self.env.cr.rowcount
        if added:
            self.env["stock.lot"].invalidate_model(["mdtrace_status_ids"])
            self.invalidate_model()
        return added

    @api.model
    def _mdtrace_count_holds(self, counts):
        """Add to the number of open holds: ``{lot id: +1 or -1 …}``; locks the rows.

        One UPDATE in the order of ids. It waits for validations that have locked the
        rows, and whoever asks a gate afterwards waits for it.
        """
        if not counts:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH change(lot_id, delta) AS (
                    SELECT * FROM unnest(%s::int4[], %s::int4[])
                ), locked AS (
                    SELECT status.id, change.delta
                      FROM mdtrace_lot_status status JOIN change USING (lot_id)
                     ORDER BY status.id
                       FOR NO KEY UPDATE OF status
                )
                UPDATE mdtrace_lot_status status
                   SET hold_count = status.hold_count + locked.delta,
                       version = status.version + 1,
                       write_uid = %s, write_date = %s
                  FROM locked
                 WHERE status.id = locked.id
                RETURNING status.id
                """,
                list(counts),
                list(counts.values()),
                self.env.uid,
                self.env.cr.now(),
            )
        )
        rows = self.browse([row[0] for row in self.env.cr.fetchall()])
        rows.invalidate_recordset(["hold_count", "version"])
        rows.modified(["hold_count", "version"])

    # === Seams === #

    def _mdtrace_move(self, to, *, reason=None, values=None, signature=None):
        values = {
            "decided_at": fields.Datetime.now(),
            "decided_by_id": self.env.uid,
            "decided_company_id": self.env.company.id,
            "decision_reason": reason or False,
            **(values or {}),
        }
        return super()._mdtrace_move(
            to, reason=reason, values=values, signature=signature
        )

    def _mdtrace_transition_blockers(self, to):
        """Ask the gate “release” for every release; reject and reopen are free.

        Addons above extend this, or the gate: both are asked.
        """
        found = super()._mdtrace_transition_blockers(to)
        if to not in ("released", "conditional"):
            return found
        demands = {
            Demand(
                lot_id=status.lot_id.id,
                product_id=status.lot_id.product_id.id,
                company_id=self.env.company.id,
                model=self._name,
                res_id=status.id,
                key=to,
            ): status
            for status in self
        }
        blockers = self.env["mdtrace.gate"]._mdtrace_blockers("release", demands)
        for demand, status in demands.items():
            if blockers[demand]:
                found = {**found, status: [*found.get(status, []), *blockers[demand]]}
        return found

    def _mdtrace_after_move(self, to, old_states, reason, signature):
        super()._mdtrace_after_move(to, old_states, reason, signature)
        # Counting by zero raises the version of all rows in one statement.
        self._mdtrace_count_holds(dict.fromkeys(self.lot_id.ids, 0))
        if to in ("rejected", "pending"):
            self.lot_id._mdtrace_break_reservations()

    def _mdtrace_ledger_lot(self):
        # Names of lots belong into the ledger, whoever acts.
        return {
            status.id: (status.lot_id.id, status.lot_id.name) for status in self.sudo()
        }

    def _mdtrace_signed_content(self):
        content = super()._mdtrace_signed_content()
        # What is signed does not depend on who looks.
        for status, signed in zip(self, self.sudo(), strict=True):
            lot = signed.lot_id
            content[status] = {
                **content.get(status, {}),
                "lot": lot.name,
                "product": lot.product_id.id,
                "expiration_date": lot.expiration_date or None,
                "supplier": lot.mdtrace_supplier_id.id or None,
                "supplier_lot": lot.mdtrace_supplier_lot or None,
            }
        return content

    def _mdtrace_sign_summary(self):
        rows = []
        for status in self:
            lot = status.lot_id
            rows.append(
                {"label": lot.product_id.display_name, "value": lot.display_name}
            )
        return rows
