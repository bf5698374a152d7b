"""The trace package of a lot: the record of one archive that was made."""

import re

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.release import version as odoo_version

from ..tools import package as archive

DIRECTIONS = [
    ("forward", "Forward"),
    ("backward", "Backward"),
    ("both", "Both"),
]


class MdtraceTracePackage(models.Model):
    """One archive made for a lot: what was in it is fixed by its SHA-256.

    Records are made by :meth:`_build` alone, after the archive exists, and never
    changed. Whoever has the role Viewer may make one: it only collects what they may
    read; that it was made, and by whom, is kept in the ledger (kind export).
    """

    _name = "mdtrace.trace.package"
    _description = "Trace Package"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, help="File name of the archive.")
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial Number",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Lot that the archive is about.",
    )
    product_id = fields.Many2one(related="lot_id.product_id")
    direction = fields.Selection(
        DIRECTIONS,
        required=True,
        readonly=True,
        help="Which way the lot was traced.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Company for which it was made.",
    )
    evidence_id = fields.Many2one(
        "mdtrace.evidence",
        readonly=True,
        ondelete="restrict",
        help="The stored archive.",
    )
    sha256 = fields.Char(
        "SHA-256", readonly=True, help="Digest of the archive, in hexadecimal."
    )
    size = fields.Integer(
        "Size (bytes)", readonly=True, help="Size of the archive in bytes."
    )

    # === Actions === #

    def action_download(self):
        """Download the archive."""
        self.ensure_one()
        # Only the id: the download itself checks the user's rights on the file.
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().evidence_id.attachment_id.id}"
            "?download=true",
            "target": "download",
        }

    # === API === #

    @api.model
    def build_package(self, lot_id, direction="both"):
        """Build the package of a lot and return the action that downloads it.

        :param lot_id: id of the lot
        :param direction: ``forward``, ``backward`` or ``both``
        """
        self.env["mdtrace.trace"]._check_viewer()
        lot = self.env["stock.lot"].browse(lot_id)
        if not lot._filtered_access("read"):
            raise AccessError(self.env._("You may not read this lot."))
        return self._build(lot, direction).action_download()

    # === Building === #

    @api.model
    def _build(self, lot, direction="both"):
        """Make the archive of a lot, store it as evidence, and return its record."""
        lot.ensure_one()
        created_at = fields.Datetime.now()
        trace = self.env["mdtrace.trace"]._trace(lot.ids, direction)
        files = self._files(lot, trace, created_at)
        content = archive.build(
            files, self._about(lot, direction), trace_time(created_at)
        )
        stamp = created_at.strftime("%Y%m%dT%H%M%SZ")
        name = re.sub(r"[^\w.-]+", "_", f"{lot.name}-{direction}-{stamp}") + ".zip"
        # sudo: nobody may write packages by hand, only this method makes them
        package = self.sudo().create(
            {
                "name": name,
                "lot_id": lot.id,
                "direction": direction,
                "company_id": self.env.company.id,
                "size": len(content),
                "sha256": archive.digest(content),
            }
        )
        # linked to the package, not to the lot: the next package need not hold this
        package.evidence_id = (
            self.env["mdtrace.evidence"]
            .sudo()
            ._store(name, content, "other", links=[package])
        )
        self.env["mdtrace.ledger.entry"]._append(
            [
                {
                    "kind": "export",
                    "model": self._name,
                    "res_id": package.id,
                    "res_name": name,
                    "lot_id": lot.id,
                    "lot_name": lot.name,
                    "company_id": package.company_id.id,
                    "old": {},
                    "new": {
                        "direction": direction,
                        "size": len(content),
                        "algorithm": archive.ALGORITHM,
                        "digest": package.sha256,
                        "lots": len(trace["nodes"]),
                    },
                }
            ]
        )
        return package.sudo(False)

    def _about(self, lot, direction):
        """Return who made the archive of what with which product."""
        # Versions and the database's identity are told to whoever may trace.
        module = (
            self.env["ir.module.module"].sudo().search([("name", "=", "mdtrace_lot")])
        )
        return {
            "product": "MDTrace",
            "product_version": module.installed_version,
            "odoo_version": odoo_version,
            "database": self.env["ir.config_parameter"]
            .sudo()
            .get_param("database.uuid"),
            "created_by": {"login": self.env.user.login, "name": self.env.user.name},
            "company": self.env.company.name,
            "lot": {
                "id": lot.id,
                "name": lot.name,
                "product": lot.product_id.name,
                "product_code": lot.product_id.default_code or None,
            },
            "direction": direction,
        }

    def _files(self, lot, trace, created_at):
        """Return {path: bytes} of everything but the manifest."""
        evidence, files = self._evidence_files(trace)
        ledger = self._ledger_entries(trace)
        sections = self._sections(list(trace["nodes"]))
        document = self.env["mdtrace.trace.document"]._document(
            lot, trace, evidence, ledger, sections, created_at
        )
        trace = dict(trace, nodes=list(trace["nodes"].values()))
        files["index.html"] = archive.page(document)
        files["trace.json"] = archive.as_json(trace)
        files["ledger.json"] = archive.as_json(ledger)
        if sections:
            files["records.json"] = archive.as_json(sections)
        return files

    def _evidence_files(self, trace):
        """Return ([facts of evidence], {path: bytes}) of what proves these lots."""
        lots = self.env["stock.lot"].browse(trace["nodes"])
        # sudo: the trace decided what the viewer may see; documents follow from it
        Evidence = self.env["mdtrace.evidence"].sudo()
        found = {}
        for lot, evidences in Evidence._for(lots).items():
            for evidence in evidences:
                found.setdefault(evidence.id, set()).add(lot.name)
        for origin in trace["origins"]:
            for row in origin["evidence"]:
                found.setdefault(row["id"], set()).add(origin["lot"])
        facts, files = [], {}
        for evidence in Evidence.browse(sorted(found)):
            # the name of the file as it was given, made safe and unique
            name = archive.safe_name(
                evidence.attachment_id.name or evidence.name,
                {path.removeprefix("evidence/") for path in files},
            )
            files[f"evidence/{name}"] = evidence._content()
            facts.append(
                {
                    "path": f"evidence/{name}",
                    "name": evidence.name,
                    "type": evidence.type_id.name,
                    "state": evidence.state,
                    "sha256": evidence.sha256,
                    "lots": sorted(found[evidence.id]),
                }
            )
        return facts, files

    def _ledger_entries(self, trace):
        """Return the ledger entries of the lots and of the transformations."""
        # sudo: see _evidence_files
        Entry = self.env["mdtrace.ledger.entry"].sudo()
        lots, events = list(trace["nodes"]), [t["id"] for t in trace["transformations"]]
        entries = Entry.search(
            [
                "|",
                ("lot_id", "in", lots),
                "&",
                ("res_model", "=", "mdtrace.transformation"),
                ("res_id", "in", events),
            ],
            order="id",
        )
        names = [
            *("id", "kind", "res_model", "res_id", "res_name", "lot_id", "lot_name"),
            *("user_login", "user_name", "recorded_at", "payload"),
            *("algorithm", "digest", "mac"),
        ]
        return entries.read(names, load=None)

    # === Seams === #

    def _sections(self, lot_ids):
        """Return further sections of the package, as ``_dossier`` rows name them.

        By default the dossier of the trace; an addon that has more than rows about
        lots adds its own: {"section": code, "title": str, "rows": [dict, ...]}.
        """
        sections = {}
        lots = self.env["stock.lot"].browse(lot_ids)
        names = {lot.id: lot.name for lot in lots}
        label = self.env._("Lot")
        for lot_id, parts in self.env["mdtrace.trace"]._dossier(lot_ids).items():
            for part in parts:
                section = sections.setdefault(
                    part["section"],
                    {"section": part["section"], "title": part["title"], "rows": []},
                )
                section["rows"] += [
                    {label: names.get(lot_id, ""), **row} for row in part["rows"]
                ]
        return list(sections.values())


def trace_time(moment):
    """Return a time of the database as ISO 8601 UTC."""
    return moment.isoformat(timespec="seconds") + "Z"
