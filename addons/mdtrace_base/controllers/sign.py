"""The one place where people sign.

A session controller, never a model method: API keys, XML-RPC and JSON-2 do not reach
it. The identity of the person is checked at every act, with Odoo's own check.
"""

from odoo import http
from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.http import request


class SignController(http.Controller):
    """Show what is to be signed, and sign it."""

    @http.route("/mdtrace/sign/prepare", type="jsonrpc", auth="user", readonly=True)
    def prepare(self, model, ids, to):
        """Return what the signing dialog shows."""
        records = self._records(model, ids)
        moves = records._mdtrace_check_move(to, ask_reason=False)
        user = request.env.user
        meanings = request.env["mdtrace.signature"]._mdtrace_meanings()
        words = {meanings.get(move.meaning, "") for move in moves}
        return {
            "summary": records._mdtrace_sign_summary(),
            "meaning": ", ".join(sorted(words)),
            "name": user.name,
            "login": user.login,
            "reason_required": any(move.reason for move in moves),
            "code_required": bool(getattr(user, "totp_enabled", False)),
        }

    @http.route("/mdtrace/sign", type="jsonrpc", auth="user")
    def sign(self, model, ids, to, reason=None, credential=None):
        """Check who is there, sign, and move the records.

        Returns ``{"ok": True}`` or ``{"error": sentence}``. A refusal is recorded and
        committed; it is not raised, because that would also undo Odoo's counting of
        wrong passwords.
        """
        records = self._records(model, ids)
        try:
            self._check_identity(credential or {})
        except AccessDenied as error:
            return self._refuse(records, to, reason, "identity", error)
        try:
            moves = records._mdtrace_check_move(to, reason)
            meanings = {move.meaning for move in moves}
            if len(meanings) != 1 or "" in meanings:
                raise UserError(request.env._("This move is not made by signing."))
            signatures = request.env["mdtrace.signature"]._sign(
                records, to, meanings.pop(), reason
            )
            records._mdtrace_move(to, reason=reason, signature=signatures)
            request.env.flush_all()
        except UserError as error:  # what a person is told: also access, validation
            request.env.cr.rollback()
            return self._refuse(records, to, reason, "move", error)
        return {"ok": True}

    def _records(self, model, ids):
        """Return the records to sign; refuse what is no regulated record."""
        env = request.env
        if not request.session.uid or request.session.uid != env.uid:
            raise AccessError(env._("Sign in with your password in a browser first."))
        regulated = env.registry.descendants(["mdtrace.record.mixin"], "_inherit")
        if model not in regulated or env.registry[model]._abstract:
            raise UserError(env._("There is nothing to sign in “%s”.", model))
        if not isinstance(ids, list) or not all(type(item) is int for item in ids):
            raise UserError(env._("Say which records you sign."))
        records = env[model].browse(dict.fromkeys(ids)).exists()
        if not records or len(records) != len(set(ids)):
            raise UserError(env._("What you want to sign is not there any more."))
        records.check_access("read")
        return records

    def _check_identity(self, credential):
        """Raise AccessDenied unless the person gives the own password, and code."""
        env, user = request.env, request.env.user
        password, code = credential.get("password"), credential.get("code")
        if credential.get("type") != "password" or not isinstance(password, str):
            raise AccessDenied(env._("Signing takes your password."))
        two_factor = bool(getattr(user, "totp_enabled", False))
        # Odoo's own counting of failures; it looks at nobody's data.
        with user.sudo()._assert_can_auth(user=user.login):
            user._check_credentials(
                {"type": "password", "login": user.login, "password": password},
                {"interactive": True},
            )
            if two_factor:
                token = "".join(str(code or "").split())
                if not token.isdigit():
                    raise AccessDenied(
                        env._("Signing also takes the code of your second factor.")
                    )
                user._check_credentials(
                    {"type": "totp", "token": int(token)}, {"interactive": True}
                )

    def _refuse(self, records, to, reason, what, error):
        """Record a refused signature and return the sentence for the person."""
        if what == "identity":
            text = request.env._("Not signed: the password or the code is wrong.")
            if error.args and error.args[0] not in ("Access Denied", ""):
                text = request.env._("Not signed: %s", error.args[0])
        else:
            text = str(error)
        new = {record.id: {"to": to, "refused": what} for record in records}
        records._mdtrace_append("signature_refused", new=new, reason=reason)
        return {"error": text}
