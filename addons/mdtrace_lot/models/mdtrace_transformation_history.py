"""Transformations of the past: back-fill at install, comparison with the moves."""

import logging

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.mdtrace_base.tools.canonical import canonical, sha256_hex

from ..tools import graph
from .mdtrace_transformation import Native

_logger = logging.getLogger(__name__)


class MdtraceTransformation(models.Model):
    """The genealogy is never the only copy: it can be rebuilt and compared."""

    _inherit = "mdtrace.transformation"

    @api.model
    def _backfill(self, batch=2000):
        """Build the transformations of moves done before this addon; idempotent.

        :param batch: number of moves looked at per round
        :return: number of transformations built or corrected
        """
        self, total, seen, changed = self.sudo(), 0, set(), 0  # noqa: PLW0642
        for moves in self._moves_to_check(batch):
            total += len(moves)
            refs = moves._mdtrace_transformation_ref()
            keys = {ref[1:3] for ref in refs.values()} - seen
            seen |= keys
            if keys:
                changed += self._rebuild(keys, bulk=True)
            _logger.info(
                "genealogy: %s moves read, %s transformations built", total, changed
            )
            self.env.invalidate_all()
        return changed

    def _moves_to_check(self, batch):
        """Yield the done moves with exactly one side in production, batch by batch."""
        last = 0
        self.env.flush_all()
        while True:
            rows = self.env.execute_query(
                SQL(
                    """
                SELECT m.id FROM stock_move m
                 WHERE m.id > %s AND m.state = 'done' AND EXISTS (
                       SELECT FROM stock_move_line l
                         JOIN stock_location s ON s.id = l.location_id
                         JOIN stock_location d ON d.id = l.location_dest_id
                        WHERE l.move_id = m.id AND l.state = 'done'
                          AND (s.usage = 'production') <> (d.usage = 'production'))
                 ORDER BY m.id LIMIT %s""",
                    last,
                    batch,
                )
            )
            if not rows:
                return
            last = rows[-1][0]
            yield self.env["stock.move"].browse(row[0] for row in rows)

    @api.model
    def _compare_with_moves(self, batch=2000):
        """Compare all stored steps with the native done lines; nothing is changed.

        :return: list of dicts naming the document, the steps that the moves say and
            the genealogy lacks (``missing``), and the ones only it has (``surplus``)
        """
        self = self.sudo()  # noqa: PLW0642  a check sees every company
        self._settle()
        keys = set()
        for moves in self._moves_to_check(batch):
            keys |= {ref[1:3] for ref in moves._mdtrace_transformation_ref().values()}
        live = self.search([("kind", "!=", "declared")])
        keys |= {(record.res_model, record.res_id) for record in live}
        keys = sorted(keys)
        differences = []
        for start in range(0, len(keys), batch):
            differences += self._differences(set(keys[start : start + batch]))
            self.env.invalidate_all()
        return differences

    def _differences(self, keys):
        """Return the differences of these documents, named."""
        wanted, current = self._native(keys), self._stored(keys)
        found = []
        for key in sorted(wanted.keys() | current.keys()):
            new, old = wanted.get(key, Native()), current.get(key, Native())
            surplus, missing = graph.difference(new.steps, old.steps)
            if not surplus and not missing:
                continue
            rows = {
                row: (step, quantity) for step, (row, quantity) in old.steps.items()
            }
            found.append(
                {
                    "kind": key[0],
                    "model": key[1],
                    "res_id": key[2],
                    "name": new.name,
                    "missing": [self._step_values(*item) for item in missing.items()],
                    "surplus": [self._step_values(*rows[row]) for row in surplus],
                }
            )
        return found

    def _bulk_entry(self, entries):
        """Return one entry that stands for a batch: counts and the batch's digest."""
        return {
            "kind": "genealogy",
            "model": self._name,
            "res_id": 0,
            "res_name": self.env._("Back-fill"),
            "company_id": self.env.company.id,
            "old": {},
            "new": {
                "transformations": len(entries),
                "steps": sum(len(entry["new"]["steps"]) for entry in entries),
                "algorithm": "SHA-256",
                "digest": sha256_hex(canonical([entry["new"] for entry in entries])),
            },
        }
