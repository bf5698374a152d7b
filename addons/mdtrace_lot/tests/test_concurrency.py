"""Two real connections: a hold wins against a validation that is already open."""

import threading
import uuid
from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, common, tagged
from odoo.tools import mute_logger

from odoo.addons.mdtrace_lot.exceptions import MdtraceStop

#: Seconds after which a test that waits for another connection gives up.
PATIENCE = 30


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Works on committed records, and takes them away again.

    It does not stand on ``TransactionCase``, whose cursor the others cannot see.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(common.get_db_name())
        with self.connection() as env:
            self.ids = self.make_records(env)
        self.addCleanup(self.remove_records)

    @contextmanager
    def connection(self, commit=True):
        """Open a connection of its own; commit at the end unless it raised."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            yield env
            env.flush_all()
            if not commit:
                cr.rollback()

    def make_records(self, env):
        tag = uuid.uuid4().hex[:8]
        warehouse = env["stock.warehouse"].search([], limit=1)
        product = env["product.product"].create(
            {
                "name": f"Test concurrency {tag}",
                "is_storable": True,
                "tracking": "lot",
                "mdtrace_controlled": True,
            }
        )
        lot = env["stock.lot"].create({"name": tag, "product_id": product.id})
        env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, 10, lot_id=lot
        )
        # The decision by SQL: what is tested here is who waits for whom.
        env.flush_all()
        env.cr.execute(
            "UPDATE mdtrace_lot_status SET disposition = 'released' WHERE lot_id = %s",
            [lot.id],
        )
        env.invalidate_all()
        move = env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": 4,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm()
        move._action_assign()
        move.picked = True
        return {"product": product.id, "lot": lot.id, "move": move.id}

    def remove_records(self):
        with self.connection() as env:
            lot = self.ids["lot"]
            env.cr.execute(
                "DELETE FROM mail_message WHERE model = 'stock.lot' AND res_id = %s",
                [lot],
            )
            for table, column, value in (
                ("mdtrace_lot_hold", "lot_id", lot),
                ("mdtrace_lot_status", "lot_id", lot),
                ("stock_move_line", "lot_id", lot),
                ("stock_move", "id", self.ids["move"]),
                ("stock_quant", "lot_id", lot),
                ("stock_lot", "id", lot),
            ):
                env.cr.execute(
                    f"DELETE FROM {table} WHERE {column} = %s",  # noqa: S608
                    [value],
                )
            env.invalidate_all()
            env["product.product"].browse(self.ids["product"]).product_tmpl_id.unlink()

    def hold(self, env):
        return env["stock.lot"].browse(self.ids["lot"])._mdtrace_hold("manual", "x")

    def validate(self, env):
        env["stock.move"].browse(self.ids["move"])._action_done()
        env.flush_all()

    def state(self):
        with self.connection() as env:
            lot = env["stock.lot"].browse(self.ids["lot"])
            move = env["stock.move"].browse(self.ids["move"])
            return move.state, lot.mdtrace_hold_count

    def again(self, work, env):
        """Do what ``retrying`` does, without the lock that the test runner holds."""
        for _try in range(3):
            try:
                value = work(env)
                env.cr.commit()
                return value
            except OperationalError:  # noqa: PERF203 - that is what is tested
                env.cr.rollback()
        return None

    def in_thread(self, work):
        """Run ``work(env)`` in a connection of its own, as a request does.

        The environment is made here: the test runner holds the lock of the registry.
        """
        result = {}
        cr = self.registry.cursor()
        env = api.Environment(cr, SUPERUSER_ID, {})

        def run():
            try:
                result["value"] = self.again(work, env)
            except Exception as error:  # noqa: BLE001 - handed to the test
                result["error"] = error
            finally:
                cr.postrollback.clear()  # it would wait for the lock of the registry
                cr.close()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread, result

    def test_a_validation_opened_before_the_hold_committed_is_stopped(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            # The validation has read the lot: its snapshot says that it is free.
            self.assertEqual(
                env["stock.lot"].browse(self.ids["lot"]).mdtrace_hold_count, 0
            )
            with self.connection() as other:
                self.hold(other)

            with self.assertRaises(MdtraceStop), mute_logger("odoo.sql_db"):
                retrying(lambda: self.validate(env), env)

        self.assertEqual(self.state(), ("assigned", 1))

    def test_a_validation_waits_for_a_hold_that_is_being_written(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.hold(env)
            env.flush_all()
            with mute_logger("odoo.sql_db"):
                thread, result = self.in_thread(self.validate)
                thread.join(2)
                self.assertTrue(thread.is_alive(), "the validation did not wait")
                cr.commit()
                thread.join(PATIENCE)

        self.assertIsInstance(result.get("error"), MdtraceStop)
        self.assertEqual(self.state(), ("assigned", 1))

    def test_a_hold_waits_for_a_validation_that_has_asked(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.validate(env)
            with mute_logger("odoo.sql_db"):
                thread, result = self.in_thread(lambda env: bool(self.hold(env)))
                thread.join(2)
                self.assertTrue(thread.is_alive(), "the hold did not wait")
                cr.commit()
                thread.join(PATIENCE)

        self.assertEqual(result.get("value"), True, result.get("error"))
        self.assertEqual(self.state(), ("done", 1))

    def test_two_holds_at_once_both_count(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.hold(env)
            env.flush_all()
            with mute_logger("odoo.sql_db"):
                thread, result = self.in_thread(lambda env: bool(self.hold(env)))
                thread.join(1)
                cr.commit()
                thread.join(PATIENCE)

        self.assertEqual(result.get("value"), True, result.get("error"))
        self.assertEqual(self.state()[1], 2)
