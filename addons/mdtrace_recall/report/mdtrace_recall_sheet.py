"""The recall sheet: one set of tables, printed as PDF and written as XLSX."""

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..tools.workbook import Sheet


class ReportMdtraceRecallSheet(models.AbstractModel):
    """The tables of a recall sheet, in the language of whoever asks for it."""

    _name = "report.mdtrace_recall.mdtrace_recall_report_sheet"
    _description = "Recall Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Give the templates the recalls and their tables."""
        recalls = self.env["mdtrace.recall"].browse(docids)
        recalls.check_access("read")
        return {
            "doc_ids": recalls.ids,
            "doc_model": recalls._name,
            "docs": recalls,
            "tables": {recall.id: self._mdtrace_tables(recall) for recall in recalls},
            "printed_at": self._mdtrace_time(fields.Datetime.now()),
        }

    @api.model
    def _mdtrace_tables(self, recall):
        """Return the sheets of one recall: summary, lots, consignees, notices, stock.

        Seam: a bridge may add a sheet.
        """
        recall.ensure_one()
        return [
            self._mdtrace_summary(recall),
            self._mdtrace_lots(recall),
            self._mdtrace_consignees(recall),
            self._mdtrace_notices(recall),
            self._mdtrace_stock(recall),
        ]

    @api.model
    def _mdtrace_time(self, moment):
        """Return a time for people, with its zone."""
        if not moment:
            return ""
        zone = self.env.context.get("tz") or self.env.user.tz or "UTC"
        return f"{format_datetime(self.env, moment)} ({zone})"

    @api.model
    def _mdtrace_label(self, record, name):
        """Return a selection value in words."""
        options = record._fields[name]._description_selection(self.env)
        return dict(options).get(record[name], "")

    @api.model
    def _mdtrace_summary(self, recall):
        """Return the sheet of facts, progress and signatures."""
        _, time = self.env._, self._mdtrace_time
        # Names of lots belong to the sheet, whoever prints it.
        roots = ", ".join(recall.sudo().root_lot_ids.mapped("name"))
        rows = [
            [_("Number"), recall.name],
            [_("Title"), recall.title],
            [_("Company"), recall.company_id.name],
            [_("Class"), recall.class_id.name],
            [_("Depth"), self._mdtrace_label(recall, "depth")],
            [_("State"), self._mdtrace_label(recall, "state")],
            [_("Reason"), recall.reason],
            [_("Instructions"), recall.instructions],
            [_("Starting lots"), roots],
            [_("Scope frozen"), time(recall.frozen_at)],
            [_("Activated"), time(recall.activated_at)],
            [_("Notices due"), time(recall.notice_due_at)],
            [_("Closed"), time(recall.closed_at)],
            [_("Closing summary"), recall.closing_summary],
            [_("Scope SHA-256"), recall.scope_digest],
            [_("Affected lots"), recall.lot_count],
            [_("Lots left out"), recall.excluded_count],
            [_("Lots held"), recall.hold_count],
            [_("Consignees"), recall.consignee_count],
            [_("Notified %"), round(recall.notified_percent, 1)],
            [_("Answered %"), round(recall.answered_percent, 1)],
            [_("Units at consignees"), recall.quantity_net],
            [_("Units accounted for"), recall.quantity_accounted],
            [_("Gaps in the trail"), recall.gaps],
        ]
        for signature in self.env["mdtrace.signature"].search(
            [("res_model", "=", recall._name), ("res_id", "=", recall.id)], order="id"
        ):
            text = f"{signature.user_name}, {time(signature.signed_at)}"
            rows.append([signature.meaning_text, text])
        rows = [row for row in rows if row[1] not in (False, None, "")]
        return Sheet(_("Summary"), [_("Item"), _("Value")], rows)

    @api.model
    def _mdtrace_lots(self, recall):
        """Return the sheet of the affected lots, as computed with the scope."""
        _ = self.env._
        header = [
            _("Product"),
            _("Lot/Serial Number"),
            _("Relation"),
            _("Path"),
            _("Unit"),
            _("On Hand"),
            _("Used in Production"),
            _("Shipped"),
            _("Returned"),
            _("At Consignees"),
            _("In Scope"),
            _("Reason to Leave Out"),
            _("Open Holds"),
        ]
        rows = [
            [
                row.product_id.display_name,
                row.lot_name,
                self._mdtrace_label(row, "relation"),
                row.path,
                row.uom_id.name,
                row.quantity_on_hand,
                row.quantity_consumed,
                row.quantity_shipped,
                row.quantity_returned,
                row.quantity_net,
                _("Yes") if row.included else _("No"),
                row.exclusion_reason,
                row.hold_count,
            ]
            # Names of products and lots belong to the sheet, whoever prints it.
            for row in recall.sudo().scope_ids
        ]
        return Sheet(_("Lots"), header, rows)

    @api.model
    def _mdtrace_consignees(self, recall):
        """Return the sheet of who received what, net, and what became of it."""
        _ = self.env._
        header = [
            _("Consignee"),
            _("E-mail"),
            _("Telephone"),
            _("Address"),
            _("Product"),
            _("Lot/Serial Number"),
            _("Unit"),
            _("Shipped"),
            _("Returned"),
            _("Net"),
            _("Set Aside"),
            _("Accounted For"),
            _("Documents"),
            _("Reason to Close Without"),
        ]
        rows = []
        # Contacts belong to the sheet, whoever prints it.
        for consignee in recall.sudo().consignee_ids:
            partner = consignee.partner_id
            address = partner._display_address(without_company=True) if partner else ""
            contact = [
                consignee.partner_name,
                partner.email,
                partner.phone,
                ", ".join(line for line in address.splitlines() if line.strip()),
            ]
            rows += [
                [
                    *contact,
                    line.product_id.display_name,
                    line.lot_name,
                    line.uom_id.name,
                    line.quantity_shipped,
                    line.quantity_returned,
                    line.quantity_net,
                    line.quantity_found,
                    line.quantity_accounted,
                    line.documents,
                    consignee.exception_reason,
                ]
                for line in consignee.line_ids
            ]
        return Sheet(_("Consignees"), header, rows)

    @api.model
    def _mdtrace_notices(self, recall):
        """Return the sheet of who was told when and how, and who answered."""
        _ = self.env._
        header = [
            _("Consignee"),
            _("State"),
            _("Sent By"),
            _("Sent On"),
            _("Channel"),
            _("Reference"),
            _("Document SHA-256"),
            _("Answered By"),
            _("Answered On"),
        ]
        rows = []
        # Who sent and who answered belongs to the sheet, whoever prints it.
        for notice in recall.sudo().notice_ids:
            answer = notice.response_ids[:1]
            rows.append(
                [
                    notice.partner_name,
                    self._mdtrace_label(notice, "state"),
                    notice.sent_by_id.name,
                    self._mdtrace_time(notice.sent_at),
                    self._mdtrace_label(notice, "channel"),
                    notice.reference,
                    notice.evidence_id.sha256,
                    answer.answered_by,
                    self._mdtrace_time(answer.answered_at),
                ]
            )
        return Sheet(_("Notices"), header, rows)

    @api.model
    def _mdtrace_stock(self, recall):
        """Return where the lots in scope are now, not when they were frozen."""
        _ = self.env._
        header = [
            _("Location"),
            _("Product"),
            _("Lot/Serial Number"),
            _("Unit"),
            _("Quantity"),
            _("Reserved"),
        ]
        # Where recalled lots are belongs to the sheet, whoever prints it.
        rows = recall.sudo().scope_ids.filtered("included")
        trace = self.env["mdtrace.recall.scope"]._mdtrace_trace(rows.lot_id)
        included = set(rows.lot_id.ids)
        return Sheet(
            _("Stock by Location"),
            header,
            [
                [
                    row["location"],
                    row["product"],
                    row["lot"],
                    row["uom"],
                    row["quantity"],
                    row["reserved"],
                ]
                for row in trace["stock"]
                if row["lot_id"] in included
            ],
        )
