"""A table as clerks send it, CSV or .xlsx: every visible sheet as text, merged cells filled, with what must be mended.

Refused are hidden sheets, rows and columns, formulas that nobody has worked out, numbers that have lost digits: what
nobody sees when he opens the file must not be published by it.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from plugins.desk.notices.incoming import Unusable
from plugins.desk.notices.office_file import unpack
from plugins.workbook import ERRORS, EXACT
from standards.documents.archive import Parts, local
from standards.documents.reading import Enough, Reading, column_name

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 100, 800
SHEET_LIMIT = 40 * 1024 * 1024
"""Bytes of the XML of one sheet."""
_AGAIN = "请用 Excel、WPS 打开后另存为 .xlsx"
_UNHIDE = "看不见不等于没有：请取消隐藏后核对，不公开的删去，再导入"


@dataclass(frozen=True)
class Fault:
    """What must be mended in a table: the place (工作表“收支”B7), what, cure."""

    place: str
    what: str
    cure: str


@dataclass(frozen=True)
class Sheet:
    """``rows`` are 1-based line and cells, without blank rows and without empty cells at the right; where cells are
    merged each of them has the text of all. ``name`` is empty for a CSV file."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, line: int, column: int = 0) -> str:
        """A cell as its author knows it: 工作表“收支”B7; without a column the row."""
        if not self.name:
            return f"第{line}行" + (f"第{column}列" if column else "")
        return f"工作表“{self.name}”" + (f"{column_name(column)}{line}" if column else f"第{line}行")


@dataclass
class Grid:
    """The sheets that have any text, and all that must be mended before they may be used."""

    sheets: list[Sheet] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_grid(data: bytes, suffix: str) -> Grid:
    """Read a table; ``suffix`` is ``.csv`` or ``.xlsx``. Raises Unusable where it is none, or is too large."""
    return _read_csv(data) if suffix == ".csv" else _read_xlsx(data)


def narrow(text: str) -> str:
    """A cell as it was meant: full-width figures, letters and brackets as usual ones, no blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def decoded(data: bytes) -> str:
    """A text in UTF-8, or in GBK as spreadsheets in China save it. Raises Unusable."""
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Unusable("文字的编码无法识别", "请用表格软件或记事本另存为 UTF-8")


def _read_csv(data: bytes) -> Grid:
    if data.startswith(b"PK") or b"\0" in data[:4096]:
        raise Unusable("其实不是 CSV，只是改了扩展名", "请用 Excel、WPS 打开后另存为 .xlsx 或 CSV UTF-8")
    rows = []
    reader = csv.reader(io.StringIO(decoded(data), newline=""))
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
            if line > MOST_ROWS:
                raise Unusable(f"超过 {MOST_ROWS} 行", "请拆成几个文件")
    except csv.Error:
        raise Unusable(f"第{line}行读不下去", "请用表格软件重新另存为 CSV UTF-8") from None
    return Grid([Sheet("", tuple(_kept(rows)))])


def _kept(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for line, cells in rows:
        trimmed = [cell.strip() for cell in cells]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if trimmed:
            yield line, tuple(trimmed)


@dataclass
class _Marks:
    """What a sheet's XML says beside the values: hidden rows and columns, merged ranges (first row, first column, last
    row, last column), cells with a formula and no value."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)


def _read_xlsx(data: bytes) -> Grid:
    import openpyxl

    unpack(data, lambda name: False)  # whatever is no sound zip within bounds
    grid = Grid()
    try:
        parts = Parts(Reading(), data)
        marks = {name: (state, _marks(parts, target)) for name, state, target in _targets(parts)}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read anyway
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets[:MOST_SHEETS]:
                state, found = marks.get(sheet.title, ("visible", _Marks()))
                _take(sheet, state, found, grid)
    except Unusable:
        raise
    except Enough:
        raise Unusable("表格太大，没有打开", "请拆成几个文件") from None
    except Exception:  # noqa: BLE001 - openpyxl answers damage with whatever breaks first
        raise Unusable("不是完好的 Excel 工作簿（.xlsx）", _AGAIN) from None
    return grid


def _targets(parts: Parts) -> Iterator[tuple[str, str, str]]:
    """Name, state and part of each sheet."""
    links = parts.links("xl/workbook.xml")
    for element in parts.tree("xl/workbook.xml").iter():
        if local(element) == "sheet":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            yield element.get("name", ""), element.get("state", "visible"), links.get(key, ("", ""))[1]


