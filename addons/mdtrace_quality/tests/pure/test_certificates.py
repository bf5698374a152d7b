"""Certificates written by others are read, and every fault of one is named."""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mdtrace_quality.tools import reader
from mdtrace_quality.tools.certificate import SENTENCES, CertificateError, Problem
from mdtrace_quality.tools.document import escape, load
from mdtrace_quality.tools.numbers import from_float, parse_number, written

REPOSITORY = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("MDTRACE_SHARED") or REPOSITORY.parent / "shared")
FOLDER = SHARED / "data" / "coa"
needs_files = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"certificates of others are not at {FOLDER}"
)
COA = "https://example.com/coa-schemas/v1.1.0/schema.json"
CONFIRMED = "/Certificate/BusinessTransaction/OrderConfirmation/Date"
MILL = "https://example.com/en10168-schemas/v0.4.1/schema.json"


def coa(**changes):
    certificate = {
        "CertificateLanguages": ["EN"],
        "Id": "C-1",
        "Date": "2026-03-01",
        "Standard": {"Norm": "EN 10204", "Type": "3.1"},
        "Parties": {"Manufacturer": {"Name": "Maker"}, "Customer": {"Name": "Us"}},
        "BusinessTransaction": {"Order": {"Id": "P1"}, "Delivery": {"Id": "D1"}},
        "Product": {"Id": "A", "Name": "Bar", "ProductionBatchId": "H1"},
        "Analysis": {
            "LotId": "L1",
            "Inspections": [
                {
                    "Property": "Carbon",
                    "Value": "<0.002",
                    "ValueType": "number",
                    "Unit": "%",
                }
            ],
        },
        "DeclarationOfConformity": {"Declaration": "Conforms."},
    }
    certificate.update(changes)
    return json.dumps({"RefSchemaUrl": COA, "Certificate": certificate}).encode()


def mill(chemistry, tensile=None):
    certificate = {
        "CertificateLanguages": ["EN"],
        "CommercialTransaction": {
            "A01": {"CompanyName": "Mill"},
            "A02": "EN 10204 - 3.1",
            "A03": "M-1",
            "A06.1": {"CompanyName": "Us"},
        },
        "ProductDescription": {"B01": "Bar", "B07": "H1"},
        "Inspection": [
            {"ChemicalComposition": chemistry, "TensileTest": tensile or {}}
        ],
        "Validation": {"Z01": "Conforms.", "Z02": "2026-03-01"},
    }
    return json.dumps({"RefSchemaUrl": MILL, "Certificate": certificate}).encode()


def problems(content):
    with pytest.raises(CertificateError) as caught:
        reader.read(content)
    return [str(problem) for problem in caught.value.problems]


@needs_files
@pytest.mark.parametrize("name", ["coa-1.1.0-valid.json", "coa-1.1.0-valid_1.json"])
def test_valid_certificate_of_analysis_is_read(name):
    found = reader.read((FOLDER / name).read_bytes())

    assert (found.format, found.version, found.number) == ("coa", "1.1.0", "43")
    assert (found.issued_on, found.type) == (date(2021, 12, 12), "3.1")
    assert (found.issuer, found.customer) == (
        "Green Plastics AG",
        "Plastic Processor SE",
    )
    assert found.lots == ("123456789 10", "100001", "210000")
    assert found.order == "1000/12/12/2021"
    assert len(found.results) == 9
    first, failure = found.results[0], found.results[3]
    assert (first.code, first.unit, first.value) == ("CAMPUS:1038", "g/10m_", 31)
    assert (first.minimum, first.maximum) == (Decimal(15), Decimal(35))
    assert first.pointer == "/Certificate/Analysis/Inspections/0/Value"
    assert (failure.text, failure.value) == ("C", None)


@needs_files
def test_valid_mill_certificate_is_read():
    found = reader.read((FOLDER / "en10168-0.4.1-valid.json").read_bytes())

    assert (found.number, found.norm, found.type) == ("1866645/001", "EN 10204", "3.1")
    assert (found.issuer, found.lots) == ("Steel Mill SE", ("7282841",))
    by_pointer = {result.pointer: result for result in found.results}
    carbon = by_pointer["/Certificate/Inspection/0/ChemicalComposition/C71/Actual"]
    assert (carbon.name, carbon.value, carbon.unit) == ("C", Decimal("0.150"), "%")
    assert carbon.text == "0.150"
    strength = by_pointer["/Certificate/Inspection/0/TensileTest/C12/Value"]
    assert (strength.value, strength.unit) == (456, "MPa")
    impact = [result for result in found.results if result.code == "EN10168:C42"]
    assert [result.value for result in impact] == [71, 84, 85]


