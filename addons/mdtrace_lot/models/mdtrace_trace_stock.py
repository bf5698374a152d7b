"""The part of a trace that lies outside the genealogy: stock, customers, suppliers."""

from odoo import models
from odoo.tools import SQL

# What a done line means for its lot, by the usage of its source and destination. A
# dropshipment (supplier to customer) is both received and shipped.
LEAVING = {"supplier": "received", "customer": "returned", "inventory": "adjusted"}
ARRIVING = {"supplier": "sent_back", "customer": "shipped", "inventory": "adjusted"}


class MdtraceTrace(models.AbstractModel):
    """Stock on hand, consignees net of returns, origins with their evidence."""

    _inherit = "mdtrace.trace"

    def _read_stock(self, nodes, companies):
        """Return the quants of the lots by location; sums go to the nodes."""
        rows = self.env.execute_query_dict(
            SQL(
                """
            SELECT q.lot_id, q.location_id, o.complete_name AS location, o.usage,
                   sum(q.quantity) AS quantity, sum(q.reserved_quantity) AS reserved
              FROM stock_quant q JOIN stock_location o ON o.id = q.location_id
             WHERE q.lot_id = ANY(%s) AND o.usage IN ('internal', 'transit')
               AND (q.company_id IS NULL OR q.company_id = ANY(%s))
             GROUP BY 1, 2, 3, 4 HAVING sum(q.quantity) <> 0
             ORDER BY o.complete_name, q.lot_id""",
                list(nodes),
                companies,
            )
        )
        for row in rows:
            node = nodes[row["lot_id"]]
            row["quantity"], row["reserved"] = (
                float(row["quantity"]),
                float(row["reserved"]),
            )
            row.update(lot=node["name"], product=node["product"], uom=node["uom"])
            row["tracking"] = node["tracking"]
            node["on_hand"] += row["quantity"]
            node["reserved"] += row["reserved"]
        return rows

    def _read_outside(self, nodes, companies):
        """Return consignees and origins from the done lines to and from outside.

        One query for both. LATERAL with OFFSET 0 makes PostgreSQL go lot by lot
        through the index instead of reading the table. A return counts for whoever
        had got the goods, even where another address sends them.
        """
        rows = self.env.execute_query_dict(
            SQL(
                """
            SELECT m.lot_id, s.usage AS source, d.usage AS target,
                   m.picking_id, COALESCE(p.name, v.reference) AS document,
                   COALESCE(CASE WHEN s.usage = 'customer'
                                 THEN COALESCE(op.partner_id, ov.partner_id) END,
                            p.partner_id, v.partner_id) AS partner_id,
                   max(m.date) AS at, sum(m.quantity_product_uom) AS quantity
              FROM unnest(%(lots)s::int[]) AS n(lot_id)
              CROSS JOIN LATERAL (
                    SELECT l.* FROM stock_move_line l
                     WHERE l.lot_id = n.lot_id AND l.state = 'done'
                       AND l.company_id = ANY(%(companies)s) OFFSET 0) m
              JOIN stock_location s ON s.id = m.location_id
              JOIN stock_location d ON d.id = m.location_dest_id
              LEFT JOIN stock_move v ON v.id = m.move_id
              LEFT JOIN stock_picking p ON p.id = m.picking_id
              LEFT JOIN stock_move ov ON ov.id = v.origin_returned_move_id
              LEFT JOIN stock_picking op ON op.id = ov.picking_id
             WHERE s.usage <> d.usage
               AND (s.usage IN ('customer', 'supplier', 'inventory')
                 OR d.usage IN ('customer', 'supplier', 'inventory'))
             GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY max(m.date), m.lot_id""",
                lots=list(nodes),
                companies=companies,
            )
        )
        partners = self._read_partners(rows)
        for row in rows:
            row["quantity"], row["at"] = float(row["quantity"]), self._iso(row["at"])
            row["partner"] = partners.get(row["partner_id"])
            self._count(nodes[row["lot_id"]], row)
        return {
            "consignees": self._consignees(rows, nodes),
            "origins": self._origins(rows, nodes),
        }

    @staticmethod
    def _count(node, row):
        """Add a row of moves to the sums of its lot."""
        leaving, arriving = LEAVING.get(row["source"]), ARRIVING.get(row["target"])
        if leaving:
            node[leaving] += row["quantity"]
        if arriving:
            gone = arriving == "adjusted"
            node[arriving] += -row["quantity"] if gone else row["quantity"]

    def _read_partners(self, rows):
        """Return {partner id: name}: one query, and access is the trace's own."""
        found = self.env.execute_query(
            SQL(
                "SELECT id, complete_name FROM res_partner WHERE id = ANY(%s)",
                list({row["partner_id"] for row in rows if row["partner_id"]}),
            )
        )
        return dict(found)

    def _consignees(self, rows, nodes):
        """Return who got lots of the forward side, net of what came back."""
        found = {}
        for row in rows:
            node = nodes[row["lot_id"]]
            if not (node["root"] or "forward" in node["levels"]):
                continue
            for side, name in (("target", "shipped"), ("source", "returned")):
                if row[side] != "customer":
                    continue
                entry = found.setdefault(
                    (row["partner_id"], row["lot_id"]), self._consignee(row, node)
                )
                entry[name] += row["quantity"]
                entry["net"] = entry["shipped"] - entry["returned"]
                entry["documents"].append(
                    {
                        "picking_id": row["picking_id"],
                        "name": row["document"],
                        "at": row["at"],
                        "quantity": row["quantity"],
                        "return": name == "returned",
                    }
                )
        return sorted(found.values(), key=lambda e: (e["partner"] or "", e["lot"]))

    @staticmethod
    def _consignee(row, node):
        """Return an empty line of the consignee list."""
        return {
            "partner_id": row["partner_id"],
            "partner": row["partner"],
            "lot_id": row["lot_id"],
            "lot": node["name"],
            "product": node["product"],
            "tracking": node["tracking"],
            "uom": node["uom"],
            "shipped": 0.0,
            "returned": 0.0,
            "net": 0.0,
            "documents": [],
        }

    def _origins(self, rows, nodes):
        """Return the receipts of the lots at the beginning, with their evidence."""
        origins, received = [], set()
        for row in rows:
            node = nodes[row["lot_id"]]
            if row["source"] == "supplier" and self._at_beginning(node):
                received.add(row["lot_id"])
                origins.append(
                    self._origin(
                        node,
                        row["partner_id"],
                        row["partner"],
                        row["picking_id"],
                        row["document"],
                    )
                    | {"quantity": row["quantity"], "at": row["at"]}
                )
        for node in nodes.values():
            known = node["supplier_id"] or node["receipt_id"]
            if known and node["id"] not in received and self._at_beginning(node):
                origins.append(self._origin(node, None, None, None, None))
        self._add_evidence(origins)
        return origins

    @staticmethod
    def _at_beginning(node):
        """Tell whether the origin of this lot is part of the question."""
        return node["root"] or "backward" in node["levels"]

    @staticmethod
    def _origin(node, partner_id, partner, picking_id, picking):
        """Return one origin; what is recorded on the lot wins over the receipt."""
        return {
            "lot_id": node["id"],
            "lot": node["name"],
            "product": node["product"],
            "uom": node["uom"],
            "supplier_id": node["supplier_id"] or partner_id,
            "supplier": node["supplier"] or partner,
            "supplier_lot": node["supplier_lot"],
            "receipt_id": picking_id or node["receipt_id"],
            "receipt": picking or node["receipt"],
            "quantity": 0.0,
            "at": None,
            "evidence": [],
        }

    def _add_evidence(self, origins):
        """Add the evidence linked to the lot, or to its receipt and to no lot."""
        rows = self.env.execute_query_dict(
            SQL(
                """
            SELECT k.res_model, k.res_id, e.id, e.name, %s AS type, e.sha256
              FROM mdtrace_evidence_link k
              JOIN mdtrace_evidence e ON e.id = k.evidence_id
              LEFT JOIN mdtrace_evidence_type t ON t.id = e.type_id
             WHERE (e.company_id IS NULL OR e.company_id = ANY(%s))
               AND (k.res_model = 'stock.lot' AND k.res_id = ANY(%s)
                 OR k.res_model = 'stock.picking' AND k.res_id = ANY(%s)
                    AND NOT EXISTS (SELECT FROM mdtrace_evidence_link x
                                     WHERE x.evidence_id = k.evidence_id
                                       AND x.res_model = 'stock.lot'))
             ORDER BY e.id""",
                self._translated("t.name"),
                self._company_ids(),
                list({origin["lot_id"] for origin in origins}),
                list({o["receipt_id"] for o in origins if o["receipt_id"]}),
            )
        )
        linked = {}
        for row in rows:
            key = (row.pop("res_model"), row.pop("res_id"))
            linked.setdefault(key, []).append(row)
        for origin in origins:
            found = linked.get(("stock.lot", origin["lot_id"]), [])
            found = found + linked.get(("stock.picking", origin["receipt_id"]), [])
            origin["evidence"] = [dict(row) for row in found]
