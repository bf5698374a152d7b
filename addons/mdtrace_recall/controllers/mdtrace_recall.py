"""Downloads of a recall."""

from odoo.http import Controller, content_disposition, request, route

from odoo.addons.mdtrace_base.tools.canonical import sha256_hex

from ..tools import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VIEWER = "mdtrace_base.mdtrace_base_group_viewer"


class MdtraceRecallController(Controller):
    """Hands out the recall sheet to whoever may read the recall."""

    @route("/mdtrace/recall/<int:recall_id>/sheet.xlsx", type="http", auth="user")
    def sheet(self, recall_id):
        """Return the recall sheet as a workbook; its digest goes into the ledger."""
        recall = request.env["mdtrace.recall"].browse(recall_id)
        # A recall one may not read is answered like one that does not exist.
        if not (
            request.env.user.has_group(VIEWER)
            and recall.exists()
            and recall.has_access("read")
        ):
            return request.not_found()
        report = request.env["report.mdtrace_recall.mdtrace_recall_report_sheet"]
        content = workbook.build(report._mdtrace_tables(recall))
        name = f"{recall.name} recall sheet.xlsx".replace("/", "-")
        recall._mdtrace_record_export(name, sha256_hex(content))
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
