"""findings.xlsx, opened again: three sheets, strings and numbers only, lists to choose from, a key out of sight."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec
import openpyxl
import pytest

from auditor.errors import CannotRun
from auditor.model import NotRun
from auditor.reports import xlsx_report
from auditor.reports.ledger import HEAD, KEY, STATES, ledger_rows
from auditor.reports.masked import masked
from auditor.reports.xlsx_report import NUMBERS, SHEETS, write_xlsx, xlsx_chunks
from tests.auditor.reports.invented import finding, full_report, report
from tests.auditor.reports.test_html_report import BREAKOUTS

ID = "11010519491231002X"


def book(said: object) -> openpyxl.Workbook:
    """The workbook of a report."""
    return openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_chunks(said))))


def column(sheet: object, name: str) -> list[object]:
    """The cells of a column, without its head."""
    return [row[HEAD.index(name)] for row in sheet.iter_rows(min_row=2)]


def test_the_first_sheet_is_the_ledger():
    """Every finding, every column, in the order of the report."""
    sheet = book(full_report()).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    assert head == HEAD
    wanted = [
        tuple(int(text) if name in NUMBERS else text or None for name, text in zip(HEAD, row, strict=True))
        for row in ledger_rows(masked(full_report()))
    ]
    assert lines == wanted


def test_it_is_ready_to_be_worked_in():
    """Head and number frozen, filter on, lists where words are closed, the key hidden, paper wide enough."""
    made = book(full_report())
    sheet = made.worksheets[0]
    assert tuple(made.sheetnames) == SHEETS
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(len(HEAD))}{len(full_report().findings) + 1}"
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    letter = {name: openpyxl.utils.get_column_letter(at) for at, name in enumerate(HEAD, 1)}
    last = len(full_report().findings) + 1
    assert lists[f"{letter['级别']}2:{letter['级别']}{last}"] == '"紧急,严重,一般,轻微"'
    assert lists[f"{letter['状态']}2:{letter['状态']}{last}"] == f'"{",".join(STATES)}"'
    assert sheet.column_dimensions[letter[KEY]].hidden
    assert not sheet.column_dimensions[letter["备注"]].hidden
    assert sheet.column_dimensions[letter["建议"]].width > 40
    assert sheet.page_setup.orientation == "landscape"
    assert {cell.value for cell in column(sheet, "状态")} <= set(STATES)


def test_what_was_not_checked_has_its_sheet_and_so_has_how_to_read_it():
    """Every line with its reason, before the figures."""
    full = full_report()
    sheets = book(full).worksheets
    pairs = [row for row in sheets[1].iter_rows(values_only=True) if row[0]]
    for line in (*full.coverage.not_run, *full.coverage.cut):
        assert (line.what, line.why) in pairs
    assert pairs[0][0] == "没有检查或没有查全的"
    assert ("判断页面", "1,287") in pairs
    assert {"类别", "状态", "没有检查的"} <= {row[0] for row in sheets[2].iter_rows(values_only=True)}


@pytest.mark.parametrize(
    "hostile", [*BREAKOUTS, "=1+1", "+1", "@SUM(A1)", "{=1}", "internal:说明!A1", "_x000D_", "\ufffe\x01"]
)
def test_nothing_in_it_is_run_and_nothing_breaks_it(hostile: str):
    """Formulas, markup and characters that XML does not know come out as text."""
    one = finding(message=hostile, remedy=hostile, evidence=hostile, title=hostile, url=hostile, page_title=hostile)
    site = msgspec.structs.replace(report().site, name=hostile)
    coverage = msgspec.structs.replace(report().coverage, not_run=(NotRun(what=hostile, why=hostile),))
    made = book(report(one, site=site, coverage=coverage))
    cells = [cell for sheet in made.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert [cell for cell in cells if cell.hyperlink] == []
    shown = hostile.replace("\ufffe", "‹U+FFFE›").replace("\x01", "‹U+0001›")
    assert column(made.worksheets[0], "标题")[0].value.replace("_x005F", "") == shown


def test_addresses_are_links_until_excel_has_had_enough(monkeypatch: pytest.MonkeyPatch):
    """Only plain web addresses; beyond the limit they are text."""
    monkeypatch.setattr(xlsx_report, "MOST_LINKS", 2)
    urls = [f"https://a.example/{n}" for n in range(4)]
    sheet = book(report(*(finding(url=url, fingerprint=f"{n:020x}") for n, url in enumerate(urls)))).worksheets[0]
    cells = column(sheet, "URL")
    assert [cell.value for cell in cells] == urls
    assert [bool(cell.hyperlink) for cell in cells] == [True, True, False, False]
    odd = book(report(finding(url="javascript:alert(1)"), finding(url="https://a.example/" + "a" * 3000))).worksheets[0]
    assert [cell.hyperlink for cell in column(odd, "URL")] == [None, None]


def test_a_clean_report_still_says_what_was_not_checked():
    """An empty ledger is a head and a filter."""
    made = book(report())
    assert made.worksheets[0].max_row == 1
    assert "评分" in [row[0] for row in made.worksheets[1].iter_rows(values_only=True)]


def test_a_private_number_that_came_this_far_is_masked():
    """In none of the parts of the file."""
    coverage = msgspec.structs.replace(report().coverage, not_run=(NotRun(what=ID, why=ID),))
    one = finding(evidence=f"证 {ID}", page_title=ID, url=f"https://a.example/{ID}", message=ID)
    with zipfile.ZipFile(io.BytesIO(b"".join(xlsx_chunks(report(one, coverage=coverage))))) as parts:
        assert [name for name in parts.namelist() if ID.encode() in parts.read(name)] == []


def test_the_same_report_gives_the_same_bytes(tmp_path: Path):
    """Whole or not at all, with nothing left beside it."""
    for folder in ("a", "b"):
        write_xlsx(full_report(), tmp_path / folder / "findings.xlsx")
    assert (tmp_path / "a/findings.xlsx").read_bytes() == (tmp_path / "b/findings.xlsx").read_bytes()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["findings.xlsx"]


def test_no_room_for_its_parts_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The temporary folder is not the folder of the report."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook", full)
    with pytest.raises(CannotRun, match="磁盘已满"):
        write_xlsx(full_report(), tmp_path / "findings.xlsx")
    assert list(tmp_path.iterdir()) == []
