"""What is under control, who decides it, and what existing lots become."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import MdtraceLotCase


@tagged("post_install", "-at_install")
class TestActivation(MdtraceLotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marker = new_test_user(
            cls.env,
            "mdt_marker",
            groups="mdtrace_base.mdtrace_base_group_administrator,"
            "stock.group_stock_manager,product.group_product_manager",
        )
        cls.seller = new_test_user(
            cls.env,
            "mdt_seller",
            groups="base.group_user,product.group_product_manager",
        )

    def old_lots(self, product, count=3):
        return self.env["stock.lot"].create(
            [
                {"name": f"OLD-{index}", "product_id": product.id}
                for index in range(count)
            ]
        )

    def test_lots_of_uncontrolled_products_have_no_status_and_are_usable(self):
        lots = self.old_lots(self.rag)

        self.assertFalse(lots.mdtrace_status_id)
        self.assertEqual(lots.mapped("mdtrace_usable"), [True] * 3)

    def test_new_lots_of_controlled_products_are_pending(self):
        lot = self.env["stock.lot"].create({"name": "N", "product_id": self.bar.id})

        self.assertEqual(lot.mdtrace_disposition, "pending")
        self.assertFalse(lot.mdtrace_usable)
        self.assertIn("pending", lot.mdtrace_blocker)

    def test_marking_a_product_turns_its_lots_into_legacy_ones(self):
        lots = self.old_lots(self.rag)

        self.rag.product_tmpl_id.with_user(self.marker).mdtrace_controlled = True

        self.assertEqual(set(lots.mapped("mdtrace_disposition")), {"legacy"})
        self.assertEqual(lots.mapped("mdtrace_usable"), [True] * 3)
        entry = self.entries(self.rag.product_tmpl_id, kind="config")
        self.assertEqual(entry[-1]._payload_data()["new"]["legacy_lots"], 3)

    def test_marking_takes_one_statement_whatever_the_number_of_lots(self):
        few, many = self.rag, self.make_product("Test rug", "lot", controlled=False)
        self.old_lots(few, 2)
        self.old_lots(many, 300)
        self.env.flush_all()

        counts = []
        for product in few, many:
            before = self.cr.sql_log_count
            product.product_tmpl_id.mdtrace_controlled = True
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)

        self.assertLessEqual(counts[1], counts[0])

    def test_marking_a_category_controls_all_products_below_it(self):
        parent = self.env["product.category"].create({"name": "Implants"})
        child = self.env["product.category"].create(
            {"name": "Screws", "parent_id": parent.id}
        )
        self.rag.categ_id = child
        lots = self.old_lots(self.rag)

        parent.with_user(self.marker).mdtrace_controlled = True

        self.assertTrue(self.rag._mdtrace_filter_controlled())
        self.assertTrue(self.rag.product_tmpl_id.mdtrace_under_control)
        self.assertEqual(set(lots.mapped("mdtrace_disposition")), {"legacy"})
        self.assertTrue(self.entries(parent, kind="config"))
        found = self.env["product.template"].search(
            [("mdtrace_under_control", "=", True)]
        )
        self.assertIn(self.rag.product_tmpl_id, found)

    def test_moving_a_product_into_a_controlled_category_gives_its_lots_a_status(self):
        category = self.env["product.category"].create(
            {"name": "Implants", "mdtrace_controlled": True}
        )
        lots = self.old_lots(self.rag)

        self.rag.product_tmpl_id.with_user(self.seller).categ_id = category

        self.assertEqual(set(lots.mapped("mdtrace_disposition")), {"legacy"})

    def test_only_the_administrator_marks_products_whatever_door_is_used(self):
        template = self.rag.product_tmpl_id.with_user(self.seller)
        Product = self.env["product.product"].with_user(self.seller)
        vals = {"name": "X", "is_storable": True, "tracking": "lot"}

        with self.assertRaises(AccessError):
            template.mdtrace_controlled = True
        with self.assertRaises(AccessError):
            template.sudo().mdtrace_controlled = True
        with self.assertRaises(AccessError):
            Product.create({**vals, "mdtrace_controlled": True})
        with self.assertRaises(AccessError):
            Product.with_context(default_mdtrace_controlled=True).create(vals)
        with self.assertRaises(AccessError):
            Product.sudo().create({**vals, "mdtrace_controlled": True})
        with self.assertRaises(AccessError):
            self.bar.product_tmpl_id.with_user(self.seller).mdtrace_controlled = False

    def test_only_the_administrator_takes_a_product_out_of_a_controlled_category(self):
        category = self.env["product.category"].create(
            {"name": "Implants", "mdtrace_controlled": True}
        )
        self.rag.categ_id = category
        other = self.env["product.category"].create({"name": "Other"})

        with self.assertRaises(AccessError):
            self.rag.product_tmpl_id.with_user(self.seller).categ_id = other
        with self.assertRaises(AccessError):
            category.with_user(self.seller).mdtrace_controlled = False
        child = self.env["product.category"].create(
            {"name": "Below", "parent_id": category.id}
        )
        with self.assertRaises(AccessError):
            child.with_user(self.seller).parent_id = False
        self.rag.product_tmpl_id.with_user(self.marker).categ_id = other
        self.assertFalse(self.rag._mdtrace_filter_controlled())

    def test_a_controlled_product_must_be_tracked_by_lot(self):
        untracked = self.env["product.product"].create(
            {"name": "Loose", "is_storable": True, "tracking": "none"}
        )
        category = self.env["product.category"].create({"name": "C"})
        untracked.categ_id = category

        with self.refused("tracked by lot", ValidationError):
            untracked.product_tmpl_id.mdtrace_controlled = True
        with self.refused("Loose", ValidationError):
            category.mdtrace_controlled = True
        with self.refused("tracked by lot", ValidationError):
            self.bar.product_tmpl_id.tracking = "none"
        with self.refused("tracked by lot", ValidationError):
            self.bar.product_tmpl_id.is_storable = False

    def test_a_copy_of_a_controlled_product_is_not_marked(self):
        self.assertFalse(self.bar.product_tmpl_id.copy().mdtrace_controlled)

    def test_the_form_shows_the_mark_read_only_to_everybody_else(self):
        template = self.bar.product_tmpl_id
        mine = template.with_user(self.marker).fields_get(["mdtrace_controlled"])
        other = template.with_user(self.seller).fields_get(["mdtrace_controlled"])

        self.assertFalse(mine["mdtrace_controlled"]["readonly"])
        self.assertTrue(other["mdtrace_controlled"]["readonly"])
        with Form(template.with_user(self.seller)) as form:
            form.name = "Renamed bar"
        self.assertTrue(template.mdtrace_controlled)

    def test_unmarking_keeps_the_status_and_stops_asking(self):
        lot = self.receive(self.bar, 5)

        self.bar.product_tmpl_id.with_user(self.marker).mdtrace_controlled = False
        picking = self.deliver(self.bar, 2)

        self.assertEqual(lot.mdtrace_disposition, "pending")
        self.assertEqual(picking.move_line_ids.lot_id, lot)
