"""Judging what certificates state by the specifications of their lots.

How to use: `_judge` on readings that are bound to their lots, any number at once; again
when an inspection has pinned another specification.

How it works: lots are grouped by product and specification. A reading is judged once
for each group, in memory, and the verdicts are copied to the lots of the group; all
results are inserted by one statement. What was judged before is not judged again.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.fields import Domain

from ..tools import judge, units
from .mdtrace_certificate_reading_line import plain_lot

TYPE_RANK = {"2.1": 1, "2.2": 2, "3.1": 3, "3.2": 4}


@dataclass
class Group:
    """Lots of one product that are judged by one specification (or by none)."""

    product: models.Model
    specification: models.Model
    lots: list = field(default_factory=list)


class MdtraceCertificateReading(models.Model):
    """The judging half of a certificate; see the other half for the record."""

    _inherit = "mdtrace.certificate.reading"

    def _judge(self):
        """Turn the lines of these readings into results of their lots."""
        readings = self.filtered(lambda reading: reading.state == "read")
        groups = {reading: reading._judging_groups() for reading in readings}
        done = readings._judged_before()
        findings = defaultdict(list)
        judged = []
        inspections = self.env["mdtrace.inspection"]._latest_of(readings.lot_ids)
        for reading, reading_groups in groups.items():
            rows = []
            for group in reading_groups:
                key = (reading.id, group.specification.id)
                lots = [lot for lot in group.lots if (*key, lot.id) not in done]
                if not lots:
                    continue
                judged.append((reading, group, lots))
                rows += reading._judge_group(group, lots, inspections, findings)
            self.env["mdtrace.result"]._append(rows, reading)
        readings._find_missing(judged, findings)
        for reading in {one for one, _group, _lots in judged}:
            reading._find_about_document(findings[reading])
        for reading, values in findings.items():
            reading._add_findings(values)

    def _judging_groups(self):
        """Return the lots of one reading in groups of product and specification."""
        pinned = self.env["mdtrace.inspection"]._specifications_of(self.lot_ids)
        groups = {}
        for lot in self.lot_ids:
            specification = pinned[lot.id]
            key = (lot.product_id.id, specification.id)
            group = groups.setdefault(key, Group(lot.product_id, specification))
            group.lots.append(lot)
        return list(groups.values())

    def _judged_before(self):
        """Return {(reading id, specification id, lot id)} of what has results."""
        rows = self.env["mdtrace.result"]._read_group(
            [("reading_id", "in", self.ids)],
            ["reading_id", "specification_id", "lot_id"],
        )
        return {tuple(record.id for record in row) for row in rows}

    def _judge_group(self, group, lots, inspections, findings):
        """Return the rows of results of one reading for the lots of a group."""
        own = group.specification.line_ids.filtered(
            lambda line: line.source == "certificate"
        )
        by_characteristic = {line.characteristic_id: line for line in own}
        rows = []
        for line in self.line_ids:
            if not line.characteristic_id:
                continue
            target = by_characteristic.get(line.characteristic_id)
            verdict, values, found = self._judge_line(line, target)
            findings[self] += [{"product_id": group.product.id, **one} for one in found]
            values |= {
                "product_id": group.product.id,
                "reading_id": self.id,
                "reading_line_id": line.id,
                "evidence_id": self.evidence_id.id,
                "characteristic_id": line.characteristic_id.id,
                "specification_id": group.specification.id,
                "specification_line_id": target.id if target else None,
                "company_id": self.company_id.id,
                "source": "certificate",
                "verdict": verdict,
            }
            rows += [
                {**values, "lot_id": lot.id, "inspection_id": inspections.get(lot.id)}
                for lot in lots
            ]
        if not group.specification:
            findings[self].append(
                {
                    "level": "fail",
                    "code": "no_specification",
                    "product_id": group.product.id,
                    "message": self.env._(
                        "%(product)s has no specification in force: not judged.",
                        product=group.product.display_name,
                    ),
                }
            )
        return rows

    def _judge_line(self, line, target):
        """Return (verdict, values of the result, findings) of one stated value."""
        number = line._mdtrace_number()
        values = {
            "value_text": line.value_text,
            "measured": number is not None,
            "value": number,
            "qualifier": line.qualifier,
            "unit": line.unit,
        }
        if not target:
            return "not_applicable", values, []
        return self._judge_value(target, number, values, line)

    @api.model
    def _judge_value(self, target, number, values, line=None):
        """Judge one value by a specification line.

        :param values: `value_text`, `unit` and `qualifier` as stated or typed
        :param line: the line of the certificate, when there is one
        :return: (verdict, values with the converted number, findings)
        """
        place = {
            "level": "fail",
            "characteristic_id": target.characteristic_id.id,
            "pointer": line.pointer if line else False,
        }
        name = target.characteristic_id.name
        if target.kind == "text":
            text = values["value_text"] or ""
            if text and (
                not target.expected or judge.text_matches(text, target.expected)
            ):
                return "pass", values, []
            message = self._text_out_of_limits(name, values, target)
            return (
                "fail",
                values,
                [place | {"code": "out_of_limits", "message": message}],
            )
        if number is None:
            message = self.env._(
                "%(name)s: “%(value)s” is not a number.",
                name=name,
                value=values["value_text"] or "",
            )
            return "fail", values, [place | {"code": "not_numeric", "message": message}]
        try:
            converted = units.convert(number, values["unit"] or "", target.unit or "")
        except units.UnitError as error:
            message = self._text_of_unit(name, error)
            return "fail", values, [place | {"code": "unit", "message": message}]
        values |= {
            "is_converted": True,
            "converted_value": converted,
            "converted_unit": target.unit,
        }
        found = []
        limits = target._mdtrace_limits()
        verdict = "pass"
        if not judge.within(converted, values["qualifier"] or "", limits):
            verdict = "fail"
            message = self._text_out_of_limits(name, values, target)
            found.append(place | {"code": "out_of_limits", "message": message})
        if line and self._stated_looser(line, target, limits):
            message = self._text_looser(name, line, target)
            found.append(place | {"code": "limit_looser", "message": message})
        return verdict, values, found

    @api.model
    def _stated_looser(self, line, target, limits):
        """Tell whether the limits on the certificate allow more than ours."""
        stated = [line._mdtrace_stated_limit(side) for side in ("minimum", "maximum")]
        converted = [
            None
            if one is None
            else units.convert(one, line.unit or "", target.unit or "")
            for one in stated
        ]
        return judge.looser(judge.Limits(*converted), limits)

    # === Findings === #

    def _find_missing(self, judged, findings):
        """Name the characteristics that no certificate of a lot states."""
        lots = {lot.id for _reading, _group, lots in judged for lot in lots}
        results = self.env["mdtrace.result"]
        rows = results._read_group(
            results._mdtrace_counting_domain()
            & Domain("lot_id", "in", list(lots))
            & Domain("specification_line_id", "!=", False),
            ["lot_id", "specification_line_id"],
        )
        have = {(lot.id, line.id) for lot, line in rows}
        for reading, group, group_lots in judged:
            for line in group.specification.line_ids:
                missing = [one for one in group_lots if (one.id, line.id) not in have]
                if line.source != "certificate" or not missing:
                    continue
                findings[reading].append(
                    {
                        "level": "fail",
                        "code": "missing",
                        "product_id": group.product.id,
                        "characteristic_id": line.characteristic_id.id,
                        "message": self.env._(
                            "%(name)s is missing; %(specification)s asks for it.",
                            name=line.characteristic_id.name,
                            specification=group.specification.display_name,
                        ),
                    }
                )

    def _find_about_document(self, findings):
        """Name what concerns the certificate as a whole, once: lots, type, file, names.

        A certificate is judged again when another specification is pinned.
        """
        known = set(self.finding_ids.mapped("code"))
        for code, find in (
            ("wrong_lot", self._find_wrong_lots),
            ("type_below", self._find_type),
            ("same_file", self._find_same_file),
            ("unknown", self._find_unknown),
        ):
            if code not in known:
                findings += find()

    def _find_unknown(self):
        return [
            {
                "level": "info",
                "code": "unknown",
                "pointer": line.pointer,
                "message": self.env._(
                    "“%(name)s” is no characteristic we know.",
                    name=line.name or line.code or line.pointer,
                ),
            }
            for line in self.line_ids
            if not line.characteristic_id
        ]

    def _find_wrong_lots(self):
        stated = {plain_lot(one) for one in (self.stated_lots or "").split(", ")}
        found = []
        for lot in self.lot_ids:
            names = {plain_lot(one) for one in (lot.mdtrace_supplier_lot, lot.name)}
            if names & stated - {""}:
                continue
            found.append(
                {
                    "level": "fail",
                    "code": "wrong_lot",
                    "lot_id": lot.id,
                    "message": self.env._(
                        "The certificate is for %(stated)s, not for lot %(lot)s "
                        "(supplier's lot: %(supplier)s).",
                        stated=self.stated_lots or "–",
                        lot=lot.name,
                        supplier=lot.mdtrace_supplier_lot or "–",
                    ),
                }
            )
        return found

    def _find_type(self):
        found = []
        specifications = self.env["mdtrace.specification"].union(
            *(group.specification for group in self._judging_groups())
        )
        for specification in specifications:
            asked = TYPE_RANK.get(specification.certificate_type, 0)
            if TYPE_RANK.get(self.certificate_type, 0) < asked:
                found.append(
                    {
                        "level": "fail",
                        "code": "type_below",
                        "message": self.env._(
                            "The certificate is of type %(have)s; %(specification)s "
                            "asks for %(want)s at least.",
                            have=self.certificate_type or "–",
                            want=specification.certificate_type,
                            specification=specification.display_name,
                        ),
                    }
                )
        return found

    def _find_same_file(self):
        others = self.search(
            [
                ("evidence_id.sha256", "=", self.evidence_id.sha256),
                ("id", "!=", self.id),
                ("state", "in", ("read", "kept")),
            ]
        )
        lots = others.lot_ids - self.lot_ids
        if not lots:
            return []
        message = self.env._(
            "The same file is already the certificate of %(lots)s.",
            lots=", ".join(lots.mapped("name")),
        )
        return [{"level": "warning", "code": "same_file", "message": message}]
