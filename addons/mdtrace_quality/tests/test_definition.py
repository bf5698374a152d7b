"""The models are declared so that their guards hold."""

from odoo.tests import tagged

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestDefinition(MdtraceQualityCase):
    def test_no_declaration_lets_a_guard_be_passed(self):
        problems = []
        for name in (
            "mdtrace.specification",
            "mdtrace.certificate.reading",
            "mdtrace.certificate.reading.line",
            "mdtrace.certificate.finding",
            "mdtrace.result",
            "mdtrace.condition.log",
            "mdtrace.inspection",
            "mdtrace.nonconformity",
        ):
            problems += self.env[name]._mdtrace_check_definition()

        self.assertEqual(problems, [])
