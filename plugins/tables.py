"""The tables that editors keep as CSV or as a workbook: read whole, with file, line and column in every message."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from types import MappingProxyType

from plugins.build.front_matter import read_text
from plugins.build.problems import Problem, suggestion

LIMIT = 20 * 1024 * 1024
TITLE_ROWS, ENOUGH = 5, 3
"""Rows a title may take, and how many heads a row must name to be the one below it."""

Lines = Iterator[tuple[int, list[str]]]
"""The rows of a file as they stand, heads first: 1-based line, cells."""


@dataclass(frozen=True)
class Row:
    """One row: its 1-based line and its cells, stripped, by head."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, head: str) -> str:
        return self.cells[head]


@dataclass(frozen=True)
class Flaw(Exception):
    """Why a table cannot be read on: line, column (0: none), what, cure."""

    line: int
    column: int
    what: str
    cure: str


def read_table(
    file: Path,
    shown: str,
    heads: Sequence[str],
    required: Sequence[str] = ("id",),
    *,
    optional: Sequence[str] = (),
    unique: bool = True,
    spellings: Mapping[str, str] = MappingProxyType({}),
    titled: bool = False,
) -> tuple[tuple[Row, ...], list[Problem]]:
    """The rows of a CSV file (UTF-8, with or without BOM) or of the first sheet of a workbook (.xlsx).

    The first line must name exactly ``heads``, in any order; those of them that are ``optional`` may be left out and
    are then empty in every row; ``spellings`` are other words for them. ``required`` cells may not be empty; the first
    of them is the key, which with ``unique`` may not stand twice. Rows that are blank altogether are skipped; a faulty
    row is reported and left out. In a ``titled`` table the heads may stand below a title, and over two rows of merged
    cells.
    """
    try:
        if file.is_symlink() or not file.is_file():
            what = "不是普通文件" if file.exists() or file.is_symlink() else "没有这个文件"
            return (), [Problem(shown, 0, 0, what, f"请建立这个文件，第一行写 {','.join(heads)}")]
        if file.stat().st_size > LIMIT:
            return (), [Problem(shown, 0, 0, "文件太大，没有读取", f"表格不超过 {LIMIT // 1024 // 1024} MB")]
        data = file.read_bytes()
    except OSError as error:
        reason = "没有权限" if isinstance(error, PermissionError) else str(error.strerror)
        return (), [Problem(shown, 0, 0, f"文件读不了（{reason}）", "请检查文件权限")]
    try:
        lines = _lines(data, file.suffix.lower(), shown)
        if isinstance(lines, Problem):
            return (), [lines]
        line, cells = next(lines, (1, []))
        names = _names(cells, spellings)
        if titled:
            line, names, lines = _below_title(lines, line, names, heads, spellings)
            fill = file.suffix.lower() == ".xlsx"  # of which sheet_lines cuts off what lies behind a narrow title
            lines = (_as_wide(row, len(names), fill=fill) for row in lines)
        if problems := _check_heads(names, heads, optional, shown, line):
            return (), problems
        return _check_rows(lines, names, [head for head in heads if head not in names], required, unique, shown)
    except Flaw as flaw:
        return (), [Problem(shown, flaw.line, flaw.column, flaw.what, flaw.cure)]


def _lines(data: bytes, suffix: str, shown: str) -> Lines | Problem:
    if suffix == ".xlsx":
        from plugins.workbook import sheet_lines

        return sheet_lines(data)
    text = read_text(data, shown)
    return text if isinstance(text, Problem) else csv_lines(text)


def csv_lines(text: str) -> Lines:
    """The rows of a CSV file. A quoted cell may run over several lines: a row's line is the one it begins at. Raises
    Flaw where a quote is not closed."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Flaw(line, 0, "引号没有成对", "请用表格软件重新另存为 CSV UTF-8") from None


def _names(cells: Sequence[str], spellings: Mapping[str, str]) -> list[str]:
    names = ("".join(cell.split()) for cell in cells)
    return [spellings.get(name, name) for name in names]


def _below_title(
    lines: Lines, line: int, names: list[str], heads: Sequence[str], spellings: Mapping[str, str]
) -> tuple[int, list[str], Lines]:
    """The line of the heads, the heads, and the rows below them. Of two rows the lower names the columns
    that a merged cell of the upper spans. Where no row has three heads the first row is taken for them."""
    found: list[tuple[int, list[str]]] = [(line, names)]
    while len(set(found[-1][1]) & set(heads)) < ENOUGH:
        if len(found) > TITLE_ROWS or (row := next(lines, None)) is None:
            return line, names, iter(())
        found.append((row[0], _names(row[1], spellings)))
    line, names = found[-1]
    row = next(lines, None)
    if row is not None and (lower := _names(row[1], spellings)) and set(filter(None, lower)) <= set(heads):
        names = [low or high for high, low in zip_longest(names, lower, fillvalue="")]
        row = None
    while names and not names[-1]:
        names.pop()
    return line, names, chain([row] if row else [], lines)


def _as_wide(row: tuple[int, list[str]], width: int, *, fill: bool) -> tuple[int, list[str]]:
    """A row without the empty cells behind the heads, and where asked for with those that are missing."""
    line, cells = row
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return line, cells + [""] * (width - len(cells)) if fill else cells


def _check_heads(
    names: list[str], heads: Sequence[str], optional: Sequence[str], shown: str, line: int
) -> list[Problem]:
    if names and not set(names) & set(heads):
        return [Problem(shown, line, 0, "第一行不是表头，或各列不是用英文逗号隔开的", f"第一行应是 {','.join(heads)}")]
    problems = []
    for position, name in enumerate(names, 1):
        if name not in heads or name in names[: position - 1]:
            what = f"不认识的列“{name}”" if name not in heads else f"列“{name}”重复"
            cure = suggestion(name, heads) or f"第一行应是 {','.join(heads)}"
            problems.append(Problem(shown, line, position, what, cure))
    for head in heads:
        if head not in names and head not in optional:
            problems.append(Problem(shown, line, 0, f"缺少列“{head}”", f"第一行应是 {','.join(heads)}"))
    return problems


def _check_rows(  # noqa: PLR0917 - what a table is judged by
    lines: Lines, names: list[str], absent: list[str], required: Sequence[str], unique: bool, shown: str
) -> tuple[tuple[Row, ...], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    nothing = dict.fromkeys(absent, "")
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            what = f"有 {len(cells)} 格，应有 {len(names)} 格"
            problems.append(Problem(shown, line, 0, what, "请补上或删去多余的逗号；内容里有逗号时用英文引号括起来"))
            continue
        row = Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=True)} | nothing)
        empty = [name for name in required if not row[name]]
        for name in empty:
            problems.append(Problem(shown, line, names.index(name) + 1, f"“{name}”没有填", "请补上"))
        key = row[required[0]] if unique else ""
        if key and key in first:
            what = f"“{key}”与第{first[key]}行重复"
            problems.append(Problem(shown, line, names.index(required[0]) + 1, what, "每行的编号不能相同，请改正"))
        elif not empty:
            first[key] = line
            rows.append(row)
    return tuple(rows), problems


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file as spreadsheets take it: UTF-8 with the mark by which they know it, and CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")
