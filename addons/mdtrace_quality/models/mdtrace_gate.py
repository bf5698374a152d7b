"""The gate of a release: no lot is released before its inspection."""

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.mdtrace_base.tools.blocker import Blocker


class MdtraceGate(models.AbstractModel):
    """Lets a lot be released only when its inspections are accepted."""

    _inherit = "mdtrace.gate"

    @api.model
    def _mdtrace_blockers(self, operation, demands):
        """Block releases by inspections that are open, rejected or missing."""
        found = super()._mdtrace_blockers(operation, demands)
        if operation == "release":
            asked = self._mdtrace_controlled_demands(found)
            # What binds a lot does not depend on who asks.
            lots = self.env["stock.lot"].sudo().browse({one.lot_id for one in asked})
            blockers = self._mdtrace_inspection_blockers(lots)
            for demand in asked:
                found[demand] += blockers.get(demand.lot_id, [])
        return found

    @api.model
    def _mdtrace_inspection_blockers(self, lots):
        """Return ``{lot id: [Blocker]}`` of lots whose inspections forbid a release.

        For each stage the latest inspection of a lot decides. A pending lot that was
        received needs one; lots that existed before control began do not.
        """
        latest = self._mdtrace_latest_inspections(lots)
        found = {}
        for lot in lots:
            inspections = latest.get(lot.id, ())
            blockers = [
                blocker
                for inspection in inspections
                if (blocker := self._mdtrace_blocker_of(lot, inspection))
            ]
            if not inspections and self._mdtrace_needs_inspection(lot):
                blockers = [self._mdtrace_blocker_none(lot)]
            if blockers:
                found[lot.id] = blockers
        return found

    @api.model
    def _mdtrace_latest_inspections(self, lots):
        """Return {lot id: [latest inspection of each stage]} in one query."""
        # What binds a lot does not depend on who asks.
        inspections = self.env["mdtrace.inspection"].sudo()
        rows = inspections._read_group(
            Domain("lot_ids", "in", lots.ids), ["lot_ids", "stage"], ["id:max"]
        )
        latest = {one.id: one for one in inspections.browse({row[2] for row in rows})}
        found = {}
        for lot, _stage, inspection_id in rows:
            found.setdefault(lot.id, []).append(latest[inspection_id])
        return found

    @api.model
    def _mdtrace_needs_inspection(self, lot):
        """Say whether a lot without any inspection may not be released.

        A seam: bridges add the lots that were made.
        """
        return lot.mdtrace_disposition == "pending" and bool(lot.mdtrace_receipt_id)

    @api.model
    def _mdtrace_blocker_of(self, lot, inspection):
        """Return the blocker of the latest inspection of a stage, or none."""
        where = {"lot": lot.name, "inspection": inspection.name}
        if inspection.state == "accepted":
            return None
        if inspection.state == "rejected":
            code = "inspection_rejected"
            message = self.env._("Lot %(lot)s was rejected by %(inspection)s.", **where)
            remedy = self.env._("Reject the lot, or inspect it again.")
        elif not inspection.specification_id:
            code = "no_specification"
            message = self.env._(
                "%(product)s (lot %(lot)s) has no specification in force: "
                "%(inspection)s cannot judge it.",
                product=lot.product_id.display_name,
                **where,
            )
            remedy = self.env._("Have a specification approved, then pin it there.")
        else:
            code = "inspection_open"
            message = self.env._(
                "%(inspection)s of lot %(lot)s is not decided.", **where
            )
            remedy = self.env._("Let an inspector decide it.")
        return Blocker(code, message, inspection._name, inspection.id, remedy)

    @api.model
    def _mdtrace_blocker_none(self, lot):
        """Return the blocker of a received lot that has no inspection at all."""
        return Blocker(
            "inspection_open",
            self.env._("Lot %(lot)s was received without an inspection.", lot=lot.name),
            lot._name,
            lot.id,
            self.env._("Start one on the lot."),
        )
