"""Canonical JSON, version 1: one value, one text, so that a digest can be repeated.

Keys are sorted, there are no spaces, text is UTF-8 and not escaped. Numbers with
decimals become strings, because a JSON number has no defined precision. Dates are
ISO-8601; a time is UTC and ends in ``Z``, and one without a zone is taken as UTC,
which is what Odoo stores. Anything else is refused rather than guessed.
"""

import datetime
import decimal
import hashlib
import json
import math

#: Written beside every digest, so that a later version can live next to this one.
CANONICAL_VERSION = "mdtrace-json-1"


def canonical(value):
    """Return the canonical text of plain data.

    >>> canonical({"b": 1.5, "a": [True, None, "x"]})
    '{"a":[true,null,"x"],"b":"1.5"}'
    """
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def plain(value):
    """Return the same data made of dicts, lists, strings, integers, booleans, None."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float | decimal.Decimal):
        return decimal_text(value)
    if isinstance(value, datetime.datetime):
        return time_text(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"canonical JSON has no form for {type(value).__name__}: {value!r}")


def decimal_text(number):
    """Return a decimal number as plain digits, without exponent and without ``-0``.

    >>> decimal_text(1e-7), decimal_text(-0.0), decimal_text(100.0)
    ('0.0000001', '0', '100')
    """
    if isinstance(number, float):
        if not math.isfinite(number):
            raise ValueError(f"canonical JSON has no form for {number!r}")
        number = decimal.Decimal(repr(number))
    elif not number.is_finite():
        raise ValueError(f"canonical JSON has no form for {number!r}")
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def time_text(moment):
    """Return a time as ISO-8601 in UTC, with microseconds only where there are some.

    >>> time_text(datetime.datetime(2026, 1, 31, 8, 5))
    '2026-01-31T08:05:00Z'
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return moment.isoformat() + "Z"


def sha256_hex(content):
    """Return the SHA-256 of bytes, or of text as UTF-8, in lower-case hexadecimal."""
    if isinstance(content, str):
        content = content.encode()
    return hashlib.sha256(content).hexdigest()


def _key(key):
    if not isinstance(key, str):
        raise TypeError(f"canonical JSON needs text keys, not {key!r}")
    return key
