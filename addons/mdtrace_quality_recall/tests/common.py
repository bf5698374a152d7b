"""What the tests of nonconformities with recalls stand on."""

from odoo import Command

from odoo.addons.mdtrace_recall.tests.common import MdtraceRecallCase


class MdtraceQualityRecallCase(MdtraceRecallCase):
    """Fixtures: ``make_nonconformity`` (an open one about lots), ``start``."""

    def make_nonconformity(self, lots):
        """Return an open nonconformity about these lots."""
        record = (
            self.env["mdtrace.nonconformity"]
            .with_user(self.inspector)
            .create(
                {
                    "title": "Cracks at the head",
                    "description": "Three of ten parts crack at half the load.",
                    "lot_ids": [Command.set(lots.ids)],
                }
            )
        )
        record.action_open()
        return record

    def start(self, nonconformity):
        """Start a recall from a nonconformity as regulatory affairs do."""
        action = nonconformity.with_user(self.regulatory).action_start_recall()
        wizard = (
            self.env["mdtrace.recall.start"]
            .with_user(self.regulatory)
            .with_context(**action["context"])
            .create({"class_id": self.class_two.id})
        )
        return self.env["mdtrace.recall"].browse(wizard.action_create()["res_id"])
