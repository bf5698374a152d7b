"""Lines of receipts and adjustments: numbers, origin, quantities."""

from collections import defaultdict

from odoo import models

from .stock_lot_guard import ORIGIN


class StockMoveLine(models.Model):
    """Numbers lots when they are announced and pins their origin when received."""

    _inherit = "stock.move.line"

    # === Lot numbers === #

    def _mdtrace_number_lots(self):
        """Give the receipt lines without a lot a number of their own.

        They stand on the lines before the goods are booked, so that the receiver can
        read and print them.
        """
        lines = self.filtered(
            lambda line: (
                line.picking_id
                and line.picking_type_id.use_create_lots
                and not line.lot_id
                and not line.lot_name
                and line._mdtrace_operation() == "receive"
            )
        )
        for product, own in lines.grouped("product_id").items():
            for line, name in zip(
                own, product._mdtrace_lot_names(len(own)), strict=False
            ):
                line.lot_name = name

    # === Origin === #

    def _prepare_new_lot_vals(self):
        vals = super()._prepare_new_lot_vals()
        if self.mdtrace_supplier_lot:
            vals["mdtrace_supplier_lot"] = self.mdtrace_supplier_lot
        return vals

    def _mdtrace_after_done(self, before):
        """Pin the origin of received lots and note adjusted quantities."""
        self._mdtrace_pin_received()
        self._mdtrace_append_quantities(before)

    def _mdtrace_pin_received(self):
        """Pin the origin of what came in, also on a line that was added later."""
        received = self.filtered(lambda line: line._mdtrace_operation() == "receive")
        received._mdtrace_pin_origin()

    def _mdtrace_pin_origin(self):
        """Write supplier, receipt and supplier's lot on lots that have none yet."""
        groups = defaultdict(lambda: self.env["stock.lot"])
        for line in self.filtered("lot_id"):
            vals = line._mdtrace_origin_vals()
            # What the lot already has stays: the first receipt counts.
            lot = line.lot_id.sudo()
            missing = {n: v for n, v in vals.items() if v and not lot[n]}
            if missing and not lot.mdtrace_receipt_id:
                groups[tuple(sorted(missing.items()))] |= line.lot_id
        for vals, lots in groups.items():
            lots._mdtrace_set_origin(dict(vals))

    def _mdtrace_origin_vals(self):
        """Return what this receipt line says about where its lot comes from."""
        self.ensure_one()
        partner = self.picking_id.partner_id or self.move_id.partner_id
        vals = {
            "mdtrace_supplier_id": partner.commercial_partner_id.id,
            "mdtrace_receipt_id": self.picking_id.id,
            "mdtrace_supplier_lot": self.mdtrace_supplier_lot,
        }
        return {name: vals[name] for name in ORIGIN if name in vals}

    # === Adjusted quantities === #

    def _mdtrace_adjusted(self):
        """Return the lines that adjust a quantity."""
        return self.filtered(lambda line: line._mdtrace_operation() == "adjust")

    def _mdtrace_place(self):
        """Return the location an adjustment is about: the one that is no loss."""
        self.ensure_one()
        if self.location_id.usage == "inventory":
            return self.location_dest_id
        return self.location_id

    def _mdtrace_quantities(self):
        """Return ``{(lot id, location id): quantity}`` of lines that adjust."""
        lines = self._mdtrace_adjusted().filtered("lot_id")
        if not lines:
            return {}
        places = [line._mdtrace_place().id for line in lines]
        # The quantity is what it is, whoever counts.
        groups = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [("lot_id", "in", lines.lot_id.ids), ("location_id", "in", places)],
                ["lot_id", "location_id"],
                ["quantity:sum"],
            )
        )
        return {(lot.id, place.id): quantity for lot, place, quantity in groups}

    def _mdtrace_append_quantities(self, before):
        """Append one entry of kind “quantity” for each adjusted lot and place."""
        lines = self._mdtrace_adjusted().filtered("lot_id")
        after = lines._mdtrace_quantities()
        entries = {}
        for line in lines.sudo():  # names for the ledger, whoever counts
            place = line._mdtrace_place()
            key = (line.lot_id.id, place.id)
            entries[key] = {
                "kind": "quantity",
                "model": "stock.lot",
                "res_id": line.lot_id.id,
                "res_name": line.lot_id.name,
                "lot_id": line.lot_id.id,
                "lot_name": line.lot_id.name,
                "company_id": line.company_id.id,
                "old": {
                    "quantity": f"{before.get(key, 0.0):g}",
                    "location": place.complete_name,
                },
                "new": {
                    "quantity": f"{after.get(key, 0.0):g}",
                    "location": place.complete_name,
                },
                "reason": line.reference or "",
            }
        self.env["mdtrace.ledger.entry"]._append(list(entries.values()))
