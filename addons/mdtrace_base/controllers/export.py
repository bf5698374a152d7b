"""Handing out module exports."""

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import Stream, request

from ..models.record_mixin import ADMINISTRATOR


class ExportController(http.Controller):
    """The file of an export belongs to no model, so it is handed out here."""

    @http.route("/mdtrace/export/<int:export_id>", type="http", auth="user")
    def download(self, export_id):
        """Send the file to an administrator."""
        env = request.env
        if not env.user.has_group(ADMINISTRATOR):
            raise AccessError(env._("Exports are handed out to administrators only."))
        export = env["mdtrace.module.export"].browse(export_id).exists()
        if not export:
            return request.not_found()
        # The role was asked for above; the file itself belongs to nobody.
        stream = Stream.from_attachment(export.sudo().attachment_id)
        return stream.get_response(as_attachment=True)
