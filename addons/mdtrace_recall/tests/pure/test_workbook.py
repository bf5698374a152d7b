"""The workbook holds exactly what was put in, and never a formula."""

import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from mdtrace_recall.tools.workbook import Sheet, build, sheet_name

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")),
    min_size=1,
    max_size=40,
)


def read(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_text_that_looks_like_a_formula_stays_text():
    evil = ["=1+1", "+SUM(A1)", "-2", "@cmd", '=HYPERLINK("http://x")', "{=1}"]
    book = read(build([Sheet("Lots", ["Lot"], [[text] for text in evil])]))

    cells = [row[0] for row in book["Lots"].iter_rows(min_row=2)]

    assert [cell.value for cell in cells] == evil
    assert {cell.data_type for cell in cells} == {"s"}


def test_numbers_are_numbers_and_empty_cells_are_empty():
    book = read(build([Sheet("Lots", ["Lot", "On hand", "Note"], [["A", 2.5, None]])]))

    assert [cell.value for cell in book["Lots"][2]] == ["A", 2.5, None]


def test_sheet_names_are_made_acceptable_and_unique():
    long_name = "a" * 40
    book = read(build([Sheet(long_name, ["x"]), Sheet(long_name, ["x"])]))

    assert [len(name) for name in book.sheetnames] == [31, 31]
    assert len(set(book.sheetnames)) == 2
    assert sheet_name("召回/批次") == "召回 批次"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_every_text_comes_back_as_it_was(rows):
    book = read(build([Sheet("Rows", ["a", "b"], rows)]))

    back = [[cell.value for cell in row] for row in book["Rows"].iter_rows(min_row=2)]

    assert back == rows
