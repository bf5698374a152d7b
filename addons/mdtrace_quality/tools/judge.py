"""Verdicts of results against limits: what is proven passes, nothing else does."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Limits:
    """The limits of a characteristic; None is no limit on that side."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None


def within(value, qualifier, limits):
    """Tell whether a value is proven to lie within the limits.

    ``<0.002`` says that the true value is somewhere below: it passes a maximum of 0.05
    and fails any minimum.

    >>> within(Decimal("0.002"), "<", Limits(maximum=Decimal("0.05")))
    True
    >>> within(Decimal("0.002"), "<", Limits(minimum=Decimal("0.001")))
    False
    """
    low = None if qualifier in ("<", "≤") else value
    high = None if qualifier in (">", "≥") else value
    if limits.minimum is not None and (low is None or low < limits.minimum):
        return False
    return limits.maximum is None or (high is not None and high <= limits.maximum)


def text_matches(text, expected):
    """Tell whether a stated text is one of the expected ones (separated by ``|``).

    >>> text_matches(" conform ", "Conform|OK")
    True
    """
    wanted = {part.strip().casefold() for part in expected.split("|")} - {""}
    return text.strip().casefold() in wanted


def looser(stated, ours):
    """Tell whether limits stated by a certificate allow more than ours.

    A side on which the certificate states no limit says nothing.
    """
    low = stated.minimum, ours.minimum
    high = stated.maximum, ours.maximum
    return (None not in low and low[0] < low[1]) or (
        None not in high and high[0] > high[1]
    )


def summary(verdicts):
    """Return one verdict of all results of a characteristic; without any: missing.

    >>> summary(["pass", "fail"]), summary(["not_applicable"]), summary([])
    ('fail', 'missing', 'missing')
    """
    verdicts = set(verdicts)
    if "fail" in verdicts:
        return "fail"
    return "pass" if "pass" in verdicts else "missing"
