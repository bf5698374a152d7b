"""What freezing a large scope costs."""

import logging

from odoo.tests import tagged

from .common import MdtraceRecallCase

LOTS = 200

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestPerformance(MdtraceRecallCase):
    def lots(self, count):
        root = self.make_bar(1.0)
        made = self.env["stock.lot"].create(
            [
                {"product_id": self.bar.id, "name": f"{root.name}-{i}"}
                for i in range(count)
            ]
        )
        self.declare({root: 1.0}, dict.fromkeys(made, 1.0))
        return root

    def queries(self, recall):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.freeze(recall)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_freezing_holds_two_hundred_lots_with_as_many_queries_as_two(self):
        few, many = self.make_recall(self.lots(2)), self.make_recall(self.lots(LOTS))
        self.queries(self.make_recall(self.lots(2)))  # fill the caches

        cost_few, cost_many = self.queries(few), self.queries(many)
        _logger.info("Freezing: %s queries for 2 lots, %s for 200", cost_few, cost_many)

        held = many.scope_ids.lot_id.mapped("mdtrace_hold_count")
        self.assertEqual(held, [1] * (LOTS + 1))
        # A longer list is inserted in several statements of a hundred rows.
        self.assertLess(cost_many - cost_few, 15, (cost_few, cost_many))
        self.assertLess(cost_many, 150)

    def test_computing_a_scope_does_not_cost_a_query_per_lot(self):
        few = self.make_recall(self.lots(2), compute=False)
        many = self.make_recall(self.lots(LOTS), compute=False)
        costs = []
        for recall in (few, many):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            recall.action_compute_scope()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)

        self.assertLess(costs[1] - costs[0], 10, costs)

    def test_gate_asks_for_all_lots_in_one_query(self):
        lots = self.make_recall(self.lots(LOTS)).scope_ids.lot_id
        gate = self.env["mdtrace.gate"]
        gate._mdtrace_recalls(set(lots.ids))

        with self.assertQueryCount(1):
            gate._mdtrace_recalls(set(lots.ids))
