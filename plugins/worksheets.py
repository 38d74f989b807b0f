"""Every sheet of a small workbook, or a CSV file, with all that a person sees of it and all that is hidden in it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.build.front_matter import read_text
from plugins.tables import Flaw, csv_lines
from standards.documents.reading import column_name

LIMIT, UNPACKED = 5 * 1024 * 1024, 40 * 1024 * 1024
"""Bytes of a file, and bytes a workbook may unpack to: it is held in memory as a whole."""
MOST_CELLS = 1_000_000
"""Of a sheet, empty ones among them."""
_COLUMNS = 200


@dataclass(frozen=True)
class Worksheet:
    """A sheet, or a CSV file, whose ``title`` is empty then. ``lines`` are its rows that are not blank: 1-based line,
    cells. ``merged`` leads from every cell (line, column) of a merged one to its text. ``flaws`` are cells that cannot
    be told as they were meant, and everything that is hidden."""

    title: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)
    flaws: tuple[Flaw, ...] = ()

    def spot(self, line: int, column: int) -> str:
        """What stands before a message on a cell (column 0: the row; line 0: the sheet); nothing in a CSV file, whose
        messages have line and column anyhow."""
        if not self.title:
            return ""
        cell = f"{column_name(column)}{line}" if line and column else f"第{line}行" if line else ""
        return f"工作表“{self.title}”{cell}："


def read_worksheets(data: bytes, suffix: str, shown: str) -> list[Worksheet]:
    """The sheets of a workbook (suffix ``.xlsx``) that hold anything, hidden ones too; else the one table of a CSV file
    (UTF-8). Raises Flaw where the file is not what it says, or too large."""
    if len(data) > LIMIT:
        raise Flaw(0, 0, "文件太大，没有读取", f"这样的表格不超过 {LIMIT // 1024 // 1024} MB；请删去图片和空行")
    if suffix == ".xlsx":
        return [sheet for sheet in _sheets(data) if sheet.lines]
    text = read_text(data, shown)
    if not isinstance(text, str):
        raise Flaw(text.line, text.column, text.what, text.cure)
    lines = ((line, tuple(cell.strip() for cell in cells)) for line, cells in csv_lines(text))
    return [Worksheet("", tuple((line, cells) for line, cells in lines if any(cells)))]


def _sheets(data: bytes) -> Iterator[Worksheet]:
    import openpyxl

    from plugins.workbook import RESAVE, judge_archive

    judge_archive(data, UNPACKED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read anyway
            book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
            sheets = [(sheet, list(_filled(sheet))) for sheet in book.worksheets]
            formulas = [cell for _, cells in sheets for cell in cells if cell.data_type == "f"]
            results = {}
            if formulas:
                values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
                results = {id(cell): values[cell.parent.title][cell.coordinate].value for cell in formulas}
    except Flaw:
        raise
    except Exception:  # noqa: BLE001 - openpyxl answers damage with whatever breaks first
        raise Flaw(0, 0, "不是完好的工作簿（.xlsx）", RESAVE) from None
    # A program that calculates leaves a result for every formula, were it an empty text.
    calculated = any(value is not None for value in results.values())
    for sheet, cells in sheets:
        yield _worksheet(sheet, cells, results, calculated=calculated)


def _filled(sheet: Any) -> Iterator[Any]:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise Flaw(0, 0, f"工作表“{sheet.title}”太大", "请删去表格以外的空行和空列（连同格式），或者另存为 CSV UTF-8")
    for row in sheet.iter_rows():
        yield from (cell for cell in row if cell.value not in (None, ""))


def _worksheet(sheet: Any, cells: Iterable[Any], results: Mapping[int, Any], *, calculated: bool) -> Worksheet:
    from plugins.workbook import cell_text

    flaws: list[Flaw] = []
    rows: dict[int, dict[int, str]] = {}
    for cell in cells:
        value = cell.value
        if cell.data_type == "f":
            value = results[id(cell)]
            if value is None and not calculated:
                what = "这一格是公式，文件里没有算出的结果"
                cure = "请用 WPS 或 Excel 打开这个文件，保存一次再交；或者直接填写数字"
                flaws.append(Flaw(cell.row, cell.column, what, cure))
                value = "="  # whoever reads on knows that something stands there
        try:
            text = cell_text(value, cell.row, cell.column).strip()
        except Flaw as flaw:
            flaws.append(flaw)
            text = "="
        if text:
            rows.setdefault(cell.row, {})[cell.column] = text
    flaws += _hidden(sheet, rows)
    lines = tuple((line, tuple(row.get(at, "") for at in range(1, max(row) + 1))) for line, row in sorted(rows.items()))
    return Worksheet(sheet.title, lines, _merged(sheet, rows), tuple(flaws))


def _merged(sheet: Any, rows: Mapping[int, Mapping[int, str]]) -> dict[tuple[int, int], str]:
    covered: dict[tuple[int, int], str] = {}
    for area in sheet.merged_cells.ranges:
        text = rows.get(area.min_row, {}).get(area.min_col, "")
        last = min(area.max_row, max(rows, default=0))
        for line in range(area.min_row, last + 1) if text else ():
            covered |= {(line, at): text for at in range(area.min_col, min(area.max_col, _COLUMNS) + 1)}
    return covered


def _hidden(sheet: Any, rows: Mapping[int, Mapping[int, str]]) -> Iterator[Flaw]:
    """What nobody sees and everybody who has the file can read: the sheet, or rows and columns that hold anything."""
    if not rows:
        return
    widest = max(max(row) for row in rows.values())
    if sheet.sheet_state != "visible":
        what = f"是隐藏的工作表（A1:{column_name(widest)}{max(rows)}）"
        yield Flaw(0, 0, what, "请取消隐藏核对；不公开的请删去整个工作表，不要只是隐藏")
        return
    heights = sheet.row_dimensions
    unseen = [line for line in rows if line in heights and (heights[line].hidden or heights[line].height == 0)]
    for first, last in _runs(unseen):
        what = f"有隐藏的行（A{first}:{column_name(widest)}{last}）"
        yield Flaw(first, 0, what, "请取消隐藏（和筛选）核对；不公开的请删去这些行")
    filled = {at for row in rows.values() for at in row}
    hidden = {
        at
        for kept in sheet.column_dimensions.values()
        if kept.hidden or kept.width == 0
        for at in range(kept.min or 0, min(kept.max or 0, widest) + 1)
    }
    for first, last in _runs(sorted(filled & hidden)):
        what = f"有隐藏的列（{column_name(first)}1:{column_name(last)}{max(rows)}）"
        yield Flaw(0, first, what, "请取消隐藏核对；不公开的请删去这些列")


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted numbers as stretches: first, last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
