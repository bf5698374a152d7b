"""The ledger, second half: recomputing what was written."""

import json
import secrets
import time

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import keyed
from ..tools.canonical import plain
from .mdtrace_ledger_entry import COLUMNS, ENVELOPE

BATCH = 2000


class MdtraceLedgerEntry(models.Model):
    """Recompute every entry and name the first that differs."""

    _inherit = "mdtrace.ledger.entry"

    @api.model
    def _verify(self, limit=None):
        """Recompute the ledger, the newest ``limit`` entries or all of it.

        Streams through a cursor on the server. Returns a dict with ``id`` of the
        stored result, ``ok``, ``count``, ``entry_id``, ``column``, ``problem`` and
        ``duration``.
        """
        started, begun = fields.Datetime.now(), time.monotonic()
        count, entry_id, column, problem = self._verify_rows(limit)
        if not problem:
            entry_id, column, problem = self._verify_unique()
        answer = {
            "ok": not problem,
            "count": count,
            "entry_id": entry_id,
            "column": column,
            "problem": problem,
            "duration": round(time.monotonic() - begun, 3),
        }
        # Results are made here only; the caller's role was asked for by the action.
        row = (
            self.env["mdtrace.ledger.verification"]
            .sudo()
            .create(
                {
                    "verified_at": started,
                    "user_name": self.env.user.name,
                    "entry_count": count,
                    "ok": answer["ok"],
                    "first_entry_id": entry_id,
                    "first_column": column,
                    "first_problem": problem,
                    "duration": answer["duration"],
                }
            )
        )
        self._append(
            [
                {
                    "kind": "verification",
                    "model": row._name,
                    "res_id": row.id,
                    "res_name": row.display_name,
                    "new": {key: answer[key] for key in ("ok", "count", "problem")},
                }
            ]
        )
        return {"id": row.id, **answer}

    def _verify_rows(self, limit):
        """Return (count, entry id, column, problem) up to the first bad entry."""
        keys = self._mdtrace_ledger_keys()
        name = SQL.identifier(f"mdtrace_verify_{secrets.token_hex(4)}")
        query = SQL(
            "SELECT id, %s FROM mdtrace_ledger_entry ORDER BY id DESC LIMIT %s",
            SQL(", ").join(map(SQL.identifier, COLUMNS)),
            limit,  # none: all of them
        )
        cr, count = self.env.cr, 0
        cr.execute(
            SQL(
                "DECLARE %s NO SCROLL CURSOR FOR SELECT * FROM (%s) AS e ORDER BY id",
                name,
                query,
            )
        )
        try:
            while True:
                cr.execute(SQL("FETCH %s FROM %s", BATCH, name))
                rows = cr.fetchall()
                if not rows:
                    return count, 0, "", ""
                for entry_id, *values in rows:
                    row = dict(zip(COLUMNS, values, strict=True))
                    column, problem = self._verify_row(row, keys)
                    if problem:
                        return count, entry_id, column, problem
                    count += 1
        finally:
            cr.execute(SQL("CLOSE %s", name))

    def _verify_row(self, row, keys):
        """Return (column, problem) of one entry; empty texts when it is sound."""
        try:
            envelope = json.loads(row["payload"])["entry"]
        except (ValueError, TypeError, KeyError):
            return "payload", self.env._("The payload cannot be read.")
        key = keys.get(keyed.key_of_algorithm(row["algorithm"]))
        if key is None or row["algorithm"] != keyed.algorithm(key):
            return "algorithm", self.env._(
                "Its algorithm or key is unknown here: %s", row["algorithm"]
            )
        digest, mac = keyed.seal(key, row["payload"])
        if (digest, mac) != (row["digest"], row["mac"]):
            if mac == row["mac"]:
                return "digest", self.env._("The digest is not that of the payload.")
            if digest == row["digest"]:
                return "mac", self.env._("The keyed code is not that of this entry.")
            return "payload", self.env._("The payload is not what was written.")
        for column in ENVELOPE:
            if plain(row[column]) != envelope.get(column):
                return column, self.env._(
                    "%(column)s says “%(now)s”; “%(then)s” was written.",
                    column=column,
                    now=row[column],
                    then=envelope.get(column),
                )
        return "", ""

    def _verify_unique(self):
        """Return (entry id, column, problem) of an entry that is there twice."""
        self.env.cr.execute(
            "SELECT max(id) FROM mdtrace_ledger_entry GROUP BY digest "
            "HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
        )
        found = self.env.cr.fetchone()
        if not found:
            return 0, "", ""
        return found[0], "digest", self.env._("The same entry is there twice.")

    @api.model
    def _mdtrace_ledger_keys(self):
        """Return ``{fingerprint: key}`` of every key known on this server.

        A copy of the database under another identity writes with a key of its own
        and still verifies the entries that it brought along.
        """
        keys = [self._mdtrace_ledger_key()]
        folder = self._mdtrace_key_folder()
        if folder.is_dir():
            keys += [path.read_text().strip().encode() for path in folder.glob("*.key")]
        return {keyed.fingerprint(key): key for key in keys}
