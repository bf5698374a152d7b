"""The trace service: one answer to where a lot came from and where it went."""

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import graph

VIEWER = "mdtrace_base.mdtrace_base_group_viewer"
DIRECTIONS = {"forward": ("forward",), "backward": ("backward",)}
BOTH = ("forward", "backward")


class MdtraceTrace(models.AbstractModel):
    """Every question about genealogy goes through here.

    What it answers
        From one lot or many, forward (what was made of it, and who has it), backward
        (what it was made of, and who supplied it), or both: the lots reached and their
        present state, the transformations between them with quantities, the stock by
        location, the consignees net of what came back, the origins with their
        evidence, and the gaps: where the answer may be incomplete, and why.

    How it works
        One recursive query over the step table whose only key is the lot, so that a
        cycle ends and a lot reached twice is read once. Depth is then a walk over the
        rows in Python (``tools.graph``). The rest is one query per subject over the
        lots found. The number of queries does not depend on the size of the graph.
        Nothing is written: it runs on a read-only cursor, no temporary tables.

    Who sees what
        SQL knows no record rules, so every query names the companies of the user: all
        of them, not only the ones ticked in the switcher, since half a trace would
        look like a whole one. What lies beyond is counted as a gap.
    """

    _name = "mdtrace.trace"
    _description = "Trace"

    # === API === #

    @api.model
    @api.readonly
    def trace_lots(self, lot_ids, direction="both", depth=None):
        """Trace lots, for the screen and for other systems.

        :param lot_ids: ids of the lots to start from
        :param direction: ``forward``, ``backward`` or ``both``
        :param depth: how many transformations away at most; all when left out
        :return: the dict described at :meth:`_trace`
        """
        self._check_viewer()
        return self._trace(lot_ids, direction=direction, depth=depth)

    @api.model
    @api.readonly
    def find(self, text, limit=20):
        """Find lots by scanned code, lot name or supplier's lot number.

        :param text: what was scanned or typed
        :param limit: at most so many
        :return: list of {id, name, product, supplier_lot, exact}, best first
        """
        self._check_viewer()
        terms = self._scan_terms((text or "").strip())
        if not terms:
            return []
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
            SELECT l.id, l.name, %s AS product, p.default_code AS product_code,
                   l.mdtrace_supplier_lot AS supplier_lot,
                   (lower(l.name) = ANY(%s) OR lower(l.mdtrace_supplier_lot) = ANY(%s))
                   AS exact
              FROM stock_lot l
              JOIN product_product p ON p.id = l.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE (l.name ILIKE ANY(%s) OR l.mdtrace_supplier_lot ILIKE ANY(%s))
               AND (l.company_id IS NULL OR l.company_id = ANY(%s))
             ORDER BY exact DESC, l.name, l.id DESC LIMIT %s""",
                self._translated("t.name"),
                [term.lower() for term in terms],
                [term.lower() for term in terms],
                *[[f"%{self._like(term)}%" for term in terms]] * 2,
                self._company_ids(),
                min(int(limit), 100),
            )
        )
        # An exact hit is an answer; near ones beside it would only ask a question.
        return [row for row in rows if row["exact"]] or rows

    # === Service === #

    @api.model
    def _trace(self, lot_ids, direction="both", depth=None):
        """Trace lots; callers check the role, companies are checked here.

        :return: dict of ``roots`` [lot ids], ``direction``, ``nodes`` {lot id: facts},
            ``transformations``, ``stock``, ``consignees``, ``origins``, ``gaps``
        """
        if direction not in (*DIRECTIONS, "both"):
            raise UserError(self.env._("Unknown direction: %s", direction))
        ways = DIRECTIONS.get(direction, BOTH)
        self.env["mdtrace.transformation"]._settle()
        self.env.flush_all()
        # Compiling the plan costs more than any of these queries.
        self.env.cr.execute("SELECT set_config('jit', 'off', true)")
        companies = self._company_ids()
        rows = self._read_steps([int(lot) for lot in lot_ids], ways, companies)
        events = self._events(rows)
        roots, depths = self._depths(lot_ids, events, ways, depth)
        events = self._prune(events, depths, ways)
        nodes = self._read_nodes(depths, roots, companies)
        products = self._read_products(events, nodes)
        self._describe(nodes, events, products)
        answer = {
            "roots": [lot for lot in roots if lot in nodes],
            "direction": direction,
            "nodes": nodes,
            "transformations": sorted(
                events.values(), key=lambda event: (event["at"] or "", event["id"])
            ),
        }
        answer["stock"] = self._read_stock(nodes, companies)
        answer.update(self._read_outside(nodes, companies))
        answer["gaps"] = self._gaps(answer, products)
        for event in events.values():
            event.pop("ways")
        return answer

    def _check_viewer(self):
        """Refuse callers without the viewer role; SQL below knows no access rights."""
        if not (self.env.su or self.env.user.has_group(VIEWER)):
            raise AccessError(
                self.env._("Tracing lots needs the role Viewer of Traceability.")
            )

    def _company_ids(self):
        """Return the companies whose events the user may see."""
        # The user's own list, which not every role may read.
        if self.env.uid == SUPERUSER_ID:
            return self.env["res.company"].sudo().search([]).ids
        return self.env.user.sudo().company_ids.ids

    def _translated(self, column):
        """Return SQL for a translated column in the user's language."""
        return SQL(
            "COALESCE(%(column)s->>%(lang)s, %(column)s->>'en_US')",
            column=SQL(column),  # written in our files, never input
            lang=self.env.lang or "en_US",
        )

    @staticmethod
    def _like(term):
        """Escape what LIKE would interpret."""
        return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    # === Graph === #

    def _read_steps(self, lot_ids, ways, companies):
        """Return the steps of every transformation on the way, lots off it summed up.

        Rows: transformation, fired forward, fired backward, side, product, lot, lot is
        on the way, quantity, number of steps.
        """
        return self.env.execute_query(
            SQL(
                """
            WITH RECURSIVE root(lot_id) AS (
                SELECT id FROM stock_lot WHERE id = ANY(%(lots)s)
                   AND (company_id IS NULL OR company_id = ANY(%(companies)s))
            ), forward(lot_id) AS (
                SELECT lot_id FROM root WHERE %(forward)s
                UNION
                SELECT o.lot_id FROM forward f
                  JOIN mdtrace_transformation_step i
                    ON i.lot_id = f.lot_id AND i.side = 'in' AND i.withdrawn_at IS NULL
                   AND (i.company_id IS NULL OR i.company_id = ANY(%(companies)s))
                  JOIN mdtrace_transformation_step o
                    ON o.transformation_id = i.transformation_id AND o.side = 'out'
                   AND o.withdrawn_at IS NULL AND o.lot_id IS NOT NULL
            ), backward(lot_id) AS (
                SELECT lot_id FROM root WHERE %(backward)s
                UNION
                SELECT i.lot_id FROM backward b
                  JOIN mdtrace_transformation_step o
                    ON o.lot_id = b.lot_id AND o.side = 'out' AND o.withdrawn_at IS NULL
                   AND (o.company_id IS NULL OR o.company_id = ANY(%(companies)s))
                  JOIN mdtrace_transformation_step i
                    ON i.transformation_id = o.transformation_id AND i.side = 'in'
                   AND i.withdrawn_at IS NULL AND i.lot_id IS NOT NULL
            ), fired AS (
                SELECT transformation_id, bool_or(way = 'in') AS forward,
                       bool_or(way = 'out') AS backward
                  FROM (SELECT i.transformation_id, 'in' AS way FROM forward f
                          JOIN mdtrace_transformation_step i ON i.lot_id = f.lot_id
                           AND i.side = 'in' AND i.withdrawn_at IS NULL
                         WHERE i.company_id IS NULL
                            OR i.company_id = ANY(%(companies)s)
                         UNION ALL
                        SELECT o.transformation_id, 'out' FROM backward b
                          JOIN mdtrace_transformation_step o ON o.lot_id = b.lot_id
                           AND o.side = 'out' AND o.withdrawn_at IS NULL
                         WHERE o.company_id IS NULL
                            OR o.company_id = ANY(%(companies)s)) way
                 GROUP BY transformation_id
            ), reached AS (
                SELECT lot_id FROM forward UNION SELECT lot_id FROM backward
            )
            SELECT f.transformation_id, f.forward, f.backward, s.side, s.product_id,
                   r.lot_id, s.lot_id IS NOT NULL, sum(s.quantity), count(*)
              FROM fired f
              JOIN mdtrace_transformation_step s
                ON s.transformation_id = f.transformation_id AND s.withdrawn_at IS NULL
              LEFT JOIN reached r ON r.lot_id = s.lot_id
             GROUP BY 1, 2, 3, 4, 5, 6, 7""",
                lots=lot_ids,
                companies=companies,
                forward="forward" in ways,
                backward="backward" in ways,
            )
        )

    def _events(self, rows):
        """Return {transformation id: event} with its inputs and outputs."""
        events = {}
        for (
            number,
            forward,
            backward,
            side,
            product,
            lot,
            known,
            quantity,
            count,
        ) in rows:
            event = events.get(number)
            if event is None:
                ways = {"forward"} if forward else set()
                ways |= {"backward"} if backward else set()
                event = {"id": number, "ways": ways, "inputs": [], "outputs": []}
                events[number] = event
            event["inputs" if side == "in" else "outputs"].append(
                {
                    "lot_id": lot or None,
                    "product_id": product,
                    "quantity": float(quantity),
                    # one step; or: without a lot (gap); or: so many lots off the way
                    "gap": not known,
                    "others": count if known and not lot else 0,
                }
            )
        self._read_headers(events)
        return events

    def _read_headers(self, events):
        """Add document, kind and time to the events: one query."""
        if not events:
            return
        rows = self.env.execute_query(
            SQL(
                "SELECT id, kind, res_name, res_model, res_id, occurred_at "
                "FROM mdtrace_transformation WHERE id = ANY(%s)",
                list(events),
            )
        )
        for number, kind, name, model, res_id, at in rows:
            events[number].update(
                kind=kind, name=name, model=model, res_id=res_id, at=self._iso(at)
            )

    @staticmethod
    def _iso(moment):
        """Return a time of the database as ISO 8601 UTC."""
        return moment.isoformat(timespec="seconds") + "Z" if moment else None

    def _depths(self, lot_ids, events, ways, depth):
        """Return (roots, {way: {lot: distance}}) of the lots within the depth."""
        roots = list(dict.fromkeys(int(lot) for lot in lot_ids))
        depths = {}
        for way in ways:
            source, target = (
                ("inputs", "outputs") if way == "forward" else ("outputs", "inputs")
            )
            pairs = [
                (self._lots(event[source]), self._lots(event[target]))
                for event in events.values()
                if way in event["ways"]
            ]
            found = graph.levels(roots, pairs)
            depths[way] = {
                lot: level
                for lot, level in found.items()
                if depth is None or level <= depth
            }
        return roots, depths

    @staticmethod
    def _lots(sides):
        """Return the lots named in one side of an event."""
        return [step["lot_id"] for step in sides if step["lot_id"]]

    def _prune(self, events, depths, ways):
        """Drop events beyond the depth; the rest keep the ways that lead to them."""
        kept = {}
        for number, event in events.items():
            for way in ways:
                target = "outputs" if way == "forward" else "inputs"
                source = "inputs" if way == "forward" else "outputs"
                lots = self._lots(event[target])
                near = any(lot in depths[way] for lot in self._lots(event[source]))
                if not near or (lots and not any(lot in depths[way] for lot in lots)):
                    event["ways"].discard(way)
            if event["ways"]:
                kept[number] = event
        return kept

    # === Seams === #

    @api.model
    def _scan_terms(self, text):
        """Return the lot names that a scanned or typed text may mean.

        Addons that read barcodes add the lot they find in one.
        """
        return [text] if text else []

    @api.model
    def _dossier(self, lot_ids):
        """Return what else is known of lots, for the package and the screens.

        Upper addons add their part through super: inspections, results,
        nonconformities. Each row is a dict of label and value, in reading order.

        :return: {lot id: [{"section": code, "title": str, "rows": [dict, ...]}]}
        """
        return {lot: [] for lot in lot_ids}
