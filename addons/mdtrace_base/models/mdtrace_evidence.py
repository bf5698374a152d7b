"""Evidence: documents that prove something, kept byte by byte."""

import mimetypes

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.translate import LazyTranslate

from ..tools.canonical import sha256_hex
from ..tools.transition import Transition

_lt = LazyTranslate(__name__)

#: What a browser would run; handed out as a plain download.
ACTIVE_TYPES = ("html", "xml", "svg", "script", "ecma", "hta")
DOWNLOAD_TYPE = "binary/octet-stream"
OFFICE = "application/vnd.openxmlformats"  # has “xml” in its name, runs nothing
DEFAULT_LIMIT = 128 * 1024 * 1024
ACCEPTING = (
    "mdtrace_base.mdtrace_base_group_inspector",
    "mdtrace_base.mdtrace_base_group_approver",
    "mdtrace_base.mdtrace_base_group_regulatory",
)


class MdtraceEvidence(models.Model):
    """One document: its bytes, their SHA-256, who issued it, how long it is good.

    The digest is made from the bytes before Odoo stores them and compared after, and
    whenever they are read. Accepted evidence is frozen; a newer document supersedes
    it, nothing replaces it. Made by :meth:`_store` only.
    """

    _name = "mdtrace.evidence"
    _description = "Evidence"
    _inherit = "mdtrace.record.mixin"
    _order = "id desc"
    _check_company_auto = True

    _mdtrace_protected = (
        "sha256",
        "size",
        "mimetype",
        "attachment_id",
        "company_id",
        "supersedes_id",
    )
    _mdtrace_frozen = ("name", "type_id", "issuer_id", "issued_on", "valid_until")
    _mdtrace_payload = (
        "name",
        "type_id",
        "sha256",
        "size",
        "mimetype",
        "issuer_id",
        "issued_on",
        "valid_until",
        "supersedes_id",
    )
    _mdtrace_transitions = {
        ("draft", "accepted"): Transition(label=_lt("Accept"), groups=ACCEPTING),
        ("accepted", "superseded"): Transition(
            label=_lt("Supersede"), groups=ACCEPTING, reason=True
        ),
        ("draft", "superseded"): Transition(
            label=_lt("Supersede"), groups=ACCEPTING, reason=True
        ),
    }

    name = fields.Char(required=True, help="File name, or a title people look for.")
    type_id = fields.Many2one(
        "mdtrace.evidence.type",
        required=True,
        ondelete="restrict",
        index=True,
        help="What kind of document this is.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("accepted", "Accepted"), ("superseded", "Superseded")],
        default="draft",
        required=True,
        copy=False,
        index=True,
        help="Accepted: reviewed and frozen. Superseded: a newer one counts.",
    )
    company_id = fields.Many2one(
        "res.company",
        ondelete="restrict",
        copy=False,
        index=True,
        help="Company it belongs to; empty for all.",
    )
    sha256 = fields.Char(
        "SHA-256",
        required=True,
        copy=False,
        index=True,
        help="SHA-256 of the bytes as they came in.",
    )
    size = fields.Integer(
        "Size (bytes)", required=True, copy=False, help="Number of bytes."
    )
    mimetype = fields.Char("Media Type", copy=False, help="What the bytes look like.")
    attachment_id = fields.Many2one(
        "ir.attachment",
        required=True,
        ondelete="restrict",
        copy=False,
        help="Where Odoo keeps the bytes.",
    )
    issuer_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        index="btree_not_null",
        help="Who issued the document.",
    )
    issued_on = fields.Date(help="Date on the document.")
    valid_until = fields.Date(help="Last day on which the document is good.")
    supersedes_id = fields.Many2one(
        "mdtrace.evidence",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
        help="The older document that this one takes the place of.",
    )
    link_ids = fields.One2many(
        "mdtrace.evidence.link", "evidence_id", help="What it is evidence for."
    )
    links_text = fields.Char("Belongs To", compute="_compute_links_text")
    duplicate_ids = fields.Many2many(
        "mdtrace.evidence", string="Same File", compute="_compute_duplicate_ids"
    )

    @api.depends("link_ids.res_name")
    def _compute_links_text(self):
        for evidence in self:
            names = [name for name in evidence.link_ids.mapped("res_name") if name]
            evidence.links_text = ", ".join(names)

    @api.depends("sha256")
    def _compute_duplicate_ids(self):
        same = self.search([("sha256", "in", self.mapped("sha256"))])
        by_digest = same.grouped("sha256")
        for evidence in self:
            found = by_digest.get(evidence.sha256, self.browse())
            evidence.duplicate_ids = found - evidence

    @api.constrains("issued_on", "valid_until")
    def _check_dates(self):
        for evidence in self:
            if (
                evidence.issued_on
                and evidence.valid_until
                and evidence.valid_until < evidence.issued_on
            ):
                raise ValidationError(
                    self.env._(
                        "%s: it would end before it was issued. Check the dates.",
                        evidence.display_name,
                    )
                )

    # === Actions === #

    def action_accept(self):
        """Accept documents that were reviewed; they are frozen from now on."""
        self._mdtrace_move("accepted")
        return True

    def action_download(self):
        """Hand out the file, after comparing it with its digest."""
        self.ensure_one()
        self.check_access("read")
        self._content()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }

    def action_upload(self):
        """Open the form that takes a new document."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "mdtrace_base.mdtrace_evidence_upload_action"
        )

    # === Business methods === #

    @api.model
    def _store(self, name, content, type_code, links=(), **vals):
        """Keep a document and say what it proves; return the evidence.

        For business code whose own checks have passed; ``vals`` may set issuer, dates,
        company and ``supersedes_id``. The same file may be kept twice; use
        :meth:`_find_same` to tell people.
        """
        content = bytes(content)
        if not content:
            raise UserError(
                self.env._("%s is empty. Choose a file with content.", name)
            )
        self._check_size(name, content)
        types = self.env["mdtrace.evidence.type"].sudo()  # for whoever hands it in
        kind = types.search([("code", "=", type_code)], limit=1)
        if not kind:
            raise UserError(
                self.env._(
                    "There is no evidence type with the code “%s”. Make one under "
                    "Configuration, Evidence Types.",
                    type_code,
                )
            )
        digest = sha256_hex(content)
        mimetype = self._media_type(name, content)
        attachment = self._store_bytes(name, content, mimetype)
        # People without rights on evidence hand documents in through business code.
        evidence = self.sudo()._mdtrace_create(
            [
                {
                    "name": name,
                    "type_id": kind.id,
                    "sha256": digest,
                    "size": len(content),
                    "mimetype": mimetype,
                    "attachment_id": attachment.id,
                    **vals,
                }
            ]
        )
        attachment.write({"res_id": evidence.id})
        evidence._content()
        for records in links:
            evidence._link(records)
        return evidence.with_env(self.env)

    @api.model
    def _check_size(self, name, content):
        parameters = self.env["ir.config_parameter"].sudo()  # holds for everybody
        limit = int(parameters.get_param("web.max_file_upload_size", DEFAULT_LIMIT))
        if len(content) > limit:
            raise UserError(
                self.env._(
                    "%(name)s has %(size)s MB; at most %(limit)s MB can be kept.",
                    name=name,
                    size=len(content) // 1024 // 1024,
                    limit=limit // 1024 // 1024,
                )
            )

    @api.model
    def _media_type(self, name, content):
        """Return what a file is, by its name and, failing that, by its content."""
        by_name = mimetypes.guess_type(name)[0]
        if by_name and by_name != "application/octet-stream":
            return by_name
        return guess_mimetype(content)

    @api.model
    def _store_bytes(self, name, content, mimetype):
        """Return the attachment that keeps these very bytes."""
        kinds = f"{mimetype} {guess_mimetype(content)}"
        if any(word in kinds for word in ACTIVE_TYPES) and OFFICE not in kinds:
            mimetype = DOWNLOAD_TYPE
        # Without rights on files, through business code. Odoo would otherwise shrink
        # photos; the owner is set once it exists.
        attachments = self.env["ir.attachment"].sudo()
        return (
            attachments.with_context(image_no_postprocess=True)
            .create(
                {
                    "name": name,
                    "type": "binary",
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "public": False,
                }
            )
            .with_env(attachments.env)
        )

    def _content(self):
        """Return the bytes of one document, compared with its digest."""
        self.ensure_one()
        # Whoever may read the evidence may read its file.
        file = self.sudo().attachment_id
        content = file.with_context(bin_size=False).raw or b""
        if sha256_hex(content) != self.sha256:
            raise UserError(
                self.env._(
                    "%s is not the file that was stored: its content differs from its "
                    "SHA-256. Tell the administrator; restore it from a backup.",
                    self.display_name,
                )
            )
        return content

    @api.model
    def _find_same(self, sha256):
        """Return the evidence that already holds the same file."""
        return self.search([("sha256", "=", sha256)])

    def _link(self, records):
        """Say that these documents prove something about these records."""
        links = self.env["mdtrace.evidence.link"].sudo()  # no one creates them alone
        known = {
            (link.evidence_id.id, link.res_id)
            for link in links.search(
                [
                    ("evidence_id", "in", self.ids),
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                ]
            )
        }
        # Names are written down whatever the person may read of the other side.
        mine, theirs = self.sudo(), records.sudo()
        pairs = [
            (evidence, record)
            for evidence in mine
            for record in theirs
            if (evidence.id, record.id) not in known
        ]
        made = links.create(
            [
                {
                    "evidence_id": evidence.id,
                    "res_model": records._name,
                    "res_id": record.id,
                    "res_name": record.display_name,
                }
                for evidence, record in pairs
            ]
        )
        lots = self._mdtrace_linked_lots(records)
        self.env["mdtrace.ledger.entry"]._append(
            [self._prepare_link_entry(*pair, lots) for pair in pairs]
        )
        self.invalidate_recordset(["link_ids", "links_text"])
        return made.with_env(self.env)

    def _prepare_link_entry(self, evidence, record, lots):
        lot_id, lot_name = lots.get(record.id, (0, ""))
        return {
            "kind": "evidence",
            "model": record._name,
            "res_id": record.id,
            "res_name": record.display_name,
            "lot_id": lot_id,
            "lot_name": lot_name,
            "company_id": evidence.company_id.id,
            "new": {
                "evidence": {"id": evidence.id, "model": evidence._name},
                "name": evidence.name,
                "sha256": evidence.sha256,
                "type": evidence.type_id.code,
            },
        }

    @api.model
    def _for(self, records):
        """Return ``{record: evidence}`` for records of one model, in one search."""
        links = self.env["mdtrace.evidence.link"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )
        grouped = links.grouped("res_id")
        return {
            record: grouped[record.id].evidence_id
            if record.id in grouped
            else self.browse()
            for record in records
        }

    def _supersede(self, newer, reason):
        """Let a newer document count instead of these."""
        newer.ensure_one()
        self._mdtrace_move("superseded", reason=reason)
        # The move above has checked the role.
        newer.sudo()._mdtrace_write({"supersedes_id": self[:1].id}, reason=reason)

    # === Seams === #

    def _mdtrace_signed_content(self):
        return {
            evidence: {"name": evidence.name, "sha256": evidence.sha256}
            for evidence in self
        }

    @api.model
    def _mdtrace_linked_lots(self, records):
        """Return ``{record id: (lot id, lot name)}`` for records evidence is linked to.

        A seam: regulated records answer by themselves, an addon answers for models of
        Odoo that stand for a lot.
        """
        if "mdtrace_signature_ids" in records._fields:
            return records._mdtrace_ledger_lot()
        return {}
