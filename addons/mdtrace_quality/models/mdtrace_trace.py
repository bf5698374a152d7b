"""The dossier of a lot: what quality knows of it."""

from odoo import api, models


class MdtraceTrace(models.AbstractModel):
    """Adds inspections, results, nonconformities and conditions to the dossier."""

    _inherit = "mdtrace.trace"

    @api.model
    def _dossier(self, lot_ids):
        dossier = super()._dossier(lot_ids)
        for add in (
            self._dossier_inspections,
            self._dossier_results,
            self._dossier_nonconformities,
            self._dossier_conditions,
        ):
            section, title, rows = add(lot_ids)
            for lot_id, own in rows.items():
                part = {"section": section, "title": title, "rows": own}
                dossier.setdefault(lot_id, []).append(part)
        return dossier

    @api.model
    def _dossier_inspections(self, lot_ids):
        _ = self.env._
        wanted = set(lot_ids)
        rows = {}
        found = self.env["mdtrace.inspection"].search(
            [("lot_ids", "in", lot_ids)], order="id"
        )
        for inspection in found:
            # Names of people are shown to whoever may read the inspection.
            people = inspection.sudo()
            row = {
                _("Inspection"): inspection.name,
                _("Stage"): inspection._mdtrace_shown("stage"),
                _("State"): inspection._mdtrace_shown("state"),
                _("Specification"): inspection.specification_id.display_name or "",
                _("Received by"): people.receiver_id.name or "",
                _("Decided by"): people.decided_by_id.name or "",
                _("Decided on"): _time(inspection.decided_at),
                _("Reason"): inspection.decision_reason or "",
            }
            for lot_id in wanted.intersection(inspection.lot_ids.ids):
                rows.setdefault(lot_id, []).append(row)
        return "inspections", _("Inspections"), rows

    @api.model
    def _dossier_results(self, lot_ids):
        _ = self.env._
        rows = {}
        results = self.env["mdtrace.result"].search(
            [("lot_id", "in", lot_ids)], order="id"
        )
        labels = dict(results._fields["verdict"]._description_selection(self.env))
        sources = dict(results._fields["source"]._description_selection(self.env))
        for result in results:
            rows.setdefault(result.lot_id.id, []).append(
                {
                    _("Characteristic"): result.characteristic_id.name,
                    _("Value"): result.stated_text,
                    _("Limits"): result.limits_text or "",
                    _("Verdict"): labels[result.verdict],
                    _("Counts"): _("Yes") if result.counts else _("No"),
                    _("Source"): sources[result.source],
                    _("Certificate"): result.reading_id.certificate_number or "",
                    _("Recorded on"): _time(result.recorded_at),
                    _("Reason"): result.reason or "",
                }
            )
        return "results", _("Results"), rows

    @api.model
    def _dossier_nonconformities(self, lot_ids):
        _ = self.env._
        wanted = set(lot_ids)
        rows = {}
        found = self.env["mdtrace.nonconformity"].search(
            [("lot_ids", "in", lot_ids)], order="id"
        )
        for record in found:
            row = {
                _("Number"): record.name,
                _("Title"): record.title,
                _("Severity"): record._mdtrace_shown("severity"),
                _("State"): record._mdtrace_shown("state"),
                _("Opened on"): _time(record.opened_at),
                _("Root cause"): record.root_cause or "",
                _("Disposition"): record.disposition_text or "",
                _("Closed on"): _time(record.closed_at),
            }
            for lot_id in wanted.intersection(record.lot_ids.ids):
                rows.setdefault(lot_id, []).append(row)
        return "nonconformities", _("Nonconformities"), rows

    @api.model
    def _dossier_conditions(self, lot_ids):
        _ = self.env._
        rows = {}
        logs = self.env["mdtrace.condition.log"].search(
            [("lot_id", "in", lot_ids)], order="id"
        )
        for log in logs:
            rows.setdefault(log.lot_id.id, []).append(
                {
                    _("Receipt"): log.picking_id.name or "",
                    _("Temperature (°C)"): _number(log, "temperature"),
                    _("Humidity (%RH)"): _number(log, "humidity"),
                    _("Counts"): _("Yes") if log.counts else _("No"),
                    _("Recorded on"): _time(log.recorded_at),
                    _("Reason"): log.reason or "",
                }
            )
        return "conditions", _("Conditions"), rows


def _time(moment):
    """Return a time of the database as ISO 8601 UTC."""
    return f"{moment.isoformat(timespec='seconds')}Z" if moment else ""


def _number(log, kind):
    """Return a measured value, or nothing where it was not measured."""
    return f"{log[kind]:g}" if log[f"{kind}_measured"] else ""
