"""The archive: deterministic, complete, and every change of it is found."""

import doctest
import io
import json
import zipfile

from hypothesis import given
from hypothesis import strategies as st
from mdtrace_lot.tools import package

WHEN = "2026-03-04T05:06:08Z"
FILES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=8).map(lambda name: f"evidence/{name}"),
    st.binary(max_size=200),
    max_size=5,
)


def changed(content, path, data):
    """Return the archive with one file written over."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, data if name == path else old.read(name))
    return buffer.getvalue()


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(package).failed == 0


@given(FILES)
def test_what_was_built_verifies_and_is_the_same_twice(files):
    content = package.build(files, {"lot": "L"}, WHEN)

    assert package.verify(content) == []
    assert package.build(dict(reversed(files.items())), {"lot": "L"}, WHEN) == content


def test_manifest_names_size_and_digest_of_every_other_file():
    content = package.build({"b": b"xy", "a": b""}, {"lot": "L"}, WHEN)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        stamps = {info.date_time for info in archive.infolist()}
    assert manifest["algorithm"] == "SHA-256"
    assert manifest["lot"] == "L"
    assert [(f["path"], f["size"]) for f in manifest["files"]] == [("a", 0), ("b", 2)]
    assert stamps == {(2026, 3, 4, 5, 6, 8)}


def test_a_changed_byte_is_named():
    content = package.build({"a.txt": b"one"}, {}, WHEN)

    assert package.verify(changed(content, "a.txt", b"two")) == [
        "a.txt differs from its digest."
    ]


def test_an_added_file_is_named():
    content = package.build({}, {}, WHEN)
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("b.txt", b"new")

    assert package.verify(buffer.getvalue()) == ["b.txt is not listed in the manifest."]


def test_page_escapes_what_people_typed():
    html = package.page(
        {
            "lang": "en",
            "title": "<script>",
            "subtitle": "",
            "facts": [("Lot", "<b>")],
            "sections": [
                {
                    "title": "T",
                    "warnings": ["<i>"],
                    "columns": ["<u>"],
                    "rows": [[{"text": "<x>", "href": '"><y>'}, 1.5, None]],
                }
            ],
        }
    ).decode()

    for tag in ("<script>", "<b>", "<i>", "<u>", "<x>", "<y>"):
        assert tag not in html
    assert '<td class="number">1.5</td>' in html


@given(st.text(max_size=40), st.sets(st.text(max_size=5), max_size=3))
def test_file_names_are_accepted_everywhere_and_unique(name, taken):
    safe = package.safe_name(name, taken)

    assert safe and safe not in taken
    assert not set(safe) & set('<>:"/\\|?*\n\0')
