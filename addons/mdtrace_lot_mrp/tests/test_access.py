"""Who may do what with the documents of manufacturing."""

from odoo.tests import tagged

from .common import MdtraceLotMrpCase


@tagged("post_install", "-at_install")
class TestAccess(MdtraceLotMrpCase):
    def test_viewer_reads_the_documents_of_manufacturing_and_changes_none(self):
        for model in (
            "mrp.production",
            "mrp.production.group",
            "mrp.unbuild",
            "mrp.bom",
            "mrp.bom.line",
            "mrp.bom.byproduct",
            "mrp.workorder",
            "mrp.workcenter",
            "mrp.routing.workcenter",
        ):
            records = self.env[model].with_user(self.viewer)
            rights = [
                records.has_access(right)
                for right in ("read", "write", "create", "unlink")
            ]
            self.assertEqual(rights, [True, False, False, False], model)

    def test_viewer_opens_the_order_of_a_transformation(self):
        heat, kits = self.lot(self.steel, "HEAT", 9), self.lot(self.kit, "KITS")
        order = self.order(self.kit, 1, [(self.steel, 2)])
        self.consume(order, [(heat, 2)])
        self.finish(order, kits)
        self.genealogy._settle()

        event = self.genealogy.with_user(self.viewer).search(
            [("res_model", "=", "mrp.production"), ("res_id", "=", order.id)]
        )

        self.assertEqual(event.action_open_document()["res_id"], order.id)
        order.with_user(self.viewer).read()
