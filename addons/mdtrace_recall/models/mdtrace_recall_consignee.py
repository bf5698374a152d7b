"""Who received recalled units."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.mdtrace_base.tools.blocker import Blocker

from ..tools import reconcile, scope


class MdtraceRecallConsignee(models.Model):
    """One consignee of a recall, with what was delivered and what became of it.

    Made with the scope and kept with it. The only thing people add is the reason why
    a recall may be closed although this consignee was not told or has not accounted
    for every unit.
    """

    _name = "mdtrace.recall.consignee"
    _description = "Recall Consignee"
    _inherit = "mdtrace.recall.fact.mixin"
    _order = "recall_id desc, partner_name, id"
    _rec_name = "partner_name"
    _log_access = False

    # Merging two contacts rewrites the reference; the name that was signed stays.
    _mdtrace_open_columns = ("partner_id", "exception_reason")

    partner_id = fields.Many2one(
        "res.partner",
        "Consignee",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Address the units were delivered to. Empty: no delivery names one.",
    )
    partner_name = fields.Char(
        required=True,
        readonly=True,
        help="Name of the consignee when the scope was computed.",
    )
    recall_state = fields.Selection(string="Recall State", related="recall_id.state")
    line_ids = fields.One2many("mdtrace.recall.consignee.line", "consignee_id")
    notice_ids = fields.One2many("mdtrace.recall.notice", "consignee_id")
    response_ids = fields.One2many("mdtrace.recall.response", "consignee_id")
    exception_reason = fields.Text(
        "Reason to Close Without",
        help="Why the recall may be closed although this consignee was not told or "
        "has not accounted for every unit.",
    )
    notice_state = fields.Selection(
        [("prepared", "Prepared"), ("sent", "Sent"), ("answered", "Answered")],
        compute="_compute_notice_state",
    )
    quantity_shipped = fields.Float(
        "Shipped", digits="Product Unit", compute="_compute_quantities"
    )
    quantity_returned = fields.Float(
        "Returned", digits="Product Unit", compute="_compute_quantities"
    )
    quantity_net = fields.Float(
        "Net", digits="Product Unit", compute="_compute_quantities"
    )
    quantity_accounted = fields.Float(
        "Accounted For", digits="Product Unit", compute="_compute_quantities"
    )
    quantity_remaining = fields.Float(
        "Open",
        digits="Product Unit",
        compute="_compute_quantities",
        search="_search_quantity_remaining",
    )

    def write(self, vals):
        """Take the reason why a recall may be closed without this consignee."""
        if not self or set(vals) != {"exception_reason"}:
            return super().write(vals)
        if any(row.recall_state not in ("scoped", "active") for row in self):
            raise self._mdtrace_refusal()
        return self._mdtrace_edit(vals, "exception_reason")

    @api.depends("notice_ids.state")
    def _compute_notice_state(self):
        for consignee in self:
            consignee.notice_state = consignee.notice_ids[:1].state

    @api.depends("line_ids", "response_ids")
    def _compute_quantities(self):
        balances = self._mdtrace_balances()
        for consignee in self:
            lines = consignee.line_ids
            balance = balances.get(consignee.id, {}).values()
            consignee.quantity_shipped = sum(lines.mapped("quantity_shipped"))
            consignee.quantity_returned = sum(lines.mapped("quantity_returned"))
            consignee.quantity_net = sum(net for net, _statement in balance)
            consignee.quantity_accounted = sum(s.accounted for _net, s in balance)
            # Lot by lot: too many units of one do not make up for missing ones.
            consignee.quantity_remaining = sum(
                abs(reconcile.remaining(net, statement)) for net, statement in balance
            )

    def _search_quantity_remaining(self, operator, value):
        """Find who still has units to account for (`> 0`), or not (`= 0`)."""
        if (operator, value) not in ((">", 0), ("in", {0}), ("in", [0])):
            return NotImplemented
        self.env["mdtrace.recall.consignee.line"].flush_model()
        self.env["mdtrace.recall.response"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.consignee_id
                  FROM (SELECT consignee_id, lot_id, SUM(quantity_net) AS net
                          FROM mdtrace_recall_consignee_line
                         GROUP BY consignee_id, lot_id) line
                  LEFT JOIN LATERAL (
                       SELECT quantity_returned + quantity_destroyed + quantity_used
                              AS accounted
                         FROM mdtrace_recall_response answer
                        WHERE answer.consignee_id = line.consignee_id
                          AND answer.lot_id = line.lot_id
                        ORDER BY answer.id DESC LIMIT 1) answer ON TRUE
                 WHERE ABS(line.net - COALESCE(answer.accounted, 0)) >= %s
                """,
                reconcile.TOLERANCE,
            )
        )
        open_ids = [row[0] for row in rows]
        return [("id", "in" if operator == ">" else "not in", open_ids)]

    # === Actions === #
    def action_record_answer(self):
        """Record what this consignee answered."""
        self.ensure_one()
        return self.notice_ids[:1].action_record_answer()

    # === Computing === #
    def _mdtrace_balances(self):
        """Return {consignee id: {lot id: (net units, last Statement)}}."""
        statements = self.env["mdtrace.recall.response"]._mdtrace_statements(self)
        balances = {}
        for consignee, lot, net in self.env[
            "mdtrace.recall.consignee.line"
        ]._read_group(
            [("consignee_id", "in", self.ids)],
            ["consignee_id", "lot_id"],
            ["quantity_net:sum"],
        ):
            statement = statements.get((consignee.id, lot.id), reconcile.Statement())
            balances.setdefault(consignee.id, {})[lot.id] = (net, statement)
        return balances

    @api.model
    def _mdtrace_shipments(self, trace):
        """Return {(partner id or 0, lot id): (shipped, returned)} of a trace."""
        reached = scope.relations(trace)
        return {
            (row["partner_id"] or 0, row["lot_id"]): (row["shipped"], row["returned"])
            for row in trace["consignees"]
            if row["lot_id"] in reached
        }

    def _mdtrace_stored_shipments(self):
        """Return the same dict as stored in the lines of these consignees."""
        sums = {}
        for line in self.sudo().line_ids:  # compared as a whole, whoever looks
            key = (line.consignee_id.partner_id.id or 0, line.lot_id.id)
            shipped, returned = sums.get(key, (0.0, 0.0))
            sums[key] = (
                shipped + line.quantity_shipped,
                returned + line.quantity_returned,
            )
        return sums

    @api.model
    def _mdtrace_compute(self, recall, trace):
        """Write the consignees and lines that are not signed anew.

        For lots in scope. Of what is signed already only further deliveries are
        added: a return after the freezing is the recall at work, not news.
        """
        lines = self.env["mdtrace.recall.consignee.line"]
        lines._mdtrace_clear(recall)
        self._mdtrace_clear(recall)
        signed = recall.consignee_ids._mdtrace_stored_shipments()
        # The whole scope counts, whatever part of it this person may see.
        scope_rows = recall.sudo().scope_ids
        signed_lots = {row.lot_id.id for row in scope_rows if row.frozen_at}
        rows = {row.lot_id.id: row for row in scope_rows if row.included}
        shipments = {}
        for key, (shipped, returned) in self._mdtrace_shipments(trace).items():
            if key[1] not in rows:
                continue
            before = signed.get(key, (0.0, 0.0))[0]
            if shipped - before > reconcile.TOLERANCE:
                new = key[1] not in signed_lots
                shipments[key] = (shipped - before, returned if new else 0.0)
        revision = recall._mdtrace_next_revision()
        partner_ids = {key[0] for key in shipments}
        known = self._mdtrace_find_or_insert(recall, partner_ids, revision)
        documents = self._mdtrace_documents(trace)
        lines._mdtrace_insert(
            [
                {
                    "recall_id": recall.id,
                    "company_id": recall.company_id.id,
                    "revision": revision,
                    "consignee_id": known[key[0]].id,
                    "lot_id": key[1],
                    "lot_name": rows[key[1]].lot_name,
                    "product_id": rows[key[1]].product_id.id,
                    "quantity_shipped": shipped,
                    "quantity_returned": returned,
                    "quantity_net": shipped - returned,
                    "documents": documents[key],
                }
                for key, (shipped, returned) in shipments.items()
            ]
        )

    @api.model
    def _mdtrace_find_or_insert(self, recall, partner_ids, revision):
        """Return {partner id or 0: consignee} of a recall, new ones inserted."""
        # Consignees and their names are part of the recall, whoever may see contacts.
        known = {
            consignee.partner_id.id or 0: consignee
            for consignee in recall.sudo().consignee_ids
        }
        partners = self.env["res.partner"].sudo()
        unknown = self.env._("Unknown: the delivery names nobody")
        missing = sorted(partner_ids - set(known))
        made = self._mdtrace_insert(
            [
                {
                    "recall_id": recall.id,
                    "company_id": recall.company_id.id,
                    "revision": revision,
                    "partner_id": partner_id or False,
                    "partner_name": partners.browse(partner_id).display_name
                    if partner_id
                    else unknown,
                }
                for partner_id in missing
            ]
        )
        return known | dict(zip(missing, made, strict=True))

    @api.model
    def _mdtrace_documents(self, trace):
        """Return {(partner id or 0, lot id): names of deliveries and returns}."""
        return {
            (row["partner_id"] or 0, row["lot_id"]): ", ".join(
                dict.fromkeys(d["name"] for d in row["documents"] if d["name"])
            )
            for row in trace["consignees"]
        }

    # === Seams === #
    def _mdtrace_blockers_close(self):
        """Return what this consignee leaves open; the remedy is a reason beside it."""
        self.ensure_one()
        remedy = self.env._("Or enter a reason beside the consignee.")
        if self.quantity_net and self.notice_state not in ("sent", "answered"):
            message = self.env._("%s has not been told.", self.partner_name)
            return [Blocker("not_told", message, self._name, self.id, remedy)]
        if self.quantity_remaining:
            message = self.env._(
                "%(name)s has not accounted for %(quantity)g units.",
                name=self.partner_name,
                quantity=self.quantity_remaining,
            )
            return [Blocker("not_reconciled", message, self._name, self.id, remedy)]
        return []
