"""A certificate that came with a lot: kept as evidence, read into results."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.mdtrace_base.tools.transition import Transition

from .mdtrace_certificate_reading_line import plain_lot

_lt = LazyTranslate(__name__)

INSPECTOR = "mdtrace_base.mdtrace_base_group_inspector"


class MdtraceCertificateReading(models.Model):
    """One file offered as a certificate of one or more lots.

    A digital certificate is read once its lots exist: every line of it is kept with the
    place where it stands, and becomes a result of each lot. A PDF is evidence only. A
    document that breaks its format is kept, named invalid, and gives no result at all.
    Nothing of a reading is edited; a wrong one is set aside with a reason, and then its
    results count no more.
    """

    _name = "mdtrace.certificate.reading"
    _description = "Certificate"
    _inherit = ["mdtrace.record.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _mdtrace_draft_states = ()
    _mdtrace_protected = (
        "name",
        "evidence_id",
        "lot_ids",
        "picking_id",
        "company_id",
        "format",
        "format_version",
        "certificate_number",
        "issued_on",
        "norm",
        "certificate_type",
        "issuer",
        "customer",
        "order_reference",
        "product_name",
        "stated_lots",
        "declaration",
    )
    _mdtrace_payload = (
        "name",
        "evidence_id",
        "lot_ids",
        "picking_id",
        "format",
        "certificate_number",
        "issued_on",
        "certificate_type",
        "issuer",
        "stated_lots",
    )
    _mdtrace_transitions = {
        ("waiting", "read"): Transition(label=_lt("Read"), groups=()),
        ("waiting", "kept"): Transition(label=_lt("Keep"), groups=()),
        ("waiting", "set_aside"): Transition(
            label=_lt("Set Aside"), groups=(INSPECTOR,), reason=True
        ),
        ("read", "set_aside"): Transition(
            label=_lt("Set Aside"), groups=(INSPECTOR,), reason=True
        ),
        ("kept", "set_aside"): Transition(
            label=_lt("Set Aside"), groups=(INSPECTOR,), reason=True
        ),
    }

    name = fields.Char(required=True, copy=False, help="Name of the file.")
    state = fields.Selection(
        [
            ("waiting", "Waiting for the lots"),
            ("read", "Read"),
            ("kept", "Kept as evidence"),
            ("invalid", "Invalid"),
            ("set_aside", "Set Aside"),
        ],
        required=True,
        default="waiting",
        index=True,
        copy=False,
        help="Waiting: attached to a receipt whose lots do not exist yet. Invalid: not "
        "a correct document of its format. Set aside: does not count any more.",
    )
    evidence_id = fields.Many2one(
        "mdtrace.evidence",
        required=True,
        ondelete="restrict",
        index=True,
        copy=False,
        help="The file itself, kept with its SHA-256.",
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        "mdtrace_certificate_reading_lot_rel",
        "reading_id",
        "lot_id",
        "Lots",
        ondelete="restrict",
        copy=False,
        help="Lots the certificate is for.",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        "Receipt",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        help="Receipt it was attached to.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
        copy=False,
        help="Company that received it.",
    )
    format = fields.Selection(
        [
            ("coa", "Certificate of analysis (JSON)"),
            ("en10168", "Mill certificate EN 10168 (JSON)"),
            ("document", "Document"),
        ],
        required=True,
        copy=False,
        help="Digital format it is read by; a document is kept as it is.",
    )
    format_version = fields.Char(copy=False, help="Version of the digital format.")
    certificate_number = fields.Char(
        "Certificate No.",
        index=True,
        copy=False,
        help="Number that the issuer gave it.",
    )
    issued_on = fields.Date(copy=False, help="Date that stands on the certificate.")
    norm = fields.Char(
        copy=False, help="Norm of the inspection document, for example EN 10204."
    )
    certificate_type = fields.Char(
        "Type", copy=False, help="Type of the inspection document, for example 3.1."
    )
    issuer = fields.Char(copy=False, help="Manufacturer who issued it, as stated.")
    customer = fields.Char(copy=False, help="Customer it was issued to, as stated.")
    order_reference = fields.Char(copy=False, help="The customer's order, as stated.")
    product_name = fields.Char("Product Stated", copy=False, help="Product, as stated.")
    stated_lots = fields.Char(
        "Lots Stated", copy=False, help="Lot, batch and heat numbers that stand on it."
    )
    declaration = fields.Text(copy=False, help="Declaration of conformity, as stated.")
    line_ids = fields.One2many(
        "mdtrace.certificate.reading.line",
        "reading_id",
        "Lines",
        readonly=True,
        help="Every result of the certificate, as stated.",
    )
    finding_ids = fields.One2many(
        "mdtrace.certificate.finding",
        "reading_id",
        "Findings",
        readonly=True,
        help="What was noticed when it was read.",
    )
    result_ids = fields.One2many(
        "mdtrace.result",
        "reading_id",
        "Results",
        readonly=True,
        help="Results it gave to its lots.",
    )
    outcome = fields.Selection(
        [("pass", "Meets"), ("fail", "Does not meet"), ("none", "Not judged")],
        compute="_compute_outcome",
        search="_search_outcome",
    )
    finding_count = fields.Integer(compute="_compute_outcome")

    @api.depends("state", "finding_ids.level", "result_ids.verdict")
    def _compute_outcome(self):
        findings = self.env["mdtrace.certificate.finding"]._read_group(
            [("reading_id", "in", self.ids), ("level", "=", "fail")],
            ["reading_id"],
            ["__count"],
        )
        failing = {reading.id: count for reading, count in findings}
        verdicts = self.env["mdtrace.result"]._read_group(
            [("reading_id", "in", self.ids), ("verdict", "=", "pass")], ["reading_id"]
        )
        passing = {reading.id for (reading,) in verdicts}
        for reading in self:
            reading.finding_count = failing.get(reading.id, 0)
            if reading.finding_count or reading.state == "invalid":
                reading.outcome = "fail"
            else:
                reading.outcome = "pass" if reading.id in passing else "none"

    def _search_outcome(self, operator, value):
        if operator != "in":
            return NotImplemented
        failing = [
            "|",
            ("state", "=", "invalid"),
            ("finding_ids.level", "=", "fail"),
        ]
        good = ["!", *failing, ("result_ids.verdict", "=", "pass")]
        domains = {
            "fail": failing,
            "pass": ["&", *good],
            "none": ["!", *failing, "!", ("result_ids.verdict", "=", "pass")],
        }
        return fields.Domain.OR([domains[one] for one in value if one in domains])

    # === Actions === #

    def action_view_evidence(self):
        self.ensure_one()
        return self.evidence_id._get_records_action(
            name=self.env._("Evidence"), target="current"
        )

    def action_set_aside(self):
        """Ask for the reason and set the certificate aside."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set Aside"),
            "res_model": "mdtrace.certificate.reading.set.aside",
            "view_mode": "form",
            "target": "new",
            "context": {"default_reading_id": self.id},
        }

    def action_read_again(self):
        """Read a certificate that was set aside once more, as a new reading."""
        self.ensure_one()
        if self.state != "set_aside":
            raise UserError(
                self.env._("Set %(name)s aside first, with a reason.", name=self.name)
            )
        self.env["mdtrace.certificate.import"].check_access("create")
        reading = self._receive(
            [(self.name, self.evidence_id._content())], self.lot_ids, self.picking_id
        )
        return reading._get_records_action(name=self.env._("Certificate"))

    # === Business methods === #

    @api.model
    def _bind(self, lots_of):
        """Bind readings to their lots, read them into results and name findings.

        :param lots_of: {reading: lots}
        """
        # By rule: the certificate was offered by a person, binding it follows.
        bound = self.browse()
        for reading, lots in lots_of.items():
            record = reading.with_user(SUPERUSER_ID)
            if record.state != "waiting" or not lots:
                continue
            to = "kept" if record.format == "document" else "read"
            record._mdtrace_move(to, values={"lot_ids": [fields.Command.set(lots.ids)]})
            record.evidence_id._link(lots.with_user(SUPERUSER_ID))
            bound |= reading
        # Nor does the judgment depend on the rights of who validates the receipt.
        bound.sudo()._judge()
        return bound

    def _named_among(self, lots):
        """Return the lots whose own or supplier's number stands on the certificate."""
        self.ensure_one()
        stated = {plain_lot(one) for one in (self.stated_lots or "").split(", ")} - {""}
        return lots.filtered(
            lambda lot: (
                {plain_lot(lot.mdtrace_supplier_lot), plain_lot(lot.name)} & stated
            )
        )

    def _stated_among(self, lots):
        """Return the lots that the certificate names.

        Where it names none, all of them: the finding then says so, and a person
        decides.
        """
        return self._named_among(lots) or lots

    def _mdtrace_ledger_lot(self):
        return {
            reading.id: (reading.lot_ids.id, reading.lot_ids.name)
            for reading in self.sudo()  # names for the ledger, whoever acts
            if len(reading.lot_ids) == 1
        }
