"""The approval as a record: what it may say and how long it counts."""

from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MdtraceSupplierCase


@tagged("post_install", "-at_install")
class TestApproval(MdtraceSupplierCase):
    def in_force(self, *products, partner=None, **kwargs):
        return (
            self.env["mdtrace.supplier.approval"]
            .with_user(self.viewer)
            ._mdtrace_for(
                partner or self.mill,
                self.env["product.product"].union(*products),
                **kwargs,
            )
        )

    def test_approval_names_a_product_or_a_category(self):
        for values in (
            {"product_id": False},
            {"product_id": self.bar.id, "categ_id": self.metals.id},
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
            ):
                self.env["mdtrace.supplier.approval"].create(
                    {"partner_id": self.mill.id, **values}
                )

    def test_approval_is_given_to_a_company_not_to_its_contact(self):
        contact = self.env["res.partner"].create(
            {"name": "Ms. Li", "parent_id": self.mill.id}
        )

        with self.assertRaisesRegex(ValidationError, "Good Mill"):
            self.prepare(contact)

    def test_approval_covers_orders_from_any_contact_of_the_supplier(self):
        approval = self.approve()
        contact = self.env["res.partner"].create(
            {"name": "Ms. Li", "parent_id": self.mill.id}
        )

        self.assertEqual(
            self.in_force(self.bar, partner=contact), {self.bar.id: approval}
        )

    def test_approval_of_a_category_covers_the_categories_below(self):
        approval = self.approve(categ_id=self.materials.id)

        self.assertEqual(self.in_force(self.bar, self.gloves), {self.bar.id: approval})

    def test_approval_of_the_product_beats_the_one_of_its_category(self):
        self.approve(categ_id=self.metals.id)
        approval = self.approve()

        self.assertEqual(self.in_force(self.bar), {self.bar.id: approval})

    def test_suspension_of_the_product_is_not_undone_by_its_category(self):
        self.approve(categ_id=self.metals.id)
        self.stop(self.approve(), "suspended")

        self.assertFalse(self.in_force(self.bar))

    def test_approval_limited_to_a_manufacturer_covers_only_its_material(self):
        maker, other = self.env["res.partner"].create(
            [{"name": "Maker", "is_company": True}, {"name": "Other"}]
        )
        approval = self.approve(manufacturer_id=maker.id)
        nobody = self.env["res.partner"]

        self.assertEqual(self.in_force(self.bar)[self.bar.id], approval)
        self.assertTrue(self.in_force(self.bar, manufacturer=maker))
        self.assertFalse(self.in_force(self.bar, manufacturer=other))
        self.assertFalse(self.in_force(self.bar, manufacturer=nobody))

    def test_validity_follows_the_day_and_can_be_searched(self):
        cases = {
            "in_force": [None, self.today + timedelta(days=61)],
            "expiring": [self.today, self.today + timedelta(days=60)],
            "expired": [self.yesterday],
        }
        approvals = self.env["mdtrace.supplier.approval"]
        for validity, days in cases.items():
            for day in days:
                partner = self.mill.copy({"name": f"{validity} {day}"})
                approval = self.end(self.approve(partner), day)
                self.assertEqual(approval.validity, validity, day)
                approvals |= approval
        draft = self.prepare()

        for validity in cases:
            found = approvals.search(
                [("id", "in", (approvals | draft).ids), ("validity", "=", validity)]
            )
            self.assertEqual(
                found, approvals.filtered(lambda a, v=validity: a.validity == v)
            )
        self.assertFalse(draft.validity)
        self.assertEqual(
            approvals.search(
                [("id", "in", (approvals | draft).ids), ("validity", "=", False)]
            ),
            draft,
        )

    def test_last_day_counts_whole_in_utc_whatever_zone_the_client_names(self):
        self.approve(valid_until=self.today)
        end = f"{self.today} 23:59:59"

        with freeze_time(end):
            self.assertTrue(self.in_force(self.bar))
        with freeze_time(f"{self.today + timedelta(days=1)} 00:00:01"):
            approvals = self.env["mdtrace.supplier.approval"].with_context(
                tz="Pacific/Pago_Pago"
            )
            self.assertFalse(approvals._mdtrace_for(self.mill, self.bar))

    def test_approval_that_has_already_ended_cannot_be_signed(self):
        approval = self.prepare(valid_until=self.yesterday)
        approval.action_submit()

        with self.assertRaisesRegex(UserError, "has passed"):
            self.sign(approval, "effective", self.approver)

    def test_new_version_replaces_the_old_one_when_it_is_signed(self):
        first = self.approve(conditions="Site A")
        action = first.with_user(self.purchaser).action_new_version()
        second = self.env["mdtrace.supplier.approval"].browse(action["res_id"])

        self.assertEqual(
            (second.state, second.version, second.previous_id, second.conditions),
            ("draft", 2, first, "Site A"),
        )
        self.assertEqual(self.in_force(self.bar), {self.bar.id: first})

        second.with_user(self.purchaser).action_submit()
        self.sign(second, "effective", self.approver)

        self.assertEqual(first.state, "superseded")
        self.assertEqual(self.in_force(self.bar), {self.bar.id: second})

    def test_new_version_replaces_a_suspended_one_when_it_is_signed(self):
        first = self.stop(self.approve(), "suspended")
        action = first.with_user(self.purchaser).action_new_version()
        second = self.env["mdtrace.supplier.approval"].browse(action["res_id"])
        second.with_user(self.purchaser).action_submit()
        self.sign(second, "effective", self.approver)

        self.assertEqual(first.state, "superseded")
        self.assertEqual(self.in_force(self.bar), {self.bar.id: second})

    def test_looking_back_shows_the_version_that_counted_then(self):
        with freeze_time(self.today - timedelta(days=30)):
            first = self.approve()
        action = first.with_user(self.purchaser).action_new_version()
        second = self.env["mdtrace.supplier.approval"].browse(action["res_id"])
        second.with_user(self.purchaser).action_submit()
        self.sign(second, "effective", self.approver)
        then = second.effective_from - timedelta(days=10)

        self.assertEqual(self.in_force(self.bar, at=then), {self.bar.id: first})

    def test_reminder_comes_once_to_the_responsible_person(self):
        soon = self.approve(valid_until=self.today + timedelta(days=10))
        later = self.approve(self.trader, valid_until=self.today + timedelta(days=100))
        soon.user_id = self.purchaser

        for _day in range(2):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "mdtrace_supplier.ir_cron_remind_expiring"
                ).method_direct_trigger()

        self.assertEqual(soon.activity_ids.user_id, self.purchaser)
        self.assertEqual(len(soon.activity_ids), 1)
        self.assertEqual(soon.activity_ids.date_deadline, soon.valid_until)
        self.assertFalse(later.activity_ids)
