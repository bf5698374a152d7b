"""What lot control itself asks at the gates: disposition, holds, expiry, origin."""

from dataclasses import dataclass

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.mdtrace_base.tools.blocker import Blocker

from ..tools.demand import CORRECTION, EXITS, NEEDS_LOT, USES


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
    """Asks about the lots of controlled products; others are never blocked here."""

    _inherit = "mdtrace.gate"

    @api.model
    def _mdtrace_blockers(self, operation, demands):
        demands = list(demands)
        found = super()._mdtrace_blockers(operation, demands)
        asked = self._mdtrace_controlled_demands(demands)
        if asked:
            states = self._mdtrace_lot_states({d.lot_id for d in asked if d.lot_id})
            for demand in asked:
                found[demand] += self._mdtrace_lot_blockers(
                    operation, demand, states.get(demand.lot_id)
                )
        return found

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
        """Return whether the expiration date of a lot has passed."""
        return bool(state.expires_at and state.expires_at <= fields.Datetime.now())

    @api.model
    def _mdtrace_words(self, state):
        """Return the names a message about this lot needs."""
        # Names are shown to whoever is stopped, also across companies.
        product = self.env["product.product"].sudo().browse(state.product_id)
        return {"lot": state.name, "product": product.display_name}

    @api.model
    def _mdtrace_blockers_disposition(self, operation, correction, state):
        """Return what the disposition of a lot says to an operation."""
        used = operation in USES
        received = operation == "receive" and not correction
        produced = operation == "produce" and not correction
        disposition = state.disposition
        finding = None
        if disposition == "rejected" and (correction or used):
            finding = self._mdtrace_words_rejected(state)
        elif disposition == "pending" and used:
            finding = self._mdtrace_words_pending(state)
        elif disposition == "conditional" and operation == "ship":
            finding = self._mdtrace_words_conditional(state)
        elif disposition in ("released", "conditional") and received:
            finding = self._mdtrace_words_received(state)
        elif disposition in ("released", "conditional") and produced:
            finding = self._mdtrace_words_produced(state)
        if not finding:
            return []
        message, remedy = finding
        return [
            Blocker(
                code="disposition",
                message=message,
                remedy=remedy,
                model="mdtrace.lot.status",
                res_id=state.status_id,
            )
        ]

    @api.model
    def _mdtrace_words_rejected(self, state):
        """Return message and remedy for a rejected lot."""
        return (
            self.env._(
                "Lot %(lot)s of %(product)s is rejected.", **self._mdtrace_words(state)
            ),
            self.env._(
                "Take another lot; return this one to the supplier or scrap it."
            ),
        )

    @api.model
    def _mdtrace_words_pending(self, state):
        """Return message and remedy for a lot nobody has released."""
        return (
            self.env._(
                "Lot %(lot)s of %(product)s is pending: nobody has released it yet.",
                **self._mdtrace_words(state),
            ),
            self.env._("Ask an approver to release it."),
        )

    @api.model
    def _mdtrace_words_conditional(self, state):
        """Return message and remedy for a lot that is not for customers."""
        return (
            self.env._(
                "Lot %(lot)s of %(product)s is released under conditions: it may be "
                "used here but not shipped.",
                **self._mdtrace_words(state),
            ),
            self.env._("Ask an approver to release it fully."),
        )

    @api.model
    def _mdtrace_words_received(self, state):
        """Return message and remedy for goods that would join a released lot."""
        return (
            self.env._(
                "Lot %(lot)s of %(product)s is already released: goods received into "
                "it would escape inspection.",
                **self._mdtrace_words(state),
            ),
            self.env._(
                "Give this receipt a lot number of its own, or ask an approver to "
                "reopen the lot."
            ),
        )

    @api.model
    def _mdtrace_words_produced(self, state):
        """Return message and remedy for products that would join a released lot."""
        return (
            self.env._(
                "Lot %(lot)s of %(product)s is already released: goods produced into "
                "it would escape inspection.",
                **self._mdtrace_words(state),
            ),
            self.env._(
                "Give these goods a lot number of their own, or ask an approver to "
                "reopen the lot."
            ),
        )

    @api.model
    def _mdtrace_blockers_hold(self, state, closed_only):
        """Return one finding for each hold, or for those only that close exits."""
        holds = [hold for hold in state.holds if hold.exits_closed or not closed_only]
        return [
            Blocker(
                code="hold",
                message=self.env._(
                    "Lot %(lot)s of %(product)s is on hold (%(reason)s): %(note)s.",
                    reason=hold.reason_id.name,
                    note=(hold.note or hold.source_name or "–").rstrip(" ."),
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
        """Return a finding when a lot would get a second supplier."""
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
        """Return the finding that controlled goods have no lot."""
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
        """Return the finding that a lot has no status."""
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
        """Return the finding that a lot has expired."""
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
