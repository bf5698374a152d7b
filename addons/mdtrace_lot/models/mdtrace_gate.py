"""The gates: the one place where an operation on lots is allowed or stopped."""

from collections import defaultdict
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.mdtrace_base.tools.blocker import Blocker

from ..exceptions import MdtraceStop
from ..tools.demand import CORRECTION, EXITS, NEEDS_LOT, USES, Demand

#: Findings spelled out in one message; more are counted.
SHOWN = 20


@dataclass
class LotState:
    """What the gate reads of one lot, straight from the database."""

    lot_id: int
    name: str
    product_id: int
    expires_at: object
    supplier_id: int
    status_id: int
    disposition: str
    hold_count: int
    holds: list


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
        demand is a key of the answer. Lots of products that are not controlled are
        never blocked by this addon.
        """
        demands = list(demands)
        found = {demand: [] for demand in demands}
        asked = self._mdtrace_controlled_demands(demands)
        if asked:
            states = self._mdtrace_lot_states({d.lot_id for d in asked if d.lot_id})
            for demand in asked:
                found[demand] += self._mdtrace_lot_blockers(
                    operation, demand, states.get(demand.lot_id)
                )
        return found

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

    # === What this addon asks === #

    @api.model
    def _mdtrace_controlled_demands(self, demands):
        """Return the demands whose product is controlled."""
        lots = self.env["stock.lot"].sudo()  # control does not depend on access rights
        products = {
            demand: demand.product_id or lots.browse(demand.lot_id).product_id.id
            for demand in demands
        }
        ids = {product_id for product_id in products.values() if product_id}
        controlled = (
            self.env["product.product"].browse(ids)._mdtrace_filter_controlled()
        )
        keep = set(controlled._ids)
        return [demand for demand in demands if products[demand] in keep]

    @api.model
    def _mdtrace_lot_states(self, lot_ids):
        """Return ``{lot_id: LotState}`` with two queries at most, past all caches."""
        if not lot_ids:
            return {}
        self.env["mdtrace.lot.status"].flush_model()
        self.env["stock.lot"].flush_model(
            ["name", "product_id", "expiration_date", "mdtrace_supplier_id"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT lot.id, lot.name, lot.product_id, lot.expiration_date,
                       lot.mdtrace_supplier_id, status.id, status.disposition,
                       status.hold_count
                  FROM stock_lot lot
                  LEFT JOIN mdtrace_lot_status status ON status.lot_id = lot.id
                 WHERE lot.id = ANY(%s)
                """,
                sorted(lot_ids),
            )
        )
        states = {row[0]: LotState(*row, []) for row in rows}
        held = [state.lot_id for state in states.values() if state.hold_count]
        if held:
            # A hold binds everybody, whatever company or group asks.
            holds = self.env["mdtrace.lot.hold"].sudo()
            for hold in holds.search([("lot_id", "in", held), ("state", "=", "open")]):
                states[hold.lot_id.id].holds.append(hold)
        return states

    @api.model
    def _mdtrace_lot_blockers(self, operation, demand, state):
        """Return what status, holds and expiry of one lot say to one demand."""
        if state is None:
            if operation in NEEDS_LOT and demand.quantity:
                return [self._mdtrace_blocker_no_lot(demand)]
            return []
        blockers = []
        correction = demand.key == CORRECTION
        if not state.status_id:
            if operation in USES:
                blockers.append(self._mdtrace_blocker_no_status(state))
        else:
            blockers += self._mdtrace_blockers_disposition(operation, correction, state)
        if state.hold_count and (correction or operation in USES | EXITS):
            closed_only = operation in EXITS and not correction
            blockers += self._mdtrace_blockers_hold(state, closed_only)
        if operation == "receive" and not correction:
            blockers += self._mdtrace_blockers_origin(demand, state)
        if operation in USES | {"release"} and self._mdtrace_is_expired(state):
            blockers.append(self._mdtrace_blocker_expired(state))
        return blockers

    @api.model
    def _mdtrace_is_expired(self, state):
        return bool(state.expires_at and state.expires_at <= fields.Datetime.now())

    @api.model
    def _mdtrace_words(self, state):
        """Return the names a message about this lot needs."""
        # Names are shown to whoever is stopped, also across companies.
        product = self.env["product.product"].sudo().browse(state.product_id)
        return {"lot": state.name, "product": product.display_name}

    @api.model
    def _mdtrace_blockers_disposition(self, operation, correction, state):
        record = {"model": "mdtrace.lot.status", "res_id": state.status_id}
        words = self._mdtrace_words
        disposition = state.disposition
        if disposition == "rejected" and (correction or operation in USES):
            return [
                Blocker(
                    code="disposition",
                    message=self.env._(
                        "Lot %(lot)s of %(product)s is rejected.", **words(state)
                    ),
                    remedy=self.env._(
                        "Take another lot; return this one to the supplier or scrap it."
                    ),
                    **record,
                )
            ]
        if disposition == "pending" and operation in USES:
            return [
                Blocker(
                    code="disposition",
                    message=self.env._(
                        "Lot %(lot)s of %(product)s is pending: nobody has released "
                        "it yet.",
                        **words(state),
                    ),
                    remedy=self.env._("Ask an approver to release it."),
                    **record,
                )
            ]
        if disposition == "conditional" and operation == "ship":
            return [
                Blocker(
                    code="disposition",
                    message=self.env._(
                        "Lot %(lot)s of %(product)s is released under conditions: it "
                        "may be used here but not shipped.",
                        **words(state),
                    ),
                    remedy=self.env._("Ask an approver to release it fully."),
                    **record,
                )
            ]
        received = operation == "receive" and not correction
        if disposition in ("released", "conditional") and received:
            return [
                Blocker(
                    code="disposition",
                    message=self.env._(
                        "Lot %(lot)s of %(product)s is already released: goods "
                        "received into it would escape inspection.",
                        **words(state),
                    ),
                    remedy=self.env._(
                        "Give this receipt a lot number of its own, or ask an approver "
                        "to reopen the lot."
                    ),
                    **record,
                )
            ]
        return []

    @api.model
    def _mdtrace_blockers_hold(self, state, closed_only):
        holds = [hold for hold in state.holds if hold.exits_closed or not closed_only]
        return [
            Blocker(
                code="hold",
                message=self.env._(
                    "Lot %(lot)s of %(product)s is on hold (%(reason)s): %(note)s",
                    reason=hold.reason_id.name,
                    note=hold.note or hold.source_name or "–",
                    **self._mdtrace_words(state),
                ),
                remedy=self.env._(
                    "Take another lot, or ask an approver to close hold %(hold)s.",
                    hold=hold.name,
                ),
                model=hold._name,
                res_id=hold.id,
            )
            for hold in holds
        ]

    @api.model
    def _mdtrace_blockers_origin(self, demand, state):
        partners = self.env["res.partner"].sudo()  # names of suppliers of the lot
        partner = partners.browse(demand.partner_id).commercial_partner_id
        if not (state.supplier_id and partner) or partner.id == state.supplier_id:
            return []
        return [
            Blocker(
                code="origin",
                message=self.env._(
                    "Lot %(lot)s of %(product)s came from %(supplier)s, this receipt "
                    "comes from %(partner)s.",
                    supplier=partners.browse(state.supplier_id).display_name,
                    partner=partner.display_name,
                    **self._mdtrace_words(state),
                ),
                remedy=self.env._("Give this receipt a lot number of its own."),
                model="stock.lot",
                res_id=state.lot_id,
            )
        ]

    @api.model
    def _mdtrace_blocker_no_lot(self, demand):
        # The name of the product is shown to whoever moves it.
        product = self.env["product.product"].sudo().browse(demand.product_id)
        return Blocker(
            code="no_status",
            message=self.env._(
                "%(product)s is controlled, and a quantity of it has no lot number.",
                product=product.display_name,
            ),
            remedy=self.env._("Enter the lot or serial number."),
            model="product.product",
            res_id=demand.product_id,
        )

    @api.model
    def _mdtrace_blocker_no_status(self, state):
        return Blocker(
            code="no_status",
            message=self.env._(
                "Lot %(lot)s of %(product)s has no status.",
                **self._mdtrace_words(state),
            ),
            remedy=self.env._(
                "Ask an administrator to switch the control of the product off and on: "
                "its lots without a status then get one."
            ),
            model="stock.lot",
            res_id=state.lot_id,
        )

    @api.model
    def _mdtrace_blocker_expired(self, state):
        return Blocker(
            code="expired",
            message=self.env._(
                "Lot %(lot)s of %(product)s expired on %(date)s.",
                date=fields.Date.to_string(
                    fields.Datetime.context_timestamp(self, state.expires_at)
                ),
                **self._mdtrace_words(state),
            ),
            remedy=self.env._("Take another lot; scrap this one or extend its date."),
            model="stock.lot",
            res_id=state.lot_id,
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
