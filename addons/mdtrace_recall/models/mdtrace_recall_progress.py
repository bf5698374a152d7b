"""How far a recall has come, and what moved since its scope was frozen."""

from odoo import api, models

from ..tools import reconcile
from .mdtrace_recall import OPEN_STATES

#: Changes that widen a recall; returns are the recall at work.
NEWS = ("lot", "shipped")


class MdtraceRecall(models.Model):
    """The numbers on the form and the kanban card; all computed, set-based."""

    _inherit = "mdtrace.recall"

    @api.depends("scope_digest", "scope_ids", "consignee_ids")
    def _compute_scope_intact(self):
        for recall in self:
            recall.scope_intact = recall.scope_digest in (
                False,
                recall._mdtrace_scope_digest(),
            )

    @api.depends("scope_ids.frozen_at", "consignee_ids.line_ids.frozen_at")
    def _compute_has_unsigned(self):
        for recall in self:
            rows = (recall.scope_ids, recall.consignee_ids.line_ids)
            recall.has_unsigned = any(
                not row.frozen_at for part in rows for row in part
            )

    @api.depends("state", "scope_ids.included")
    def _compute_lots(self):
        counts = {recall.id: {} for recall in self}
        for recall, included, relation, count in self.env[
            "mdtrace.recall.scope"
        ]._read_group(
            [("recall_id", "in", self.ids)],
            ["recall_id", "included", "relation"],
            ["__count"],
        ):
            counts[recall.id][included, relation] = count
        # Holds carry no recall field: the addon below knows a source by value.
        held = dict(
            self.env["mdtrace.lot.hold"]._read_group(
                self._mdtrace_hold_domain(), ["source_id"], ["lot_id:count_distinct"]
            )
        )
        for recall in self:
            rows = counts.get(recall.id, {})
            recall.lot_count = sum(n for (inside, _r), n in rows.items() if inside)
            recall.excluded_count = sum(rows.values()) - recall.lot_count
            recall.possible_count = rows.get((True, "possible"), 0)
            recall.hold_count = held.get(recall.id, 0)
            recall.held_percent = reconcile.percent(recall.hold_count, recall.lot_count)

    @api.depends("notice_ids.state", "consignee_ids")
    def _compute_notices(self):
        consignees = dict(
            self.env["mdtrace.recall.consignee"]._read_group(
                [("recall_id", "in", self.ids)], ["recall_id"], ["__count"]
            )
        )
        by_state = {recall.id: {} for recall in self}
        for recall, state, count in self.env["mdtrace.recall.notice"]._read_group(
            [("recall_id", "in", self.ids)], ["recall_id", "state"], ["__count"]
        ):
            by_state[recall.id][state] = count
        for recall in self:
            states = by_state.get(recall.id, {})
            total, answered = sum(states.values()), states.get("answered", 0)
            recall.consignee_count = consignees.get(recall, 0)
            recall.notice_count = total
            recall.notified_percent = total and reconcile.percent(
                answered + states.get("sent", 0), total
            )
            recall.answered_percent = total and reconcile.percent(answered, total)

    @api.depends("consignee_ids", "response_ids")
    def _compute_quantities(self):
        balances = self.consignee_ids._mdtrace_balances()
        for recall in self:
            lines = [
                line
                for consignee in recall.consignee_ids
                for line in balances.get(consignee.id, {}).values()
            ]
            recall.quantity_net = sum(net for net, _statement in lines)
            recall.quantity_accounted = sum(
                statement.accounted for _net, statement in lines
            )
            recall.reconciled_percent = reconcile.percent(
                recall.quantity_accounted, recall.quantity_net
            )

    @api.depends("state", "scope_ids", "consignee_ids")
    def _compute_change_note(self):
        rows = self.env["mdtrace.recall.scope"]
        for recall in self:
            changes = []
            if recall.state in OPEN_STATES:
                changes = rows._mdtrace_changes(recall)
            recall.has_news = any(change.kind in NEWS for change in changes)
            recall.change_note = "\n".join(rows._mdtrace_sentences(changes))
