"""Every pair of states: only those of the tables can be moved."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MdtraceQualityCase

MODELS = (
    "mdtrace.specification",
    "mdtrace.certificate.reading",
    "mdtrace.inspection",
    "mdtrace.nonconformity",
)


@tagged("post_install", "-at_install")
class TestTransitions(MdtraceQualityCase):
    def records(self):
        """Return one record of each model in its first state."""
        picking = self.make_receipt(self.bar, 1)
        return {
            "mdtrace.specification": self.make_specification(
                self.screw, [self.line(self.iron, 1, 2)], effective=False
            ),
            "mdtrace.certificate.reading": self.read(self.certificate(), None, picking),
            "mdtrace.inspection": self.inspection_of(self.receive(self.bar, 1)),
            "mdtrace.nonconformity": self.env["mdtrace.nonconformity"].create(
                {"title": "T"}
            ),
        }

    def test_pairs_outside_the_tables_are_refused(self):
        for model, record in self.records().items():
            table = record._mdtrace_table()
            states = record._fields["state"].get_values(self.env)
            for to in states:
                if (record.state, to) in table:
                    continue
                with (
                    self.subTest(model=model, to=to),
                    self.assertRaisesRegex(UserError, "cannot become"),
                ):
                    record.with_user(self.approver)._mdtrace_move(to, reason="r")

    def test_states_are_not_written_directly(self):
        for model, record in self.records().items():
            for to in record._fields["state"].get_values(self.env):
                for user in (self.inspector, self.approver, self.env.user):
                    with (
                        self.subTest(model=model, to=to),
                        self.assertRaises(AccessError),
                    ):
                        record.with_user(user).sudo().write({"state": to})

    def test_signed_moves_need_their_signature(self):
        for model in MODELS:
            for pair, move in self.env[model]._mdtrace_table().items():
                if pair[1] in ("accepted", "rejected", "closed", "effective"):
                    self.assertTrue(move.meaning, f"{model} {pair}")
