"""A JSON document walked with its pointer, collecting every problem on the way.

How to use: the parsers ask a `Node` for the parts they need. What is missing or of
another kind is noted in the shared list of problems and answered with an empty value,
so that one pass names everything that is wrong.

How it works: a node knows its value, its pointer and the list. `child` returns a node
even where nothing stands (value `None`); the typed getters note the problem.
"""

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from .certificate import CertificateError, Problem
from .numbers import parse_number

MAX_BYTES = 20 * 1024 * 1024
MAX_EXPONENT = 18  # no measurement is larger; a billion digits stop the server


class _DuplicateKeyError(ValueError):
    """A name stands twice in one object of the document."""

    def __init__(self, key):
        self.key = key
        super().__init__(key)


def _object(pairs):
    keys = set()
    for key, _value in pairs:
        if key in keys:
            raise _DuplicateKeyError(key)
        keys.add(key)
    return dict(pairs)


def _constant(name):
    raise ValueError(f"{name} is not JSON")


def _problem(code, **arguments):
    return CertificateError([Problem(code, arguments=tuple(arguments.items()))])


def load(content):
    """Return the JSON value of the bytes; raise `CertificateError` saying why not.

    Numbers become Decimal, never float; a name that stands twice in an object, NaN
    and Infinity are refused, because two readers would read two different things.
    """
    if not content.strip():
        raise _problem("empty")
    if len(content) > MAX_BYTES:
        raise _problem("too_large", limit=MAX_BYTES // 1024 // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _problem("not_text") from error
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except _DuplicateKeyError as error:
        raise _problem("duplicate_key", key=error.key) from error
    except json.JSONDecodeError as error:
        raise _problem("not_json", line=error.lineno, reason=error.msg) from error
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise _problem("not_json", line=1, reason=str(error)) from error


def escape(key):
    """Return one step of a JSON pointer (RFC 6901).

    >>> escape("a/b~c")
    'a~1b~0c'
    """
    return str(key).replace("~", "~0").replace("/", "~1")


class Node:
    """A place in the document: its value, its pointer and the problems so far."""

    def __init__(self, value, problems, pointer="", name="document"):
        self.value = value
        self.problems = problems
        self.pointer = pointer
        self.name = name

    def note(self, code, **arguments):
        """Add a problem of this place."""
        pairs = tuple({"name": self.name, **arguments}.items())
        self.problems.append(Problem(code, self.pointer, pairs))

    def child(self, key):
        """Return the node under a name; its value is None where nothing stands."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, self.problems, f"{self.pointer}/{escape(key)}", str(key))

    def path(self, *keys):
        """Return the node several steps down, asking nothing of it."""
        node = self
        for key in keys:
            node = node.child(key)
        return node

    @property
    def exists(self):
        """Tell whether something stands here."""
        return self.value is not None

    def object(self, *, required=True):
        """Return self when it is an object; otherwise note the problem and None."""
        if isinstance(self.value, dict):
            return self
        if self.exists:
            self.note("not_object")
        elif required:
            self.note("missing")
        return None

    def items(self, *, required=True):
        """Return the nodes of a list; a required list must exist and not be empty."""
        if not self.exists:
            if required:
                self.note("missing")
            return []
        if not isinstance(self.value, list):
            self.note("not_list")
            return []
        if required and not self.value:
            self.note("no_entry")
        return [
            Node(value, self.problems, f"{self.pointer}/{at}", f"{self.name} {at + 1}")
            for at, value in enumerate(self.value)
        ]

    def text(self, *, required=False):
        """Return the text that stands here, stripped; note what is not one."""
        if not self.exists:
            if required:
                self.note("missing")
            return ""
        if not isinstance(self.value, str):
            self.note("not_string")
            return ""
        if required and not self.value.strip():
            self.note("empty_text")
        return self.value.strip()

    def day(self, *, required=False):
        """Return the date that stands here as YYYY-MM-DD."""
        text = self.text(required=required)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.note("not_date", value=text[:40])
            return None

    def number(self, *, required=False):
        """Return (qualifier, Decimal) of a JSON number or a written one, or None."""
        if isinstance(self.value, Decimal):
            if self.value and abs(self.value.adjusted()) > MAX_EXPONENT:
                self.note("not_number", value=str(self.value)[:40])
                return None
            return "", self.value
        text = self.text(required=required)
        if not text:
            return None
        found = parse_number(text)
        if found is None:
            self.note("not_number", value=text[:40])
        return found
