"""Taking certificates in: the file becomes evidence, its content lines."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import reader
from ..tools.certificate import CertificateError
from .mdtrace_certificate_reading_line import fitted, plain_number

#: How the files begin that are kept as they are: PDF, JPEG, PNG.
DOCUMENT_STARTS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG")
EVIDENCE_TYPES = {"coa": "coa", "en10168": "mill_certificate", "document": "coa"}


class MdtraceCertificateReading(models.Model):
    """The intake of a certificate; see the first half for the record."""

    _inherit = "mdtrace.certificate.reading"

    @api.model
    def _receive(self, files, lots, picking=None):
        """Keep files as evidence and read them; return the readings.

        All or nothing: a file that cannot be taken stops the whole call.

        :param files: list of (name, bytes)
        :param lots: the lots they are for; none yet before a receipt is done
        :param picking: the receipt they came with
        """
        readings = self.browse()
        for name, content in files:
            readings |= self._keep(name, content, lots, picking)
        if lots:
            readings._bind(dict.fromkeys(readings, lots))
        return readings

    def _keep(self, name, content, lots, picking):
        """Keep one file as evidence and write down what it states."""
        kind, certificate, problems = self._read_file(name, content)
        company = picking.company_id if picking else self.env.company
        records = [one for one in (picking, lots) if one]
        evidence = self.env["mdtrace.evidence"]._store(
            name, content, EVIDENCE_TYPES[kind], links=records
        )
        values = {
            "name": name,
            "state": "invalid" if problems else "waiting",
            "evidence_id": evidence.id,
            "picking_id": picking.id if picking else False,
            "lot_ids": [fields.Command.set(lots.ids)] if problems and lots else [],
            "company_id": company.id,
            "format": kind,
        }
        if certificate:
            values |= self._head_values(certificate)
        # Readings are made by this method alone; nobody has the right to create them.
        reading = self.sudo()._mdtrace_create([values])
        reading._add_lines(certificate)
        reading._add_findings(
            [
                {
                    "level": "fail",
                    "code": "invalid",
                    "pointer": problem.pointer,
                    "message": reading._problem_text(problem),
                }
                for problem in problems
            ]
        )
        return reading.sudo(self.env.su)

    @api.model
    def _read_file(self, name, content):
        """Return (format, certificate or None, problems) of a file."""
        if not content.strip():
            raise UserError(self.env._("%(name)s is empty.", name=name))
        start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:8]
        if name.lower().endswith(".json") or start[:1] in (b"{", b"["):
            try:
                certificate = reader.read(content)
            except CertificateError as error:
                mill = b"en10168-schemas" in content[:4096]
                return "en10168" if mill else "coa", None, error.problems
            return certificate.format, certificate, ()
        if start.startswith(DOCUMENT_STARTS):
            return "document", None, ()
        raise UserError(
            self.env._(
                "%(name)s is neither a digital certificate (JSON) nor a PDF, JPEG or "
                "PNG document.",
                name=name,
            )
        )

    @api.model
    def _head_values(self, certificate):
        return {
            "format_version": certificate.version,
            "certificate_number": certificate.number,
            "issued_on": certificate.issued_on,
            "norm": certificate.norm,
            "certificate_type": certificate.type,
            "issuer": certificate.issuer,
            "customer": certificate.customer,
            "order_reference": certificate.order,
            "product_name": certificate.product,
            "stated_lots": ", ".join(certificate.lots),
            "declaration": certificate.declaration,
        }

    def _add_lines(self, certificate):
        """Write down every result the certificate states, as stated."""
        if certificate is None:
            return
        dictionary = self.env["mdtrace.characteristic"]._mdtrace_dictionary()
        recognize = self.env["mdtrace.characteristic"]._mdtrace_recognize
        self.env["mdtrace.certificate.reading.line"].create(
            [
                {
                    "reading_id": self.id,
                    "sequence": at,
                    "pointer": result.pointer,
                    "name": result.name,
                    "code": result.code,
                    "method": result.method,
                    "unit": result.unit,
                    "value_text": result.text,
                    "number": plain_number(fitted(result.value)),
                    "qualifier": result.qualifier,
                    "minimum": plain_number(result.minimum),
                    "maximum": plain_number(result.maximum),
                    "characteristic_id": recognize(
                        dictionary, result.code, result.name
                    ).id,
                }
                for at, result in enumerate(certificate.results)
            ]
        )

    def _add_findings(self, values):
        """Write down findings of this reading; inserted once, never changed."""
        # Nobody has the right to create findings: reading a certificate does.
        self.env["mdtrace.certificate.finding"].sudo().create(
            [{"reading_id": self.id, **vals} for vals in values]
        )
