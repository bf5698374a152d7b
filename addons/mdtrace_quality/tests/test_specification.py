"""Characteristics mean one thing; specifications are approved, then kept."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MdtraceQualityCase


@tagged("post_install", "-at_install")
class TestSpecification(MdtraceQualityCase):
    def test_synonym_of_two_characteristics_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "would mean both"):
            self.iron.synonyms = "aluminium "

    def test_unknown_unit_is_named(self):
        with self.assertRaisesRegex(ValidationError, "furlongs"):
            self.iron.unit = "furlongs of stuff"

    def test_name_and_code_lead_to_the_characteristic(self):
        model = self.env["mdtrace.characteristic"]
        known = model._mdtrace_dictionary()

        self.assertEqual(
            model._mdtrace_recognize(known, "", " aluminium"), self.aluminum
        )
        density = model._mdtrace_recognize(known, "campus:1039", "something else")
        self.assertEqual(density.code, "DENSITY")
        self.assertFalse(model._mdtrace_recognize(known, "", "Unobtainium"))

    def test_specification_needs_exactly_one_scope(self):
        with self.assertRaisesRegex(ValidationError, "exactly one"):
            self.make_specification(None, [], effective=False)

    def test_empty_specification_cannot_be_submitted(self):
        draft = self.make_specification(self.screw, [], effective=False)

        with self.assertRaisesRegex(UserError, "would pass anything"):
            draft.with_user(self.inspector).action_submit()

    def test_author_cannot_approve(self):
        author = self.make_user(
            "inspector", "mdt_both", "mdtrace_base.mdtrace_base_group_approver"
        )
        draft = self.make_specification(
            self.screw, [self.line(self.diameter, 1, 2)], effective=False
        ).copy()
        draft = draft.with_user(author).copy()
        draft.action_submit()

        with self.assertRaises(UserError):
            self.sign(draft, "effective", author)

    def test_effective_lines_are_never_changed(self):
        line = self.specification.line_ids[0]

        for change in (
            lambda: line.write({"maximum": 99}),
            line.unlink,
            lambda: self.specification.write({"line_ids": [Command.clear()]}),
            lambda: self.env["mdtrace.specification.line"].create(
                {
                    "specification_id": self.specification.id,
                    "characteristic_id": self.appearance.id,
                }
            ),
            line.copy,
        ):
            with (
                self.assertRaises((UserError, ValidationError)[0]),
                self.cr.savepoint(),
            ):
                change()

    def test_line_cannot_be_moved_out_of_an_effective_version(self):
        draft = self.make_specification(
            self.screw, [self.line(self.iron, 1, 2)], effective=False
        )

        with self.assertRaises(UserError):
            self.specification.line_ids[0].specification_id = draft

    def test_new_version_supersedes_and_keeps_the_old_one(self):
        action = self.specification.with_user(self.inspector).action_new_version()
        second = self.env["mdtrace.specification"].browse(action["res_id"])
        before = fields.Datetime.now()
        self.assertEqual(len(second.line_ids), 3)
        second.with_user(self.inspector).action_submit()
        self.sign(second, "effective", self.approver)

        self.assertEqual((second.version, second.state), (2, "effective"))
        self.assertEqual(self.specification.state, "superseded")
        found = self.env["mdtrace.specification"]._mdtrace_for(self.bar)
        self.assertEqual(found[self.bar.id], second)
        self.assertLessEqual(before, second.effective_from)

    def test_specification_of_the_product_beats_its_category(self):
        parent, child = self.env["product.category"].create(
            [{"name": "P"}, {"name": "C"}]
        )
        child.parent_id = parent
        (self.bar | self.screw).categ_id = child
        line = self.line(self.diameter, 1, 2)
        far = self.make_specification(None, [line], categ_id=parent.id)

        found = self.env["mdtrace.specification"]._mdtrace_for(self.bar | self.screw)
        self.assertEqual(found, {self.bar.id: self.specification, self.screw.id: far})

        near = self.make_specification(None, [line], categ_id=child.id)
        found = self.env["mdtrace.specification"]._mdtrace_for(self.screw)
        self.assertEqual(found, {self.screw.id: near})

    def test_minimum_above_maximum_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "above the maximum"):
            self.make_specification(
                self.screw, [self.line(self.diameter, 2, 1)], effective=False
            )

    def test_zero_is_a_limit_and_empty_is_none(self):
        draft = self.make_specification(
            self.screw,
            [self.line(self.diameter, 0, None), self.line(self.iron)],
            effective=False,
        )

        self.assertEqual(draft.line_ids.mapped("limits_text"), ["≥ 0 mm", ""])

    @mute_logger("odoo.sql_db")
    def test_characteristic_in_use_cannot_be_deleted(self):
        with self.assertRaises(Exception), self.cr.savepoint():  # noqa: B017
            self.diameter.with_user(self.administrator).unlink()

    def test_operator_cannot_write_specifications(self):
        with self.assertRaises(AccessError):
            self.specification.with_user(self.operator).copy()

    def test_limits_keep_the_digits_that_were_typed(self):
        draft = self.make_specification(
            self.screw,
            [self.line(self.diameter, 0.0000001, 90000), self.line(self.iron, 0.012)],
            effective=False,
        )
        draft.invalidate_recordset()
        draft.line_ids.invalidate_recordset()

        self.assertEqual(
            draft.line_ids.mapped("limits_text"), ["0.0000001 – 90000 mm", "≥ 0.012 %"]
        )
