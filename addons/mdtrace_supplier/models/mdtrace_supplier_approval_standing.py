"""How suppliers stand for materials: asked by orders, receipts and releases."""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.mdtrace_base.tools.blocker import Blocker

from ..tools import standing as rule

CODE = "supplier_not_approved"


class MdtraceSupplierApproval(models.Model):
    """The questions asked of the approvals, for many materials at once."""

    _inherit = "mdtrace.supplier.approval"

    @api.model
    def _mdtrace_for(self, partner, products, at=None, company=None, manufacturer=None):
        """Return {product id: approval in force}, for the products that have one.

        :param partner: the supplier; any contact of it will do
        :param products: the materials, controlled or not
        :param at: the moment asked for in UTC, now by default
        :param company: whose approvals count beside the shared ones
        :param manufacturer: who made the material; None where it cannot be known
        """
        asks = {
            product.id: (partner, product, company or self.env.company, manufacturer)
            for product in products
        }
        return {
            product_id: self.browse(answer.approval_id)
            for product_id, answer in self._mdtrace_standings(asks, at).items()
            if answer.code == rule.APPROVED
        }

    @api.model
    def _mdtrace_standings(self, asks, at=None):
        """Return {key: Standing} for {key: (partner, product, company, maker)}.

        Set-based: the number of queries does not grow with the number of asks. A
        `maker` of None is unknown, an empty recordset is known to be unrecorded.
        """
        if not asks:
            return {}
        at = at or fields.Datetime.now()
        # The rule must see approvals that the asking user (a warehouse clerk, a
        # buyer of one company) may not read: nobody is approved by being blind.
        asks = self._mdtrace_prefetched(asks)
        approvals = defaultdict(list)
        for approval in self.sudo().search_fetch(self._mdtrace_standing_domain(asks)):
            approvals[approval.partner_id.id].append(approval)
        answers = {}
        for key, (partner, product, company, maker) in asks.items():
            distances = self._mdtrace_distances(product)
            candidates = [
                approval._mdtrace_candidate(distances, company)
                for approval in approvals[partner.id]
                if approval._mdtrace_covers(distances, company)
            ]
            made_by = None if maker is None else maker.id or 0
            answers[key] = rule.standing(candidates, at, made_by)
        return answers

    @api.model
    def _mdtrace_prefetched(self, asks):
        """Return the asks with records that are read together, and as sudo."""
        # Prefetching as sudo: what the rule and its messages need of each ask.
        partners, products, _companies, _makers = zip(*asks.values(), strict=True)
        partners = self.env["res.partner"].sudo().union(*partners)
        products = self.env["product.product"].sudo().union(*products)
        return {
            key: (
                partner.sudo().with_prefetch(partners.ids).commercial_partner_id,
                product.sudo().with_prefetch(products.ids),
                company,
                maker if maker is None else maker.sudo().commercial_partner_id,
            )
            for key, (partner, product, company, maker) in asks.items()
        }

    @api.model
    def _mdtrace_standing_domain(self, asks):
        """Return the domain of every approval that may touch one of the asks."""
        categories, products, partners, companies = set(), set(), set(), {False}
        for partner, product, company, _maker in asks.values():
            partners.add(partner.id)
            products.add(product.id)
            companies.add(company.id)
            categories.update(self._mdtrace_categories(product))
        return (
            Domain("partner_id", "in", partners)
            & Domain("company_id", "in", companies)
            & (
                Domain("product_id", "in", products)
                | Domain("categ_id", "in", categories)
            )
        )

    @api.model
    def _mdtrace_categories(self, product):
        """Return the ids of the product's categories, the nearest first."""
        path = product.categ_id.parent_path or ""
        return [int(part) for part in reversed(path.split("/")) if part]

    @api.model
    def _mdtrace_distances(self, product):
        """Return {(field, id): distance} of what an approval may name."""
        distances = {("product_id", product.id): 0}
        for distance, categ_id in enumerate(self._mdtrace_categories(product), 1):
            distances["categ_id", categ_id] = distance
        return distances

    def _mdtrace_names(self):
        """Return what the approval names, as a key of `_mdtrace_distances`."""
        self.ensure_one()
        if self.product_id:
            return ("product_id", self.product_id.id)
        return ("categ_id", self.categ_id.id)

    def _mdtrace_covers(self, distances, company):
        """Return whether the approval speaks of this material in this company."""
        self.ensure_one()
        return self._mdtrace_names() in distances and self.company_id.id in (
            False,
            company.id,
        )

    def _mdtrace_candidate(self, distances, company):
        """Return the approval as the plain values that the rule reads."""
        self.ensure_one()
        return rule.Candidate(
            id=self.id,
            state=self.state,
            distance=distances[self._mdtrace_names()],
            own_company=self.company_id == company,
            manufacturer_id=self.manufacturer_id.id or 0,
            effective_from=self.effective_from or None,
            effective_to=self.effective_to or None,
            suspended_at=self.suspended_at or None,
            valid_until=self.valid_until or None,
        )

    # === Reasons in plain words === #
    @api.model
    def _mdtrace_supplier_blockers(self, asks, at=None):
        """Return {key: [Blocker]} for {key: (partner, product, company, maker)}.

        Only controlled products are asked for; what is approved has no entry.
        """
        products = self.env["product.product"].union(
            *(product for _partner, product, _company, _maker in asks.values())
        )
        controlled = set(products._mdtrace_filter_controlled().ids)
        asks = {key: ask for key, ask in asks.items() if ask[1].id in controlled}
        if not asks:
            return {}
        answers = self._mdtrace_standings(asks, at)
        # Names of records that the reader of a message may not open.
        asks = self._mdtrace_prefetched(asks)
        return {
            key: [self._mdtrace_blocker(answer, *asks[key])]
            for key, answer in answers.items()
            if answer.code != rule.APPROVED
        }

    @api.model
    def _mdtrace_blocker(self, answer, partner, product, company, maker):
        """Return the blocker for a standing that is not an approval."""
        # Approvals whose names and dates the reader of the message may not open.
        approval = self.sudo().browse(answer.approval_id)
        waiting = self.sudo().browse(answer.waiting_id)
        if not partner:
            return Blocker(
                code=CODE,
                message=self.env._(
                    "No supplier is recorded for %(product)s, so no approval can be "
                    "found.",
                    product=product.display_name,
                ),
                model=product._name,
                res_id=product.id,
                remedy=self.env._("Enter the supplier on the receipt."),
            )
        return Blocker(
            code=CODE,
            message=self._mdtrace_reason(answer, approval, partner, product, maker),
            model=self._name if approval else partner._name,
            res_id=approval.id or partner.id,
            remedy=self._mdtrace_remedy(answer, waiting),
        )

    @api.model
    def _mdtrace_reason(self, answer, approval, partner, product, maker):
        """Return the sentence that says why the supplier may not deliver."""
        words = {
            "supplier": partner.display_name,
            "product": product.display_name,
            "material": approval._mdtrace_material_of(product) if approval else "",
            "reason": approval.state_reason or "",
        }
        if answer.code == rule.EXPIRED:
            return self.env._(
                "The approval of %(supplier)s for %(material)s expired on %(date)s.",
                date=format_date(self.env, approval.valid_until),
                **words,
            )
        if answer.code == rule.SUSPENDED:
            return self.env._(
                "The approval of %(supplier)s for %(material)s was suspended on "
                "%(date)s (%(reason)s).",
                date=format_date(self.env, approval.suspended_at),
                **words,
            )
        if answer.code == rule.WITHDRAWN:
            return self.env._(
                "The approval of %(supplier)s for %(material)s was withdrawn on "
                "%(date)s (%(reason)s).",
                date=format_date(self.env, approval.effective_to),
                **words,
            )
        if answer.code == rule.MANUFACTURER:
            return self.env._(
                "%(supplier)s is approved for %(material)s made by %(approved)s, but "
                "this lot is recorded as made by %(maker)s.",
                approved=approval.manufacturer_id.display_name,
                maker=maker.display_name,
                **words,
            )
        if answer.code == rule.WAITING:
            return self.env._(
                "The approval of %(supplier)s for %(material)s is not signed yet.",
                **words,
            )
        return self.env._(
            "%(supplier)s has never been approved for %(product)s.", **words
        )

    def _mdtrace_material_of(self, product):
        """Return what is approved, and the product where that is its category."""
        self.ensure_one()
        if self.product_id:
            return self.product_id.display_name
        return self.env._(
            "%(category)s (covers %(product)s)",
            category=self.categ_id.display_name,
            product=product.display_name,
        )

    @api.model
    def _mdtrace_remedy(self, answer, waiting):
        """Return what a person can do about it."""
        if waiting:
            return self.env._(
                "Have the waiting approval signed: %(approval)s.",
                approval=waiting.display_name,
            )
        if answer.code == rule.SUSPENDED:
            return self.env._(
                "Have the suspension lifted, or order from an approved supplier."
            )
        if answer.code in (rule.EXPIRED, rule.WITHDRAWN):
            return self.env._(
                "Prepare a new version of the approval and have it signed."
            )
        if answer.code == rule.MANUFACTURER:
            return self.env._(
                "Record the manufacturer on the lot, or approve the supplier for "
                "this manufacturer."
            )
        return self.env._(
            "Ask for an approval of the supplier for this material "
            "(Traceability > Suppliers > Approvals)."
        )

    @api.model
    def _mdtrace_reasons_html(self, reasons):
        """Return pairs (message, remedy) as a list to show in a banner, or False."""
        if not reasons:
            return False
        return Markup("<ul class='mb-0'>%s</ul>") % Markup().join(
            Markup("<li>%s <em>%s</em></li>") % reason for reason in reasons
        )

    def _mdtrace_dossier_row(self):
        """Return what the trace package says about this version."""
        self.ensure_one()
        return {
            self.env._("Supplier"): self.partner_id.name,
            self.env._("Material"): self._mdtrace_material(),
            self.env._("Manufacturer"): self.manufacturer_id.name or "",
            self.env._("Version"): self.version,
            self.env._("In force from"): fields.Datetime.to_string(self.effective_from),
            self.env._("Valid until"): fields.Date.to_string(self.valid_until) or "",
            self.env._("Conditions"): self.conditions or "",
        }
