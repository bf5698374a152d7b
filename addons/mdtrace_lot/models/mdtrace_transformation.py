"""Transformations: the events that turn lots into lots."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import graph

PENDING = "mdtrace_lot.transformations"


@dataclass
class Native:
    """What the done lines of one transformation say, or what is stored of it."""

    name: str = ""
    company_id: int | None = None
    occurred_at: object = None
    record_id: int = 0
    steps: dict = field(default_factory=dict)


class MdtraceTransformation(models.Model):
    """An event that consumed lots and made lots: one half of the bipartite genealogy.

    It is filled from Odoo's own done lines and never edited: whatever writes a done
    move or a done line *touches* the transformations concerned (:meth:`_touch`), and
    before the commit, or before any reader, :meth:`_settle` rebuilds just those from
    the native rows. What differs is withdrawn and inserted anew, so a step is a fact
    with a time of recording, and the ledger gets one append per settling. The document
    is kept as values (model, id, name): history survives the removal of the
    application that owned it. It can always be rebuilt (:meth:`_backfill`) and
    compared (:meth:`_compare_with_moves`).
    """

    _name = "mdtrace.transformation"
    _description = "Transformation"
    _rec_name = "res_name"
    _order = "occurred_at desc, id desc"
    _log_access = False

    kind = fields.Selection(
        [
            ("production", "Production"),
            ("unbuild", "Unbuild"),
            ("repair", "Repair"),
            ("subcontracting", "Subcontracting"),
            ("declared", "Declared"),
        ],
        required=True,
        readonly=True,
        help="What kind of event consumed and made the lots.",
    )
    company_id = fields.Many2one(
        "res.company",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Company in which it happened.",
    )
    res_model = fields.Char(
        "Document Model",
        required=True,
        readonly=True,
        help="Technical name of the document's model, kept as a value.",
    )
    res_id = fields.Integer(
        "Document ID",
        required=True,
        readonly=True,
        help="Number of the document in its model, kept as a value.",
    )
    res_name = fields.Char(
        "Document", readonly=True, help="Name of the document, kept as a value."
    )
    occurred_at = fields.Datetime(
        "Occurred at", readonly=True, help="Time of the last quantity it moved."
    )
    step_ids = fields.One2many("mdtrace.transformation.step", "transformation_id")
    input_ids = fields.One2many(
        "mdtrace.transformation.step",
        "transformation_id",
        "Inputs",
        domain=[("side", "=", "in"), ("withdrawn_at", "=", False)],
    )
    output_ids = fields.One2many(
        "mdtrace.transformation.step",
        "transformation_id",
        "Outputs",
        domain=[("side", "=", "out"), ("withdrawn_at", "=", False)],
    )

    _document_uniq = models.UniqueIndex("(res_model, res_id, kind)")

    # === Actions === #

    def action_open_document(self):
        """Open the document, while its application is installed."""
        self.ensure_one()
        if self.res_model not in self.env:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # === Filling === #

    @api.model
    def _touch(self, keys):
        """Remember that these transformations must be rebuilt before the commit.

        :param keys: pairs (model, id) of documents
        """
        keys = set(keys)
        if not keys:
            return
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = set()
            # The rows follow from stock, whoever moved it.
            precommit.add(self.env["mdtrace.transformation"].sudo()._settle)
        precommit.data[PENDING] |= keys

    @api.model
    def _settle(self):
        """Rebuild what was touched in this transaction; costs nothing when nothing was.

        Every reader of steps calls it first; the precommit hook calls it at the end.
        """
        pending = self.env.cr.precommit.data.get(PENDING)
        if pending:
            keys = set(pending)
            pending.clear()
            # sudo: the genealogy is a fact of the moves, whoever moved the goods
            self.sudo()._rebuild(keys)

    def _rebuild(self, keys, bulk=False):
        """Make the live steps of these documents equal to their done lines.

        :param keys: set of pairs (model, id)
        :param bulk: write one ledger entry with a digest instead of one each
        :return: number of transformations that changed
        """
        self.env.flush_all()
        wanted, current = self._native(keys), self._stored(keys)
        changes = {}
        for key in sorted(wanted.keys() | current.keys()):
            new = wanted.get(key, Native())
            old = current.get(key, Native())
            withdraw, insert = graph.difference(new.steps, old.steps)
            if withdraw or insert:
                changes[key] = (old, new, withdraw, insert)
        if changes:
            self._apply(changes)
            self._record(changes, bulk)
        return len(changes)

    def _native(self, keys):
        """Return {(kind, model, id): Native} from done lines of the native moves."""
        domains = self._get_native_domains(self._by_model(keys))
        if not domains:
            return {}
        moves = self.env["stock.move"].search(
            Domain.OR(domains.values()) & Domain("state", "=", "done"), order="id"
        )
        refs = moves._mdtrace_transformation_ref()
        numbers = {move_id: ref for move_id, ref in refs.items() if ref[1:3] in keys}
        found = {}
        for (
            move_id,
            side,
            product_id,
            lot_id,
            company_id,
            quantity,
            at,
        ) in self._native_lines(list(numbers)):
            kind, model, res_id, name = numbers[move_id]
            native = found.setdefault((kind, model, res_id), Native(name, company_id))
            step = (side, product_id, lot_id)
            native.steps[step] = native.steps.get(step, 0) + quantity
            native.occurred_at = max(native.occurred_at or at, at)
        return found

    def _native_lines(self, move_ids):
        """Return done quantities by move, side, product and lot (0: without lot).

        Input or output follows the location alone: exactly one side of usage
        production. A scrap made from an order moves to a loss location: neither.
        """
        if not move_ids:
            return []
        return self.env.execute_query(
            SQL(
                """
            SELECT l.move_id,
                   CASE WHEN d.usage = 'production' THEN 'in' ELSE 'out' END,
                   l.product_id, COALESCE(l.lot_id, 0), l.company_id,
                   sum(l.quantity_product_uom), max(l.date)
              FROM stock_move_line l
              JOIN stock_location s ON s.id = l.location_id
              JOIN stock_location d ON d.id = l.location_dest_id
             WHERE l.move_id = ANY(%s) AND l.state = 'done'
               AND (s.usage = 'production') <> (d.usage = 'production')
               AND l.quantity_product_uom <> 0
             GROUP BY 1, 2, 3, 4, 5""",
                move_ids,
            )
        )

    def _stored(self, keys):
        """Return {(kind, model, id): Native} from the live steps, row ids with them."""
        found = {}
        by_model = self._by_model(keys)
        known = self._get_native_domains(by_model)
        for model in known:
            rows = self.env.execute_query(
                SQL(
                    """
                SELECT t.kind, t.res_id, t.id, s.id, s.side, s.product_id,
                       COALESCE(s.lot_id, 0), s.quantity
                  FROM mdtrace_transformation t
                  JOIN mdtrace_transformation_step s
                    ON s.transformation_id = t.id AND s.withdrawn_at IS NULL
                 WHERE t.res_model = %s AND t.res_id = ANY(%s)
                   AND t.kind <> 'declared'""",
                    model,
                    by_model[model],
                )
            )
            for kind, res_id, record_id, step_id, side, product, lot, quantity in rows:
                stored = found.setdefault(
                    (kind, model, res_id), Native(record_id=record_id)
                )
                stored.steps[side, product, lot] = (step_id, quantity)
        return found

    @staticmethod
    def _by_model(keys):
        """Group pairs (model, id) as {model: [ids]}."""
        grouped = defaultdict(list)
        for model, res_id in sorted(keys):
            grouped[model].append(res_id)
        return dict(grouped)

    def _apply(self, changes):
        """Write the changes in three statements.

        The upsert comes first on purpose: under REPEATABLE READ it makes a second
        writer of the same transformation fail and be retried, instead of adding steps
        next to ones that it cannot see.
        """
        now = fields.Datetime.now()
        keys = list(changes)
        rows = [
            (*key, new.name or "", new.company_id, new.occurred_at)
            for key, (_old, new, _withdraw, _insert) in changes.items()
        ]
        self.env.cr.execute(
            """
            INSERT INTO mdtrace_transformation AS t
                   (kind, res_model, res_id, res_name, company_id, occurred_at)
            SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::int[],
                                 %s::varchar[], %s::int[], %s::timestamp[])
            ON CONFLICT (res_model, res_id, kind) DO UPDATE
               SET res_name = COALESCE(NULLIF(excluded.res_name, ''), t.res_name),
                   company_id = COALESCE(excluded.company_id, t.company_id),
                   occurred_at = COALESCE(excluded.occurred_at, t.occurred_at)
            RETURNING id, kind, res_model, res_id""",
            [list(column) for column in zip(*rows, strict=True)],
        )
        ids = {tuple(row[1:]): row[0] for row in self.env.cr.fetchall()}
        withdrawn = [step for change in changes.values() for step in change[2]]
        if withdrawn:
            self.env.cr.execute(
                "UPDATE mdtrace_transformation_step SET withdrawn_at = %s "
                "WHERE id = ANY(%s)",
                [now, withdrawn],
            )
        steps = [
            (ids[key], side, product, lot or None, quantity, changes[key][1].company_id)
            for key in keys
            for (side, product, lot), quantity in changes[key][3].items()
        ]
        if steps:
            columns = [list(column) for column in zip(*steps, strict=True)]
            self.env.cr.execute(
                """
                INSERT INTO mdtrace_transformation_step
                       (transformation_id, side, product_id, lot_id, quantity,
                        company_id, recorded_at)
                SELECT *, %s::timestamp
                  FROM unnest(%s::int[], %s::varchar[], %s::int[], %s::int[],
                              %s::numeric[], %s::int[])""",
                [now, *columns],
            )
        for key, change in changes.items():
            change[0].record_id = ids[key]
        self.env["mdtrace.transformation"].invalidate_model()
        self.env["mdtrace.transformation.step"].invalidate_model()

    def _record(self, changes, bulk):
        """Append the changes to the ledger: one statement, whatever their number."""
        entries = []
        for (kind, model, res_id), (old, new, withdraw, insert) in changes.items():
            gone = {row: step for step, (row, _quantity) in old.steps.items()}
            entries.append(
                {
                    "kind": "genealogy",
                    "model": self._name,
                    "res_id": old.record_id,
                    "res_name": new.name or f"{model},{res_id}",
                    "company_id": new.company_id or self.env.company.id,
                    "old": {
                        "withdrawn": [
                            self._step_values(gone[row], old.steps[gone[row]][1])
                            for row in withdraw
                        ]
                    },
                    "new": {
                        "kind": kind,
                        "document": f"{model},{res_id}",
                        "steps": [self._step_values(*item) for item in insert.items()],
                    },
                }
            )
        if bulk:
            entries = [self._bulk_entry(entries)]
        self.env["mdtrace.ledger.entry"]._append(entries)

    @staticmethod
    def _step_values(step, quantity):
        """Return one step as the ledger keeps it."""
        side, product_id, lot_id = step
        return {
            "side": side,
            "product_id": product_id,
            "lot_id": lot_id,
            "quantity": quantity,
        }

    # === Seams === #

    @api.model
    def _get_native_domains(self, by_model):
        """Return, for each model a bridge knows, the domain of its native moves.

        The reverse of ``stock.move._mdtrace_transformation_ref``: a bridge adds its
        models to the answer of super. A model that nobody answers is left as it is,
        so that history survives the removal of its application.

        :param by_model: {model: [ids]}
        :return: {model: Domain on stock.move}
        """
        return {}
