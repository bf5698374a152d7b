"""One line of a transition table."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Transition:
    """What a move from one state to another asks for.

    ``groups``: the user must be in one of them (none: whoever may write the record).
    ``meaning``: the move needs a signature with this meaning, a key of the vocabulary
    in ``mdtrace.signature._mdtrace_meanings``. ``reason``: it needs a reason in words.
    ``author_may_not``: whoever made the record may not make this move. ``label``: what
    the signing dialog is titled, text or lazily translated text.
    """

    groups: tuple[str, ...] = ()
    meaning: str = ""
    reason: bool = False
    author_may_not: bool = False
    # A lazily translated text cannot be hashed, and two moves may share a name.
    label: object = field(default="", compare=False)
