"""Lines of stock moves: the door every lot passes."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mdtrace_base.tools.uninstall import is_uninstalling

from ..tools.demand import CORRECTION, Demand, operation_of
from .stock_quant import RESERVING_KEY, Reserving

#: What a done line says about a lot; changing it rewrites history.
HISTORY = (
    "lot_id",
    "quantity",
    "product_uom_id",
    "location_id",
    "location_dest_id",
    "owner_id",
    "move_id",
    "picking_id",
)
#: What Odoo itself never writes on a done line. Whoever does would take the line out of
#: history: it would no longer be done, or of this product, or in this company's trace.
FIXED = ("state", "product_id", "company_id", "quantity_product_uom")
#: Values by which a line may start to reserve another lot, or more of one.
RESERVES = {"lot_id", "quantity", "quant_id", "move_id", "product_uom_id"}
#: Where the running transaction keeps which lines were really posted.
POSTED = "mdtrace_lot.posted"


class StockMoveLine(models.Model):
    """Asks the gates when it is done, when it reserves, and when history changes."""

    _inherit = "stock.move.line"

    mdtrace_supplier_lot = fields.Char(
        "Supplier Lot",
        copy=False,
        help="Number under which the supplier knows the lot; kept with the lot.",
    )

    # === The door at done === #

    @api.constrains("state", "lot_id", "quantity", "location_id", "location_dest_id")
    def _check_mdtrace_gates(self):
        """Ask the gates for whatever is done, whichever way it became so.

        Context does not reach a constraint that a recomputation fires; what was
        posted just now is told from what somebody changes later by the transaction.
        """
        done = self.filtered(lambda line: line.state == "done")
        if done._mdtrace_controlled():
            posted = done._mdtrace_posted()
            posted._mdtrace_ask_gates()
            (done - posted)._mdtrace_ask_gates(CORRECTION)

    def _action_done(self):
        controlled = self._mdtrace_controlled()
        if not controlled:
            return super()._action_done()
        # A number typed for a new lot becomes a lot below; then the constraint asks.
        controlled.filtered(
            lambda line: line.lot_id or not line.lot_name
        )._mdtrace_ask_gates()
        before = controlled._mdtrace_quantities()
        posted = self.env.cr.cache.setdefault(POSTED, set())
        posted.update(self.ids)
        result = super()._action_done()
        controlled.exists()._mdtrace_after_done(before)
        return result

    def _mdtrace_posted(self):
        """Return the lines whose goods moved in this transaction."""
        posted = self.env.cr.cache.get(POSTED, ())
        return self.filtered(lambda line: line.id in posted)

    def _mdtrace_controlled(self):
        """Return the lines of controlled products."""
        products = self.product_id._mdtrace_filter_controlled()
        if not products:
            return self.browse()
        return self.filtered(lambda line: line.product_id in products)

    def _mdtrace_ask_gates(self, key=""):
        """Stop, with all findings, where a gate says no to one of these lines."""
        asked = defaultdict(list)
        for line in self._mdtrace_controlled():
            if not line.product_uom_id.is_zero(line.quantity):
                demand = line._mdtrace_demand(key)
                asked[line._mdtrace_operation()].append(demand)
        if asked:
            self.env["mdtrace.gate"]._mdtrace_stop_all(asked)

    # === Seams === #

    def _mdtrace_operation(self):
        """Return which operation this line is; by its locations. SEAM."""
        self.ensure_one()
        return operation_of(
            self.location_id.usage, self.location_dest_id.usage, self.is_inventory
        )

    def _mdtrace_demand(self, key=""):
        """Return what this line asks of a gate. SEAM for another document."""
        self.ensure_one()
        partner = self.picking_id.partner_id or self.move_id.partner_id
        document = self.picking_id or self.move_id._mdtrace_document()
        return Demand(
            lot_id=self.lot_id.id or 0,
            product_id=self.product_id.id,
            quantity=self.quantity_product_uom,
            company_id=self.company_id.id,
            source_id=self.location_id.id,
            dest_id=self.location_dest_id.id,
            partner_id=partner.id or 0,
            model=document._name if document else "",
            res_id=document.id or 0,
            key=key,
        )

    # === The doors of create and write === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        controlled = lines._mdtrace_controlled()
        if not controlled:
            return lines
        done = controlled.filtered(lambda line: line.state == "done")
        if done:
            done._mdtrace_ask_gates()
            done._mdtrace_append_history({})
            done._mdtrace_pin_received()
        opened = controlled - done
        opened._mdtrace_number_lots()
        opened._mdtrace_ask_reserve()
        return lines

    def write(self, vals):
        if not vals.keys() & {*HISTORY, *FIXED, "quant_id", "date"}:
            return super().write(vals)
        controlled = self._mdtrace_controlled()
        if not controlled:
            return super().write(vals)
        done = controlled.filtered(lambda line: line.state == "done")
        done._mdtrace_check_fixed(vals)
        if vals.get("state") == "done" and controlled != done:
            (controlled - done).move_id._mdtrace_refuse_unposted()
        before = done._mdtrace_history()
        changed = done.filtered(
            lambda line: line._mdtrace_is_changed(vals) or vals.get("quant_id")
        )
        if "date" in vals:
            # Odoo dates what it posts; whoever does it later moves it in history.
            later = done - done._mdtrace_posted()
            changed |= later.filtered(lambda ml: ml._mdtrace_is_changed(vals, ["date"]))
        changed._mdtrace_ask_gates(CORRECTION)
        reserving = (controlled - done)._mdtrace_reserving_more(vals)
        result = super().write(vals)
        changed._mdtrace_append_history(before)
        changed._mdtrace_pin_received()
        reserving._mdtrace_ask_reserve()
        return result

    def unlink(self):
        # Odoo's own check gives way to a key in the context that a client can send.
        done = self.filtered(lambda line: line.state == "done")
        if done._mdtrace_controlled() and not is_uninstalling(self.env):
            raise UserError(
                self.env._(
                    "%(lot)s: what is done is not deleted. Make a return instead.",
                    lot=done._mdtrace_controlled()[0].lot_id.name,
                )
            )
        return super().unlink()

    def _mdtrace_is_changed(self, vals, names=HISTORY):
        """Return whether these values change what this line says."""
        self.ensure_one()
        return any(
            name in vals
            and self._fields[name].convert_to_cache(vals[name], self)
            != self._fields[name].convert_to_cache(self[name], self)
            for name in names
        )

    def _mdtrace_check_fixed(self, vals):
        """Refuse values by which these done lines would leave history."""
        gone = self.filtered(lambda line: line._mdtrace_is_changed(vals, FIXED))
        if "move_id" in vals:
            move = self.env["stock.move"].browse(vals["move_id"])
            if not move or move.state != "done":
                gone |= self
        if gone:
            gone.move_id._mdtrace_refuse_undoing()

    def _mdtrace_history(self):
        """Return ``{line id: {field: plain value}}`` for the ledger."""
        return {
            line.id: {
                "lot": line.lot_id.name or "",
                "quantity": f"{line.quantity:g}",
                "unit": line.product_uom_id.name,
                "from": line.location_id.complete_name,
                "to": line.location_dest_id.complete_name,
                "owner": line.owner_id.display_name or "",
                "reference": line.move_id.reference or "",
                "transfer": line.picking_id.name or "",
                "date": fields.Datetime.to_string(line.date) or "",
            }
            # The ledger names what there was, whoever acts.
            for line in self.sudo()
        }

    def _mdtrace_append_history(self, before):
        """Append one entry of kind “done_line” for each changed line."""
        after = self._mdtrace_history()
        entries = []
        for line in self.sudo():  # names for the ledger, whoever acts
            old, new = before.get(line.id, {}), after[line.id]
            if old == new:
                continue
            entries.append(
                {
                    "kind": "done_line",
                    "model": line._name,
                    "res_id": line.id,
                    "res_name": line.picking_id.name or line.reference,
                    "lot_id": line.lot_id.id,
                    "lot_name": line.lot_id.name,
                    "company_id": line.company_id.id,
                    "old": {key: old[key] for key in old if old[key] != new[key]},
                    "new": {key: new[key] for key in new if old.get(key) != new[key]},
                }
            )
        self.env["mdtrace.ledger.entry"]._append(entries)

    # === Reservation by hand === #

    def _mdtrace_reserving_more(self, vals):
        """Return the open lines that these values let reserve another lot, or more."""
        if not RESERVES & vals.keys() or self._mdtrace_is_reserving():
            return self.browse()
        if {"lot_id", "quant_id", "move_id"} & vals.keys():
            return self
        quantity = vals.get("quantity")
        if quantity is None:
            return self
        return self.filtered(
            lambda line: line.product_uom_id.compare(quantity, line.quantity) > 0
        )

    def _mdtrace_is_reserving(self):
        """Say whether Odoo's reservation, which has asked already, is at work."""
        return isinstance(self.env.context.get(RESERVING_KEY), Reserving)

    def _mdtrace_ask_reserve(self):
        """Stop where an open line reserves a lot that may not be reserved."""
        if self._mdtrace_is_reserving():
            return
        asked = defaultdict(list)
        for operation, line in self._mdtrace_reserve_demands():
            asked[operation].append(line._mdtrace_demand())
        if asked:
            self.env["mdtrace.gate"]._mdtrace_stop_all(asked)

    def _mdtrace_reserve_demands(self):
        """Yield (operation, line) of the lines that reserve a lot for something."""
        for line in self:
            if line.lot_id and line.move_id and line.quantity:
                # Where the goods go decides, whoever may read the moves after it.
                operation = line.move_id.sudo()._mdtrace_reserve_operation()
                if operation:
                    yield operation, line

    def _mdtrace_reserve_blocked(self):
        """Return the lines that reserve what they may no longer reserve."""
        by_operation = defaultdict(dict)
        for operation, line in self._mdtrace_reserve_demands():
            demand = line._mdtrace_demand(key=str(line.id))
            by_operation[operation][demand] = line
        blocked = self.browse()
        for operation, lines in by_operation.items():
            found = self.env["mdtrace.gate"]._mdtrace_blockers(operation, lines)
            blocked |= blocked.concat(*(lines[d] for d in found if found[d]))
        return blocked
