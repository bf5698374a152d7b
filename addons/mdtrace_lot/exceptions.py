"""Errors of this addon."""

from odoo.exceptions import UserError


class MdtraceStop(UserError):
    """A gate said no.

    ``blockers`` holds the findings, ``context`` the code and the record of the
    first one, so that they reach the body of a JSON-2 answer.
    """

    def __init__(self, message, blockers=()):
        super().__init__(message)
        self.blockers = list(blockers)
        first = self.blockers[0] if self.blockers else None
        self.context = {
            "code": first.code if first else "",
            "record": {"model": first.model, "id": first.res_id} if first else {},
        }


# Clients choose what to do by the name of an error, not by its parents: under its own
# name a stop would reach the web client and the Barcode app as a crash.
MdtraceStop.__name__ = MdtraceStop.__qualname__ = UserError.__name__
MdtraceStop.__module__ = UserError.__module__
