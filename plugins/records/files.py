"""The files with a year's rows of a disclosure table, for spreadsheets: CSV, and a workbook that keeps long numbers."""

from __future__ import annotations

import io
from datetime import datetime

from plugins.build.kinds import Kind
from plugins.build.view import View
from plugins.records.pages import NUMBERS
from plugins.tables import write_csv
from standards.calendar import BEIJING

_ADDRESS = "网址"
_CREATED = datetime(2000, 1, 1, tzinfo=BEIJING)
"""A workbook says when it was made; the same rows must make the same bytes."""
_WIDEST = 40


def make_file(view: View, argument: tuple[str, str, str]) -> bytes:
    """A file with all fields of a year's rows and the address of each; ``argument`` is column, year, ``csv`` or
    ``xlsx``."""
    path, year, kind = argument
    site, fields = view.site, view.records.schema(path).fields
    heads = [*(field.head for field in fields), _ADDRESS]
    rows = [[*record.values, site.absolute(record.url)] for record in view.records.year(path, year)]
    return write_csv([heads, *rows]) if kind == "csv" else write_xlsx(heads, rows, [f.kind in NUMBERS for f in fields])


def write_xlsx(heads: list[str], rows: list[list[str]], numbers: list[bool]) -> bytes:
    """One sheet; what ``numbers`` marks are numbers, everything else is text as it stands."""
    import xlsxwriter  # type: ignore[import-untyped]

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": True})
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet("公开信息")
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for at, head in enumerate(heads):
        sheet.set_column(at, at, min(_WIDEST, 4 + 2 * len(head)))
        sheet.write_string(0, at, head, bold)
    for line, row in enumerate(rows, 1):
        for at, text in enumerate(row):
            if text and at < len(numbers) and numbers[at]:
                sheet.write_number(line, at, float(text))
            elif text:
                sheet.write_string(line, at, text)
    book.close()
    return file.getvalue()


FILE = Kind("record file", make_file, frozenset({"site", "schema", "year"}))
