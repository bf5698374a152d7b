"""Quants: what may be reserved, and who may write quantities."""

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.demand import Demand

#: Key in the context under which a move tells for what it reserves.
RESERVING_KEY = "mdtrace_reserving"
#: What makes up a quant; Odoo itself writes these as superuser only.
FACTS = frozenset(
    {
        "quantity",
        "reserved_quantity",
        "in_date",
        "lot_id",
        "product_id",
        "location_id",
        "owner_id",
    }
)


class Reserving:
    """Says that quants are gathered to reserve them, and for which operation.

    An object, so nothing that a client can send; it remembers what the gate has
    answered about each lot while one batch of moves is reserved.
    """

    __slots__ = ("answers", "operation")

    def __init__(self, operation="", answers=None):
        self.operation = operation
        self.answers = {} if answers is None else answers

    def usable(self, quants):
        """Return the quants whose lot nothing speaks against; set-based."""
        gate = quants.env["mdtrace.gate"]
        known = self.answers.setdefault(self.operation, {})
        asked = [
            Demand(
                lot_id=quant.lot_id.id, product_id=quant.product_id.id, key="reserve"
            )
            for quant in quants
            if quant.lot_id and quant.lot_id.id not in known
        ]
        if asked:
            found = gate._mdtrace_blockers(self.operation, dict.fromkeys(asked))
            known.update(
                {demand.lot_id: not blockers for demand, blockers in found.items()}
            )
        return quants.filtered(lambda quant: not quant.lot_id or known[quant.lot_id.id])


class StockQuant(models.Model):
    """Hides unusable lots from reservations, and refuses quantities by hand."""

    _inherit = "stock.quant"

    def _gather(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
        qty=0,
    ):
        quants = super()._gather(
            product_id,
            location_id,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            strict=strict,
            qty=qty,
        )
        reserving = self.env.context.get(RESERVING_KEY)
        if isinstance(reserving, Reserving) and reserving.operation and quants:
            return reserving.usable(quants)
        return quants

    @api.model
    def _update_available_quantity(self, *args, **kwargs):
        # Posting must find the very row it changes, usable or not (a hidden row
        # would be made a second time).
        if RESERVING_KEY in self.env.context:
            self = self.with_context(**{RESERVING_KEY: None})  # noqa: PLW0642
        return super()._update_available_quantity(*args, **kwargs)

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        if not self.env.su and any(
            vals.get(name) or self.env.context.get(f"default_{name}")
            for vals in vals_list
            for name in ("quantity", "reserved_quantity")
        ):
            quants._mdtrace_refuse_by_hand()
        return quants

    def write(self, vals):
        if not self.env.su and FACTS & vals.keys():
            self._mdtrace_refuse_by_hand()
        return super().write(vals)

    def unlink(self):
        # Odoo's own check gives way to a key in the context that a client can send,
        # and otherwise adjusts the quantity to zero, which is recorded.
        if not self.env.su and self.env.context.get("_force_unlink"):
            self._mdtrace_refuse_by_hand()
        return super().unlink()

    def _mdtrace_refuse_by_hand(self):
        """Refuse a direct change of quantities of controlled products."""
        products = self.product_id._mdtrace_filter_controlled()
        if products:
            raise UserError(
                self.env._(
                    "Quantities of %(products)s are under control and change by "
                    "transfers and inventory adjustments only.",
                    products=", ".join(products.mapped("display_name")),
                )
            )
