"""Take certificates for a receipt or for lots."""

import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError


class MdtraceCertificateImport(models.TransientModel):
    """Files that came with the goods, and the lots they are for."""

    _name = "mdtrace.certificate.import"
    _description = "Add Certificates"

    picking_id = fields.Many2one(
        "stock.picking", "Receipt", help="Receipt they came with."
    )
    picking_done = fields.Boolean(compute="_compute_picking_done")
    lot_ids = fields.Many2many(
        "stock.lot",
        string="Lots",
        help="Lots they are for; empty for the lots that the certificates name.",
    )
    possible_lot_ids = fields.Many2many(
        "stock.lot", string="Possible Lots", compute="_compute_picking_done"
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "mdtrace_certificate_import_attachment_rel",
        string="Files",
        help="Digital certificates (JSON) and documents (PDF, JPEG, PNG).",
    )
    content = fields.Binary("File", attachment=False, help="One file, for programs.")
    filename = fields.Char("File Name", help="Name of that file.")

    @api.depends("picking_id")
    def _compute_picking_done(self):
        for wizard in self:
            wizard.picking_done = wizard.picking_id.state == "done"
            lots = wizard.picking_id._mdtrace_lots() if wizard.picking_id else None
            wizard.possible_lot_ids = lots or wizard.lot_ids

    def action_apply(self):
        """Keep the files as evidence, read them, and show what was found."""
        self.ensure_one()
        self.check_access("write")
        readings = self._apply()
        return readings._get_records_action(name=self.env._("Certificates"))

    def _apply(self):
        """Take the files; return the readings. All or nothing."""
        files = self._files()
        if not files:
            raise UserError(self.env._("Choose at least one file."))
        readings = self.env["mdtrace.certificate.reading"]
        picking = self.picking_id
        if self.lot_ids:
            self._check_lots()
            readings = readings._receive(files, self.lot_ids, picking)
        elif picking and picking.state == "done":
            readings = readings._receive(files, self.env["stock.lot"], picking)
            self._bind_by_number(readings)
        elif picking:
            readings = readings._receive(files, self.env["stock.lot"], picking)
        else:
            raise UserError(self.env._("Choose the lots these certificates are for."))
        # The uploads have become evidence. Files of other records, which this person
        # may only read, stay where they are.
        self.sudo().attachment_ids.filtered(
            lambda file: (
                file.create_uid == self.env.user
                and file.res_model in (False, self._name)
            )
        ).unlink()
        return readings

    def _check_lots(self):
        self.lot_ids.check_access("read")
        unknown = self.lot_ids - self.lot_ids._mdtrace_controlled()
        if unknown:
            raise UserError(
                self.env._(
                    "Lot %(lot)s is not under control.", lot=unknown[0].display_name
                )
            )

    def _bind_by_number(self, readings):
        """Bind certificates to the lots they name, documents to the same lots."""
        lots = self.picking_id._mdtrace_lots()
        if not lots:
            raise UserError(
                self.env._(
                    "%(name)s has no controlled lots.", name=self.picking_id.name
                )
            )
        waiting = readings.filtered(lambda reading: reading.state == "waiting")
        digital = waiting.filtered(lambda reading: reading.format != "document")
        lots_of = {}
        for reading in digital:
            named = reading._named_among(lots)
            if not named and len(lots) > 1:
                raise UserError(
                    self.env._(
                        "%(name)s is for %(stated)s, but no lot of this receipt has "
                        "that number: %(lots)s. Choose the lots yourself.",
                        name=reading.name,
                        stated=reading.stated_lots or "–",
                        lots=", ".join(
                            f"{lot.name} ({lot.mdtrace_supplier_lot or '–'})"
                            for lot in lots
                        ),
                    )
                )
            lots_of[reading] = named or lots
        together = lots.union(*lots_of.values()) if not lots_of else None
        shared = together or self.env["stock.lot"].union(*lots_of.values())
        lots_of |= dict.fromkeys(waiting - digital, shared)
        readings._bind(lots_of)

    def _files(self):
        """Return [(name, bytes)] of what was uploaded."""
        files = [
            # The uploads belong to who made them; the wizard reads them for its user.
            (attachment.name, attachment.raw or b"")
            for attachment in self.attachment_ids
        ]
        if self.content:
            try:
                content = base64.b64decode(self.content, validate=True)
            except (binascii.Error, ValueError) as error:
                raise UserError(
                    self.env._("The file was not transmitted completely.")
                ) from error
            files.append((self.filename or "certificate", content))
        return files
