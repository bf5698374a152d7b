"""Certificates the invented suppliers of the plant send with their goods.

The data file follows the digital certificate of analysis 1.1.0; the PDF beside it
is the page a person would read.  Makers, people and numbers are invented; the
limits are those the plant's own specification states.
"""

import json

NORM = "ASTM F136"

# property, method, unit, value; the mill works in N/mm² and ppm, the plant in MPa
# and percent, so that reading the certificate has units to convert.
GOOD_BAR = (
    ("Aluminium", "ASTM E2371", "%", "6.1"),
    ("Vanadium", "ASTM E2371", "%", "4.0"),
    ("Iron", "ASTM E2371", "%", "0.15"),
    ("Oxygen", "ASTM E1409", "%", "0.11"),
    ("Carbon", "ASTM E1941", "%", "0.02"),
    ("Nitrogen", "ASTM E1409", "ppm", "90"),
    ("Hydrogen", "ASTM E1447", "ppm", "35"),
    ("Tensile strength", "ASTM E8", "N/mm²", "912"),
    ("Yield strength", "ASTM E8", "N/mm²", "845"),
    ("Elongation", "ASTM E8", "%", "14"),
    ("Reduction of area", "ASTM E8", "%", "41"),
)
# Iron above the limit and no hydrogen at all: what a careful reader must notice.
BAD_BAR = tuple(
    (name, method, unit, "0.31" if name == "Iron" else value)
    for name, method, unit, value in GOOD_BAR
    if name != "Hydrogen"
)


PARTY = {
    "Street": "1 Harbor Road",
    "ZipCode": "10001",
    "City": "Lund",
    "Country": "SE",
    "Email": "certificates@example.com",
}


def coa(number, heat, maker, customer, results, day="2026-09-14"):
    """Return the bytes of a digital certificate of analysis.

    :param results: rows of property, method, unit and value as text
    """
    certificate = {
        "CertificateLanguages": ["EN"],
        "Id": number,
        "Date": day,
        "Standard": {"Norm": "EN 10204:2004", "Type": "3.1"},
        "Parties": {
            "Manufacturer": {"Name": maker, **PARTY},
            "Customer": {"Name": customer, **PARTY, "City": "Suzhou", "Country": "CN"},
        },
        "BusinessTransaction": {
            "Order": {"Id": f"SO-{number}", "Position": "10", "Date": day},
            "Delivery": {
                "Id": f"DN-{number}",
                "Position": "10",
                "Date": day,
                "Quantity": 40,
                "QuantityUnit": "kg",
            },
        },
        "Product": {
            "Id": "TI-BAR-8",
            "Name": "Titanium bar Ti-6Al-4V ELI, diameter 8 mm, annealed",
            "CountryOfOrigin": "SE",
            "Standards": [NORM],
            "ProductionBatchId": heat,
            "ProductionDate": day,
        },
        "Analysis": {"LotId": heat, "Inspections": _inspections(results)},
        "DeclarationOfConformity": {
            "Declaration": f"The material supplied meets {NORM}.",
        },
        "Contacts": [
            {
                "Name": "Ingrid Berg",
                "Role": "Inspection representative",
                "Department": "Quality",
                "Email": "certificates@example.com",
                "Phone": "+46 00 000 00 00",
            }
        ],
    }
    document = {
        "RefSchemaUrl": "https://schemas.s1seven.dev/coa-schemas/v1.1.0/schema.json",
        "Certificate": certificate,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _inspections(results):
    return [
        {
            "Property": name,
            "Method": method,
            "Unit": unit,
            "Value": value,
            "ValueType": "number",
        }
        for name, method, unit, value in results
    ]


def page(title, lines):
    """Return a one-page PDF with a title and lines of text (Latin letters)."""
    text = ["BT /F1 16 Tf 56 780 Td", f"({_escape(title)}) Tj", "/F1 10 Tf 0 -28 Td"]
    text += [f"({_escape(line)}) Tj 0 -15 Td" for line in lines]
    stream = "\n".join([*text, "ET"]).encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /MediaBox [0 0 595 842]\n"
        + b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding\n"
        + b"/BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + trailer % (len(objects) + 1, start)


def _escape(text):
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
