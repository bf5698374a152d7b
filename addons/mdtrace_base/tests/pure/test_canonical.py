"""Canonical JSON: one value, one text."""

import datetime
import decimal
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mdtrace_base.tools.canonical import canonical, decimal_text, sha256_hex

plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain_values)
def test_plain_data_comes_back_as_it_was(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), st.integers()))
def test_order_of_keys_does_not_matter(value):
    turned = dict(reversed(list(value.items())))
    assert canonical(value) == canonical(turned)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimal_text_is_the_same_number_without_exponent(number):
    text = decimal_text(number)
    assert float(text) == number
    assert "e" not in text.lower()
    assert text != "-0"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_float_and_decimal_of_the_same_number_have_one_text(number):
    assert decimal.Decimal(decimal_text(number)) == number


@pytest.mark.parametrize("number", [math.nan, math.inf, decimal.Decimal("NaN")])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError):
        canonical(number)


@pytest.mark.parametrize("value", [b"x", {1: 2}, {"a": object()}, {1, 2}])
def test_what_has_no_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_time_is_utc_whatever_its_zone():
    there = datetime.timezone(datetime.timedelta(hours=8))
    moment = datetime.datetime(2026, 3, 1, 16, 0, tzinfo=there)
    naive = datetime.datetime.fromisoformat("2026-03-01T08:00")
    assert canonical(moment) == canonical(naive) == '"2026-03-01T08:00:00Z"'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [1.50, True, None]}, '{"a":["1.5",true,null],"b":1}'),
        ("批号", '"批号"'),
        (datetime.date(2026, 1, 31), '"2026-01-31"'),
        (
            datetime.datetime.fromisoformat("2026-01-31T00:00:00.000007"),
            '"2026-01-31T00:00:00.000007Z"',
        ),
        (decimal.Decimal("100.00"), '"100"'),
        (1e-7, '"0.0000001"'),
    ],
)
def test_canonical_text_is_that_of_the_worked_example(value, text):
    assert canonical(value) == text


def test_digest_is_the_published_one():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256_hex(b"") == sha256_hex("") == empty
