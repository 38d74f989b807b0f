"""The first sheet of a workbook as lines of text, the way its author sees the cells."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl

from plugins.tables import Flaw, Lines

UNPACKED = 200 * 1024 * 1024
"""Bytes a workbook may unpack to."""
MOST_ROWS, MOST_COLUMNS = 200_000, 200
EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number: what is larger (ID numbers, accounts) has lost its last ones."""
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
RESAVE = "请用表格软件打开核对，重新另存为 .xlsx，或者另存为 CSV UTF-8"


def sheet_lines(data: bytes) -> Lines:
    """The rows of the first sheet, heads first; short rows are filled up to the heads, empty cells behind them cut off.

    Raises Flaw where the file is no workbook, unpacks to too much, or a cell cannot be told as it was meant.
    """
    judge_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read anyway
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = book.worksheets
    except Exception:  # noqa: BLE001 - openpyxl answers damage with whatever breaks first
        raise Flaw(0, 0, "不是完好的工作簿（.xlsx）", RESAVE) from None
    if not sheets:
        raise Flaw(0, 0, "工作簿里没有工作表", RESAVE)
    heads = _first_row(sheets[0])
    for sheet in sheets[1:]:
        if heads and _first_row(sheet) == heads:
            what = f"除了第一个工作表，“{sheet.title}”里也有同样的表"
            raise Flaw(0, 0, what, "只读第一个工作表。请把各表的行合并到第一个，或拆成几个文件")
    return _rows(sheets[0], len(heads))


def judge_archive(data: bytes, unpacked: int = UNPACKED) -> None:
    """Raises Flaw where the bytes are no zip archive, or unpack to more than so many."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise Flaw(0, 0, "不是工作簿（.xlsx），或者文件已经损坏、加了密码", RESAVE) from None
    if size > unpacked:
        raise Flaw(0, 0, "工作簿解开后太大，没有读取", f"解开后不超过 {unpacked // 1024 // 1024} MB；请拆成几个文件")


def _first_row(sheet: Any) -> list[str]:
    for line, cells in _raw(sheet):
        return [str(cell_text(cell, line, 0)).strip() for cell in _trimmed(cells)]
    return []


def _rows(sheet: Any, width: int) -> Iterator[tuple[int, list[str]]]:
    for line, raw in _raw(sheet):
        cells = _trimmed(raw)
        cells += [None] * (width - len(cells))
        yield line, [cell_text(cell, line, column) for column, cell in enumerate(cells, 1)]


def _raw(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    if not hasattr(sheet, "iter_rows"):  # a sheet that is a chart
        return
    sheet.reset_dimensions()  # what a file says of its size need not be true
    line = 0
    rows = sheet.iter_rows(values_only=True)
    while True:
        line += 1
        try:
            cells = list(next(rows))
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 - as above
            raise Flaw(line, 0, "工作簿从这一行起读不下去", RESAVE) from None
        if line > MOST_ROWS or len(_trimmed(cells)) > MOST_COLUMNS:
            raise Flaw(line, 0, "表格太大", f"不超过 {MOST_ROWS} 行、{MOST_COLUMNS} 列；请拆成几个文件")
        yield line, cells


def _trimmed(cells: list[Any]) -> list[Any]:
    end = len(cells)
    while end and cells[end - 1] in (None, ""):
        end -= 1
    return cells[:end]


def cell_text(cell: Any, line: int, column: int) -> str:
    """What a cell says. Raises Flaw where that is an error, or a number that has lost digits."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float)):
        if abs(cell) >= EXACT:
            what = "数字超过15位，表格软件已经丢掉了后面的数位"
            raise Flaw(line, column, what, "请把这一列的格式设为“文本”，再照原件重新填写")
        return str(int(cell)) if cell == int(cell) else repr(round(cell, 10))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    if text in ERRORS:
        raise Flaw(line, column, f"这一格是公式错误“{text}”", "请改正公式，或者直接填写结果")
    return text
