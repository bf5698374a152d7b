"""What the tests of recalls stand on."""

from odoo import Command

from odoo.addons.mdtrace_lot.tests.common import MdtraceLotCase


class MdtraceRecallCase(MdtraceLotCase):
    """Fixtures on top of lot control.

    ``clinic`` (a second customer), ``class_two``; ``make_bar`` (a usable bar lot),
    ``declare`` (a declared transformation); ``make_recall``, ``freeze``, ``activate``,
    ``answer``: what regulatory affairs do, as their user.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clinic = cls.env["res.partner"].create(
            {"name": "Test clinic", "is_company": True, "email": "qa@clinic.example"}
        )
        cls.hospital.email = "pharmacy@hospital.example"
        cls.class_two = cls.env.ref("mdtrace_recall.mdtrace_recall_class_2")

    def validate(self, picking):
        """Validate, and let the transaction of that request end as it does for real."""
        super().validate(picking)
        self.env.flush_all()

    def make_bar(self, qty=10.0, name=None):
        """Return a usable bar lot in stock.

        It came in before control began: such a lot is usable whatever the addons
        installed beside this one ask of a release.
        """
        self.bar.mdtrace_controlled = False
        lot = self.receive(self.bar, qty, lot_name=name)
        self.bar.mdtrace_controlled = True
        return lot

    def make_recall(self, lots, user=None, compute=True, **vals):
        """Return a draft recall of these lots."""
        recall = (
            self.env["mdtrace.recall"]
            .with_user(user or self.regulatory)
            .create(
                {
                    "title": "Test bar: cracks",
                    "reason": "Cracks were found; the part may break in use.",
                    "class_id": self.class_two.id,
                    "root_lot_ids": [Command.set(lots.ids)],
                    **vals,
                }
            )
        )
        if compute:
            recall.action_compute_scope()
        return recall

    def freeze(self, recall):
        """Freeze the scope with the signature of regulatory affairs."""
        to = "scoped" if recall.state == "draft" else recall.state
        self.sign(recall, to, self.regulatory)
        return recall

    def activate(self, recall):
        """Freeze if needed, then activate."""
        if recall.state == "draft":
            self.freeze(recall)
        self.sign(recall, "active", self.regulatory)
        return recall

    def answer(self, notice, **quantities):
        """Record an answer about the first lot of a notice."""
        wizard = (
            self.env["mdtrace.recall.notice.answer"]
            .with_user(self.regulatory)
            .with_context(active_model=notice._name, active_ids=notice.ids)
            .create({"answered_by": "Chief pharmacist"})
        )
        for line in wizard.line_ids:
            line.write({f"quantity_{name}": qty for name, qty in quantities.items()})
        wizard.action_confirm()

    def declare(self, inputs, outputs, name="Relabeling"):
        """Declare a transformation of lots: {lot: quantity} on both sides."""
        now = self.env.cr.now()
        transformation = self.env["mdtrace.transformation"].create(
            {
                "kind": "declared",
                "res_model": "res.partner",
                "res_id": self.env["res.partner"].create({"name": name}).id,
                "res_name": name,
                "company_id": self.env.company.id,
                "occurred_at": now,
            }
        )
        self.env["mdtrace.transformation.step"].create(
            [
                {
                    "transformation_id": transformation.id,
                    "side": side,
                    "lot_id": lot.id,
                    "product_id": lot.product_id.id,
                    "quantity": quantity,
                    "company_id": self.env.company.id,
                    "recorded_at": now,
                }
                for side, lots in (("in", inputs), ("out", outputs))
                for lot, quantity in lots.items()
            ]
        )
        return transformation
