"""Deciding about lots, holding them, and freeing what was reserved of them."""

from odoo import models
from odoo.exceptions import UserError


class StockLot(models.Model):
    """Buttons and business methods of disposition and holds."""

    _inherit = "stock.lot"

    # === Actions === #

    def action_mdtrace_release(self):
        return self._mdtrace_statuses().action_release()

    def action_mdtrace_conditional(self):
        return self._mdtrace_statuses().action_conditional()

    def action_mdtrace_reject(self):
        return self._mdtrace_statuses().action_reject()

    def action_mdtrace_reopen(self):
        return self._mdtrace_statuses().action_reopen()

    def action_mdtrace_hold(self):
        """Open the dialog that puts these lots on hold."""
        self._mdtrace_check_controlled()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put on Hold"),
            "res_model": "mdtrace.lot.hold.open",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_lot_ids": self.ids},
        }

    def action_mdtrace_view_holds(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_lot.mdtrace_lot_hold_action"
        )
        action["domain"] = [("lot_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_mdtrace_view_ledger(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ledger of %s", self.name),
            "res_model": "mdtrace.ledger.entry",
            "view_mode": "list,form",
            "domain": [("lot_id", "=", self.id)],
        }

    def action_mdtrace_view_evidence(self):
        self.ensure_one()
        evidence = self.env["mdtrace.evidence"]._for(self)[self]
        action = self.env["ir.actions.actions"]._for_xml_id(
            "mdtrace_base.mdtrace_evidence_action"
        )
        action["domain"] = [("id", "in", evidence.ids)]
        return action

    # === Business methods === #

    def _mdtrace_check_controlled(self):
        """Refuse lots that no gate asks about: a hold on them would stop nothing."""
        uncontrolled = self - self._mdtrace_controlled()
        if uncontrolled:
            raise UserError(
                self.env._(
                    "Not under control: %(lots)s. Ask an administrator to mark the "
                    "product as controlled first.",
                    lots=", ".join(
                        f"{lot.name} ({lot.product_id.display_name})"
                        for lot in uncontrolled[:10]
                    ),
                )
            )

    def _mdtrace_statuses(self):
        """Return the status rows of these lots; each must have one."""
        self._mdtrace_check_controlled()
        return self.mdtrace_status_id

    def _mdtrace_hold(self, reason_code, note, source=None, exits_closed=False):
        """Put these lots on hold in this transaction; return the holds.

        One UPDATE of the status rows, which waits for validations that have locked
        them, one insert of holds, then reservations are broken and made again on
        other lots. Callers have checked who may do this.

        :param reason_code: code of a ``mdtrace.hold.reason``
        :param note: what is known, in words
        :param source: the record that opens the hold, such as a nonconformity
        :param exits_closed: scrap, samples and returns are stopped as well
        """
        if not self:
            return self.env["mdtrace.lot.hold"]
        self._mdtrace_check_controlled()
        # Whoever may hold need not have rights on the models below.
        statuses = self.env["mdtrace.lot.status"].sudo()
        statuses._mdtrace_add_pending(self)
        statuses._mdtrace_count_holds(dict.fromkeys(self.ids, 1))
        reason = (
            self.env["mdtrace.hold.reason"]
            .sudo()
            .search([("code", "=", reason_code)], limit=1)
        )
        if not reason:
            raise UserError(self.env._("There is no hold reason “%s”.", reason_code))
        holds = (
            self.env["mdtrace.lot.hold"]
            .sudo()
            ._mdtrace_create(
                [
                    {
                        "lot_id": lot.id,
                        "reason_id": reason.id,
                        "note": note,
                        "exits_closed": exits_closed,
                        "opened_company_id": self.env.company.id,
                        **(
                            {
                                "source_model": source._name,
                                "source_id": source.id,
                                "source_name": source.display_name,
                            }
                            if source
                            else {}
                        ),
                    }
                    for lot in self
                ]
            )
        )
        self._mdtrace_break_reservations()
        return holds.with_env(self.env)

    def _mdtrace_reservations(self):
        """Return the open lines that reserve these lots for use, in any company."""
        # Reservations are freed for everybody, whoever holds the lot.
        lines = (
            self.env["stock.move.line"]
            .sudo()
            .search(
                [
                    ("lot_id", "in", self.ids),
                    ("state", "not in", ("done", "cancel")),
                    ("quantity", ">", 0),
                ]
            )
        )
        return lines.filtered(lambda line: line.move_id._mdtrace_reserve_operation())

    def _mdtrace_break_reservations(self):
        """Free what is reserved of lots that may not be used; return picked lines.

        Lines that nobody has picked go, and their moves look for other lots. Picked
        lines stay, because somebody has the goods in hand: they are returned, and
        their transfers get a note. The gate stops them when they are validated.
        """
        blocked = self._mdtrace_reservations()._mdtrace_reserve_blocked()
        picked = blocked.filtered("picked")
        free = blocked - picked
        moves = free.move_id
        free.unlink()
        moves._action_assign()
        for document, lines in picked.grouped(
            lambda line: line.move_id._mdtrace_document()
        ).items():
            self._mdtrace_note_picked(document, lines)
        return picked

    def _mdtrace_note_picked(self, document, lines):
        """Tell the people of a transfer that goods in their hands are stopped."""
        if not hasattr(document, "message_post"):
            return
        text = self.env._(
            "Stopped lots are picked here and stay on the lines: %(lots)s. Put the "
            "goods back and take other lots, or wait for the decision.",
            lots=", ".join(sorted(set(lines.lot_id.mapped("name")))),
        )
        document.message_post(body=text)
        if hasattr(document, "activity_schedule"):
            user = "user_id" in document._fields and document.user_id
            document.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Stopped lots are picked"),
                note=text,
                user_id=(user or self.env.user).id,
            )
