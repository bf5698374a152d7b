"""Numbers as people and certificates write them, without a float in between."""

import re
from decimal import Decimal

QUALIFIERS = ("<", "≤", ">", "≥")
_WRITTEN = {"<=": "≤", ">=": "≥"}
_NUMBER = re.compile(
    r"(?P<qualifier><=|>=|≤|≥|<|>)?\s*(?P<number>[+-]?\d{1,18}(\.\d{1,18})?"
    r"([eE][+-]?\d{1,2})?)"
)


def parse_number(text):
    """Return (qualifier, Decimal) of a written number, or None when it is none.

    A decimal comma is not guessed at: ``1,234`` means two things.

    >>> parse_number("<0.002")
    ('<', Decimal('0.002'))
    >>> parse_number(" >= 12 ")
    ('≥', Decimal('12'))
    >>> parse_number("0,5") is None
    True
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    qualifier = match["qualifier"] or ""
    return _WRITTEN.get(qualifier, qualifier), Decimal(match["number"])


def from_float(value):
    """Return the Decimal of a float read from a numeric column: its short writing.

    >>> from_float(0.13)
    Decimal('0.13')
    """
    return Decimal(repr(float(value)))


def written(value):
    """Return a Decimal as plain digits, without exponent or trailing zeros.

    >>> written(Decimal("1E+2")), written(Decimal("0.1300")), written(Decimal("-0.0"))
    ('100', '0.13', '0')
    """
    if not value:
        return "0"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
