"""Mill certificates: EN 10168 as JSON 0.4.1.

The standard gives every field a letter and a number: A the commercial transaction, B
the product, C the tests, D other tests, Z the validation.
"""

import re

from .certificate import Certificate, Result
from .numbers import written

VERSIONS = ("0.4.1",)
TESTS = ("TensileTest", "HardnessTest", "NotchedBarImpactTest")
PURCHASERS = ("A06", "A06.1", "A06.2", "A06.3")
# The standard's own names, for values that stand without one.
NAMES = {
    "C11": "Yield strength",
    "C12": "Tensile strength",
    "C13": "Elongation after fracture",
    "C31": "Hardness",
    "C32": "Hardness, mean",
    "C42": "Impact energy",
    "C43": "Impact energy, mean",
}
_TYPE = re.compile(r"\b([23]\.[12])\b")
_NORM = re.compile(r"\bEN[ -]?10204(?::\d{4})?")
_FIELD = re.compile(r"[CD]\d\d")


def parse(root, version):
    """Return the `Certificate` in the document; every problem is noted in the node."""
    head = root.child("Certificate").object()
    if head is None:
        return None
    head.child("CertificateLanguages").items()
    kind, number, issuer, customer, order = _commercial(head)
    product, lots = _product(head)
    results = []
    for inspection in head.child("Inspection").items():
        results += _inspection(inspection)
    other = head.child("OtherTests").object(required=False)
    if other is not None:
        for group in ("NonDestructiveTests", "OtherProductTests"):
            results += _supplementary(other.child(group))
    issued_on, declaration = _validation(head)
    norm, found = _NORM.search(kind), _TYPE.search(_NORM.sub("", kind))
    return Certificate(
        format="en10168",
        version=version,
        number=number,
        issued_on=issued_on,
        norm=norm.group() if norm else "",
        type=found.group(1) if found else "",
        issuer=issuer,
        customer=customer,
        order=order,
        product=product,
        lots=lots,
        declaration=declaration,
        results=tuple(results),
    )


def _commercial(head):
    part = head.child("CommercialTransaction").object()
    if part is None:
        return "", "", "", "", ""
    maker = part.child("A01").object()
    issuer = maker.child("CompanyName").text(required=True) if maker else ""
    customer = ""
    for key in PURCHASERS:
        party = part.child(key)
        if party.exists and party.object() is not None:
            customer = customer or party.child("CompanyName").text(required=True)
    if not any(part.child(key).exists for key in PURCHASERS[:2]):
        part.child("A06.1").note("missing")
    for key in ("A08", "A09", "A97", "A98", "A99"):
        part.child(key).text()
    return (
        part.child("A02").text(required=True),
        part.child("A03").text(required=True),
        issuer,
        customer,
        part.child("A07").text(),
    )


def _product(head):
    """Return the product's name and the identification (heat, lot) it carries: B07."""
    part = head.child("ProductDescription").object()
    if part is None:
        return "", ()
    names = [part.child("B01").text(required=True)]
    grades = part.path("B02", "SteelDesignation")
    names += [item.text() for item in grades.items(required=False)]
    lot = part.child("B07").text(required=True)
    return ", ".join(filter(None, names)), (lot,) if lot else ()


def _validation(head):
    part = head.child("Validation").object()
    if part is None:
        return None, ""
    return part.child("Z02").day(required=True), part.child("Z01").text(required=True)


def _inspection(inspection):
    if inspection.object() is None:
        return []
    results = _chemistry(inspection.child("ChemicalComposition"))
    for test in TESTS:
        group = inspection.child(test)
        if not group.exists or group.object() is None:
            continue
        for key in sorted(group.value):
            if _FIELD.fullmatch(key):
                results += _measurements(group.child(key), key)
        results += _supplementary(group.child("SupplementaryInformation"))
    results += _supplementary(inspection.child("SupplementaryInformation"))
    return results


def _chemistry(group):
    """Return the elements: mass percent by the standard, written as text, by symbol."""
    if not group.exists or group.object() is None:
        return []
    results = []
    for key in sorted(group.value):
        if not _FIELD.fullmatch(key) or not isinstance(group.value[key], dict):
            continue  # C70 is the steelmaking process, a text
        element = group.child(key)
        symbol = element.child("Symbol").text(required=True)
        actual = element.child("Actual")
        text = actual.text(required=True)
        found = actual.number() if text else None
        results.append(
            Result(
                pointer=actual.pointer,
                name=symbol,
                unit="%",
                value=found[1] if found else None,
                qualifier=found[0] if found else "",
                text=text,
                minimum=_limit(element, "Minimum"),
                maximum=_limit(element, "Maximum"),
            )
        )
    return results


def _measurements(node, key):
    """Return the measured values under a field: one, or a list of single ones."""
    if isinstance(node.value, list):
        return [result for item in node.items() for result in _measurements(item, key)]
    if not isinstance(node.value, dict) or "Value" not in node.value:
        return []  # a location, a direction, a method
    place = node.child("Value")
    found = place.number(required=True)
    return [
        Result(
            pointer=place.pointer,
            name=node.child("Property").text() or NAMES.get(key, key),
            code=f"EN10168:{key}",
            method=node.child("Method").text(),
            unit=node.child("Unit").text(),
            value=found[1] if found else None,
            qualifier=found[0] if found else "",
            text=_text(place),
            minimum=_limit(node, "Minimum"),
            maximum=_limit(node, "Maximum"),
        )
    ]


def _supplementary(group):
    """Return the numbers among the freely named entries (Key, Value, Unit, Type)."""
    if not group.exists or group.object() is None:
        return []
    results = []
    for key in sorted(group.value):
        node = group.child(key)
        if not isinstance(node.value, dict) or node.value.get("Type") != "number":
            continue
        place = node.child("Value")
        found = place.number(required=True)
        meaning = node.child("Interpretation").text()
        results.append(
            Result(
                pointer=place.pointer,
                name=node.child("Key").text(required=True),
                unit=node.child("Unit").text(),
                value=found[1] if found else None,
                qualifier=found[0] if found else "",
                text=" ".join(filter(None, (_text(place), meaning))),
            )
        )
    return results


def _text(place):
    """Return the value as it is written, or as plain digits when it is a number."""
    if isinstance(place.value, str):
        return place.value.strip()
    return "" if (found := place.number()) is None else written(found[1])


def _limit(node, key):
    found = node.child(key).number()
    return found[1] if found else None
