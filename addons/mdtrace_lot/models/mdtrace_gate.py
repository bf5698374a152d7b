"""The gates: the one place where an operation on lots is allowed or stopped."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..exceptions import MdtraceStop
from ..tools.demand import Demand

#: Findings spelled out in one message; more are counted.
SHOWN = 20


class MdtraceGate(models.AbstractModel):
    """Asks everybody whether an operation may happen now, and stops it if not.

    It has no table. Addons above extend :meth:`_mdtrace_blockers`; the doors (stock
    moves, done lines, reservations, and those of bridges) call :meth:`_mdtrace_stop`.
    Nothing in the context changes an answer.
    """

    _name = "mdtrace.gate"
    _description = "Gates of Lot Control"

    # === Seams === #

    @api.model
    def _mdtrace_blockers(self, operation, demands):
        """Return what stands in the way: ``{demand: [Blocker, ...]}``.

        SEAM. Extend with ``super()`` and add to the lists; the work must be set-based
        (the number of queries does not depend on the number of demands). Every
        demand is a key of the answer.
        """
        return {demand: [] for demand in demands}

    @api.model
    def _mdtrace_operation_labels(self):
        """Return how each operation is called in a message; SEAM for more of them."""
        return {
            "purchase": self.env._("Purchase"),
            "receive": self.env._("Receive"),
            "release": self.env._("Release"),
            "reserve": self.env._("Reserve"),
            "consume": self.env._("Consume"),
            "start": self.env._("Start production"),
            "finish": self.env._("Finish production"),
            "ship": self.env._("Ship"),
            "produce": self.env._("Produce"),
            "return_in": self.env._("Take back"),
            "move": self.env._("Move"),
            "adjust": self.env._("Adjust the quantity"),
            "quarantine": self.env._("Move to quarantine"),
            "return_to_supplier": self.env._("Return to the supplier"),
            "scrap": self.env._("Scrap"),
            "sample": self.env._("Take a sample"),
        }

    # === Stopping === #

    @api.model
    def _mdtrace_stop(self, operation, demands):
        """Stop with all findings at once, or return having done nothing."""
        self._mdtrace_stop_all({operation: list(demands)})

    @api.model
    def _mdtrace_stop_all(self, demands_by_operation):
        """Ask for several operations of one transaction; raise once for all.

        The status rows are locked FOR SHARE first, in one order: a hold that is being
        written elsewhere is then waited for (and seen after the retry), and a hold
        that comes later waits for this transaction.
        """
        asked = {
            operation: demands
            for operation, demands in demands_by_operation.items()
            if demands
        }
        if not asked:
            return
        self._mdtrace_lock(
            {demand.lot_id for demands in asked.values() for demand in demands}
        )
        findings = []
        for operation, demands in asked.items():
            for demand, blockers in self._mdtrace_blockers(operation, demands).items():
                findings += [(operation, demand, blocker) for blocker in blockers]
        if findings:
            self._mdtrace_raise(findings)

    @api.model
    def _mdtrace_lock(self, lot_ids):
        """Hold the status rows of these lots as they are until the transaction ends."""
        lot_ids = sorted(lot_id for lot_id in lot_ids if lot_id)
        if not lot_ids:
            return
        self.env["mdtrace.lot.status"].flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM mdtrace_lot_status WHERE lot_id = ANY(%s) "
                "ORDER BY id FOR SHARE",
                lot_ids,
            )
        )

    @api.model
    def _mdtrace_raise(self, findings):
        """Raise the stop and have it written to the ledger after the rollback."""
        labels = self._mdtrace_operation_labels()
        unique = {(operation, b): d for operation, d, b in reversed(findings)}
        unique = dict(reversed(unique.items()))
        lines = [
            f"- {labels.get(operation, operation)}: {blocker.sentence}"
            for operation, blocker in list(unique)[:SHOWN]
        ]
        if len(unique) > SHOWN:
            lines.append(self.env._("… and %s more.", len(unique) - SHOWN))
        title = self.env._("This may not happen now.")
        document = self._mdtrace_document_name(next(iter(unique.values())))
        if document:
            title = self.env._("%(document)s may not go on.", document=document)
        self._mdtrace_record_stop(unique)
        raise MdtraceStop(
            "\n".join([title, *lines]), [blocker for _operation, blocker in unique]
        )

    @api.model
    def _mdtrace_document_name(self, demand):
        """Return the name of the document that asks; empty when there is none."""
        if not demand.model or not demand.res_id:
            return ""
        # The name of the document that asks is no secret to whoever asks.
        record = self.env[demand.model].sudo().browse(demand.res_id).exists()
        return record.display_name if record else ""

    @api.model
    def _mdtrace_record_stop(self, unique):
        """Note each refusal; the transaction that carries it is about to vanish."""
        lot_ids = {demand.lot_id for demand in unique.values() if demand.lot_id}
        # Lots of any company: the note is about what was asked, not about the asker.
        lots = self.env["stock.lot"].sudo().browse(lot_ids).exists()
        names = {lot.id: lot.name for lot in lots}
        self.env["mdtrace.ledger.entry"]._append_after_rollback(
            [
                {
                    "kind": "stop",
                    "model": demand.model or blocker.model or "stock.lot",
                    "res_id": demand.res_id or blocker.res_id or demand.lot_id,
                    "res_name": self._mdtrace_document_name(demand),
                    "lot_id": demand.lot_id,
                    "lot_name": names.get(demand.lot_id, ""),
                    "company_id": demand.company_id,
                    "new": {
                        "operation": operation,
                        "code": blocker.code,
                        "message": blocker.message,
                        "quantity": demand.quantity,
                    },
                }
                for (operation, blocker), demand in unique.items()
            ]
        )

    @api.model
    def _mdtrace_blockers_by_lot(self, operation, lots):
        """Return ``{lot: [Blocker]}`` for showing; nothing is locked."""
        by_demand = {
            Demand(lot_id=lot.id, product_id=lot.product_id.id): lot for lot in lots
        }
        found = self._mdtrace_blockers(operation, by_demand)
        result = defaultdict(list)
        for demand, lot in by_demand.items():
            result[lot] = found[demand]
        return result
