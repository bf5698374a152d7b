"""One lot, several companies."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MdtraceLotCase


@tagged("post_install", "-at_install")
class TestCompany(MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["res.company"].create({"name": "Second plant"})
        cls.abroad = cls.make_user(
            "approver", "mdt_approver_abroad", "stock.group_stock_user"
        )
        cls.abroad.write(
            {
                "company_ids": [Command.set(cls.second.ids)],
                "company_id": cls.second.id,
            }
        )
        cls.own = cls.make_product("Test own", "lot", company_id=cls.env.company.id)
        cls.shared_lot, cls.own_lot = cls.env["stock.lot"].create(
            [
                {"name": "SHARED", "product_id": cls.bar.id},
                {"name": "OWN", "product_id": cls.own.id},
            ]
        )

    def test_a_shared_lot_has_one_status_that_binds_all_companies(self):
        self.assertFalse(self.shared_lot.mdtrace_status_id.company_id)

        self.sign(self.shared_lot.mdtrace_status_id, "released", self.abroad)

        status = self.shared_lot.mdtrace_status_id
        self.assertEqual(status.disposition, "released")
        self.assertEqual(status.decided_company_id, self.second)
        self.hold(self.shared_lot.with_company(self.env.company))
        self.assertEqual(self.shared_lot.with_user(self.abroad).mdtrace_hold_count, 1)
        self.assertEqual(
            self.shared_lot.mdtrace_hold_ids.opened_company_id, self.env.company
        )

    def test_status_and_holds_of_another_company_stay_hidden(self):
        self.hold(self.own_lot)
        statuses = self.env["mdtrace.lot.status"].with_user(self.abroad)
        holds = self.env["mdtrace.lot.hold"].with_user(self.abroad)

        found = statuses.search(
            [("lot_id", "in", (self.own_lot | self.shared_lot).ids)]
        )

        self.assertEqual(found.lot_id, self.shared_lot)
        self.assertFalse(holds.search([("lot_id", "=", self.own_lot.id)]))
        with self.assertRaises(AccessError):
            self.own_lot.mdtrace_status_id.with_user(self.abroad).read(["disposition"])
        with self.assertRaises(AccessError):
            self.sign(self.own_lot.mdtrace_status_id, "released", self.abroad)

    def test_a_hold_of_one_company_stops_the_other(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.second.id)], limit=1
        )
        self.release(self.shared_lot)
        self.env["stock.quant"]._update_available_quantity(
            self.bar, warehouse.lot_stock_id, 5, lot_id=self.shared_lot
        )
        move = (
            self.env["stock.move"]
            .with_company(self.second)
            .create(
                {
                    "product_id": self.bar.id,
                    "product_uom_qty": 5,
                    "location_id": warehouse.lot_stock_id.id,
                    "location_dest_id": self.customers.id,
                    "company_id": self.second.id,
                }
            )
        )
        move._action_confirm()
        move._action_assign()
        self.assertEqual(move.move_line_ids.lot_id, self.shared_lot)
        move.picked = True

        self.hold(self.shared_lot)

        with self.refused("on hold"):
            move._action_done()
