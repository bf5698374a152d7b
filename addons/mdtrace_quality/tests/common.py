"""What the tests of quality, and of the addons above, stand on."""

import json
import os
from pathlib import Path

from odoo import Command

from odoo.addons.mdtrace_lot.tests.common import MdtraceLotCase

REPOSITORY = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("MDTRACE_SHARED") or REPOSITORY.parent / "shared")
CERTIFICATES = SHARED / "data" / "coa"


class MdtraceQualityCase(MdtraceLotCase):
    """Fixtures: a specification in force for ``bar``, and certificates for it.

    ``specification``: aluminum and iron by certificate, diameter by inspection;
    ``aluminum``, ``iron``, ``diameter``, ``appearance``; ``certificate`` makes the
    bytes of a digital certificate, ``read`` offers it for lots, ``measure`` types and
    submits results, ``accept`` signs an inspection.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        cls.aluminum = ref("mdtrace_quality.mdtrace_characteristic_aluminum")
        cls.iron = ref("mdtrace_quality.mdtrace_characteristic_iron")
        cls.diameter = ref("mdtrace_quality.mdtrace_characteristic_diameter")
        cls.appearance = ref("mdtrace_quality.mdtrace_characteristic_appearance")
        cls.specification = cls.make_specification(
            cls.bar,
            [
                cls.line(cls.aluminum, 5.5, 6.5),
                cls.line(cls.iron, None, 0.25),
                cls.line(cls.diameter, 9.95, 10.05, source="inspection"),
            ],
        )

    @classmethod
    def line(cls, characteristic, minimum=None, maximum=None, **vals):
        """Return the values of a specification line."""
        return {
            "characteristic_id": characteristic.id,
            "has_minimum": minimum is not None,
            "minimum": minimum or 0.0,
            "has_maximum": maximum is not None,
            "maximum": maximum or 0.0,
            **vals,
        }

    @classmethod
    def make_specification(cls, product, lines, effective=True, **vals):
        """Make a specification of a product and put it in force."""
        scope = {"product_tmpl_id": product.product_tmpl_id.id} if product else {}
        specification = (
            cls.env["mdtrace.specification"]
            .with_user(cls.inspector)
            .create(
                {
                    "name": "Test specification",
                    **scope,
                    **vals,
                    "line_ids": [Command.create(line) for line in lines],
                }
            )
        )
        if effective:
            specification.action_submit()
            cls.sign(cls, specification, "effective", cls.approver)
        return specification.with_env(cls.env)

    def certificate(self, results=None, lot="L1", **certificate):
        """Return the bytes of a certificate: {name: (value, unit) or dict}."""
        if results is None:
            results = {"Al": ("6.1", "%"), "Fe": ("0.10", "%")}
        inspections = []
        for name, result in results.items():
            stated = result
            if not isinstance(result, dict):
                stated = {"Value": result[0], "Unit": result[1]}
            inspections.append({"Property": name, "ValueType": "number", **stated})
        content = {
            "CertificateLanguages": ["EN"],
            "Id": "C-1",
            "Date": "2026-03-01",
            "Standard": {"Norm": "EN 10204", "Type": "3.1"},
            "Parties": {
                "Manufacturer": {"Name": "Maker"},
                "Customer": {"Name": "Us"},
            },
            "BusinessTransaction": {"Order": {"Id": "P1"}, "Delivery": {"Id": "D1"}},
            "Product": {"Id": "A", "Name": "Bar"},
            "Analysis": {"LotId": lot, "Inspections": inspections},
            "DeclarationOfConformity": {"Declaration": "Conforms."},
            **certificate,
        }
        url = "https://example.com/coa-schemas/v1.1.0/schema.json"
        return json.dumps({"RefSchemaUrl": url, "Certificate": content}).encode()

    def read(self, content, lots, picking=None, name="certificate.json", user=None):
        """Offer a file as the certificate of lots, as a user; return the reading."""
        wizard = self.offer([(name, content)], lots, picking, user)
        return wizard._apply().with_env(self.env)

    def offer(self, files, lots=None, picking=None, user=None):
        """Return the dialog with these files, as an operator would fill it in."""
        user = user or self.make_once("operator", "stock.group_stock_user")
        attachments = (
            self.env["ir.attachment"]
            .with_user(user)
            .create([{"name": name, "raw": content} for name, content in files])
        )
        return (
            self.env["mdtrace.certificate.import"]
            .with_user(user)
            .create(
                {
                    "lot_ids": [Command.set(lots.ids)] if lots else [],
                    "picking_id": picking.id if picking else False,
                    "attachment_ids": [Command.set(attachments.ids)],
                }
            )
        )

    def make_once(self, role, groups):
        """Return a user with a role of ours and groups of Odoo; made once."""
        login = f"mdt_stock_{role}"
        found = self.env["res.users"].search([("login", "=", login)])
        return found or self.make_user(role, login, groups)

    def inspection_of(self, lot):
        """Return the latest inspection of a lot."""
        return self.env["mdtrace.inspection"].search(
            [("lot_ids", "in", lot.ids)], limit=1
        )

    def measure(self, inspection, values, user=None):
        """Type values into the grid and submit them: {characteristic: text}."""
        inspection = inspection.with_user(user or self.inspector)
        for entry in inspection.entry_ids.filtered(lambda e: e.source == "inspection"):
            if entry.characteristic_id in values:
                entry.typed = values[entry.characteristic_id]
        inspection.action_submit_results()

    def accept(self, inspection, user=None):
        """Have an inspector sign that the lots are accepted."""
        return self.sign(inspection, "accepted", user or self.inspector)

    def good_lot(self, supplier_lot="L1"):
        """Receive a lot of ``bar`` with everything its inspection asks for."""
        lot = self.receive(self.bar, 10, supplier_lot=supplier_lot)
        self.read(self.certificate(lot=supplier_lot), lot)
        self.measure(self.inspection_of(lot), {self.diameter: "10.01"})
        return lot

    def codes(self, records, to="accepted"):
        """Return the codes of what forbids a move of these records."""
        blockers = records._mdtrace_transition_blockers(to)
        return sorted(one.code for found in blockers.values() for one in found)

    def findings(self, reading, level="fail"):
        """Return the codes of the findings of a certificate."""
        found = reading.finding_ids.filtered(lambda one: one.level == level)
        return sorted(found.mapped("code"))
