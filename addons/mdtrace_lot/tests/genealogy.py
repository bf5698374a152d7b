"""What the tests of genealogy stand on: events made of plain stock moves."""

from odoo import Command
from odoo.fields import Domain

from .common import MdtraceLotCase

DOCUMENT = "res.partner.category"


class MdtraceGenealogyCase(MdtraceLotCase):
    """Fixtures: products without control, and documents that own stock moves.

    Nothing below manufacturing makes transformations by itself, so the seams are
    answered here: a move belongs to the tag (``res.partner.category``) whose id is its
    origin. ``steel`` and ``nail`` (by lot), ``pin`` (by serial number), ``oil``
    (not tracked). ``transform`` consumes and makes lots with real done moves.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answer_seams()
        cls.steel = cls.make_product("Test steel", "lot", controlled=False)
        cls.nail = cls.make_product("Test nail", "lot", controlled=False)
        cls.pin = cls.make_product("Test pin", "serial", controlled=False)
        cls.oil = cls.make_product("Test oil", "none", controlled=False)
        cls.genealogy = cls.env["mdtrace.transformation"]
        cls.trace = cls.env["mdtrace.trace"]

    @classmethod
    def answer_seams(cls):
        """Let moves belong to the tag that their origin names."""

        def refs(moves):
            return {
                move.id: ("production", DOCUMENT, int(move.origin), f"E{move.origin}")
                for move in moves
                if move.origin and move.origin.isdigit()
            }

        def domains(model, by_model):
            if DOCUMENT not in by_model:
                return {}
            names = [str(number) for number in by_model[DOCUMENT]]
            return {DOCUMENT: Domain("origin", "in", names)}

        cls.classPatch(cls.registry["stock.move"], "_mdtrace_transformation_ref", refs)
        cls.classPatch(
            cls.registry["mdtrace.transformation"], "_get_native_domains", domains
        )

    @classmethod
    def lot(cls, product, name, qty=0.0):
        """Return a new lot, with stock that an inventory found."""
        lot = cls.env["stock.lot"].create({"product_id": product.id, "name": name})
        if qty:
            cls.env["stock.quant"]._update_available_quantity(
                product, cls.stock, qty, lot_id=lot
            )
        return lot

    def transform(self, inputs, outputs, document=None):
        """Consume and make lots; return the document.

        :param inputs: [(lot or product, quantity)]; a product stands for no lot
        :param outputs: the same
        """
        document = document or self.env[DOCUMENT].create({"name": "Event"})
        for things, source, target in (
            (inputs, self.stock, self.production),
            (outputs, self.production, self.stock),
        ):
            for thing, quantity in things:
                self.move(thing, quantity, source, target, str(document.id))
        return document

    def move(self, thing, quantity, source, target, origin=False, **vals):
        """Move goods and return the done move."""
        lot = thing if thing._name == "stock.lot" else self.env["stock.lot"]
        product = lot.product_id or thing
        places = {"location_id": source.id, "location_dest_id": target.id}
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "origin": origin,
                **places,
                "move_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "lot_id": lot.id,
                            "quantity": quantity,
                            **places,
                        }
                    )
                ],
                **vals,
            }
        )
        move.picked = True
        move._action_done()
        self.assertEqual(move.state, "done")
        return move

    def steps(self, document):
        """Return the live steps of a document as {(side, product, lot): quantity}."""
        self.genealogy._settle()
        found = self.genealogy.search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        live = found.step_ids.filtered(lambda step: not step.withdrawn_at)
        return {
            (step.side, step.product_id.name, step.lot_id.name or None): step.quantity
            for step in live
        }
