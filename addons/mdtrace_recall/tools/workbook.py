"""Write plain tables into an XLSX workbook.

Text is always written as text: a cell that begins with `=`, `+`, `-` or `@` (a lot
named by a supplier, a customer's name) must never become a formula on the desk of the
person who opens the sheet.
"""

import io
import re
from dataclasses import dataclass, field

import xlsxwriter

FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME, LONGEST_CELL, WIDEST = 31, 32767, 60


@dataclass
class Sheet:
    """One sheet: a name, a header row and rows of text, numbers or None."""

    name: str
    header: list
    rows: list = field(default_factory=list)


def sheet_name(name, taken=()):
    """Return a name that Excel accepts and that is not taken yet.

    >>> sheet_name("Stock/place", {"stock place"})
    'Stock place (2)'
    """
    clean = FORBIDDEN_IN_NAME.sub(" ", name).strip() or "Sheet"
    result, number = clean[:LONGEST_NAME], 1
    while result.lower() in taken:
        number += 1
        suffix = f" ({number})"
        result = clean[: LONGEST_NAME - len(suffix)] + suffix
    return result


def _write_row(worksheet, row, values, style=None):
    for column, value in enumerate(values):
        if value is None or value is False:
            continue
        if isinstance(value, (int, float)):
            worksheet.write_number(row, column, value, style)
        else:
            worksheet.write_string(row, column, str(value)[:LONGEST_CELL], style)


def _width(sheet, column):
    texts = [str(line[column]) for line in sheet.rows if len(line) > column]
    texts.append(str(sheet.header[column]))
    # A Chinese character is about two Latin ones wide.
    widest = max(sum(2 if ord(char) > 0x2E7F else 1 for char in t) for t in texts)
    return min(widest + 2, WIDEST)


def build(sheets):
    """Return the bytes of a workbook with these sheets, in their order."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(stream, options) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        taken = set()
        for sheet in sheets:
            name = sheet_name(sheet.name, taken)
            taken.add(name.lower())
            worksheet = workbook.add_worksheet(name)
            _write_row(worksheet, 0, sheet.header, bold)
            for number, values in enumerate(sheet.rows, start=1):
                _write_row(worksheet, number, values)
            for column in range(len(sheet.header)):
                worksheet.set_column(column, column, _width(sheet, column))
            worksheet.freeze_panes(1, 0)
    return stream.getvalue()
