"""Permissions as objects that nobody outside the server can make.

They travel in the context for one call. A client can send the same keys, but only ever
with JSON data, and that is neither a ``Permit`` nor a ``Proof``.
"""

PERMIT_KEY = "mdtrace_permit"
PROOF_KEY = "mdtrace_signature_proof"


class Permit:
    """Allow one write of these fields on these records of this model, once.

    ``ids`` is ``None`` for a creation. The object is used up by the first call that
    presents it, so a copy that stays behind in somebody's context is worth nothing.
    """

    __slots__ = ("fields", "ids", "model", "spent")

    def __init__(self, model, ids, fields):
        self.model = model
        self.ids = None if ids is None else frozenset(ids)
        self.fields = frozenset(fields)
        self.spent = False

    def covers(self, model, ids, fields):
        """Say whether this permit, still unused, is for exactly this call."""
        return (
            not self.spent
            and self.model == model
            and self.ids == (None if ids is None else frozenset(ids))
            and self.fields.issuperset(fields)
        )


class Proof:
    """Tell signatures just made from old ones that somebody looked up: good once."""

    __slots__ = ("ids", "spent")

    def __init__(self, ids):
        self.ids = frozenset(ids)
        self.spent = False

    def use(self, ids):
        """Say whether this is the unused proof of exactly these, and use it up."""
        good = not self.spent and self.ids == frozenset(ids)
        self.spent = True
        return good
