"""Evidence is the very bytes that came in, and stays so."""

import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.canonical import sha256_hex
from .fakes import MdtraceFakeCase


@tagged("post_install", "-at_install")
class TestEvidence(MdtraceFakeCase):
    def store(self, content=b"certificate", name="coa.pdf", **values):
        evidence = self.env["mdtrace.evidence"].with_user(self.operator)
        return evidence._store(name, content, "coa", **values)

    def photo(self):
        file = io.BytesIO()
        Image.new("RGB", (4000, 3000), "red").save(file, "JPEG", quality=100)
        return file.getvalue()

    def test_bytes_are_kept_as_they_came_in(self):
        evidence = self.store(b"\x00\xff certificate")
        self.assertEqual(evidence._content(), b"\x00\xff certificate")
        self.assertEqual(evidence.sha256, sha256_hex(b"\x00\xff certificate"))
        self.assertEqual(evidence.size, 14)

    def test_big_photo_is_not_encoded_anew(self):
        photo = self.photo()
        evidence = self.store(photo, "photo.jpg")
        self.assertEqual(evidence._content(), photo)

    def test_changed_content_is_found_when_it_is_read(self):
        evidence = self.store()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = 'other' "
            "WHERE id = %s",
            [evidence.sudo().attachment_id.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "differs from its SHA-256"):
            evidence._content()

    def test_empty_or_too_big_file_is_refused(self):
        with self.assertRaisesRegex(UserError, "empty"):
            self.store(b"")
        self.env["ir.config_parameter"].set_param("web.max_file_upload_size", 4)
        with self.assertRaisesRegex(UserError, "at most"):
            self.store(b"12345")

    def test_unknown_type_is_refused(self):
        with self.assertRaisesRegex(UserError, "no evidence type"):
            self.env["mdtrace.evidence"]._store("n", b"c", "nothing")

    def test_type_keeps_the_code_that_programs_call_it_by(self):
        kind = self.env.ref("mdtrace_base.mdtrace_evidence_type_coa")
        with self.assertRaisesRegex(UserError, "keeps its code"):
            kind.code = "analysis"

    def test_file_cannot_be_changed_or_deleted(self):
        evidence = self.store()
        attachment = evidence.sudo().attachment_id
        for values in (
            {"raw": b"other"},
            {"datas": base64.b64encode(b"other")},
            {"db_datas": b"other"},
            {"name": "other.pdf"},
            {"res_id": 0},
            {"res_model": "res.partner"},
            {"public": True},
            {"type": "url", "url": "http://example.com"},
            {"mimetype": "text/html"},
        ):
            with self.assertRaisesRegex(AccessError, "kept as evidence"):
                attachment.write(values)
        with self.assertRaisesRegex(AccessError, "kept as evidence"):
            attachment.unlink()
        self.assertEqual(evidence._content(), b"certificate")

    def test_moving_the_storage_is_allowed(self):
        evidence = self.store()
        attachment = evidence.sudo().attachment_id
        attachment.write({"raw": attachment.raw, "mimetype": attachment.mimetype})
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        attachment._migrate()
        self.assertFalse(attachment.store_fname)
        self.assertEqual(evidence._content(), b"certificate")

    def test_other_attachments_are_left_alone(self):
        attachment = self.env["ir.attachment"].create({"name": "a", "raw": b"a"})
        attachment.write({"name": "b", "raw": b"b", "public": True})
        self.assertEqual(attachment.raw, b"b")
        attachment.unlink()
        self.assertFalse(attachment.exists())

    def test_active_content_is_handed_out_as_a_download(self):
        for name, content in (
            ("a.html", b"<html><script>1</script></html>"),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("a.xml", b"<?xml version='1.0'?><a/>"),
            ("a.js", b"alert(1)"),
            ("a.bin", b"<html><script>1</script></html>"),
        ):
            evidence = self.store(content, name)
            mimetype = evidence.sudo().attachment_id.mimetype
            self.assertEqual(mimetype, "binary/octet-stream", name)

    def test_accepted_evidence_is_frozen(self):
        evidence = self.store()
        evidence.name = "better name.pdf"
        evidence.with_user(self.inspector).action_accept()
        with self.assertRaisesRegex(UserError, "fixed"):
            evidence.name = "other"
        with self.assertRaises(AccessError):
            evidence.state = "draft"
        with self.assertRaisesRegex(UserError, "no draft"):
            evidence.unlink()

    def test_operator_does_not_accept(self):
        with self.assertRaises(AccessError):
            self.store().action_accept()

    def test_draft_without_links_is_deleted_with_its_file(self):
        evidence = self.store()
        attachment = evidence.sudo().attachment_id
        evidence.unlink()
        self.assertFalse(attachment.exists())

    def test_newer_document_supersedes(self):
        old, new = self.store(), self.store(b"newer")
        old.with_user(self.inspector).action_accept()
        old.with_user(self.inspector)._supersede(new, "corrected by the supplier")
        self.assertEqual(old.state, "superseded")
        self.assertEqual(new.supersedes_id, old)

    def test_same_file_is_noticed(self):
        first, second = self.store(), self.store(name="again.pdf")
        self.assertEqual(second.duplicate_ids, first)
        found = self.env["mdtrace.evidence"]._find_same(sha256_hex(b"certificate"))
        self.assertEqual(found, second | first)

    def test_links_are_found_for_many_records_at_once(self):
        partners = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}])
        one = self.store(links=[partners])
        two = self.store(b"2", links=[partners[0]])
        found = self.env["mdtrace.evidence"].with_user(self.viewer)._for(partners)
        self.assertEqual(found[partners[0]], one | two)
        self.assertEqual(found[partners[1]], one)
        self.assertEqual(one.links_text, "A, B")
        entries = self.entries(partners, kind="evidence")
        self.assertEqual(len(entries), 3)
        self.assertEqual(entries[0]._payload_data()["new"]["sha256"], one.sha256)

    def test_linking_twice_links_once(self):
        evidence = self.store(links=[self.partner])
        evidence._link(self.partner)
        self.assertEqual(len(evidence.link_ids), 1)

    def test_upload_form_keeps_links_and_names_the_same_file(self):
        note = self.note()
        first = self.store()
        uploads = self.env["mdtrace.evidence.upload"].with_user(self.operator)
        upload = uploads.create(
            {
                "file": base64.b64encode(b"certificate"),
                "name": "up.pdf",
                "type_id": self.env.ref("mdtrace_base.mdtrace_evidence_type_coa").id,
                "res_model": note._name,
                "res_id": note.id,
            }
        )
        self.assertEqual(upload.same_ids, first)
        upload.action_upload()
        evidence = self.env["mdtrace.evidence"]._for(note)[note]
        self.assertEqual((evidence.name, evidence.state), ("up.pdf", "draft"))

    def test_viewer_does_not_upload(self):
        uploads = self.env["mdtrace.evidence.upload"].with_user(self.viewer)
        with self.assertRaises(AccessError):
            uploads.create({"file": b"YQ==", "type_id": 1})

    def test_direct_creation_is_refused(self):
        with self.assertRaises(AccessError):
            self.env["mdtrace.evidence"].sudo().create(
                {
                    "name": "n",
                    "type_id": self.env.ref(
                        "mdtrace_base.mdtrace_evidence_type_coa"
                    ).id,
                    "sha256": "0" * 64,
                    "size": 1,
                    "attachment_id": self.env["ir.attachment"].search([], limit=1).id,
                }
            )
