"""The trace screen in a browser."""

from odoo.tests import HttpCase, tagged

from odoo.addons.mdtrace_base.tests.test_js import suite_id
from odoo.addons.web.tests.test_js import unit_test_error_checker

from .genealogy import MdtraceGenealogyCase


@tagged("post_install", "-at_install")
class TestTraceScreen(MdtraceGenealogyCase, HttpCase):
    def test_tour_finds_opens_turns_and_comes_back(self):
        heat = self.receive(self.steel, 100, lot_name="HEAT", supplier_lot="SUP-77")
        pins = self.env["stock.lot"].concat(
            *(self.lot(self.pin, f"PIN-{n}") for n in range(25))
        )
        self.transform([(heat, 10)], [(pin, 1) for pin in pins])
        self.genealogy._settle()
        self.ship(pins[3])
        user = self.make_user("viewer", "mdt_trace_tour", "stock.group_stock_user")

        self.start_tour("/odoo/traceability-trace", "mdtrace_trace", login=user.login)


@tagged("post_install", "-at_install")
class TestTraceModel(HttpCase):
    def test_rows_of_the_tree_are_right(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={suite_id('@mdtrace_lot')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
