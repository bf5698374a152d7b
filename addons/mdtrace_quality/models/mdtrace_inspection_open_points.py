"""What keeps an inspection from being accepted."""

from collections import defaultdict

from odoo import models

from odoo.addons.mdtrace_base.tools.blocker import Blocker

from ..tools import judge


class MdtraceInspection(models.Model):
    """The open points of an inspection; see the first part for the record."""

    _inherit = "mdtrace.inspection"

    def _concerns(self, finding):
        """Tell whether a finding of a certificate is about lots of this inspection."""
        self.ensure_one()
        return (not finding.lot_id or finding.lot_id in self.lot_ids) and (
            not finding.product_id or finding.product_id == self.product_id
        )

    def _mdtrace_transition_blockers(self, to):
        """Name what is missing or failed; an empty plan passes nothing."""
        blockers = super()._mdtrace_transition_blockers(to)
        status = self._results_so_far()
        for inspection in self:
            found = inspection._find_unsubmitted()
            if to == "accepted":
                if not inspection.specification_id.line_ids:
                    found.append(inspection._blocker_no_plan())
                else:
                    found += inspection._find_open_lines(status[inspection])
                    found += inspection._find_documents()
                    found += inspection._find_conditions()
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

    def _find_documents(self):
        """Return blockers for findings about a certificate as a whole."""
        codes = self.env["mdtrace.certificate.finding"]._mdtrace_blocking
        findings = self.finding_ids.filtered(
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

    def _find_conditions(self):
        """Return blockers for temperature and humidity that were limited at receipt."""
        found = []
        for kind, label in (
            ("temperature", self.env._("Temperature")),
            ("humidity", self.env._("Humidity")),
        ):
            limits = self.specification_id._mdtrace_condition_limits(kind)
            if limits == (None, None):
                continue
            logs = self.condition_ids._measured(kind)
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
