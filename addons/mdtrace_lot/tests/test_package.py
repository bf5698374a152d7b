"""The trace package: complete, checkable, stored, recorded."""

import base64
import hashlib
import io
import json
import zipfile

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools import package as archive
from .genealogy import MdtraceGenealogyCase


@tagged("post_install", "-at_install")
class TestPackage(MdtraceGenealogyCase):
    def setUp(self):
        super().setUp()
        self.heat = self.receive(self.steel, 100, lot_name="HEAT")
        self.batch = self.lot(self.nail, "BATCH <1>")
        self.transform([(self.heat, 10)], [(self.batch, 40)])
        self.evidence = self.env["mdtrace.evidence"]._store(
            "coa.pdf", b"%PDF-1.4 certificate", "coa", links=[self.heat]
        )
        self.ship(self.batch, qty=3)

    def build(self, lot=None, direction="both"):
        package = self.env["mdtrace.trace.package"]._build(lot or self.batch, direction)
        content = package.sudo().evidence_id._content()
        return package, content, zipfile.ZipFile(io.BytesIO(content))

    def test_every_file_has_the_size_and_digest_that_the_manifest_says(self):
        _package, content, files = self.build()

        manifest = json.loads(files.read("manifest.json"))
        for entry in manifest["files"]:
            data = files.read(entry["path"])
            self.assertEqual(hashlib.sha256(data).hexdigest(), entry["sha256"])
            self.assertEqual(len(data), entry["size"])
        listed = {entry["path"] for entry in manifest["files"]}
        self.assertEqual(listed | {"manifest.json"}, set(files.namelist()))
        self.assertEqual(archive.verify(content), [])

    def test_manifest_says_who_made_what_with_which_product(self):
        _package, _content, files = self.build()

        manifest = json.loads(files.read("manifest.json"))
        self.assertEqual(manifest["algorithm"], "SHA-256")
        self.assertEqual(manifest["created_by"]["login"], self.env.user.login)
        self.assertEqual(manifest["lot"]["name"], "BATCH <1>")
        self.assertTrue(manifest["product_version"])

    def test_certificate_of_the_origin_is_inside_byte_for_byte(self):
        _package, _content, files = self.build()

        self.assertEqual(files.read("evidence/coa.pdf"), b"%PDF-1.4 certificate")

    def test_two_files_of_one_name_are_both_inside(self):
        self.env["mdtrace.evidence"]._store(
            "coa.pdf", b"another", "coa", links=[self.batch]
        )

        _package, _content, files = self.build()

        self.assertEqual(
            {files.read(f"evidence/{name}") for name in ("coa.pdf", "coa-2.pdf")},
            {b"%PDF-1.4 certificate", b"another"},
        )

    def test_page_has_the_story_and_escapes_names(self):
        _package, _content, files = self.build()

        html = files.read("index.html").decode()
        self.assertIn("BATCH &lt;1&gt;", html)
        for text in ("HEAT", "Test hospital", "Test supplier", self.evidence.sha256):
            self.assertIn(text, html)
        self.assertNotIn("http://", html)
        self.assertNotIn("<script", html)

    def test_trace_and_ledger_are_inside_as_json(self):
        _package, _content, files = self.build()

        trace = json.loads(files.read("trace.json"))
        self.assertEqual(
            {node["name"] for node in trace["nodes"]}, {"BATCH <1>", "HEAT"}
        )
        kinds = {entry["kind"] for entry in json.loads(files.read("ledger.json"))}
        self.assertIn("genealogy", kinds)

    def test_upper_addons_add_sections_through_the_dossier(self):
        def dossier(model, lot_ids):
            return {
                lot: [{"section": "x", "title": "Inspections", "rows": [{"No": "I-1"}]}]
                for lot in lot_ids
            }

        self.patch(self.registry["mdtrace.trace"], "_dossier", dossier)

        _package, _content, files = self.build()

        self.assertIn("Inspections", files.read("index.html").decode())
        (section,) = json.loads(files.read("records.json"))
        self.assertEqual({row["Lot"] for row in section["rows"]}, {"HEAT", "BATCH <1>"})

    def test_package_is_kept_with_its_digest_and_recorded(self):
        package, content, _files = self.build()

        self.assertEqual(package.sha256, hashlib.sha256(content).hexdigest())
        entry = self.env["mdtrace.ledger.entry"].search(
            [("kind", "=", "export"), ("res_id", "=", package.id)]
        )
        self.assertEqual(entry.lot_id, self.batch.id)
        self.assertIn(package.sha256, entry.payload)

    def test_next_package_does_not_hold_the_one_before(self):
        self.build()

        _package, _content, files = self.build()

        self.assertFalse([n for n in files.namelist() if n.endswith(".zip")])

    def test_viewer_downloads_what_the_button_built(self):
        lot = self.batch.with_user(self.viewer)

        action = lot.action_mdtrace_package()

        self.assertEqual(action["type"], "ir.actions.act_url")
        attachment = self.env["ir.attachment"].browse(
            int(action["url"].split("?")[0].rsplit("/", 1)[-1])
        )
        content = base64.b64decode(attachment.with_user(self.viewer).datas)
        self.assertEqual(archive.verify(content), [])

    def test_building_needs_the_role_viewer(self):
        with self.assertRaises(AccessError):
            self.batch.with_user(self.keeper).action_mdtrace_package()

    def test_nobody_writes_packages_or_steps_by_hand(self):
        package, _content, _files = self.build()
        admin = self.administrator
        for record in (
            package,
            self.genealogy.search([], limit=1),
            self.env["mdtrace.transformation.step"].search([], limit=1),
        ):
            own = record.with_user(admin)
            with self.assertRaises(AccessError):
                own.write({"display_name": "x"})
            with self.assertRaises(AccessError):
                own.create({})
            with self.assertRaises(AccessError):
                own.unlink()
