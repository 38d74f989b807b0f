"""Workbooks as they come: merged heads, several sheets, hidden things, formulas, sheets renamed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from plugins.village_finance.books import read_file
from tests.plugins.village_finance.tables import DEBTS, THIRD, csv, rows_of, workbook, xlsx


def said(data: bytes, table: str = "收支明细") -> list[str]:
    return [what for _, _, what, _ in xlsx(data, table).faults]


def test_a_sheet_says_the_same_as_a_csv_file() -> None:
    found = xlsx(workbook({"Sheet1": THIRD}))
    assert found.faults == ()
    assert found.statements[0][1] == csv().statements[0][1]


def test_heads_over_two_rows_of_merged_cells() -> None:
    rows: list[list[Any]] = [[*row, ""] for row in rows_of(THIRD)]
    rows[2:3] = [["日期", "摘要", "金额", "", "", "经手人"], ["", "", "收入", "支出", "余额", ""]]

    def merge(book: Any) -> None:
        for area in ("A1:F1", "C3:E3", "A3:A4", "B3:B4", "F3:F4"):
            book["收支明细"].merge_cells(area)

    found = xlsx(workbook({"收支明细": rows}, merge))
    assert found.faults == ()
    assert found.statements[0][0].closing == 7646000


def test_a_merged_day_and_class_stand_for_all_rows_they_cover() -> None:
    rows = rows_of(DEBTS)
    rows[2][0] = ""

    def merge(book: Any) -> None:
        book["债权债务"].merge_cells("A2:A3")

    found = xlsx(workbook({"债权债务": rows}, merge), "债权债务")
    assert found.faults == ()
    assert [row.cells[0] for row in found.statements[0][1].rows[:2]] == ["债权", "债权"]


def test_days_of_a_spreadsheet_are_days() -> None:
    rows: list[list[Any]] = list(rows_of(THIRD))
    rows[4][0] = datetime(2026, 7, 10)
    assert xlsx(workbook({"1": rows})).statements[0][1].rows[1].cells[0] == "2026-07-10"


def test_a_formula_that_nobody_worked_out_is_told_with_its_cell() -> None:
    rows = rows_of(THIRD)
    rows[8][2] = "=SUM(C5:C8)"
    found = xlsx(workbook({"收支明细": rows}))
    assert [told[:3] for told in found.faults] == [(9, 3, "工作表“收支明细”C9：这一格是公式，文件里没有算出的结果")]
    assert "保存一次" in found.faults[0][3]


def hide_row(book: Any) -> None:
    book["收支明细"].row_dimensions[6].hidden = True
    book["收支明细"].row_dimensions[7].hidden = True


def hide_column(book: Any) -> None:
    book["收支明细"].column_dimensions["D"].hidden = True


def hide_sheet(book: Any) -> None:
    book["底稿"].sheet_state = "hidden"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (hide_row, "工作表“收支明细”第6行：有隐藏的行（A6:E7）"),
        (hide_column, "工作表“收支明细”：有隐藏的列（D1:D10）"),
        (hide_sheet, "工作表“底稿”：是隐藏的工作表（A1:B1）"),
    ],
)
def test_what_is_hidden_is_refused_with_its_cells(change: Any, place: str) -> None:
    sheets = {"收支明细": THIRD} | ({"底稿": "户主,身份证\n"} if change is hide_sheet else {})
    assert said(workbook(sheets, change)) == [place]


def test_an_empty_hidden_column_hides_nothing() -> None:
    def change(book: Any) -> None:
        book["收支明细"].column_dimensions["H"].hidden = True

    assert said(workbook({"收支明细": THIRD}, change)) == []


def test_several_kinds_in_one_workbook() -> None:
    found = xlsx(workbook({"收支明细": THIRD, "债权债务": DEBTS}), "财务公开")
    assert found.faults == ()
    assert [brief.url for brief, _ in found.statements] == [
        "/villages/liulin/finance/2026Q3-income-expense.html",
        "/villages/liulin/finance/2026Q3-debts.html",
    ]


def test_renamed_sheets_are_known_by_title_and_heads_and_that_is_told() -> None:
    found = xlsx(workbook({"Sheet1": THIRD, "Sheet2": DEBTS}), "财务公开")
    assert found.faults == ()
    assert [(brief.kind, brief.remarks[0][2]) for brief, _ in found.statements] == [
        ("收支明细", "工作表“Sheet1”：名称不是表名，按标题和表头认作收支明细"),
        ("债权债务", "工作表“Sheet2”：名称不是表名，按标题和表头认作债权债务"),
    ]


@pytest.mark.parametrize(
    ("sheets", "table", "what"),
    [
        ({"收支明细": THIRD, "花名册": "姓名,组别\n何守田,一组\n"}, "财务公开", "工作表“花名册”：看不出是哪种表"),
        ({"收支明细": THIRD, "收支": THIRD}, "财务公开", "工作表“收支”：和工作表“收支明细”都是收支明细"),
        ({"收支明细": THIRD, "债权债务": DEBTS}, "收支明细", "工作表“债权债务”：不是收支明细"),
        ({"债权债务": DEBTS}, "收支明细", "工作表的名称是“债权债务”，文件名写的是收支明细"),
        ({"Sheet1": ""}, "收支明细", "文件是空的"),
    ],
)
def test_sheets_that_do_not_fit_are_told(sheets: dict[str, str], table: str, what: str) -> None:
    assert said(workbook(sheets), table) == [what]


def test_what_stands_beside_the_table_is_not_dropped_silently() -> None:
    rows = rows_of(THIRD)
    rows[5] = [*rows[5], "", "这笔没有票"]
    assert said(workbook({"收支明细": rows})) == ["工作表“收支明细”G6：“这笔没有票”在表格右边，没有表头"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"0" * 600, b"<html>"])
def test_what_is_no_workbook_is_told(data: bytes) -> None:
    assert len(said(data)) == 1


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("三季度收支.csv", "看不出是哪一期的什么表，没有公开"),
        ("2026Q3-收支.csv", "“收支”的表名不对"),
        ("2026Q3-花名册.csv", "没有“花名册”这种表"),
        ("2026Q3-财务公开.csv", "CSV 文件里只能有一张表"),
    ],
)
def test_file_names_that_say_too_little(name: str, what: str) -> None:
    found = read_file(THIRD.encode(), f"villages/liulin/{name}", "shown")
    assert [fault[2] for fault in found.faults] == [what]


def test_a_csv_file_in_another_encoding_is_told() -> None:
    found = read_file(THIRD.encode("gb18030"), "villages/liulin/2026Q3-收支明细.csv", "shown")
    assert "GB18030" in found.faults[0][2]
