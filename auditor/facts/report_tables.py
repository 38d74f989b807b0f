"""The tables of a 政府信息公开工作年度报告, read from a page into the cells that ``standards.annual_report`` judges.

Offices print the tables of 国办公开办函〔2021〕30号 with merged cells, numbering and line breaks of their own: a line
is known by its words, a number by its place in the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from auditor.model import Table
from standards.annual_report import COLUMNS, FORM, RESULTS, SUM

_MARK = re.compile(r"^\W*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[（(][一二三四五六七八九十\d]+[）)])?\W*")
_NUMBER = re.compile(r"-?[\d,，]+(?:\.\d+)?|[/\\—-]+|无|")
_SINGLE = {
    "规章": ("二01", "二02", "二03"),
    "行政规范性文件": ("二04", "二05", "二06"),
    "规范性文件": ("二04", "二05", "二06"),
    "行政许可": ("二07",),
    "行政处罚": ("二08",),
    "行政强制": ("二09",),
    "行政事业性收费": ("二10",),
}
OUTCOME_CELLS = 15
"""Numbers in the only row of the table of reviews and lawsuits: three courses, five outcomes."""


def _bare(text: str) -> str:
    """A label without numbering, punctuation and white space."""
    return re.sub(r"[\s\W_]+", "", _MARK.sub("", text))


def _request_codes() -> dict[str, str]:
    """The codes of part three by bare label."""
    codes = {}
    for code, line in FORM.items():
        if line.width > 1:
            words = line.item.rpartition("）")[2].rpartition("：")[2] or line.item
            codes[_bare(words)] = code
    number = 3
    for _, name, kinds in RESULTS:
        for kind in kinds:
            codes[_bare(kind or name.partition("（")[0])] = f"三{number:02}"
            number += 1
    codes["总计"] = SUM
    codes["本年新收政府信息公开申请数量"], codes["上年结转政府信息公开申请数量"] = "三01", "三02"
    codes["结转下年度继续办理"] = "三25"
    return codes


_REQUESTS = _request_codes()


def read_cells(tables: Iterable[Table]) -> dict[str, tuple[str, ...]]:
    """The cells of a report's tables by code; a line that the page does not have is not among them."""
    cells: dict[str, tuple[str, ...]] = {}
    for table in tables:
        rows = [row for row in (table.heads, *table.rows) if row]
        outcomes = [row for row in rows if len(row) == OUTCOME_CELLS and all(_NUMBER.fullmatch(t) for t in row)]
        if outcomes and any("复议" in head for head in table.heads or rows[0]):
            for at, text in enumerate(outcomes[-1]):
                cells[f"四{at + 1:02}"] = (_plain(text),)
            continue
        for row in rows:
            _read_row(row, cells)
    return cells


def _read_row(row: Sequence[str], cells: dict[str, tuple[str, ...]]) -> None:
    label = _bare(row[0])
    if label in _SINGLE:
        codes = _SINGLE[label]
        numbers = [text for text in row[1:] if _NUMBER.fullmatch(text.strip())]
        if len(numbers) >= len(codes):
            for code, text in zip(codes, numbers, strict=False):
                cells.setdefault(code, (_plain(text),))
        return
    if len(row) > len(COLUMNS):
        figures, labels = row[-len(COLUMNS) :], row[: -len(COLUMNS)]
        counted = all(_NUMBER.fullmatch(text.strip()) for text in figures) and any(re.search(r"\d", t) for t in figures)
        if counted and (code := _code_of(labels)):
            cells.setdefault(code, tuple(_plain(text) for text in figures))


def _code_of(labels: Sequence[str]) -> str:
    """The line that a row's labels name: the innermost one decides."""
    for text in reversed([text for text in labels if text.strip()]):
        bare = re.sub(r"[（(].*", "", _MARK.sub("", text))
        bare = _bare(bare) or _bare(text)
        if bare in _REQUESTS:
            return _REQUESTS[bare]
        near = [
            code
            for words, code in _REQUESTS.items()
            if len(bare) >= 6 and (words.startswith(bare[:8]) or bare in words)
        ]
        return near[0] if len(near) == 1 else ""
    return ""


def _plain(text: str) -> str:
    """A number without thousands' marks; what is no number stays as it is written."""
    return re.sub(r"[,，\s]", "", normalize("NFKC", text))