@needs_files
def test_invalid_certificate_of_analysis_names_each_reason():
    found = problems((FOLDER / "coa-1.1.0-invalid.json").read_bytes())

    assert found == [
        "/Certificate/Parties/Manufacturer/Name: Name is missing.",
        f'{CONFIRMED}: Date is not a date (YYYY-MM-DD): "invalid_date".',
        "/Certificate/BusinessTransaction/Delivery/Id: Id must be a text.",
        "/Certificate/Product/Id: Id is empty.",
        "/Certificate/Product/Name: Name is empty.",
        "/Certificate/Analysis/Inspections/1/Property: Property is missing.",
        "/Certificate/Analysis/LotId: LotId is missing.",
        "/Certificate/DeclarationOfConformity/Declaration: Declaration is empty.",
    ]


@needs_files
def test_invalid_mill_certificate_names_each_reason():
    found = problems((FOLDER / "en10168-0.4.1-invalid.json").read_bytes())

    assert found == [
        "/Certificate/CertificateLanguages: CertificateLanguages is missing.",
        "/Certificate/CommercialTransaction/A97: A97 must be a text.",
        "/Certificate/Inspection: Inspection must be a list.",
    ]


@needs_files
def test_certificate_of_another_scheme_is_named_unread():
    found = problems((FOLDER / "e-coc-1.0.0-valid.json").read_bytes())

    assert found == [
        '/RefSchemaUrl: Certificates of the format "e-coc 1.0.0" are not read.'
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"  \n", "The file is empty."),
        (b"\xff\xfe\x00", "The file is not UTF-8 text."),
        (b"%PDF-1.3", "The file is not JSON (line 1: Expecting value)."),
        (b'{"a": 1,\n "a": 2}', 'The name "a" stands twice in one object.'),
        (b'{"a": NaN}', "The file is not JSON (line 1: NaN is not JSON)."),
        (b"[]", "document must be an object."),
        (
            b"{}",
            "/RefSchemaUrl: RefSchemaUrl is missing: the format is unknown.",
        ),
        (
            b'{"RefSchemaUrl": "https://x/coa-schemas/v2.0.0/schema.json"}',
            "/RefSchemaUrl: Version 2.0.0 of coa is not read; 1.1.0 is.",
        ),
    ],
)
def test_document_that_is_no_certificate_says_why(content, sentence):
    assert problems(content) == [sentence]


def test_deeply_nested_document_is_refused():
    assert problems(b"[" * 200_000)[0].startswith("The file is not JSON")


def test_qualifier_of_a_written_number_is_kept():
    (result,) = reader.read(coa()).results

    assert (result.qualifier, result.value) == ("<", Decimal("0.002"))


def test_decimal_comma_is_not_guessed():
    analysis = {
        "LotId": "L1",
        "Inspections": [
            {"Property": "Carbon", "Value": "1,234", "ValueType": "number"}
        ],
    }

    assert problems(coa(Analysis=analysis)) == [
        '/Certificate/Analysis/Inspections/0/Value: Value is not a number: "1,234".'
    ]


def test_chemistry_written_as_a_number_is_refused():
    found = problems(mill({"C71": {"Actual": 0.15, "Symbol": "C"}}))

    place = "/Certificate/Inspection/0/ChemicalComposition/C71/Actual"
    assert found == [f"{place}: Actual must be a text."]


def test_number_with_a_huge_exponent_is_refused():
    content = mill({}, {"C12": {"Value": 1, "Unit": "MPa"}}).replace(
        b'"Value": 1,', b'"Value": 1e99999999,'
    )

    assert "is not a number" in problems(content)[0]


def test_mill_certificate_without_purchaser_names_it():
    content = mill({}).replace(b'"A06.1"', b'"A00"')

    assert problems(content) == [
        "/Certificate/CommercialTransaction/A06.1: A06.1 is missing."
    ]


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(content):
    with pytest.raises(CertificateError):
        reader.read(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(
        ["Parties", "BusinessTransaction", "Product", "Analysis", "Standard", "Date"]
    ),
    JSON,
)
def test_no_part_of_another_kind_crashes_the_reader(part, value):
    try:
        reader.read(coa(**{part: value}))
    except CertificateError as error:
        assert all(problem.pointer for problem in error.problems)


@given(JSON)
def test_no_chemistry_of_another_kind_crashes_the_reader(value):
    try:
        reader.read(mill({"C71": value}, {"C42": value}))
    except CertificateError as error:
        assert all(str(problem) for problem in error.problems)


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6))
def test_written_number_is_read_back_unchanged(value):
    assert parse_number(written(value)) == ("", value)


@given(st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6)))
def test_float_of_a_column_is_its_short_writing(value):
    assert from_float(value) == Decimal(str(value))


@given(st.text(max_size=12))
def test_pointer_step_can_be_read_back(key):
    step = escape(key)

    assert "/" not in step
    assert step.replace("~1", "/").replace("~0", "~") == key


def test_every_problem_has_a_sentence():
    words = [
        "name",
        "value",
        "known",
        "format",
        "version",
        "line",
        "reason",
        "key",
        "limit",
    ]
    values = dict.fromkeys(words, "x")

    for code in SENTENCES:
        assert str(Problem(code, "/a", tuple(values.items()))).startswith("/a: ")


def test_json_numbers_stay_decimal():
    assert load(b"[0.1, 3]") == [Decimal("0.1"), Decimal(3)]
