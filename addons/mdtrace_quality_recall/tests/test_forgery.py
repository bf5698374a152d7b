"""The cause of a recall cannot be exchanged once the scope is signed."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MdtraceQualityRecallCase


@tagged("post_install", "-at_install")
class TestForgery(MdtraceQualityRecallCase):
    def test_nonconformity_is_fixed_with_the_scope(self):
        lot = self.make_bar(name="NC-2")
        recall = self.start(self.make_nonconformity(lot))
        other = self.make_nonconformity(lot)
        recall.with_user(self.regulatory).mdtrace_nonconformity_id = other
        self.assertEqual(recall.mdtrace_nonconformity_id, other)

        self.freeze(recall)

        with self.assertRaisesRegex(UserError, "can no longer be edited"):
            recall.with_user(self.regulatory).mdtrace_nonconformity_id = False

    def test_signature_covers_the_nonconformity(self):
        lot = self.make_bar(name="NC-3")
        recall = self.freeze(self.start(self.make_nonconformity(lot)))
        signature = recall.with_user(self.viewer).mdtrace_signature_ids

        self.assertIn("mdtrace_nonconformity_id", signature.content)
        self.assertFalse(signature.broken)
