"""Electronic signatures: who signed what, when, and what it meant."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.canonical import CANONICAL_VERSION, canonical, sha256_hex
from ..tools.permit import PROOF_KEY, Proof
from .record_mixin import ADMINISTRATOR


class MdtraceSignature(models.Model):
    """One signature under one record; several of one act share ``act``.

    Made only by the signing controller, which has checked the identity of the person
    at that moment, and used by the move it was made for in the same transaction. It
    keeps what was signed, so a later change of the record shows it as broken.
    """

    _name = "mdtrace.signature"
    _description = "Signature"
    _inherit = "mdtrace.append.only.mixin"
    _order = "id desc"
    _rec_name = "user_name"
    _log_access = False

    act = fields.Char(
        required=True,
        readonly=True,
        index=True,
        help="The same for all records signed in one act.",
    )
    company_id = fields.Integer(
        "Company ID", readonly=True, help="Company of the record; 0 for all."
    )
    user_id = fields.Integer("User ID", readonly=True, help="Who signed.")
    user_login = fields.Char("Login", readonly=True, help="Login of who signed.")
    user_name = fields.Char(
        "Signed By", required=True, readonly=True, help="Printed name of who signed."
    )
    signed_at = fields.Datetime(
        required=True, readonly=True, help="When it was signed (UTC)."
    )
    meaning = fields.Char(
        "Meaning Code", required=True, readonly=True, help="What the signature means."
    )
    meaning_text = fields.Char(
        "Meaning", readonly=True, help="The meaning in the words that were shown."
    )
    reason = fields.Text(readonly=True, help="Why, in the words of who signed.")
    to_state = fields.Char(
        readonly=True, help="State the record was signed to move to."
    )
    res_model = fields.Char("Model", required=True, readonly=True, help="Model signed.")
    res_id = fields.Many2oneReference(
        "Record ID",
        model_field="res_model",
        required=True,
        readonly=True,
        help="Record signed.",
    )
    res_name = fields.Char("Record", readonly=True, help="Name of the record signed.")
    content = fields.Text(
        readonly=True, help="Exactly what was signed, as canonical JSON."
    )
    algorithm = fields.Char(readonly=True, help="How text and digest were made.")
    digest = fields.Char("SHA-256", readonly=True, help="SHA-256 of the content.")
    broken = fields.Boolean(compute="_compute_broken")

    _record_idx = models.Index("(res_model, res_id)")

    @api.depends("user_name", "meaning_text", "signed_at")
    def _compute_display_name(self):
        for signature in self:
            signature.display_name = (
                f"{signature.meaning_text or signature.meaning}: {signature.user_name}"
            )

    def _compute_broken(self):
        """Say whether the record still is what was signed; a record gone is not."""
        self.broken = False
        for model, signatures in self.grouped("res_model").items():
            if model not in self.env:
                continue
            ids = [signature.res_id for signature in signatures]
            # The comparison is the same for everybody who may see the signature.
            records = self.env[model].sudo().browse(ids).exists()
            digests = {
                record.id: sha256_hex(canonical(content))
                for record, content in records._mdtrace_signed_content().items()
            }
            for signature in signatures:
                present = digests.get(signature.res_id, "")
                signature.broken = present != signature.digest

    @api.model
    def _mdtrace_meanings(self):
        """Return ``{key: text}``, the vocabulary of meanings.

        A seam: an addon that needs a word of its own calls super() and adds it.
        """
        return {
            "accept": self.env._("Accepted"),
            "activate": self.env._("Activated"),
            "approve": self.env._("Approved"),
            "close": self.env._("Closed"),
            "conditional_release": self.env._("Released with conditions"),
            "confirm": self.env._("Confirmed"),
            "perform": self.env._("Performed"),
            "reject": self.env._("Rejected"),
            "release": self.env._("Released"),
            "reopen": self.env._("Reopened"),
            "return": self.env._("Returned for revision"),
            "review": self.env._("Reviewed"),
            "withdraw": self.env._("Withdrawn"),
        }

    @api.model
    def _for(self, records):
        """Return ``{record id: signatures}`` of records of one model, oldest first."""
        rows = self.search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)],
            order="id",
        )
        return rows.grouped("res_id")

    @api.model
    def _sign(self, records, to, meaning, reason):
        """Sign a move of these records as the acting user; return the signatures.

        Only for the signing controller, after it has checked the identity of the
        person. What comes back is good for one move, and only as this very object.
        """
        user = self.env.user
        if user.has_group(ADMINISTRATOR) or user._is_superuser():
            raise AccessError(
                self.env._(
                    "Administrators of traceability configure, they do not sign. Ask a "
                    "person with the role for it."
                )
            )
        if meaning not in self._mdtrace_meanings():
            raise ValueError(f"unknown meaning of a signature: {meaning!r}")
        act = secrets.token_hex(16)
        contents = records._mdtrace_signed_content()
        vals_list = [
            self._prepare_signature(record, contents[record], act, to, meaning, reason)
            for record in records
        ]
        # Nobody has the right to create signatures: this method is the only way.
        signatures = self.sudo().create(vals_list)
        news = {
            signature.res_id: {
                "act": act,
                "meaning": meaning,
                "to": to,
                "digest": signature.digest,
            }
            for signature in signatures
        }
        records._mdtrace_append("signature", new=news, reason=reason)
        return signatures.with_env(self.env).with_context(
            **{PROOF_KEY: Proof(signatures.ids)}
        )

    def _prepare_signature(self, record, content, act, to, meaning, reason):
        text = canonical(content)
        # The signature names who signs and what, whatever that person may read.
        user, shown = self.env.user.sudo(), record.sudo()
        company = shown.company_id if "company_id" in record._fields else None
        return {
            "act": act,
            "company_id": company.id if company else 0,
            "user_id": user.id,
            "user_login": user.login,
            "user_name": user.name,
            "signed_at": fields.Datetime.now(),
            "meaning": meaning,
            "meaning_text": self._mdtrace_meanings()[meaning],
            "reason": reason or False,
            "to_state": to,
            "res_model": record._name,
            "res_id": record.id,
            "res_name": shown.display_name,
            "content": text,
            "algorithm": f"{CANONICAL_VERSION};sha256",
            "digest": sha256_hex(text),
        }

    def _check_covers(self, records, to, meaning, reason):
        """Refuse unless these were made now, by this user, for exactly this move."""
        own = self.sudo()  # whoever moves may not be allowed to read signatures
        proof = self.env.context.get(PROOF_KEY)
        contents = records._mdtrace_signed_content()
        digests = {
            record.id: sha256_hex(canonical(contents[record])) for record in records
        }
        good = (
            self._name == "mdtrace.signature"
            and isinstance(proof, Proof)
            and proof.use(self.ids)
            and {signature.res_id: signature.digest for signature in own} == digests
            and all(
                signature.res_model == records._name
                and signature.user_id == records.env.uid
                and signature.to_state == to
                and signature.meaning == meaning
                and (signature.reason or "") == (reason or "")
                for signature in own
            )
        )
        if not good:
            raise AccessError(
                self.env._(
                    "%(record)s: this signature is not for this move. Sign again.",
                    record=records[:1].display_name,
                )
            )
