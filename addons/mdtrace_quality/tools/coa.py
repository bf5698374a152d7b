"""Digital certificates of analysis: "CoA" JSON 1.1.0."""

from .certificate import Certificate, Result

VERSIONS = ("1.1.0",)
TYPES = ("2.1", "2.2", "3.1", "3.2")
KINDS = ("number", "string")


def parse(root, version):
    """Return the `Certificate` in the document; every problem is noted in the node."""
    head = root.child("Certificate").object()
    if head is None:
        return None
    standard = head.child("Standard")
    standard.object()
    kind = standard.child("Type")
    certificate_type = kind.text(required=standard.exists)
    if certificate_type and certificate_type not in TYPES:
        kind.note("not_one_of", known=", ".join(TYPES), value=certificate_type)
    head.child("CertificateLanguages").items()
    number = head.child("Id").text(required=True)
    issued_on = head.child("Date").day(required=True)
    issuer, customer = _parties(head)
    order = _business(head)
    product, batches = _product(head)
    lot, results = _analysis(head)
    return Certificate(
        format="coa",
        version=version,
        number=number,
        issued_on=issued_on,
        norm=standard.child("Norm").text(required=standard.exists),
        type=certificate_type,
        issuer=issuer,
        customer=customer,
        order=order,
        product=product,
        lots=tuple(dict.fromkeys(name for name in (lot, *batches) if name)),
        declaration=_declaration(head),
        results=tuple(results),
    )


def _parties(head):
    parties = head.child("Parties").object()
    if parties is None:
        return "", ""
    names = []
    for role in ("Manufacturer", "Customer"):
        party = parties.child(role).object()
        names.append(party.child("Name").text(required=True) if party else "")
    return names


def _business(head):
    """Return the customer's order number; check the dates and numbers that stand."""
    business = head.child("BusinessTransaction").object()
    if business is None:
        return ""
    for part, required in (
        ("Order", True),
        ("OrderConfirmation", False),
        ("Delivery", True),
    ):
        node = business.child(part).object(required=required)
        if node is not None:
            node.child("Id").text(required=True)
            node.child("Date").day()
    order = business.path("Order", "Id").value
    return order.strip() if isinstance(order, str) else ""


def _product(head):
    product = head.child("Product").object()
    if product is None:
        return "", ()
    product.child("Id").text(required=True)
    batches = (
        product.child("ProductionBatchId").text(),
        product.child("FillingBatchId").text(),
    )
    for name in ("ProductionDate", "FillingBatchDate", "ExpirationDate"):
        product.child(name).day()
    return product.child("Name").text(required=True), batches


def _analysis(head):
    analysis = head.child("Analysis").object()
    if analysis is None:
        return "", []
    scheme = analysis.child("PropertiesStandard").text()
    results = [
        result
        for item in analysis.child("Inspections").items()
        if (result := _inspection(item, scheme)) is not None
    ]
    return analysis.child("LotId").text(required=True), results


def _inspection(item, scheme):
    """Return the `Result` of one inspection; the numbers stand as texts."""
    if item.object() is None:
        return None
    name = item.child("Property").text(required=True)
    kind = item.child("ValueType").text(required=True)
    if kind and kind not in KINDS:
        item.child("ValueType").note("not_one_of", known=", ".join(KINDS), value=kind)
    place = item.child("Value")
    text = place.text(required=True)
    found = place.number() if kind == "number" and text else None
    minimum = item.child("Minimum").number()
    maximum = item.child("Maximum").number()
    code = item.child("PropertyId").text()
    return Result(
        pointer=place.pointer,
        name=name,
        code=f"{scheme or 'COA'}:{code}" if code else "",
        method=item.child("Method").text(),
        unit=item.child("Unit").text(),
        value=found[1] if found else None,
        qualifier=found[0] if found else "",
        text=text,
        minimum=minimum[1] if minimum else None,
        maximum=maximum[1] if maximum else None,
    )


def _declaration(head):
    declaration = head.child("DeclarationOfConformity").object()
    if declaration is None:
        return ""
    return declaration.child("Declaration").text(required=True)
