"""The part of a trace that says what the lots on the way are."""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL


class MdtraceTrace(models.AbstractModel):
    """Facts and quantities of the lots reached, names of their products."""

    _inherit = "mdtrace.trace"

    def _read_nodes(self, depths, roots, companies):
        """Return {lot id: facts} of every lot reached."""
        found = defaultdict(dict)
        for way, lots in depths.items():
            for lot, level in lots.items():
                found[lot][way] = level
        rows = self.env.execute_query_dict(
            SQL(
                """
            SELECT l.id, l.name, l.product_id, l.expiration_date,
                   l.mdtrace_supplier_lot AS supplier_lot,
                   l.mdtrace_supplier_id AS supplier_id, v.complete_name AS supplier,
                   l.mdtrace_receipt_id AS receipt_id, r.name AS receipt,
                   s.disposition, COALESCE(s.hold_count, 0) AS hold_count
              FROM stock_lot l
              LEFT JOIN mdtrace_lot_status s ON s.lot_id = l.id
              LEFT JOIN res_partner v ON v.id = l.mdtrace_supplier_id
              LEFT JOIN stock_picking r ON r.id = l.mdtrace_receipt_id
             WHERE l.id = ANY(%s)
               AND (l.company_id IS NULL OR l.company_id = ANY(%s))""",
                list(found),
                companies,
            )
        )
        nodes = {}
        for row in rows:
            levels = found[row["id"]]
            row["expiration_date"] = self._iso(row["expiration_date"])
            row["levels"] = levels
            row["depth"] = levels.get("forward", -levels.get("backward", 0))
            row["root"] = row["id"] in roots
            row.update(dict.fromkeys(self._quantity_names(), 0.0))
            row["hidden"] = 0
            nodes[row["id"]] = row
        self._read_sums(nodes, companies)
        return nodes

    @staticmethod
    def _quantity_names():
        """Return the quantities known of every node."""
        return (
            *("on_hand", "reserved", "made", "consumed"),
            *("received", "sent_back", "shipped", "returned", "adjusted"),
        )

    def _read_sums(self, nodes, companies):
        """Add made and consumed in all, and how many events are hidden: one query."""
        rows = self.env.execute_query(
            SQL(
                """
            SELECT lot_id,
                   sum(quantity) FILTER (WHERE side = 'out' AND seen),
                   sum(quantity) FILTER (WHERE side = 'in' AND seen),
                   count(*) FILTER (WHERE NOT seen)
              FROM (SELECT lot_id, side, quantity,
                           company_id IS NULL OR company_id = ANY(%s) AS seen
                      FROM mdtrace_transformation_step
                     WHERE lot_id = ANY(%s) AND withdrawn_at IS NULL) s
             GROUP BY lot_id""",
                companies,
                list(nodes),
            )
        )
        for lot, made, consumed, hidden in rows:
            nodes[lot].update(
                made=float(made or 0), consumed=float(consumed or 0), hidden=hidden
            )

    def _read_products(self, events, nodes):
        """Return {product id: name, code, unit, tracking}: one query."""
        wanted = {node["product_id"] for node in nodes.values()}
        for event in events.values():
            wanted |= {step["product_id"] for step in event["inputs"]}
            wanted |= {step["product_id"] for step in event["outputs"]}
        rows = self.env.execute_query_dict(
            SQL(
                """
            SELECT p.id, %s AS product, p.default_code AS product_code,
                   t.tracking, %s AS uom
              FROM product_product p
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom u ON u.id = t.uom_id
             WHERE p.id = ANY(%s)""",
                self._translated("t.name"),
                self._translated("u.name"),
                list(wanted),
            )
        )
        return {row.pop("id"): row for row in rows}

    def _describe(self, nodes, events, products):
        """Put the names of products, units and lots on nodes and steps."""
        for node in nodes.values():
            node.update(products[node["product_id"]])
        for event in events.values():
            for step in (*event["inputs"], *event["outputs"]):
                step.update(products[step["product_id"]])
                if step["lot_id"] not in nodes:
                    # beyond the depth, or a lot the user may not see
                    step["others"] = step["others"] or (1 if step["lot_id"] else 0)
                    step["lot_id"] = None
                step["lot"] = nodes[step["lot_id"]]["name"] if step["lot_id"] else None
