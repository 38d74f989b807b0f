"""A table as clerks send it, CSV or .xlsx: every visible sheet as text, merged cells filled, with what must be mended.

Refused are hidden sheets, rows and columns, formulas that nobody has worked out, numbers that have lost digits: what
nobody sees when he opens the file must not be published by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.desk.notices.incoming import Unusable
from plugins.desk.notices.office_file import unpack
from plugins.tables import Flaw
from plugins.worksheets import Worksheet, read_worksheets
from standards.documents.reading import column_name

Rows = tuple[tuple[int, tuple[str, ...]], ...]
"""1-based line and cells."""
_SCIENTIFIC = re.compile(r"\d\.\d+[Ee]\+1[0-9]")
MOST_ROWS, MOST_COLUMNS = 20_000, 200


@dataclass(frozen=True)
class Fault:
    """What must be mended in a table: the place (工作表“收支”B7), what, cure."""

    place: str
    what: str
    cure: str


@dataclass(frozen=True)
class Sheet:
    """``rows`` are 1-based line and cells, without blank rows; where cells are merged each of them has the text of all.
    ``name`` is empty for a CSV file."""

    name: str
    rows: Rows

    def place(self, line: int, column: int = 0) -> str:
        """A cell as its author knows it: 工作表“收支”B7; without a column the row."""
        return place_in(self.name, line, column)


@dataclass
class Grid:
    """The sheets that have any text, and all that must be mended before they may be used."""

    sheets: list[Sheet] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_grid(data: bytes, suffix: str) -> Grid:
    """Read a table; ``suffix`` is ``.csv`` or ``.xlsx``. Raises Unusable where it is none, or is too large."""
    grid = Grid()
    for sheet in sheets_of(data, suffix):
        grid.faults += faults_of(sheet)
        if any(not flaw.line and not flaw.column for flaw in sheet.flaws):  # hidden altogether
            continue
        rows = tuple(_filled(sheet))
        if len(rows) > MOST_ROWS or any(len(cells) > MOST_COLUMNS for _, cells in rows):
            raise Unusable(f"表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列", "请拆成几个文件")
        grid.faults += _cut_short(sheet.title, rows)
        grid.sheets.append(Sheet(sheet.title, rows))
    return grid


def sheets_of(data: bytes, suffix: str) -> list[Worksheet]:
    """The sheets as the one reader of them gives them; a CSV file in whatever coding. Raises Unusable."""
    if suffix == ".xlsx":
        unpack(data, lambda name: False)  # whatever is no sound zip within bounds
    elif data.startswith(b"PK") or b"\0" in data[:4096]:
        raise Unusable("其实不是 CSV，只是改了扩展名", "请用 Excel、WPS 打开后另存为 .xlsx 或 CSV UTF-8")
    else:
        data = decoded(data).encode()
    try:
        return read_worksheets(data, suffix, "")
    except Flaw as flaw:
        where = place_in("", flaw.line, flaw.column) if flaw.line else ""
        raise Unusable(f"{where}{flaw.what}", flaw.cure) from None


def faults_of(sheet: Worksheet) -> Iterator[Fault]:
    """What the reader found, with its place."""
    for flaw in sheet.flaws:
        yield Fault(place_in(sheet.title, flaw.line, flaw.column), flaw.what, flaw.cure)


def _cut_short(title: str, rows: Rows) -> Iterator[Fault]:
    """Long numbers that a spreadsheet has left nothing of but 4.29E+17."""
    for line, cells in rows:
        for column, cell in enumerate(cells, 1):
            if _SCIENTIFIC.fullmatch(cell):
                cure = "是证件号码、账号的请删去这一列；其他编号请把格式设为“文本”，照原件重新填写"
                what = f"被表格软件写成 {cell}，后面的数位已经丢失"
                yield Fault(place_in(title, line, column), what, cure)


def place_in(title: str, line: int, column: int = 0) -> str:
    """工作表“收支”B7, 工作表“收支”第7行, 第7行第2列."""
    if not title:
        return (f"第{line}行" if line else "") + (f"第{column}列" if column else "")
    spot = f"{column_name(column)}{line}" if line and column else f"第{line}行" if line else ""
    return f"工作表“{title}”{spot}"


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


def _filled(sheet: Worksheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows with every cell that a merged one covers."""
    widest: dict[int, int] = {}
    for line, at in sheet.merged:
        widest[line] = max(at, widest.get(line, 0))
    for line, cells in sheet.lines:
        width = max(len(cells), widest.get(line, 0))
        texts = [cells[at] if at < len(cells) else "" for at in range(width)]
        if line in widest:
            texts = [text or sheet.merged.get((line, at), "") for at, text in enumerate(texts, 1)]
        while texts and not texts[-1]:
            texts.pop()
        yield line, tuple(texts)
