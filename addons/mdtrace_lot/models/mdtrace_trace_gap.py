"""The part of a trace that says where it may be incomplete."""

from odoo import models


class MdtraceTrace(models.AbstractModel):
    """A gap is a fact that a reader must know before trusting the answer."""

    _inherit = "mdtrace.trace"

    def _gaps(self, answer, products):
        """Return the gaps: dicts of code, lot_id, transformation_id and message."""
        gaps = []
        for event in answer["transformations"]:
            gaps += self._event_gaps(event)
        received = {origin["lot_id"] for origin in answer["origins"]}
        for node in answer["nodes"].values():
            gaps += self._node_gaps(node, node["id"] in received)
        for row in answer["stock"]:
            if row["quantity"] < 0:
                gaps.append(
                    self._gap(
                        "negative_stock",
                        row["lot_id"],
                        self.env._(
                            "Stock of %(lot)s is negative in %(location)s: more left "
                            "than ever came in.",
                            lot=row["lot"],
                            location=row["location"],
                        ),
                    )
                )
        return gaps

    @staticmethod
    def _gap(code, lot_id, message, transformation_id=None):
        """Return one gap."""
        return {
            "code": code,
            "lot_id": lot_id,
            "transformation_id": transformation_id,
            "message": message,
        }

    def _event_gaps(self, event):
        """Return what is missing in one transformation, in the direction walked."""
        gaps = []
        if "backward" in event["ways"]:
            lot_id = next((s["lot_id"] for s in event["outputs"] if s["lot_id"]), None)
            if not event["inputs"]:
                message = self.env._(
                    "%(document)s made something, but nothing is recorded as consumed.",
                    document=event["name"],
                )
                gaps.append(self._gap("no_inputs", lot_id, message, event["id"]))
            gaps += self._lotless(event, event["inputs"], "input", lot_id)
        if "forward" in event["ways"]:
            lot_id = next((s["lot_id"] for s in event["inputs"] if s["lot_id"]), None)
            gaps += self._lotless(event, event["outputs"], "output", lot_id)
        return gaps

    def _lotless(self, event, steps, side, lot_id):
        """Return a gap for each step that went through without a lot."""
        messages = {
            "missing_lot_input": self.env._(
                "%(document)s consumed %(quantity)g %(uom)s of %(product)s without a "
                "lot number."
            ),
            "untracked_input": self.env._(
                "%(document)s consumed %(quantity)g %(uom)s of %(product)s, which is "
                "not tracked by lots."
            ),
            "missing_lot_output": self.env._(
                "%(document)s made %(quantity)g %(uom)s of %(product)s without a lot "
                "number: the trail ends there."
            ),
            "untracked_output": self.env._(
                "%(document)s made %(quantity)g %(uom)s of %(product)s, which is not "
                "tracked by lots: the trail ends there."
            ),
        }
        gaps = []
        for step in steps:
            if not step["gap"]:
                continue
            kind = "untracked" if step["tracking"] == "none" else "missing_lot"
            code = f"{kind}_{side}"
            message = messages[code] % {"document": event["name"], **step}
            gaps.append(self._gap(code, lot_id, message, event["id"]))
        return gaps

    def _node_gaps(self, node, received):
        """Return what is missing about one lot."""
        gaps = []
        if self._at_beginning(node) and not received and not node["made"]:
            if node["adjusted"] > 0:
                message = self.env._(
                    "%s came into stock by an inventory adjustment: no supplier and no "
                    "production is known.",
                    node["name"],
                )
            else:
                message = self.env._(
                    "Nothing says where %s came from: no receipt and no production.",
                    node["name"],
                )
            gaps.append(self._gap("missing_origin", node["id"], message))
        if node["hidden"]:
            message = self.env._(
                "%(lot)s takes part in %(count)s events of companies you have no "
                "access to.",
                lot=node["name"],
                count=node["hidden"],
            )
            gaps.append(self._gap("other_company", node["id"], message))
        return gaps
