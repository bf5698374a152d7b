"""What may no longer change about a lot under control, and how changes are kept."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

#: Fields of the origin; only :meth:`StockLot._mdtrace_set_origin` writes the first
#: two, people may complete the others until the lot has been decided about.
PINNED = ("mdtrace_supplier_id", "mdtrace_receipt_id")
ORIGIN = (*PINNED, "mdtrace_supplier_lot", "mdtrace_manufacturer_id")
#: What identifies a lot; fixed once goods of it have moved.
IDENTITY = ("name", "product_id")
SHELF_LIFE = ("expiration_date", "use_date", "removal_date", "alert_date")
APPROVER = "mdtrace_base.mdtrace_base_group_approver"
#: Key in the context under which the receipt hands over its permission, and the
#: permission: an object, so nothing that a client can send.
ORIGIN_KEY = "mdtrace_origin"
_ORIGIN_PERMIT = object()


class StockLot(models.Model):
    """Guards identity, origin and shelf life, and makes the status of new lots."""

    _inherit = "stock.lot"

    @api.model_create_multi
    def create(self, vals_list):
        model, permitted = self._mdtrace_take_origin_permit()
        lots = super(StockLot, model).create(vals_list)
        if not permitted:
            # Also what a default in the context has filled in.
            self._mdtrace_refuse_pinned(
                name for name in PINNED if any(lot[name] for lot in lots)
            )
        controlled = lots._mdtrace_controlled()
        if controlled:
            # Whoever may make the lot thereby makes its status.
            self.env["mdtrace.lot.status"].sudo()._mdtrace_add_pending(controlled)
        return lots

    def write(self, vals):
        watched = {*IDENTITY, *ORIGIN, *SHELF_LIFE} & vals.keys()
        if not watched:
            return super().write(vals)
        lots, permitted = self._mdtrace_take_origin_permit()
        controlled = lots._mdtrace_controlled()
        if not permitted:
            lots._mdtrace_refuse_pinned(watched.intersection(PINNED))
            controlled._mdtrace_check_origin(vals)
        before = controlled._mdtrace_facts(watched)
        controlled._mdtrace_check_identity(vals)
        controlled._mdtrace_check_shelf_life(vals)
        result = super(StockLot, lots).write(vals)
        after = controlled._mdtrace_facts(watched)
        controlled._mdtrace_append_facts("change", before, after)
        if "product_id" in vals:
            new = self._mdtrace_controlled() - controlled
            # Whoever may change the lot thereby makes its status.
            self.env["mdtrace.lot.status"].sudo()._mdtrace_add_pending(new)
        return result

    def unlink(self):
        controlled = self.filtered("mdtrace_status_id")
        if controlled:
            controlled._mdtrace_check_unlink()
            # The status goes with a lot that never was; its deletion is recorded.
            controlled.sudo().mdtrace_status_ids.unlink()
        return super().unlink()

    def _mdtrace_controlled(self):
        """Return the lots whose product is under control."""
        # Control does not depend on who may read the product.
        products = self.sudo().product_id._mdtrace_filter_controlled()
        return self.filtered(lambda lot: lot.sudo().product_id in products)

    def _mdtrace_moved(self):
        """Return the lots of which goods have moved, in any company."""
        # Goods of another company have moved all the same.
        lines = self.env["stock.move.line"].sudo()
        groups = lines._read_group(
            [("lot_id", "in", self.ids), ("state", "=", "done")], ["lot_id"]
        )
        return self.browse([lot.id for (lot,) in groups])

    def _mdtrace_refuse_pinned(self, names):
        labels = [self._fields[name]._description_string(self.env) for name in names]
        if labels:
            raise UserError(
                self.env._(
                    "%(fields)s of a lot is set by its receipt, not by hand.",
                    fields=", ".join(sorted(labels)),
                )
            )

    def _mdtrace_decided(self):
        """Return the lots about which an approver has decided."""
        return self.filtered(
            lambda lot: (
                lot.mdtrace_disposition in ("released", "conditional", "rejected")
            )
        )

    def _mdtrace_check_identity(self, vals):
        """Refuse another number or product once goods moved or it was decided."""
        changed = self.filtered(
            lambda lot: any(
                name in vals and lot._mdtrace_plain_fact(name) != (vals[name] or False)
                for name in IDENTITY
            )
        )
        if changed and (moved := changed._mdtrace_moved()):
            raise UserError(
                self.env._(
                    "Lot %(lot)s keeps its number and product: goods of it have moved, "
                    "and its history names it.",
                    lot=moved[0].name,
                )
            )
        if decided := changed._mdtrace_decided():
            raise UserError(
                self.env._(
                    "Lot %(lot)s keeps its number and product: it has been decided "
                    "about.",
                    lot=decided[0].name,
                )
            )

    def _mdtrace_check_origin(self, vals):
        """Refuse another origin once the lot has been decided about."""
        if set(ORIGIN) & vals.keys() and (decided := self._mdtrace_decided()):
            raise UserError(
                self.env._(
                    "The origin of lot %(lot)s was part of the decision about it. Ask "
                    "an approver to reopen the lot first.",
                    lot=decided[0].name,
                )
            )

    def _mdtrace_check_shelf_life(self, vals):
        """Let only an approver extend the date of a lot that is in use."""
        if "expiration_date" not in vals:
            return
        user = self.env.user
        if user.id == SUPERUSER_ID or user.has_group(APPROVER):
            return
        new = fields.Datetime.to_datetime(vals["expiration_date"])
        extended = self.filtered(
            lambda lot: lot.expiration_date and (not new or new > lot.expiration_date)
        )
        if extended and (moved := extended._mdtrace_moved()):
            raise UserError(
                self.env._(
                    "Only an approver may extend the expiration date of lot %(lot)s.",
                    lot=moved[0].name,
                )
            )

    def _mdtrace_check_unlink(self):
        kept = self._mdtrace_moved()
        kept |= self.filtered(
            lambda lot: (
                lot.mdtrace_disposition not in ("pending", "legacy")
                or lot.sudo().mdtrace_hold_ids
            )  # holds of any company
        )
        if kept:
            raise UserError(
                self.env._(
                    "Lot %(lot)s cannot be deleted: goods of it have moved or it was "
                    "decided about, and its history is kept.",
                    lot=kept[0].name,
                )
            )

    def _mdtrace_plain_fact(self, name):
        """Return the value of one field as plain data."""
        value = self[name]
        return value.id if self._fields[name].type == "many2one" else value

    def _mdtrace_facts(self, names):
        """Return ``{lot id: {field: plain value}}`` for the ledger."""
        return {
            lot.id: {
                name: lot[name].display_name or ""
                if self._fields[name].type == "many2one"
                else (lot[name] or "")
                for name in names
            }
            # The ledger names what there is, whoever acts.
            for lot in self.sudo()
        }

    def _mdtrace_append_facts(self, kind, before, after):
        """Append one entry for each lot of which something has changed."""
        entries = []
        for lot in self.sudo():  # names for the ledger, whoever acts
            old, new = before[lot.id], after[lot.id]
            names = [name for name in old if old[name] != new[name]]
            if names:
                entries.append(
                    {
                        "kind": kind,
                        "model": lot._name,
                        "res_id": lot.id,
                        "res_name": lot.name,
                        "lot_id": lot.id,
                        "lot_name": lot.name,
                        "company_id": lot.company_id.id,
                        "old": {name: old[name] for name in names},
                        "new": {name: new[name] for name in names},
                    }
                )
        self.env["mdtrace.ledger.entry"]._append(entries)

    def _mdtrace_set_origin(self, vals):
        """Write fields of the origin; for the receipt, and for declared history."""
        # The person who validates the receipt need not have write access to lots.
        lots = self.sudo()._mdtrace_permit_origin()
        return lots.write({name: vals[name] for name in vals if name in ORIGIN})

    def _mdtrace_permit_origin(self):
        """Return these records with the permission to set an origin, used once."""
        return self.with_context(**{ORIGIN_KEY: _ORIGIN_PERMIT})

    def _mdtrace_take_origin_permit(self):
        """Return these records without the permission in their context, and whether."""
        if ORIGIN_KEY not in self.env.context:
            return self, False
        context = dict(self.env.context)
        permit = context.pop(ORIGIN_KEY)
        return self.with_context(context), permit is _ORIGIN_PERMIT
