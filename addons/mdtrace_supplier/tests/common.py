"""Fixtures for approvals of suppliers."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.mdtrace_lot.tests.common import MdtraceLotCase


class MdtraceSupplierCase(MdtraceLotCase):
    """Suppliers, approvals and orders on top of the controlled products of lots.

    - `mill`, `trader`: suppliers without any approval
    - `metals`: the category of `bar`, below `materials`
    - `gloves`: a product that is not controlled
    - `buyer`: a purchase and stock user of Odoo without a role of ours
    - `approve(...)`, `prepare(...)`, `order(...)`: make what their names say
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.mill = partners.create({"name": "Good Mill", "is_company": True})
        cls.trader = partners.create({"name": "Metal Trader", "is_company": True})
        cls.materials = cls.env["product.category"].create({"name": "Materials"})
        cls.metals = cls.env["product.category"].create(
            {"name": "Metals", "parent_id": cls.materials.id}
        )
        cls.bar.product_tmpl_id.categ_id = cls.metals
        cls.gloves = cls.env["product.product"].create(
            {"name": "Gloves", "type": "consu", "is_storable": True}
        )
        cls.buyer = new_test_user(
            cls.env,
            "plain-buyer",
            groups="purchase.group_purchase_user,stock.group_stock_user",
        )
        cls.today = fields.Datetime.now().date()
        cls.yesterday = cls.today - timedelta(days=1)

    def prepare(self, partner=None, **values):
        """A draft of an approval, of `bar` unless a category is named."""
        if not values.get("categ_id"):
            values.setdefault("product_id", self.bar.id)
        return (
            self.env["mdtrace.supplier.approval"]
            .with_user(self.purchaser)
            .create({"partner_id": (partner or self.mill).id, **values})
        )

    def approve(self, partner=None, **values):
        """An approval in force, prepared by the purchaser and signed."""
        approval = self.prepare(partner, **values)
        approval.action_submit()
        self.sign(approval, "effective", self.approver)
        return approval

    def stop(self, approval, state, reason="Audit of 3 March failed"):
        """Suspend or withdraw an approval."""
        self.sign(approval, state, self.approver, reason=reason)
        return approval

    def end(self, approval, day):
        """Let an approval in force end on this day, as time would."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mdtrace_supplier_approval SET valid_until = %s WHERE id = %s",
            (day, approval.id),
        )
        approval.invalidate_recordset()
        return approval

    def expire(self, approval):
        """Let an approval in force have ended yesterday."""
        return self.end(approval, self.yesterday)

    def order(self, partner=None, product=None, quantity=10, user=None, **values):
        """A request for quotation of one line."""
        product = product or self.bar
        return (
            self.env["purchase.order"]
            .with_user(user or self.buyer)
            .create(
                {
                    "partner_id": (partner or self.mill).id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": quantity,
                                "price_unit": 5,
                            }
                        )
                    ],
                    **values,
                }
            )
        )
