"""One reason why an operation may not happen now."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Blocker:
    """One reason, in words for a person and in a code for a program.

    ``model`` and ``res_id`` name the record that stands in the way; ``remedy`` says
    what to do about it.
    """

    code: str
    message: str
    model: str = ""
    res_id: int = 0
    remedy: str = ""

    @property
    def sentence(self):
        """The message followed by the remedy."""
        return f"{self.message} {self.remedy}".strip()
