"""The recall sheet: what it says, who gets it, and that this is recorded."""

import io

import openpyxl

from odoo.tests import HttpCase, tagged

from odoo.addons.mdtrace_base.tools.canonical import sha256_hex

from .common import MdtraceRecallCase

REPORT = "mdtrace_recall.mdtrace_recall_sheet_report"


@tagged("post_install", "-at_install")
class TestSheet(MdtraceRecallCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.lot = self.make_bar(10.0, "=1+1")
        self.ship(self.lot, self.clinic, qty=2.0)
        self.recall = self.activate(self.make_recall(self.lot))
        self.recall.notice_ids.action_send()
        self.url = f"/mdtrace/recall/{self.recall.id}/sheet.xlsx"

    def as_user(self, user):
        self.authenticate(user.login, f"{user.login}-pw-123456")

    def test_workbook_holds_the_whole_recall(self):
        self.as_user(self.viewer)

        response = self.url_open(self.url)

        self.assertEqual(response.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        self.assertEqual(
            book.sheetnames,
            ["Summary", "Lots", "Consignees", "Notices", "Stock by Location"],
        )
        lots = [[cell.value for cell in row] for row in book["Lots"].iter_rows()]
        self.assertEqual(lots[1][1], "=1+1")
        self.assertEqual(book["Lots"]["B2"].data_type, "s")
        self.assertEqual(lots[1][5:10], [8, 0, 2, 0, 2])
        consignees = [c.value for c in book["Consignees"][2]]
        self.assertIn("Test clinic", consignees)
        self.assertIn(2, consignees)
        stock = [c.value for c in book["Stock by Location"][2]]
        self.assertEqual((stock[2], stock[4]), ("=1+1", 8))
        summary = dict(book["Summary"].iter_rows(min_row=2, values_only=True))
        self.assertEqual(summary["Number"], self.recall.name)
        self.assertEqual(summary["Scope SHA-256"], self.recall.scope_digest)

    def test_digest_of_the_workbook_stands_in_the_ledger(self):
        self.as_user(self.viewer)

        content = self.url_open(self.url).content

        entry = self.entries(self.recall, kind="export")[-1]
        self.assertIn(sha256_hex(content), entry.new_text)
        self.assertEqual(entry.user_id, self.viewer.id)

    def test_workbook_is_not_given_to_others(self):
        self.as_user(self.keeper)
        self.assertEqual(self.url_open(self.url).status_code, 404)

        missing = self.url.replace(str(self.recall.id), "999999999")
        self.as_user(self.viewer)
        self.assertEqual(self.url_open(missing).status_code, 404)
        self.assertEqual(len(self.entries(self.recall, kind="export")), 0)

    def test_workbook_of_another_company_is_not_given(self):
        company = self.env["res.company"].create({"name": "Other company"})
        stranger = self.make_user("viewer", "mdt_stranger")
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.as_user(stranger)

        self.assertEqual(self.url_open(self.url).status_code, 404)

    def test_sheet_on_paper_names_company_number_and_every_table(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            REPORT, self.recall.ids
        )

        text = html.decode()
        for part in (
            self.recall.name,
            self.env.company.name,
            "=1+1",
            "Test clinic",
            "Stock by Location",
            self.recall.scope_digest,
            "Test regulatory",
        ):
            self.assertIn(part, text)

    def test_printing_is_recorded_with_its_digest(self):
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.viewer)
            ._render_qweb_pdf(REPORT, self.recall.ids)
        )

        entry = self.entries(self.recall, kind="export")
        self.assertIn(sha256_hex(content), entry.new_text)
        self.assertIn(f"recall-sheet.{kind}", entry.new_text)

    def test_draft_sheet_says_that_it_is_not_signed(self):
        draft = self.make_recall(self.make_bar())

        html, _kind = self.env["ir.actions.report"]._render_qweb_html(REPORT, draft.ids)

        self.assertIn("the scope is not signed", html.decode())
