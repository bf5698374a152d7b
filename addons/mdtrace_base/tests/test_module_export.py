"""No addon goes with regulated records that nobody put away."""

import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.canonical import sha256_hex
from .common import MdtraceBaseCase


@tagged("post_install", "-at_install")
class TestModuleExport(MdtraceBaseCase):
    def setUp(self):
        super().setUp()
        self.evidence = self.env["mdtrace.evidence"]._store("a.pdf", b"x", "coa")
        self.module = self.env["ir.module.module"].search(
            [("name", "=", "mdtrace_base")]
        )

    def export(self):
        make = self.env["mdtrace.module.export.make"].with_user(self.administrator)
        action = make.create({"module": "mdtrace_base"}).action_make()
        return self.env["mdtrace.module.export"].browse(action["res_id"])

    def confirm(self, export, sha256):
        confirm = self.env["mdtrace.module.export.confirm"]
        form = confirm.with_user(self.administrator).create(
            {"export_id": export.id, "sha256": sha256}
        )
        form.action_confirm()

    def assertRefused(self):
        for act in (
            self.module.button_uninstall,
            self.module.module_uninstall,
            lambda: self.module.write({"state": "to remove"}),
            lambda: self.module.write({"state": "uninstalled"}),
        ):
            with self.assertRaisesRegex(UserError, "not exported"):
                act()

    def test_uninstall_is_refused_without_an_export(self):
        self.assertRefused()

    def test_unconfirmed_export_is_not_enough(self):
        self.export()
        self.assertRefused()

    def test_confirmed_export_opens_the_way(self):
        export = self.export()
        self.confirm(export, f" {export.sha256.upper()} ")
        self.assertEqual(export.state, "confirmed")
        self.assertFalse(
            self.env["mdtrace.module.export"]._mdtrace_unexported(["mdtrace_base"])
        )

    def test_anything_that_happens_after_the_export_closes_it_again(self):
        export = self.export()
        self.confirm(export, export.sha256)
        self.env["mdtrace.evidence"]._store("b.pdf", b"y", "coa")
        self.assertRefused()

    def test_wrong_digest_does_not_confirm(self):
        export = self.export()
        with self.assertRaisesRegex(UserError, "not the SHA-256"):
            self.confirm(export, "0" * 64)

    def test_only_administrators_export_and_confirm(self):
        export = self.export()
        with self.assertRaises(AccessError):
            export.with_user(self.approver)._confirm(export.sha256)
        with self.assertRaises(AccessError):
            self.env["mdtrace.module.export.make"].with_user(self.approver).create(
                {"module": "mdtrace_base"}
            )

    def test_file_holds_every_row_and_its_digests(self):
        export = self.export()
        content = export.attachment_id.raw
        self.assertEqual(sha256_hex(content), export.sha256)
        self.assertFalse(export.attachment_id.res_model)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            for path, line in manifest["files"].items():
                self.assertEqual(sha256_hex(archive.read(path)), line["sha256"], path)
            rows = archive.read("mdtrace_base/mdtrace.evidence.jsonl").splitlines()
            names = [json.loads(row)["name"] for row in rows]
            self.assertIn("a.pdf", names)
            self.assertEqual(archive.read(f"evidence/{self.evidence.sha256}"), b"x")
            self.assertIn("mdtrace_base/mdtrace.ledger.entry.jsonl", manifest["files"])
