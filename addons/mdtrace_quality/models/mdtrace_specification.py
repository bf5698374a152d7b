"""What a material must be: versioned characteristics with limits."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.mdtrace_base.tools.blocker import Blocker

CERTIFICATE_TYPES = [
    ("2.1", "2.1 Declaration of compliance"),
    ("2.2", "2.2 Test report, non-specific"),
    ("3.1", "3.1 Inspection certificate"),
    ("3.2", "3.2 Inspection certificate, countersigned"),
]
STAGES = [("incoming", "Incoming"), ("final", "Final")]


class MdtraceSpecification(models.Model):
    """The characteristics and limits of a product or a category, in versions.

    Only one version of a family (product or category, stage, company) is in force at a
    time. An effective version is never edited; inspections pin the version they judge
    by. A specification of the product wins over one of its category, a nearer category
    over a farther one.
    """

    _name = "mdtrace.specification"
    _description = "Specification"
    _inherit = ["mdtrace.versioned.mixin", "mail.thread"]
    _order = "name, version desc"
    _check_company_auto = True

    _mdtrace_version_key = ("product_tmpl_id", "categ_id", "stage", "company_id")
    _mdtrace_payload = (
        "name",
        "version",
        "stage",
        "product_tmpl_id",
        "categ_id",
        "certificate_type",
        "has_minimum_temperature",
        "minimum_temperature",
        "has_maximum_temperature",
        "maximum_temperature",
        "has_minimum_humidity",
        "minimum_humidity",
        "has_maximum_humidity",
        "maximum_humidity",
    )
    _mdtrace_frozen = (*_mdtrace_payload, "line_ids", "company_id")

    name = fields.Char(required=True, help="Name of the specification, with its norm.")
    stage = fields.Selection(
        STAGES,
        required=True,
        default="incoming",
        help="Incoming: judged when a lot is received. Final: judged when a lot has "
        "been made.",
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        "Product",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Product it is for; leave empty for a whole category.",
    )
    categ_id = fields.Many2one(
        "product.category",
        "Category",
        ondelete="restrict",
        index="btree_not_null",
        help="Category it is for, with all categories below it.",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
        help="Company it holds for; empty for all.",
    )
    state = fields.Selection(
        # Repeated from the mixin, so that they are translated with this model.
        selection_add=[
            ("draft", "Draft"),
            ("in_review", "In review"),
            ("effective", "Effective"),
            ("superseded", "Superseded"),
            ("withdrawn", "Withdrawn"),
        ],
    )
    previous_id = fields.Many2one(
        "mdtrace.specification",
        "Previous Version",
        ondelete="restrict",
        copy=False,
        help="Version this one was made from.",
    )
    certificate_type = fields.Selection(
        CERTIFICATE_TYPES,
        "Certificate at Least",
        help="Lowest type of inspection document (EN 10204) that is enough; empty when "
        "any is.",
    )
    has_minimum_temperature = fields.Boolean(
        "Lowest Temperature", help="Whether the temperature at receipt has a minimum."
    )
    minimum_temperature = fields.Float(
        "From °C", digits=(8, 2), help="Lowest temperature at receipt in °C."
    )
    has_maximum_temperature = fields.Boolean(
        "Highest Temperature", help="Whether the temperature at receipt has a maximum."
    )
    maximum_temperature = fields.Float(
        "To °C", digits=(8, 2), help="Highest temperature at receipt in °C."
    )
    has_minimum_humidity = fields.Boolean(
        "Lowest Humidity", help="Whether the humidity at receipt has a minimum."
    )
    minimum_humidity = fields.Float(
        "From %RH", digits=(8, 2), help="Lowest relative humidity at receipt in %."
    )
    has_maximum_humidity = fields.Boolean(
        "Highest Humidity", help="Whether the humidity at receipt has a maximum."
    )
    maximum_humidity = fields.Float(
        "To %RH", digits=(8, 2), help="Highest relative humidity at receipt in %."
    )
    line_ids = fields.One2many(
        "mdtrace.specification.line",
        "specification_id",
        "Characteristics",
        copy=True,
        help="What is judged, with its limits.",
    )
    note = fields.Text(help="Remarks for those who inspect.")

    @api.depends("name", "version")
    def _compute_display_name(self):
        for specification in self:
            specification.display_name = self.env._(
                "%(name)s, version %(version)s",
                name=specification.name or "",
                version=specification.version,
            )

    @api.constrains("name", "product_tmpl_id", "categ_id")
    def _check_one_scope(self):
        for specification in self:
            if bool(specification.product_tmpl_id) == bool(specification.categ_id):
                raise ValidationError(
                    self.env._(
                        "A specification is for one product or for one category: "
                        "fill in exactly one of them (%(name)s).",
                        name=specification.name,
                    )
                )

    @api.constrains(
        "has_minimum_temperature",
        "minimum_temperature",
        "has_maximum_temperature",
        "maximum_temperature",
        "has_minimum_humidity",
        "minimum_humidity",
        "has_maximum_humidity",
        "maximum_humidity",
    )
    def _check_conditions(self):
        for specification in self:
            for kind in ("temperature", "humidity"):
                low, high = specification._mdtrace_condition_limits(kind)
                if low is not None and high is not None and low > high:
                    raise ValidationError(
                        self.env._(
                            "The lowest value is above the highest one (%(name)s).",
                            name=specification.name,
                        )
                    )

    def _mdtrace_condition_limits(self, kind):
        """Return (minimum, maximum) of the temperature or humidity; None is none."""
        self.ensure_one()
        return tuple(
            self[f"{side}_{kind}"] if self[f"has_{side}_{kind}"] else None
            for side in ("minimum", "maximum")
        )

    def _mdtrace_check_draft(self):
        """Refuse to touch lines of versions that others may already judge by."""
        # Read for those who may not see the specification of another company.
        fixed = self.sudo().filtered(lambda one: one.state != "draft")
        if fixed:
            raise ValidationError(
                self.env._(
                    "%(name)s is not a draft any more: make a new version to change "
                    "it.",
                    name=fixed[0].display_name,
                )
            )

    def _mdtrace_signed_content(self):
        """Return what an approval signs: the head and every line."""
        content = super()._mdtrace_signed_content()
        for specification in self:
            content[specification]["lines"] = [
                line._mdtrace_content() for line in specification.line_ids
            ]
        return content

    def _mdtrace_forbidden_signers(self, to):
        """Add whoever wrote a line: limits are approved by another person."""
        found = super()._mdtrace_forbidden_signers(to)
        # Compared, not shown.
        for specification, record in zip(self, self.sudo(), strict=True):
            lines = record.line_ids
            found[specification] |= lines.create_uid | lines.write_uid
        return found

    def _mdtrace_transition_blockers(self, to):
        """Refuse to put an empty specification in force: it would pass everything."""
        blockers = super()._mdtrace_transition_blockers(to)
        if to in ("in_review", "effective"):
            for specification in self.filtered(lambda item: not item.line_ids):
                blockers.setdefault(specification, []).append(
                    Blocker(
                        "empty_plan",
                        self.env._(
                            "%(name)s has no characteristic: it would pass anything.",
                            name=specification.display_name,
                        ),
                        specification._name,
                        specification.id,
                        self.env._("Add the characteristics to be judged."),
                    )
                )
        return blockers

    @api.model
    def _mdtrace_for(self, products, at=None, stage="incoming", company=None):
        """Return {product id: specification in force}, for products that have one.

        :param products: `product.product` records
        :param at: moment (default now)
        :param company: company asking (default the current one)
        """
        company = company or self.env.company
        parents = {
            category: [
                int(one) for one in (category.parent_path or "").split("/") if one
            ]
            for category in products.categ_id
        }
        categories = {one for path in parents.values() for one in path}
        domain = Domain("stage", "=", stage) & (
            Domain("product_tmpl_id", "in", products.product_tmpl_id.ids)
            | Domain("categ_id", "in", list(categories))
        )
        domain &= Domain("company_id", "in", [company.id, False])
        found = {}
        for specification in self._mdtrace_in_force(domain, at=at):
            scope = specification.product_tmpl_id or specification.categ_id
            # A specification of the company wins over one of all companies.
            if scope not in found or specification.company_id:
                found[scope] = specification
        result = {}
        for product in products:
            scopes = [product.product_tmpl_id]
            path = parents.get(product.categ_id, [])
            scopes += self.env["product.category"].browse(reversed(path))
            hit = next((found[scope] for scope in scopes if scope in found), None)
            if hit:
                result[product.id] = hit
        return result
