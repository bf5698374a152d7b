"""The kernel by a model made for the test."""

from odoo.tests import tagged

from .common import MdtraceBaseCase


@tagged("post_install", "-at_install")
class TestSmoke(MdtraceBaseCase):
    def test_evidence_is_stored(self):
        ev = (
            self.env["mdtrace.evidence"]
            .with_user(self.operator)
            ._store("a.pdf", b"x1", "coa", links=[self.partner])
        )
        self.assertEqual(ev._content(), b"x1")
        ev.with_user(self.inspector).action_accept()
        self.assertEqual(ev.state, "accepted")
