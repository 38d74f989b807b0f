"""The lines of totals: what each says is the sum of the rows that it is over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from plugins.village_finance import layout as marks
from plugins.village_finance.cells import in_money, normal
from plugins.village_finance.judgement import Entry, Judgement
from plugins.village_finance.kinds import NUMBER

_SUMS = (marks.TOTAL, marks.SUBTOTAL, marks.MONTH, marks.YEAR)


def check_sums(found: Judgement) -> None:
    """Hold every line of totals against its rows. What is said of the year so far is kept for whoever knows the
    earlier statements."""
    rows: list[Entry] = []
    since = 0
    for entry in found.entries:
        mark = entry.line.mark
        if mark == marks.ROW:
            rows.append(entry)
        elif mark == marks.YEAR:
            _note_year(entry, found)
        elif mark in _SUMS:
            over: Sequence[Entry] = rows[since:] if mark == marks.SUBTOTAL else rows
            over = _of_month(entry, over) if mark == marks.MONTH else _of_group(entry, over, found)
            _check(entry, over, found)
            if mark == marks.SUBTOTAL:
                since = len(rows)


def sums_of(rows: Sequence[Entry], keys: Sequence[str]) -> dict[str, int]:
    """The sum of each column of amounts."""
    return {key: sum(entry.money.get(key) or 0 for entry in rows) for key in keys}


def _of_month(entry: Entry, rows: Sequence[Entry]) -> Sequence[Entry]:
    """The rows of the month that a line names, or else of the last row."""
    named = re.match(r"(\d{1,2})月", normal(entry.line.label))
    days = [row.day for row in rows if row.day]
    month = int(named[1]) if named else days[-1].month if days else 0
    return [row for row in rows if row.day and row.day.month == month]


def _of_group(entry: Entry, rows: Sequence[Entry], found: Judgement) -> Sequence[Entry]:
    """Where the line names a class (债权合计), the rows of it."""
    group = found.kind.group
    named = re.sub(r"(?:小计|合计)$", "", normal(entry.line.label))
    if not group or not named:
        return rows
    return [row for row in found.rows if row.text.get(group) == named] or rows


def _check(entry: Entry, rows: Sequence[Entry], found: Judgement) -> None:
    if any(row.unsure for row in rows):
        return
    for head in found.kind.heads:
        column = entry.line.column(head.key)
        if head.summed and (stated := entry.money.get(head.key)) is not None:
            total = sums_of(rows, [head.key])[head.key]
            if stated != total:
                _tell(entry, column, head.name, f"{in_money(stated)} 元", f"{in_money(total)} 元", found)
        elif head.type == NUMBER and (text := entry.text.get(head.key)):
            number = sum((Decimal(row.text[head.key]) for row in rows if row.text.get(head.key)), Decimal(0))
            if Decimal(text) != number:
                _tell(entry, column, head.name, text, f"{number}", found)


def _tell(entry: Entry, column: int, name: str, stated: str, total: str, found: Judgement) -> None:  # noqa: PLR0917
    what = f"“{entry.line.label}”的{name}写的是 {stated}，各行相加是 {total}"
    found.fault(entry.line.line, column, what, "请核对各行和合计")


def _note_year(entry: Entry, found: Judgement) -> None:
    for head in found.kind.heads:
        if head.summed and (stated := entry.money.get(head.key)) is not None:
            found.year.append((entry.line.line, entry.line.column(head.key), head.key, stated))
