"""What must be kept when an addon is uninstalled, in one file."""

import hashlib
import tempfile
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ..tools.canonical import CANONICAL_VERSION, canonical, sha256_hex
from ..tools.transition import Transition
from .record_mixin import ADMINISTRATOR

_lt = LazyTranslate(__name__)

BATCH = 2000
#: Records about keeping records: they alone do not keep an addon from going.
OWN = ("mdtrace.module.export", "mdtrace.ledger.verification")


class MdtraceModuleExport(models.Model):
    """One export: every row of the models of some addons, and a manifest of digests.

    Made by an administrator, downloaded, and confirmed by typing the SHA-256 of the
    file that was put away. The attachment belongs to no model, so it outlives the
    addons. Uninstalling asks for a confirmed export that is newer than the last
    ledger entry about the addon's records.
    """

    _name = "mdtrace.module.export"
    _description = "Module export"
    _inherit = "mdtrace.record.mixin"
    _order = "id desc"

    _mdtrace_draft_states = ()
    _mdtrace_protected = (
        "name",
        "modules",
        "ledger_entry_id",
        "row_count",
        "sha256",
        "size",
        "attachment_id",
    )
    _mdtrace_payload = ("modules", "ledger_entry_id", "row_count", "sha256", "size")
    _mdtrace_transitions = {
        ("made", "confirmed"): Transition(
            label=_lt("Confirm"), groups=(ADMINISTRATOR,)
        ),
    }

    name = fields.Char(required=True, copy=False, help="Name of the file.")
    modules = fields.Char(
        required=True, copy=False, help="Addons it holds the records of."
    )
    state = fields.Selection(
        [("made", "To Confirm"), ("confirmed", "Confirmed")],
        default="made",
        required=True,
        copy=False,
        help="Confirmed: a person has put the file away and typed its SHA-256.",
    )
    ledger_entry_id = fields.Integer(
        "Up to Ledger Entry", copy=False, help="Number of the last entry in it."
    )
    row_count = fields.Integer("Rows", copy=False, help="How many rows it holds.")
    sha256 = fields.Char(
        "SHA-256", required=True, copy=False, help="SHA-256 of the file."
    )
    size = fields.Integer("Size (bytes)", copy=False, help="Number of bytes.")
    attachment_id = fields.Many2one(
        "ir.attachment",
        required=True,
        copy=False,
        ondelete="restrict",
        help="Where Odoo keeps the file.",
    )

    # === Actions === #

    def action_download(self):
        """Hand out the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/mdtrace/export/{self.id}",
            "target": "download",
        }

    def action_confirm(self):
        """Open the form that asks for the SHA-256 of the file put away."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirm Export"),
            "res_model": "mdtrace.module.export.confirm",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_export_id": self.id},
        }

    # === Business methods === #

    @api.model
    def _make(self, modules):
        """Export the rows of these addons; return the record of it."""
        modules = sorted(set(modules))
        self.env.flush_all()
        with tempfile.TemporaryFile() as file:
            count, last = self._write_zip(file, modules)
            file.seek(0)
            content = file.read()
        stamp = fields.Datetime.now().strftime("%Y%m%d-%H%M%S")
        name = f"{modules[0]}-export-{stamp}.zip"
        # Only administrators come here; the file is nobody's, so it stays.
        attachments = self.env["ir.attachment"].sudo()
        attachment = attachments.create(
            {"name": name, "raw": content, "mimetype": "application/zip"}
        )
        # Nobody has the right to create exports: this method is the only way.
        export = self.sudo()._mdtrace_create(
            [
                {
                    "name": name,
                    "modules": ",".join(modules),
                    "ledger_entry_id": last,
                    "row_count": count,
                    "sha256": sha256_hex(content),
                    "size": len(content),
                    "attachment_id": attachment.id,
                }
            ]
        )
        return export.with_env(self.env)

    def _confirm(self, sha256):
        """Confirm that the file with this digest was put away."""
        self.ensure_one()
        if (sha256 or "").strip().lower() != self.sha256:
            raise UserError(
                self.env._(
                    "This is not the SHA-256 of %s. Compute it from the file that you "
                    "have put away, for example with sha256sum.",
                    self.name,
                )
            )
        self._mdtrace_move("confirmed")

    # === The file === #

    def _write_zip(self, file, modules):
        """Write the ZIP; return how many rows it holds and the last ledger entry."""
        digests, total = {}, 0
        self.env.cr.execute("SELECT coalesce(max(id), 0) FROM mdtrace_ledger_entry")
        [last] = self.env.cr.fetchone()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for module in modules:
                for model in self._mdtrace_models(module):
                    path = f"{module}/{model}.jsonl"
                    count, digest = self._write_rows(archive, path, model)
                    digests[path] = {"rows": count, "sha256": digest}
                    total += count
            path = "ledger.jsonl"
            count, digest = self._write_ledger(archive, path, modules)
            digests[path] = {"rows": count, "sha256": digest}
            if "mdtrace_base" in modules:
                digests.update(self._write_evidence(archive))
            # Which database it came from; a system parameter.
            parameters = self.env["ir.config_parameter"].sudo()
            manifest = {
                "format": "mdtrace-module-export-1",
                "canonical": CANONICAL_VERSION,
                "database": parameters.get_param("database.uuid"),
                "made_at": fields.Datetime.now(),
                "modules": modules,
                "ledger_entry": last,
                "files": digests,
            }
            archive.writestr("manifest.json", canonical(manifest))
        return total, last

    def _write_rows(self, archive, path, model):
        table = SQL.identifier(self.env[model]._table)
        query = SQL("SELECT * FROM %s ORDER BY id", table)
        return self._write_query(archive, path, query)

    def _write_ledger(self, archive, path, modules):
        models_ = [m for module in modules for m in self._mdtrace_models(module)]
        query = SQL(
            "SELECT * FROM mdtrace_ledger_entry WHERE res_model = ANY(%s) ORDER BY id",
            models_,
        )
        return self._write_query(archive, path, query)

    def _write_query(self, archive, path, query):
        """Write the rows of a query as canonical JSON lines; return count, digest."""
        cr, count, digest = self.env.cr, 0, hashlib.sha256()
        cr.execute(SQL("DECLARE mdtrace_export NO SCROLL CURSOR FOR %s", query))
        with archive.open(path, "w", force_zip64=True) as target:
            while True:
                cr.execute(SQL("FETCH %s FROM mdtrace_export", BATCH))
                rows = cr.dictfetchall()
                for row in rows:
                    line = canonical(_without_bytes(row)).encode() + b"\n"
                    digest.update(line)
                    target.write(line)
                count += len(rows)
                if not rows:
                    break
        cr.execute("CLOSE mdtrace_export")
        return count, digest.hexdigest()

    def _write_evidence(self, archive):
        """Write the files of all evidence; return their lines of the manifest."""
        digests = {}
        # Of all companies: the addon goes for all of them.
        for evidence in self.env["mdtrace.evidence"].sudo().search([]):
            path = f"evidence/{evidence.sha256}"
            if path not in digests:
                archive.writestr(path, evidence.attachment_id.raw or b"")
                digests[path] = {"name": evidence.name, "sha256": evidence.sha256}
            evidence.attachment_id.invalidate_recordset(["raw"])
        return digests

    # === What an addon holds === #

    @api.model
    def _mdtrace_models(self, module, *, regulated=False):
        """Return the stored models that an addon defines, or just the regulated."""
        kept = self.env.registry.descendants(
            ["mdtrace.record.mixin", "mdtrace.append.only.mixin"], "_inherit"
        )
        return sorted(
            name
            for name, model in self.env.registry.items()
            if model._original_module == module
            and model._auto
            and not model._abstract
            and not model._transient
            and (not regulated or (name in kept and name not in OWN))
        )

    @api.model
    def _mdtrace_unexported(self, modules):
        """Return which of these addons hold regulated records without an export."""
        self.env.flush_all()
        # The question is about the database, not about what this user may see.
        exports = self.sudo().search([("state", "=", "confirmed")])
        return [
            module
            for module in modules
            if self._mdtrace_holds_records(module)
            and not self._mdtrace_is_exported(module, exports)
        ]

    def _mdtrace_holds_records(self, module):
        """Return whether there is any regulated record of this addon."""
        for model in self._mdtrace_models(module, regulated=True):
            table = SQL.identifier(self.env[model]._table)
            self.env.cr.execute(SQL("SELECT 1 FROM %s LIMIT 1", table))
            if self.env.cr.fetchone():
                return True
        return False

    def _mdtrace_is_exported(self, module, exports):
        """Return whether one of these exports is newer than the addon's last entry."""
        models_ = self._mdtrace_models(module)
        self.env.cr.execute(
            "SELECT coalesce(max(id), 0) FROM mdtrace_ledger_entry "
            "WHERE res_model != ALL(%s) AND (res_model = ANY(%s) OR %s)",
            [list(OWN), models_, module == "mdtrace_base"],
        )
        [last] = self.env.cr.fetchone()
        return any(
            export.ledger_entry_id >= last and module in export.modules.split(",")
            for export in exports
        )


def _without_bytes(row):
    """Return a row whose binary columns are replaced by their size and digest."""
    return {
        name: {"bytes": len(value), "sha256": sha256_hex(bytes(value))}
        if isinstance(value, memoryview | bytes)
        else value
        for name, value in row.items()
    }
