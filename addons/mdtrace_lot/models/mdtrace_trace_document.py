"""The words of the trace package: the trace as a document of plain data."""

import json

from odoo import api, models

from .mdtrace_trace_package import trace_time


class MdtraceTraceDocument(models.AbstractModel):
    """Turns a trace into titles, columns and rows in the user's language.

    It reads nothing and decides nothing; ``tools.package.page`` makes HTML of it.
    """

    _name = "mdtrace.trace.document"
    _description = "Trace Package Document"

    @api.model
    def _document(self, lot, trace, evidence, ledger, sections, created_at):
        """Return the document that ``tools.package.page`` expects."""
        node, user = trace["nodes"].get(lot.id, {}), self.env.user
        return {
            "lang": (self.env.lang or "en_US").replace("_", "-"),
            "title": self.env._(
                "Trace package: %(product)s, lot %(lot)s",
                product=lot.product_id.name,
                lot=lot.name,
            ),
            "subtitle": self.env._(
                "Made by MDTrace. Every file of this archive is listed in "
                "manifest.json with its SHA-256; any tool that computes SHA-256 can "
                "check it."
            ),
            "facts": [
                (self.env._("Lot/Serial Number"), lot.name),
                (self.env._("Product"), self._product(node)),
                (self.env._("Disposition"), self._disposition(node)),
                (self.env._("Open holds"), node.get("hold_count", 0)),
                (self.env._("Company"), self.env.company.name),
                (
                    self.env._("Made by"),
                    f"{user.name} ({user.login})",
                ),
                (self.env._("Made at"), trace_time(created_at)),
            ],
            "sections": [
                self._gaps(trace),
                self._lots(trace),
                self._transformations(trace),
                self._origins(trace, evidence),
                self._stock(trace),
                self._consignees(trace),
                *(self._records(section) for section in sections),
                self._evidence(evidence),
                self._ledger(ledger),
            ],
        }

    @staticmethod
    def _product(row):
        """Return the product with its code."""
        code = row.get("product_code")
        return f"[{code}] {row.get('product')}" if code else row.get("product")

    def _disposition(self, node):
        """Return the label of a disposition in the user's language."""
        selection = self._labels("mdtrace.lot.status", "disposition")
        return selection.get(node.get("disposition"), self.env._("Not controlled"))

    def _gaps(self, trace):
        gaps = [gap["message"] for gap in trace["gaps"]]
        return {
            "title": self.env._("Gaps"),
            "warnings": gaps,
            "note": self.env._("Where this package may be incomplete.")
            if gaps
            else self.env._("No gaps were found."),
        }

    def _lots(self, trace):
        nodes = sorted(trace["nodes"].values(), key=lambda n: (n["depth"], n["id"]))
        return {
            "title": self.env._("Lots"),
            "note": self.env._(
                "Level 0 is where the trace starts; negative levels are what it was "
                "made of, positive ones what was made of it."
            ),
            "columns": [
                self.env._("Level"),
                self.env._("Lot/Serial Number"),
                self.env._("Product"),
                self.env._("Disposition"),
                self.env._("Holds"),
                self.env._("Received"),
                self.env._("Made"),
                self.env._("Consumed"),
                self.env._("Shipped"),
                self.env._("Returned"),
                self.env._("On Hand"),
                self.env._("Unit"),
            ],
            "rows": [
                [
                    node["depth"],
                    node["name"],
                    self._product(node),
                    self._disposition(node),
                    node["hold_count"],
                    node["received"],
                    node["made"],
                    node["consumed"],
                    node["shipped"],
                    node["returned"],
                    node["on_hand"],
                    node["uom"],
                ]
                for node in nodes
            ],
        }

    def _transformations(self, trace):
        kinds = self._labels("mdtrace.transformation", "kind")
        sides = {"inputs": self.env._("Input"), "outputs": self.env._("Output")}
        rows = []
        for event in trace["transformations"]:
            head = [event["at"], kinds.get(event["kind"]), event["name"]]
            for side, label in sides.items():
                rows += [
                    [
                        *head,
                        label,
                        self._product(step),
                        self._step_lot(step),
                        step["quantity"],
                        step["uom"],
                    ]
                    for step in event[side]
                ]
        return {
            "title": self.env._("Transformations"),
            "columns": [
                self.env._("Time"),
                self.env._("Kind"),
                self.env._("Document"),
                self.env._("Side"),
                self.env._("Product"),
                self.env._("Lot/Serial Number"),
                self.env._("Quantity"),
                self.env._("Unit"),
            ],
            "rows": rows,
        }

    def _step_lot(self, step):
        """Return the lot of a step, or why there is none."""
        if step["lot"]:
            return step["lot"]
        if step["gap"]:
            return self.env._("without lot")
        return self.env._("%s lots not on this trace", step["others"])

    def _origins(self, trace, evidence):
        paths = {fact["sha256"]: fact["path"] for fact in evidence}
        rows = []
        for origin in trace["origins"]:
            rows += [
                [
                    origin["lot"],
                    origin["product"],
                    origin["supplier"],
                    origin["supplier_lot"],
                    origin["receipt"],
                    origin["at"],
                    origin["quantity"],
                    origin["uom"],
                    {"text": proof["name"], "href": paths.get(proof["sha256"])},
                ]
                for proof in origin["evidence"] or [{"name": "", "sha256": None}]
            ]
        return {
            "title": self.env._("Origins"),
            "columns": [
                self.env._("Lot/Serial Number"),
                self.env._("Product"),
                self.env._("Supplier"),
                self.env._("Supplier Lot"),
                self.env._("Receipt"),
                self.env._("Time"),
                self.env._("Quantity"),
                self.env._("Unit"),
                self.env._("Evidence"),
            ],
            "rows": rows,
        }

    def _stock(self, trace):
        return {
            "title": self.env._("Stock"),
            "columns": [
                self.env._("Location"),
                self.env._("Lot/Serial Number"),
                self.env._("Product"),
                self.env._("Quantity"),
                self.env._("Reserved"),
                self.env._("Unit"),
            ],
            "rows": [
                [
                    row["location"],
                    row["lot"],
                    row["product"],
                    row["quantity"],
                    row["reserved"],
                    row["uom"],
                ]
                for row in trace["stock"]
            ],
        }

    def _consignees(self, trace):
        return {
            "title": self.env._("Consignees"),
            "note": self.env._("Who received the lots, net of what came back."),
            "columns": [
                self.env._("Consignee"),
                self.env._("Lot/Serial Number"),
                self.env._("Product"),
                self.env._("Shipped"),
                self.env._("Returned"),
                self.env._("Net"),
                self.env._("Unit"),
                self.env._("Documents"),
            ],
            "rows": [
                [
                    row["partner"],
                    row["lot"],
                    row["product"],
                    row["shipped"],
                    row["returned"],
                    row["net"],
                    row["uom"],
                    ", ".join(doc["name"] or "" for doc in row["documents"]),
                ]
                for row in trace["consignees"]
            ],
        }

    def _records(self, section):
        """Return a section of an upper addon as a table."""
        columns = list(dict.fromkeys(name for row in section["rows"] for name in row))
        return {
            "title": section["title"],
            "columns": columns,
            "rows": [[row.get(name) for name in columns] for row in section["rows"]],
        }

    def _evidence(self, evidence):
        states = self._labels("mdtrace.evidence", "state")
        return {
            "title": self.env._("Evidence"),
            "columns": [
                self.env._("File"),
                self.env._("Type"),
                self.env._("State"),
                self.env._("Lots"),
                "SHA-256",
            ],
            "rows": [
                [
                    {"text": fact["name"], "href": fact["path"]},
                    fact["type"],
                    states.get(fact["state"]),
                    ", ".join(fact["lots"]),
                    {"text": fact["sha256"], "code": True},
                ]
                for fact in evidence
            ],
        }

    def _ledger(self, ledger):
        kinds = self._labels("mdtrace.ledger.entry", "kind")
        return {
            "title": self.env._("Ledger"),
            "note": self.env._(
                "What was recorded about these lots and transformations; ledger.json "
                "has the full entries."
            ),
            "columns": [
                self.env._("Time"),
                self.env._("User"),
                self.env._("Kind"),
                self.env._("Record"),
                self.env._("Lot"),
                self.env._("Content"),
                self.env._("Reason"),
                self.env._("Digest"),
            ],
            "rows": [self._entry(entry, kinds) for entry in ledger],
        }

    def _entry(self, entry, kinds):
        """Return one ledger entry as a row: the new values, not the whole payload."""
        payload = json.loads(entry["payload"])
        new = payload.get("new") or {}
        return [
            str(entry["recorded_at"])[:19],
            entry["user_name"],
            kinds.get(entry["kind"]),
            entry["res_name"],
            entry["lot_name"],
            "; ".join(f"{name}: {self._plain(new[name])}" for name in sorted(new)),
            payload.get("reason"),
            {"text": entry["digest"], "code": True},
        ]

    @staticmethod
    def _plain(value):
        """Return a value of the ledger as short text; long lists are counted."""
        if isinstance(value, list) and len(value) > 3:
            return f"[{len(value)}]"
        if isinstance(value, dict | list):
            return json.dumps(value, ensure_ascii=False)
        return "" if value is None else value

    def _labels(self, model, field):
        """Return {code: label} of a selection in the user's language."""
        return dict(self.env[model]._fields[field]._description_selection(self.env))
