"""Fixtures of suppliers and of quality together."""

from odoo.fields import Command

from odoo.addons.mdtrace_quality.tests.common import MdtraceQualityCase
from odoo.addons.mdtrace_supplier.tests.common import MdtraceSupplierCase


class MdtraceSupplierQualityCase(MdtraceSupplierCase, MdtraceQualityCase):
    """Suppliers with approvals, and lots of theirs that are inspected.

    `inspected` receives a lot and decides its inspection; `report` opens a
    nonconformity about lots.
    """

    def inspected(self, decision=None, partner=None, product=None):
        """A lot from a supplier, accepted or rejected at incoming inspection."""
        partner = partner or self.mill
        lot = self.receive(product or self.bar, 10, partner=partner, supplier_lot="L1")
        if decision == "accepted":
            self.read(self.certificate(lot="L1"), lot)
            self.measure(self.inspection_of(lot), {self.diameter: "10.01"})
            self.accept(self.inspection_of(lot))
        elif decision == "rejected":
            self.sign(
                self.inspection_of(lot), "rejected", self.inspector, reason="Wrong"
            )
        return lot

    def report(self, lots, severity="critical", user=None):
        """An open nonconformity about these lots."""
        case = (
            self.env["mdtrace.nonconformity"]
            .with_user(user or self.inspector)
            .create(
                {
                    "title": "Cracks <b>everywhere</b>",
                    "severity": severity,
                    "lot_ids": [Command.set(lots.ids)],
                }
            )
        )
        case.action_open()
        return case
