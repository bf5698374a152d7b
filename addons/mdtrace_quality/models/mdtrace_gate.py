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

        Every inspection of a lot that none repeats must be accepted. A pending lot that
        was received needs one; lots that existed before control began do not.
        """
        inspections = self._mdtrace_deciding_inspections(lots)
        every = self.env["mdtrace.inspection"].union(*inspections.values())
        accepted = every.filtered(lambda one: one.state == "accepted")
        # What came to light after the decision: a certificate that was set aside, a
        # result that fails.
        doubts = accepted._mdtrace_transition_blockers("accepted")
        free = lots.filtered(lambda lot: lot.id not in inspections)
        found = {
            lot.id: [self._mdtrace_blocker_none(lot)]
            for lot in self._mdtrace_need_inspection(free)
        }
        for lot in lots - free:
            blockers = [
                blocker
                for inspection in inspections[lot.id]
                if (blocker := self._mdtrace_blocker_of(lot, inspection, doubts))
            ]
            if blockers:
                found[lot.id] = blockers
        return found

    @api.model
    def _mdtrace_deciding_inspections(self, lots):
        """Return {lot id: inspections that no later one repeats}."""
        # What binds a lot does not depend on who asks.
        inspections = self.env["mdtrace.inspection"].sudo()
        rows = inspections._read_group(
            Domain("lot_ids", "in", lots.ids) & Domain("next_ids", "=", False),
            ["lot_ids"],
            ["id:recordset"],
        )
        every = inspections.union(*(found for _lot, found in rows))
        return {lot.id: found.with_prefetch(every.ids) for lot, found in rows}

    @api.model
    def _mdtrace_need_inspection(self, lots):
        """Return those lots without any inspection that may not be released so.

        A seam: bridges add the lots that were made.
        """
        return lots.filtered(
            lambda lot: lot.mdtrace_disposition == "pending" and lot.mdtrace_receipt_id
        )

    @api.model
    def _mdtrace_blocker_of(self, lot, inspection, doubts):
        """Return the blocker that an inspection is for a lot, or none."""
        where = {"lot": lot.name, "inspection": inspection.name}
        if inspection.state == "accepted":
            found = doubts.get(inspection)
            if not found:
                return None
            code = "inspection_doubtful"
            message = self.env._(
                "%(inspection)s of lot %(lot)s was accepted, but since then: "
                "%(reasons)s",
                reasons=" ".join(one.message for one in found),
                **where,
            )
            remedy = self.env._("Inspect the lot again.")
        elif inspection.state == "rejected":
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
        """Return the blocker of a lot that has no inspection at all."""
        return Blocker(
            "inspection_open",
            self.env._("Lot %(lot)s was never inspected.", lot=lot.name),
            lot._name,
            lot.id,
            self.env._("Start one on the lot."),
        )
