"""Units of measure of results and limits, converted exactly (Decimal) with pint.

A unit is a text as certificates write it. `convert` refuses another family of units and
names a unit it does not know; a missing unit is never taken for a number without one.
"""

import re
import tokenize
from decimal import Context, Decimal
from functools import lru_cache

import pint


class UnitError(ValueError):
    """A value cannot be brought to a unit; `source` and `target` are their texts."""

    code = "unit"

    def __init__(self, source, target=""):
        self.source = source
        self.target = target
        super().__init__(f"{source!r} -> {target!r}")


class UnknownUnitError(UnitError):
    """The unit `source` is not known."""

    code = "unit_unknown"


class UnitFamilyError(UnitError):
    """`source` and `target` measure different things."""

    code = "unit_family"


class MissingUnitError(UnitError):
    """One side states a unit and the other none."""

    code = "unit_missing"


# Scales and shares that cannot be converted into anything else: families of their own.
_OWN = ("HV", "HBW", "HRB", "HRC", "ShoreA", "ShoreD", "volume_percent")
# What certificates write, by its text in lower case without spaces.
_WRITINGS = {
    "%mass": "percent",
    "mass%": "percent",
    "%(m/m)": "percent",
    "%m/m": "percent",
    "%(w/w)": "percent",
    "%w/w": "percent",
    "wt%": "percent",
    "wt.%": "percent",
    "wt.-%": "percent",
    "ma.-%": "percent",
    "%vol": "volume_percent",
    "vol%": "volume_percent",
    "vol.-%": "volume_percent",
    "%(v/v)": "volume_percent",
    "%v/v": "volume_percent",
    "%rh": "percent",
    "g/10m_": "gram / (10 * minute)",
    "g/10min": "gram / (10 * minute)",
    "g/10min.": "gram / (10 * minute)",
    "cm3/10min": "centimeter ** 3 / (10 * minute)",
    "cm³/10min": "centimeter ** 3 / (10 * minute)",
    "°c": "degC",
    "℃": "degC",
    "celsius": "degC",
    "°f": "degF",
    "hb": "HBW",
    "shorea": "ShoreA",
    "shored": "ShoreD",
    "hv": "HV",
    "hbw": "HBW",
    "hrb": "HRB",
    "hrc": "HRC",
    "µm": "micrometer",
    "μm": "micrometer",
    "pieces": "count",
    "pcs": "count",
}
# Only names, small powers and divisions reach pint: a text like 9^9^9 is a trap.
_SAFE = re.compile(
    r"[*/·(). ]|[^\W\d]+(\^-?[1-9]|[⁻]?[¹²³]|[23])?|%|1(?=\s*/)|(?<=\))\^-?[1-3]"
)
# What pint's parser raises on texts that are no units.
_FAULTS = (
    pint.PintError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    SyntaxError,
    TypeError,
    ValueError,
    tokenize.TokenError,
)
_DIGITS = Context(prec=15)  # what a numeric column gives back unchanged


@lru_cache(maxsize=1)
def _registry():
    registry = pint.UnitRegistry(non_int_type=Decimal)
    for name in _OWN:
        registry.define(f"{name} = [{name}_scale]")
    return registry


@lru_cache(maxsize=1024)
def _quantity(text):
    """Return one of the unit written in the text, as a quantity."""
    writing = _WRITINGS.get(re.sub(r"\s+", "", text).lower())
    if writing is None:
        if len(text) > 40 or _SAFE.sub("", text):
            raise UnknownUnitError(text)
        writing = re.sub(r"(?<=[A-Za-z])([23])(?!\d)", r"^\1", text)
    try:
        parsed = _registry().parse_expression(writing)
        return _registry().Quantity(Decimal(parsed.magnitude), parsed.units)
    except _FAULTS as error:
        raise UnknownUnitError(text) from error


def is_known(unit):
    """Tell whether the text names a unit (an empty text is a number without one)."""
    if not unit.strip():
        return True
    try:
        _quantity(unit.strip())
    except UnknownUnitError:
        return False
    return True


def convert(value, source, target):
    """Return the Decimal `value` of unit `source` in unit `target`.

    >>> convert(Decimal("500"), "ppm", "%")
    Decimal('0.05')
    >>> convert(Decimal("860"), "N/mm²", "MPa")
    Decimal('860')

    :raise UnknownUnitError: a text is no unit
    :raise UnitFamilyError: the units measure different things
    :raise MissingUnitError: one side has a unit and the other none
    """
    source, target = source.strip(), target.strip()
    if source == target:
        return value
    if not source or not target:
        raise MissingUnitError(source, target)
    have, want = _quantity(source), _quantity(target)
    try:
        if have.units == want.units:
            factor = have.magnitude / want.magnitude
            return _DIGITS.plus(value * factor)
        found = _registry().Quantity(value * have.magnitude, have.units).to(want.units)
    except pint.PintError as error:
        raise UnitFamilyError(source, target) from error
    return _DIGITS.plus(Decimal(found.magnitude) / want.magnitude)
