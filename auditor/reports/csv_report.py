"""findings.csv: the ledger for every program that reads tables. UTF-8 with a byte order mark, which Excel needs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.model import Report
from auditor.reports.ledger import HEAD, ledger_rows
from auditor.reports.masked import masked
from auditor.reports.whole_file import write_whole

FORMULA = tuple("=+-@＝＋－＠\t\r")
"""A cell that begins with one of these is run as a formula by spreadsheet programs."""


def write_csv(report: Report, path: Path) -> None:
    """Write the ledger as CSV, atomically. Raises CannotRun when the file cannot be written."""
    write_whole(path, csv_chunks(report))


def csv_chunks(report: Report) -> Iterator[bytes]:
    """The bytes of findings.csv, a line at a time."""
    yield b"\xef\xbb\xbf" + _line(HEAD)
    for row in ledger_rows(masked(report)):
        yield _line(harmless(cell) for cell in row)


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" \u3000\u00a0").startswith(FORMULA) else cell


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode("utf-8", "replace")
