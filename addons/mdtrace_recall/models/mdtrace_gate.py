"""The gate learns about recalls."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.mdtrace_base.tools.blocker import Blocker
from odoo.addons.mdtrace_lot.tools.demand import CORRECTION, USES


class MdtraceGate(models.AbstractModel):
    """A lot in the frozen scope of an open recall may not be used.

    Beside the hold, which an approver may close: the recall itself binds until it is
    closed. Scrap, quarantine and returns stay open.
    """

    _inherit = "mdtrace.gate"

    @api.model
    def _mdtrace_blockers(self, operation, demands):
        """Add the open recalls of these lots."""
        demands = list(demands)
        found = super()._mdtrace_blockers(operation, demands)
        asked = [
            demand
            for demand in demands
            if demand.lot_id
            and (operation in USES | {"release"} or demand.key == CORRECTION)
        ]
        recalls = self._mdtrace_recalls({demand.lot_id for demand in asked})
        for demand in asked:
            for recall_id, name, lot_name in recalls.get(demand.lot_id, ()):
                found.setdefault(demand, []).append(
                    Blocker(
                        code="recalled",
                        message=self.env._(
                            "Lot %(lot)s is recalled by %(recall)s.",
                            lot=lot_name,
                            recall=name,
                        ),
                        model="mdtrace.recall",
                        res_id=recall_id,
                        remedy=self.env._(
                            "Move it to quarantine, return or scrap it; it may be used "
                            "again once the recall is closed."
                        ),
                    )
                )
        return found

    @api.model
    def _mdtrace_recalls(self, lot_ids):
        """Return {lot id: [(recall id, number, lot name)]} of open recalls."""
        if not lot_ids:
            return {}
        self.env["mdtrace.recall"].flush_model(["state", "name"])
        self.env["mdtrace.recall.scope"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT scope.lot_id, recall.id, recall.name, scope.lot_name
                  FROM mdtrace_recall_scope scope
                  JOIN mdtrace_recall recall ON recall.id = scope.recall_id
                 WHERE scope.lot_id = ANY(%s) AND scope.included
                   AND scope.frozen_at IS NOT NULL
                   AND recall.state IN ('scoped', 'active')
                 ORDER BY recall.id
                """,
                list(lot_ids),
            )
        )
        recalls = {}
        for lot_id, *recall in rows:
            recalls.setdefault(lot_id, []).append(recall)
        return recalls
