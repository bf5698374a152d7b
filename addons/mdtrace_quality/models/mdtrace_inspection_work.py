"""The work of an inspection: making it, its results, what is still open."""

from collections import Counter

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.numbers import parse_number


class MdtraceInspection(models.Model):
    """The working half of an inspection; see the other half for the record."""

    _inherit = "mdtrace.inspection"

    # === Making === #

    @api.model
    def _open_for(self, groups, stage):
        """Make inspections for lots; return them.

        By rule, whoever received or made the lots. Certificates that were already read
        for these lots are judged by the specification that is pinned here.

        :param groups: list of dicts with `product`, `lots`, `company` and, as far as
            they apply, `picking`, `receiver`, `previous` and further `values`
        """
        if not groups:
            return self
        products = self.env["product.product"].union(
            *(one["product"] for one in groups)
        )
        specifications = {
            company: self.env["mdtrace.specification"]
            .sudo()  # the specification binds whoever receives
            ._mdtrace_for(products, stage=stage, company=company)
            for company in {one["company"] for one in groups}
        }
        # Nobody has the right to create inspections: events do.
        model = self.with_user(SUPERUSER_ID).with_context(lang=self.env.lang)
        names = self._next_names([one["company"] for one in groups])
        inspections = model._mdtrace_create(
            [
                {
                    "name": next(names[one["company"]]),
                    "stage": stage,
                    "product_id": one["product"].id,
                    "lot_ids": [fields.Command.set(one["lots"].ids)],
                    "picking_id": one["picking"].id if one.get("picking") else False,
                    "specification_id": specifications[one["company"]]
                    .get(one["product"].id, self.env["mdtrace.specification"])
                    .id,
                    "receiver_id": one["receiver"].id if one.get("receiver") else False,
                    "previous_id": one["previous"].id if one.get("previous") else False,
                    "company_id": one["company"].id,
                    **one.get("values", {}),
                }
                for one in groups
            ]
        )
        inspections._add_entries()
        inspections._judge_certificates()
        return inspections.with_env(self.env)

    @api.model
    def _next_names(self, companies):
        """Return {company: iterator of numbers}, one for each time it is named."""
        # Whoever receives draws numbers; the sequence is nobody's to read.
        sequences = self.env["ir.sequence"].sudo()
        names = {}
        for company, count in Counter(companies).items():
            sequence = sequences.search(
                [
                    ("code", "=", "mdtrace.inspection"),
                    ("company_id", "in", (company.id, False)),
                ],
                order="company_id",
                limit=1,
            )
            names[company] = iter(sequence._mdtrace_next(count))
        return names

    def _prepare_repeat(self):
        """Return further values that an inspection takes over from the one it repeats.

        A seam: bridges add the document with which their lots came.
        """
        return {}

    def _add_entries(self):
        """Add a line to the grid for every lot and characteristic, without a value."""
        # Nobody has the right to add lines: the specification does.
        self.env["mdtrace.inspection.entry"].sudo().create(
            [
                {
                    "inspection_id": inspection.id,
                    "lot_id": lot.id,
                    "specification_line_id": line.id,
                }
                for inspection in self
                for lot in inspection.lot_ids
                for line in inspection.specification_id.line_ids
            ]
        )

    def _judge_certificates(self):
        """Judge the certificates of these lots by what is pinned now."""
        # All certificates count, whoever opens the inspection may read.
        readings = self.env["mdtrace.certificate.reading"].sudo()
        readings.search(
            [("lot_ids", "in", self.lot_ids.ids), ("state", "=", "read")]
        )._judge()

    def _pin_specification(self):
        """Pin the specification in force where there was none; once, for good."""
        for inspection in self:
            if inspection.state != "open" or inspection.specification_id:
                raise UserError(
                    self.env._(
                        "%(name)s already judges by a specification; that one stays.",
                        name=inspection.name,
                    )
                )
            found = self.env["mdtrace.specification"]._mdtrace_for(
                inspection.product_id,
                stage=inspection.stage,
                company=inspection.company_id,
            )
            specification = found.get(inspection.product_id.id)
            if not specification:
                raise UserError(
                    self.env._(
                        "%(product)s still has no specification in force. Have one "
                        "approved first.",
                        product=inspection.product_id.display_name,
                    )
                )
            # The inspector's role was checked; the field is written by the kernel only.
            inspection.sudo()._mdtrace_write({"specification_id": specification.id})
            inspection.sudo()._add_entries()
        self.sudo()._judge_certificates()

    # === Results === #

    def _submit_entries(self):
        """Write down what was typed as results, judged; all or nothing."""
        for inspection in self:
            if inspection.state != "open":
                raise UserError(
                    self.env._(
                        "%(name)s is decided; results belong to a new inspection.",
                        name=inspection.name,
                    )
                )
            typed = inspection.entry_ids.filtered("typed")
            rows = [
                inspection._prepare_result(
                    entry.specification_line_id,
                    entry.lot_id,
                    entry.typed,
                    entry.typed_unit,
                )
                for entry in typed
            ]
            self.env["mdtrace.result"]._append(rows, inspection)
            # What has become a result is emptied for whoever submitted it.
            typed.sudo()._clear_typed()

    def _prepare_result(self, line, lot, text, unit=None):
        """Return the row of a result that a person measured.

        Numbers are typed with a decimal point; `<` and `>` say that the instrument
        only gave a limit.
        """
        self.ensure_one()
        number, qualifier = None, ""
        unit = (unit or line.unit or "").strip()
        if line.kind == "numeric":
            found = parse_number(text)
            if found is None:
                raise UserError(
                    self.env._(
                        "%(name)s: “%(value)s” is not a number. Write it with a "
                        "decimal point, for example 12.5 or <0.002.",
                        name=line.characteristic_id.name,
                        value=text,
                    )
                )
            qualifier, number = found
        values = {
            "value_text": text.strip(),
            "measured": number is not None,
            "value": number,
            "qualifier": qualifier,
            "unit": unit if line.kind == "numeric" else "",
        }
        readings = self.env["mdtrace.certificate.reading"]
        verdict, values, findings = readings._judge_value(line, number, values)
        refused = [one["message"] for one in findings if one["code"] == "unit"]
        if refused:
            raise UserError("\n".join(refused))
        return {
            **values,
            "lot_id": lot.id,
            "product_id": lot.product_id.id,
            "inspection_id": self.id,
            "characteristic_id": line.characteristic_id.id,
            "specification_id": line.specification_id.id,
            "specification_line_id": line.id,
            "company_id": self.company_id.id,
            "source": "person",
            "verdict": verdict,
        }

    def _record_result(self, lot, characteristic, text, unit=None):
        """Record one measured result of a lot, for business code of other addons."""
        self.ensure_one()
        line = self.specification_id.line_ids.filtered(
            lambda line: line.characteristic_id == characteristic
        )
        line = line.filtered(lambda one: one.source == "inspection") or line
        if self.state != "open" or lot not in self.lot_ids or not line:
            raise UserError(
                self.env._(
                    "%(name)s is not an open inspection of %(characteristic)s of lot "
                    "%(lot)s.",
                    name=self.name,
                    characteristic=characteristic.display_name,
                    lot=lot.name,
                )
            )
        row = self._prepare_result(line[0], lot, text, unit)
        return self.env["mdtrace.result"]._append([row], self)

    def _results_so_far(self):
        """Return {inspection: results that count}, in one search."""
        results = self.env["mdtrace.result"]
        found = results.search(
            results._mdtrace_counting_domain()
            & Domain("lot_id", "in", self.lot_ids.ids)
            & Domain("specification_line_id", "in", self.specification_id.line_ids.ids)
        )
        by_lot = found.grouped("lot_id")
        status = {}
        for inspection in self:
            own = results.union(
                *(by_lot.get(lot, results) for lot in inspection.lot_ids)
            )
            specification = inspection.specification_id
            status[inspection] = own.filtered(
                lambda result, one=specification: result.specification_id == one
            )
        return status

    # === Asked by others === #

    @api.model
    def _latest_of(self, lots, stage=None):
        """Return {lot id: id of its latest inspection}, for lots that have one."""
        domain = Domain("lot_ids", "in", lots.ids)
        if stage:
            domain &= Domain("stage", "=", stage)
        # What binds a lot does not depend on who asks.
        rows = self.sudo()._read_group(domain, ["lot_ids"], ["id:max"])
        return {lot.id: latest for lot, latest in rows}

    @api.model
    def _specifications_of(self, lots):
        """Return {lot id: specification}: pinned by its inspection, or in force."""
        latest = self._latest_of(lots)
        # What binds a lot does not depend on who asks.
        pinned = {one.id: one for one in self.sudo().browse(set(latest.values()))}
        free = lots.filtered(lambda lot: lot.id not in latest)
        specifications = self.env["mdtrace.specification"].sudo()
        in_force = specifications._mdtrace_for(free.product_id) if free else {}
        return {
            lot.id: pinned[latest[lot.id]].specification_id
            if lot.id in latest
            else in_force.get(lot.product_id.id, specifications)
            for lot in lots
        }
