"""What a clerk is told of an intake: every fault with file, place and mend, and what would be written as a table."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.desk.notices.incoming import printable
from standards.privacy import mask


@dataclass(frozen=True, order=True)
class Bad:
    """One thing to mend in what was sent. ``file`` is its path in the folder that was sent, ``place`` the sheet and the
    cell (工作表“名单”B7), or empty; neither ``what`` nor ``cure`` ends in a full stop."""

    file: str
    place: str
    what: str
    cure: str

    def __str__(self) -> str:
        place = f"{self.place}：" if self.place else ""
        return f"{self.file}: {place}{self.what}。{self.cure}"


def list_bad(bad: Iterable[Bad]) -> list[str]:
    """Every fault once, sorted, and a line that counts them; nothing where there are none. Private numbers masked."""
    found = sorted(set(bad))
    if not found:
        return []
    files = len({one.file for one in found})
    lines = [printable(mask(str(one))) for one in found]
    return [f"有 {len(found)} 处要改正，涉及 {files} 个文件：", *lines]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines whose columns stand below each other; a Chinese character is two wide."""
    if not rows:
        return []
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        padded = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        lines.append(printable(mask("  ".join(padded).rstrip())))
    return lines


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
