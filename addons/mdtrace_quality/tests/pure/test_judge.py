"""Units are converted exactly and verdicts prove what they say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mdtrace_quality.tools import units
from mdtrace_quality.tools.judge import Limits, looser, summary, text_matches, within

numbers = st.decimals(-1000, 1000, allow_nan=False, places=3)
positive = st.decimals("0.001", 100000, allow_nan=False, places=3)
KNOWN = ["g/cm³", "kg/m^3", "N/mm²", "N/mm2", "MPa", "ksi", "%", "% mass", "ppm"]
KNOWN += ["g/10m_", "g/10 min", "kJ/m²", "J", "mm", "µm", "HV", "HRC", "°C", "vol%"]
KNOWN += ["mg/kg", "1/s", "mPa.s", "g/l"]


@pytest.mark.parametrize("unit", KNOWN)
def test_unit_of_certificates_is_known(unit):
    assert units.is_known(unit)
    assert units.convert(Decimal("1.5"), unit, unit) == Decimal("1.5")


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("0.85", "g/cm³", "kg/m³", "850"),
        ("860", "N/mm²", "MPa", "860"),
        ("500", "ppm", "%", "0.05"),
        ("0.05", "%", "ppm", "500"),
        ("3.1", "g/10m_", "g/10 min", "3.1"),
        ("1.5", "kg", "g", "1500"),
        ("1", "ksi", "MPa", "6.89475729316836"),
        ("20", "°C", "°F", "68"),
        ("12", "mg/kg", "% mass", "0.0012"),
    ],
)
def test_conversion_gives_the_published_value(value, source, target, expected):
    assert units.convert(Decimal(value), source, target) == Decimal(expected)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("MPa", "%"),
        ("g", "mm"),
        ("% vol", "% mass"),
        ("HV", "HRC"),
        ("HV", "MPa"),
        ("J", "kJ/m²"),
    ],
)
def test_unit_of_another_family_is_refused(source, target):
    with pytest.raises(units.UnitFamilyError):
        units.convert(Decimal(1), source, target)


@pytest.mark.parametrize("text", ["Lot", "9^9^9", "m^9^9", "m__class__", "a" * 50])
def test_unknown_unit_is_named(text):
    with pytest.raises(units.UnknownUnitError) as caught:
        units.convert(Decimal(1), text, "mm")

    assert caught.value.source == text


@pytest.mark.parametrize(("source", "target"), [("", "%"), ("%", "")])
def test_missing_unit_is_never_taken_for_a_bare_number(source, target):
    with pytest.raises(units.MissingUnitError):
        units.convert(Decimal("0.05"), source, target)


@given(st.text(max_size=45))
def test_no_text_crashes_the_unit_parser(text):
    assert units.is_known(text) in (True, False)


@given(
    positive,
    st.sampled_from(
        [
            ("MPa", "N/mm²"),
            ("kg", "g"),
            ("%", "ppm"),
            ("mm", "µm"),
            ("g/cm³", "kg/m³"),
            ("g/10 min", "g/min"),
        ]
    ),
)
def test_conversion_there_and_back_is_the_same_number(value, pair):
    source, target = pair

    there = units.convert(value, source, target)

    assert units.convert(there, target, source) == value


@given(positive, positive)
def test_conversion_keeps_the_order(one, other):
    first = units.convert(one, "ksi", "MPa")
    second = units.convert(other, "ksi", "MPa")

    assert (one < other) == (first < second)


def test_limits_in_kilograms_refuse_grams_of_the_same_digits():
    limits = Limits(Decimal(1), Decimal(2))

    light = units.convert(Decimal("1.5"), "g", "kg")
    right = units.convert(Decimal(1500), "g", "kg")

    assert not within(light, "", limits)
    assert within(right, "", limits)


def test_below_detection_passes_a_maximum_and_fails_a_minimum():
    assert within(Decimal("0.002"), "<", Limits(maximum=Decimal("0.05")))
    assert not within(Decimal("0.002"), "<", Limits(minimum=Decimal("0.001")))
    assert not within(Decimal("0.06"), "<", Limits(maximum=Decimal("0.05")))


def test_above_passes_a_minimum_and_fails_a_maximum():
    assert within(Decimal(900), ">", Limits(minimum=Decimal(860)))
    assert not within(Decimal(1), ">", Limits(maximum=Decimal(860)))


@given(numbers, numbers)
def test_value_on_the_limit_is_within(minimum, width):
    limits = Limits(minimum, minimum + abs(width))

    assert within(limits.minimum, "", limits)
    assert within(limits.maximum, "", limits)
    assert not within(limits.maximum + Decimal("0.001"), "", limits)
    assert not within(limits.minimum - Decimal("0.001"), "", limits)


@given(numbers, numbers, numbers, st.sampled_from(["<", "≤", ">", "≥"]), positive)
def test_what_a_qualifier_passes_every_value_it_allows_passes(
    value, low, high, qualifier, step
):
    limits = Limits(min(low, high), max(low, high))
    one_sided = [Limits(limits.minimum), Limits(maximum=limits.maximum), limits]
    allowed = value - step if qualifier in "<≤" else value + step

    for some in one_sided:
        if within(value, qualifier, some):
            assert within(allowed, "", some)


@given(numbers, st.sampled_from(["", "<", "≤", ">", "≥"]))
def test_without_limits_everything_is_within(value, qualifier):
    assert within(value, qualifier, Limits())


@given(numbers, numbers, numbers, numbers)
def test_limits_that_are_not_looser_pass_nothing_more(a, b, c, d):
    ours = Limits(min(a, b), max(a, b))
    stated = Limits(min(c, d), max(c, d))

    if not looser(stated, ours):
        assert within(stated.minimum, "", ours)
        assert within(stated.maximum, "", ours)


def test_certificate_without_a_limit_is_not_looser():
    assert not looser(Limits(), Limits(Decimal(1), Decimal(2)))
    assert looser(Limits(maximum=Decimal(3)), Limits(maximum=Decimal(2)))
    assert looser(Limits(minimum=Decimal(0)), Limits(minimum=Decimal(1)))


def test_text_is_one_of_the_expected_ones():
    assert text_matches("Conform", "conform|OK")
    assert not text_matches("", "conform")
    assert not text_matches("not conform", "conform")


def test_no_verdict_is_missing_and_one_failure_fails():
    assert summary([]) == "missing"
    assert summary(["not_applicable"]) == "missing"
    assert summary(["pass", "pass"]) == "pass"
    assert summary(["pass", "fail"]) == "fail"
