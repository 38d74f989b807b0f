"""The tables that editors keep as CSV: read whole, with file, line and column in every message."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.build.front_matter import read_text
from plugins.build.problems import Problem, suggestion

LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One row: its 1-based line and its cells, stripped, by head."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, head: str) -> str:
        return self.cells[head]


class _Lines:
    """csv.reader with the line each row begins at: a quoted cell may run over several."""

    def __init__(self, stream: io.StringIO) -> None:
        self._reader = csv.reader(stream, strict=True)
        self.line = 1

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        self.line = self._reader.line_num + 1
        return self.line, next(self._reader)


def read_table(
    file: Path, shown: str, heads: Sequence[str], required: Sequence[str] = ("id",)
) -> tuple[tuple[Row, ...], list[Problem]]:
    """The rows of a CSV file whose first line must name exactly ``heads``, in any order.

    UTF-8, with or without BOM. The first of ``heads`` is the key: it may not stand twice. ``required`` cells may not be
    empty. Rows that are blank altogether are skipped; a faulty row is reported and left out.
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
    text = read_text(data, shown)
    if isinstance(text, Problem):
        return (), [text]
    reader = _Lines(io.StringIO(text, newline=""))
    try:
        names = [name.strip() for name in next(reader, (1, []))[1]]
        if problems := _check_heads(names, heads, shown):
            return (), problems
        return _check_rows(reader, names, required, shown)
    except csv.Error:
        return (), [Problem(shown, reader.line, 0, "引号没有成对", "请用表格软件重新另存为 CSV UTF-8")]


def _check_heads(names: list[str], heads: Sequence[str], shown: str) -> list[Problem]:
    if names and not set(names) & set(heads):
        return [Problem(shown, 1, 0, "第一行不是表头，或各列不是用英文逗号隔开的", f"第一行应是 {','.join(heads)}")]
    problems = []
    for position, name in enumerate(names, 1):
        if name not in heads or name in names[: position - 1]:
            what = f"不认识的列“{name}”" if name not in heads else f"列“{name}”重复"
            cure = suggestion(name, heads) or f"第一行应是 {','.join(heads)}"
            problems.append(Problem(shown, 1, position, what, cure))
    for head in heads:
        if head not in names:
            problems.append(Problem(shown, 1, 0, f"缺少列“{head}”", f"第一行应是 {','.join(heads)}"))
    return problems


def _check_rows(
    reader: _Lines, names: list[str], required: Sequence[str], shown: str
) -> tuple[tuple[Row, ...], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for line, cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            what = f"有 {len(cells)} 格，应有 {len(names)} 格"
            problems.append(Problem(shown, line, 0, what, "请补上或删去多余的逗号；内容里有逗号时用英文引号括起来"))
            continue
        row = Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=True)})
        empty = [name for name in required if not row[name]]
        for name in empty:
            problems.append(Problem(shown, line, names.index(name) + 1, f"“{name}”没有填", "请补上"))
        key = row[required[0]]
        if key and key in first:
            what = f"“{key}”与第{first[key]}行重复"
            problems.append(Problem(shown, line, names.index(required[0]) + 1, what, "每行的编号不能相同，请改正"))
        elif not empty:
            first[key] = line
            rows.append(row)
    return tuple(rows), problems
