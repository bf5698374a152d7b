"""Read the bytes of a digital certificate, whatever known format it has."""

import re

from . import coa, en10168
from .certificate import CertificateError
from .document import Node, load

FORMATS = {"coa": coa, "en10168": en10168}
_SCHEMA = re.compile(r"/([a-z0-9-]+)-schemas/v?(\d+\.\d+\.\d+)/")


def read(content):
    """Return the `Certificate` in the bytes; raise `CertificateError` with its faults.

    Nothing is returned from a document with a fault: half a certificate is none.
    """
    problems = []
    root = Node(load(content), problems)
    if root.object() is None:
        raise CertificateError(problems)
    parser, version = _parser(root)
    certificate = parser.parse(root, version) if parser else None
    if problems:
        raise CertificateError(problems)
    return certificate


def _parser(root):
    url = root.child("RefSchemaUrl")
    text = url.value if isinstance(url.value, str) else ""
    found = _SCHEMA.search(text)
    if not found:
        if text:
            url.note("format", format=text)
        else:
            url.note("no_format")
        return None, ""
    name, version = found.groups()
    parser = FORMATS.get(name)
    if parser is None:
        url.note("format", format=f"{name} {version}")
        return None, ""
    if version not in parser.VERSIONS:
        url.note(
            "version", format=name, version=version, known=", ".join(parser.VERSIONS)
        )
        return None, ""
    return parser, version