def _marks(parts: Parts, target: str) -> _Marks:
    from lxml import etree  # type: ignore[import-untyped]
    from openpyxl.utils import range_boundaries

    found = _Marks()
    if target not in parts.names:
        return found
    data = parts.data(target)
    if len(data) > SHEET_LIMIT:
        raise Enough
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    for _, element in etree.iterparse(io.BytesIO(data), events=("end",), **options):
        name = local(element)
        if name == "col" and element.get("hidden") in ("1", "true"):
            found.columns |= set(range(int(element.get("min")), min(int(element.get("max")), MOST_COLUMNS) + 1))
        elif name == "mergeCell":
            left, top, right, bottom = range_boundaries(element.get("ref"))
            found.merged.append((top, left, bottom, right))
        elif name == "row":
            if element.get("hidden") in ("1", "true") and element.get("r"):
                found.rows.add(int(element.get("r")))
            for cell in element:
                said = {local(part): part.text for part in cell}
                if "f" in said and not said.get("v") and "is" not in said:
                    found.uncounted.append(cell.get("r", ""))
            element.clear()
    return found


def _take(sheet: Any, state: str, marks: _Marks, grid: Grid) -> None:
    """One sheet into the grid, and what is wrong with it."""
    if not hasattr(sheet, "iter_rows"):  # a sheet that is a chart
        return
    rows = list(_values(sheet, grid))
    filled = {(line, column) for line, cells in rows for column, cell in enumerate(cells, 1) if cell}
    if not filled:
        return
    where = f"工作表“{sheet.title}”"
    if state != "visible":
        grid.faults.append(Fault(where, "是隐藏的工作表", _UNHIDE))
        return
    if hidden := sorted(marks.rows & {line for line, _ in filled}):
        grid.faults.append(Fault(where, f"有隐藏的行：{_some(map(str, hidden))}", _UNHIDE))
    if hidden := sorted(marks.columns & {column for _, column in filled}):
        grid.faults.append(Fault(where, f"有隐藏的列：{_some(map(column_name, hidden))}", _UNHIDE))
    for spot in marks.uncounted[:5]:
        cure = "请用 Excel、WPS 打开，等数字算出来以后保存，再导入"
        grid.faults.append(Fault(f"{where}{spot}", "是公式，文件里没有存下结果", cure))
    grid.sheets.append(Sheet(sheet.title, tuple(_kept(_spread(rows, marks.merged)))))


def _some(words: Iterator[str]) -> str:
    known = list(words)
    return "、".join(known[:8]) + (f" 等 {len(known)} 处" if len(known) > 8 else "")


def _values(sheet: Any, grid: Grid) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what a file says of its size need not be true
    for line, cells in enumerate(sheet.iter_rows(), 1):
        texts = []
        for column, cell in enumerate(cells[:MOST_COLUMNS], 1):
            place = f"工作表“{sheet.title}”{column_name(column)}{line}"
            texts.append(_text(cell, place, grid.faults))
        if any(texts):
            if line > MOST_ROWS:
                raise Enough
            yield line, texts


def _text(cell: Any, place: str, faults: list[Fault]) -> str:
    """A cell as its author sees it."""
    value = cell.value
    if value is None or isinstance(value, str):
        text = (value or "").strip()
        if text in ERRORS:
            faults.append(Fault(place, f"是公式错误“{text}”", "请改正公式，或者直接填写结果"))
        return text
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, (int, float)):
        return str(value)
    if abs(value) >= EXACT:
        what = "数字超过15位，表格软件已经丢掉了后面的数位"
        faults.append(Fault(place, what, "请把这一列的格式设为“文本”，再照原件填写；是证件号码、账号的请删去"))
        return ""
    form = str(cell.number_format or "")
    if "%" in form:
        return f"{value * 100:.10g}%"
    if value == int(value):
        return f"{value:.2f}" if "0.00" in form else str(int(value))
    return f"{value:.2f}" if form.endswith("0.00") else repr(round(value, 10))


def _spread(
    rows: list[tuple[int, list[str]]], merged: Sequence[tuple[int, int, int, int]]
) -> list[tuple[int, list[str]]]:
    """Every cell of a merged range has its text; rows that are merged altogether stay."""
    by_line = dict(rows)
    for top, left, bottom, right in merged:
        first = by_line.get(top)
        text = first[left - 1] if first is not None and len(first) >= left else ""
        if not text or right > MOST_COLUMNS:
            continue
        for line in range(top, min(bottom, top + MOST_ROWS) + 1):
            cells = by_line.get(line)
            if cells is not None:
                cells += [""] * (right - len(cells))
                cells[left - 1 : right] = [text] * (right - left + 1)
    return sorted(by_line.items())
