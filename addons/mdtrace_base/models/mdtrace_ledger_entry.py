"""The ledger: what happened, who did it, when, with the values before and after."""

import datetime
import json
import logging
import os
import secrets
from pathlib import Path

from odoo import api, fields, models
from odoo.tools import SQL, config

from ..tools import keyed
from ..tools.canonical import canonical, plain

_logger = logging.getLogger(__name__)

#: The columns of one entry in the order of the insert, with their PostgreSQL types.
COLUMNS = {
    "company_id": "int4",
    "kind": "varchar",
    "res_model": "varchar",
    "res_id": "int4",
    "res_name": "varchar",
    "lot_id": "int4",
    "lot_name": "varchar",
    "user_id": "int4",
    "user_login": "varchar",
    "user_name": "varchar",
    "recorded_at": "timestamp",
    "payload": "text",
    "algorithm": "varchar",
    "digest": "varchar",
    "mac": "varchar",
}
#: The columns repeated inside the payload, which is what the code is made over.
ENVELOPE = tuple(COLUMNS)[:11]


class MdtraceLedgerEntry(models.Model):
    """One thing that happened. Insert-only without exception.

    An entry is written by :meth:`_append` in the transaction of the business method
    it speaks of: nothing is recorded that did not happen, nothing happens unrecorded.
    The payload repeats every column, so a change of any of them by SQL is found and
    named; a keyed code, whose key is not in the database, finds whole rows that
    somebody inserted. There are no foreign keys: what the ledger names may go, the
    entry stays as it was.
    """

    _name = "mdtrace.ledger.entry"
    _description = "Ledger entry"
    _inherit = "mdtrace.append.only.mixin"
    _order = "id desc"
    _rec_name = "res_name"
    _log_access = False

    recorded_at = fields.Datetime(
        required=True, readonly=True, help="When it happened (UTC)."
    )
    kind = fields.Selection(
        [
            ("create", "Created"),
            ("change", "Changed"),
            ("state", "Moved"),
            ("delete_draft", "Draft deleted"),
            ("signature", "Signed"),
            ("signature_refused", "Signature refused"),
            ("stop", "Stopped"),
            ("hold", "Put on hold"),
            ("hold_closed", "Hold closed"),
            ("evidence", "Evidence linked"),
            ("genealogy", "Genealogy"),
            ("done_line", "Done line changed"),
            ("quantity", "Quantity changed"),
            ("recall", "Recall"),
            ("config", "Configuration"),
            ("export", "Export"),
            ("verification", "Verification"),
        ],
        required=True,
        readonly=True,
        index=True,
        help="What kind of event this is.",
    )
    company_id = fields.Integer(
        "Company ID", readonly=True, help="Company it happened in; 0 for all."
    )
    res_model = fields.Char(
        "Model", required=True, readonly=True, help="Model of the record it is about."
    )
    res_id = fields.Many2oneReference(
        "Record ID",
        model_field="res_model",
        readonly=True,
        help="Record it is about. The record may be gone; its name stays here.",
    )
    res_name = fields.Char(
        "Record", readonly=True, help="Name of the record when it happened."
    )
    lot_id = fields.Integer(
        "Lot ID", readonly=True, help="Lot or serial number concerned, if any."
    )
    lot_name = fields.Char(
        "Lot", readonly=True, index=True, help="Name of the lot when it happened."
    )
    user_id = fields.Integer("User ID", readonly=True, help="Who did it.")
    user_login = fields.Char(
        "Login", readonly=True, index=True, help="Login of that user at the time."
    )
    user_name = fields.Char(
        "User", readonly=True, help="Name of that user at the time."
    )
    payload = fields.Text(
        readonly=True,
        help="Old and new values and the reason, as canonical JSON, together with "
        "a copy of the columns of this entry.",
    )
    algorithm = fields.Char(
        readonly=True, help="How text, digest and code were made, and with which key."
    )
    digest = fields.Char(
        "SHA-256", readonly=True, help="SHA-256 of the payload, in hexadecimal."
    )
    mac = fields.Char(
        "Keyed Code",
        readonly=True,
        help="HMAC of the payload; its key is kept outside the database.",
    )
    _record_idx = models.Index("(res_model, res_id)")
    _lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")
    _recorded_idx = models.Index("(recorded_at)")

    # === Writing === #

    @api.model
    def _append(self, entries):
        """Write entries in the running transaction; return how many.

        One statement, whatever the number. Each entry is a dict with ``kind`` and
        ``model`` and, as far as they apply, ``res_id``, ``res_name``, ``lot_id``,
        ``lot_name``, ``company_id``, ``old``, ``new`` (dicts of plain data) and
        ``reason``. The user is the one who acts, also under ``sudo()``.
        """
        if not entries:
            return 0
        key = self._mdtrace_ledger_key()
        common = self._prepare_common(key)
        rows = [self._prepare_row(entry, common, key) for entry in entries]
        arrays = SQL(", ").join(
            SQL("%s::%s", [row[column] for row in rows], SQL.identifier(f"_{kind}"))
            for column, kind in COLUMNS.items()
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO mdtrace_ledger_entry (%s) SELECT * FROM unnest(%s)",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                arrays,
            )
        )
        return len(rows)

    @api.model
    def _append_after_rollback(self, entries):
        """Write entries once the running transaction has been rolled back.

        For refusals: they raise, so what they write themselves is undone. The entries
        are prepared now, in words, and written with a cursor of their own.
        """
        entries = plain(entries)
        registry, uid = self.env.registry, self.env.uid
        context = {"lang": self.env.context.get("lang")}
        env_class = type(self.env)

        def append():
            try:
                with registry.cursor() as cr:
                    env_class(cr, uid, context)[self._name]._append(entries)
            except Exception:
                _logger.exception("The ledger could not record a refusal")

        self.env.cr.postrollback.add(append)

    def _prepare_common(self, key):
        user = self.env.user.sudo()  # everyone may be named in the ledger
        return {
            "user_id": user.id,
            "user_login": user.login,
            "user_name": user.name,
            "recorded_at": datetime.datetime.now(datetime.timezone.utc).replace(
                tzinfo=None
            ),
            "algorithm": keyed.algorithm(key),
        }

    def _prepare_row(self, entry, common, key):
        if entry["kind"] not in self._fields["kind"].get_values(self.env):
            raise ValueError(f"unknown kind of ledger entry: {entry['kind']!r}")
        row = {
            "company_id": entry.get("company_id") or None,
            "kind": entry["kind"],
            "res_model": entry["model"],
            "res_id": entry.get("res_id") or None,
            "res_name": entry.get("res_name") or None,
            "lot_id": entry.get("lot_id") or None,
            "lot_name": entry.get("lot_name") or None,
            **common,
        }
        row["payload"] = canonical(
            {
                "entry": {column: row[column] for column in ENVELOPE},
                "nonce": secrets.token_hex(16),
                "old": entry.get("old") or {},
                "new": entry.get("new") or {},
                "reason": entry.get("reason") or "",
            }
        )
        row["digest"], row["mac"] = keyed.seal(key, row["payload"])
        return row

    # === The key === #

    @api.model
    def _mdtrace_ledger_key(self):
        """Return the key of the keyed code; it never stands in the database.

        The option ``mdtrace_ledger_key`` of the configuration file or the variable
        ``MDTRACE_LEDGER_KEY``, else a file in the data directory that is made once.
        """
        configured = config.get("mdtrace_ledger_key") or os.environ.get(
            "MDTRACE_LEDGER_KEY"
        )
        if configured:
            return configured.encode()
        # The identity of the database is a system parameter nobody else may read.
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        name = uuid or self.env.cr.dbname
        return keyed.read_or_make_key(self._mdtrace_key_folder() / f"ledger-{name}.key")

    @api.model
    def _mdtrace_key_folder(self):
        """Return the folder of the key files."""
        return Path(config["data_dir"]) / "mdtrace"

    # === Reading === #

    def _payload_data(self):
        """Return the payload of one entry as data; empty when it cannot be read."""
        try:
            data = json.loads(self.payload or "{}")
        except ValueError:
            return {}
        return data if isinstance(data, dict) else {}
