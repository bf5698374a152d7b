"""Orders that were done before the addon came."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.mdtrace_lot_mrp.hooks import post_init_hook

from .common import MdtraceLotMrpCase

HISTORY = "odoo.addons.mdtrace_lot.models.mdtrace_transformation_history"


@tagged("post_install", "-at_install")
class TestHistory(MdtraceLotMrpCase):
    def test_install_builds_the_genealogy_of_what_was_done_before(self):
        heat, kits = self.lot(self.steel, "HEAT", 100), self.lot(self.kit, "KITS")
        order = self.order(self.kit, 4, [(self.steel, 8)])
        self.consume(order, [(heat, 8)])
        self.finish(order, kits)
        before = self.steps(order)
        self.env.cr.execute("DELETE FROM mdtrace_transformation_step")
        self.env.cr.execute("DELETE FROM mdtrace_transformation")
        self.env.invalidate_all()

        with patch(f"{HISTORY}._logger.info") as info:
            post_init_hook(self.env)

        self.assertEqual(self.steps(order), before)
        self.assertIn("transformations built", info.call_args.args[0])
        found = self.genealogy._compare_with_moves()
        self.assertEqual([d for d in found if d["res_id"] == order.id], [])
