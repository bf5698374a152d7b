"""What keeps an inspection from being accepted."""

from collections import defaultdict

from odoo import models

from odoo.addons.mdtrace_base.tools.blocker import Blocker

from ..tools import judge


class MdtraceInspection(models.Model):
    """The open points of an inspection; see the first part for the record."""

    _inherit = "mdtrace.inspection"

    def _known_of_lots(self):
        """Return {inspection: (certificates, conditions)} of their lots."""
        lots = self.lot_ids
        readings = self.env["mdtrace.certificate.reading"].search(
            [("lot_ids", "in", lots.ids), ("state", "!=", "set_aside")]
        )
        logs = self.env["mdtrace.condition.log"].search([("lot_id", "in", lots.ids)])
        return {
            inspection: (
                readings.filtered(
                    lambda reading, lots=inspection.lot_ids: reading.lot_ids & lots
                ),
                logs.filtered(lambda log, lots=inspection.lot_ids: log.lot_id in lots),
            )
            for inspection in self
        }

    def _findings_of(self, readings):
        """Return the findings of certificates that are about this inspection."""
        self.ensure_one()
        return readings.finding_ids.filtered(
            lambda one: (
                (not one.lot_id or one.lot_id in self.lot_ids)
                and (not one.product_id or one.product_id == self.product_id)
            )
        )

    def _mdtrace_transition_blockers(self, to):
        """Name what is missing or failed; an empty plan passes nothing."""
        blockers = super()._mdtrace_transition_blockers(to)
        # A result that fails counts in whichever company it was recorded: what this
        # person may see, or has switched off, must not make a lot better.
        status = self.sudo()._results_so_far()
        known = self.sudo()._known_of_lots()
        for inspection in self:
            found = inspection._find_unsubmitted()
            if to == "accepted":
                if not inspection.specification_id.line_ids:
                    found.append(inspection._blocker_no_plan())
                else:
                    found += inspection._find_open_lines(status[inspection])
                    readings, logs = known[inspection]
                    found += inspection._find_no_certificate(readings)
                    found += inspection._find_documents(readings)
                    found += inspection._find_conditions(logs)
            if found:
                blockers.setdefault(inspection, []).extend(found)
        return blockers

    def _blocker(self, code, message, remedy=""):
        return Blocker(code, message, self._name, self.id, remedy)

    def _blocker_no_plan(self):
        return self._blocker(
            "no_specification",
            self.env._(
                "%(product)s has no specification in force (%(stage)s): nothing can be "
                "judged.",
                product=self.product_id.display_name,
                stage=self._mdtrace_shown("stage"),
            ),
            self.env._("Have a specification approved, then pin it here."),
        )

    def _find_unsubmitted(self):
        typed = self.entry_ids.filtered("typed")
        if not typed:
            return []
        return [
            self._blocker(
                "unsubmitted",
                self.env._(
                    "%(count)s typed values are not submitted.", count=len(typed)
                ),
                self.env._("Submit the results first."),
            )
        ]

    def _find_open_lines(self, results):
        """Return blockers for characteristics without a result or with a failed one."""
        verdicts = defaultdict(list)
        for result in results:
            verdicts[result.lot_id, result.specification_line_id].append(result.verdict)
        found = []
        for line in self.specification_id.line_ids:
            lots = defaultdict(list)
            for lot in self.lot_ids:
                lots[judge.summary(verdicts[lot, line])].append(lot.name)
            if lots["missing"]:
                found.append(
                    self._blocker(
                        "result_missing",
                        self.env._(
                            "%(name)s has no result (lot %(lots)s).",
                            name=line.characteristic_id.name,
                            lots=_some(lots["missing"]),
                        ),
                    )
                )
            if lots["fail"]:
                found.append(
                    self._blocker(
                        "result_failed",
                        self.env._(
                            "%(name)s does not meet %(limits)s (lot %(lots)s).",
                            name=line.characteristic_id.name,
                            limits=line.limits_text or line.specification_id.name,
                            lots=_some(lots["fail"]),
                        ),
                    )
                )
        return found

    def _find_no_certificate(self, readings):
        """Return a blocker for lots without the certificate that is asked for.

        Values typed by a person do not stand in for it. The type of a document that
        is only kept is for the person who signs.
        """
        asked = self.specification_id.certificate_type
        have = readings.filtered(lambda one: one.state in ("read", "kept")).lot_ids
        missing = self.lot_ids - have
        if not asked or not missing:
            return []
        message = self.env._(
            "A certificate of type %(type)s at least is asked for, and there is none "
            "(lot %(lots)s).",
            type=asked,
            lots=_some(missing.mapped("name")),
        )
        return [self._blocker("certificate_missing", message)]

    def _find_documents(self, readings):
        """Return blockers for findings about a certificate as a whole."""
        codes = self.env["mdtrace.certificate.finding"]._mdtrace_blocking
        findings = self._findings_of(readings).filtered(
            lambda one: one.code in codes and one.level == "fail"
        )
        return [
            self._blocker(
                "certificate",
                finding.message,
                self.env._("Set the certificate aside and ask for a correct one."),
            )
            for finding in findings
        ]

    def _find_conditions(self, measurements):
        """Return blockers for temperature and humidity that were limited at receipt."""
        found = []
        for kind, label in (
            ("temperature", self.env._("Temperature")),
            ("humidity", self.env._("Humidity")),
        ):
            limits = self.specification_id._mdtrace_condition_limits(kind)
            if limits == (None, None):
                continue
            logs = measurements._measured(kind)
            missing = self.lot_ids - logs.lot_id
            failed = logs._outside(kind, limits)
            if missing:
                message = self.env._(
                    "%(kind)s was not measured (lot %(lots)s).",
                    kind=label,
                    lots=_some(missing.mapped("name")),
                )
                found.append(self._blocker("condition_missing", message))
            if failed:
                message = self.env._(
                    "%(kind)s was out of limits (lot %(lots)s).",
                    kind=label,
                    lots=_some(failed.lot_id.mapped("name")),
                )
                found.append(self._blocker("condition_failed", message))
        return found


def _some(names, limit=5):
    """Return the first names and how many more there are."""
    more = f" … (+{len(names) - limit})" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
