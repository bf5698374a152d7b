"""Who may do what: role, model, and the four rights, as one table."""

from odoo.tests import tagged

from .common import MdtraceQualityCase

ROLES = ("viewer", "operator", "inspector", "approver", "purchaser", "regulatory")
ROLES += ("administrator",)
#: Read is for every role; here are the roles that may write, create and delete.
TABLE = {
    "mdtrace.characteristic": (
        {"inspector", "administrator"},
        {"inspector", "administrator"},
        {"administrator"},
    ),
    "mdtrace.specification": ({"inspector", "approver", "administrator"},) * 3,
    "mdtrace.specification.line": ({"inspector", "approver", "administrator"},) * 3,
    "mdtrace.certificate.reading": (set(), set(), set()),
    "mdtrace.certificate.reading.line": (set(), set(), set()),
    "mdtrace.certificate.finding": (set(), set(), set()),
    "mdtrace.result": (set(), set(), set()),
    "mdtrace.condition.log": (set(), set(), set()),
    "mdtrace.inspection": ({"inspector"}, set(), set()),
    "mdtrace.inspection.entry": ({"inspector"}, set(), set()),
    "mdtrace.nonconformity": ({"operator", "inspector", "approver"},) * 3,
}


@tagged("post_install", "-at_install")
class TestAccess(MdtraceQualityCase):
    def test_rights_are_those_of_the_table(self):
        for model, allowed in TABLE.items():
            for role in ROLES:
                records = self.env[model].with_user(getattr(self, role))
                self.assertTrue(records.has_access("read"), f"{role} reads {model}")
                for right, roles in zip(
                    ("write", "create", "unlink"), allowed, strict=True
                ):
                    self.assertEqual(
                        records.has_access(right),
                        role in roles,
                        f"{role} {right} {model}",
                    )

    def test_stock_user_without_a_role_reads_nothing_of_ours(self):
        for model in TABLE:
            self.assertFalse(
                self.env[model].with_user(self.keeper).has_access("read"), model
            )

    def test_stock_user_without_a_role_opens_lot_and_receipt(self):
        lot = self.good_lot()
        picking = lot.mdtrace_receipt_id[:1]

        values = lot.with_user(self.keeper).read(["mdtrace_inspection_count"])
        self.assertEqual(values[0]["mdtrace_inspection_count"], 0)
        picking.with_user(self.keeper).read(["mdtrace_reading_count"])
        self.bar.product_tmpl_id.with_user(self.keeper).read(
            ["mdtrace_specification_count"]
        )
