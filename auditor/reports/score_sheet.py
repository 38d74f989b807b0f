"""The score sheet as report.html and findings.xlsx print it: rows by 一级指标, every point with what it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.model import Report, Sample, Score, ScoreItem
from auditor.model import Row as SheetRow
from auditor.reports.printed import Row
from auditor.reports.score_lines import UNDECIDED, points_of, taken_of

PARTS = {"veto": "第一部分 单项否决", "deduction": "第二部分 扣分指标", "bonus": "第三部分 加分指标"}
KINDS = {"content": "内容页", "column": "栏目页", "home": "首页", "other": "其他页"}
MOST_LINKS = 12
"""Findings that an item links to by number; the rest are counted."""

SCALE = 130
"""The end of the range bar: full points and the whole bonus."""


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a 一级指标; ``most`` is the sum of their caps, ``taken`` what they took or brought."""

    name: str
    most: str
    taken: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet."""

    id: str
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. ``grave`` where the outcome is 疑似不合格 or 不合格."""

    outcome: str
    points: str
    grave: bool
    parts: tuple[Part, ...]
    samples: tuple[tuple[str, Sample], ...]
    bar: tuple[float, float] | None
    known: Mapping[str, Row]

    def evidence(self, item: ScoreItem) -> tuple[list[Row], int]:
        """The findings an item hangs on or that leave it open, the first of them, and how many more there are."""
        marks = (*item.finding_fingerprints, *item.review_fingerprints)
        rows = sorted((self.known[mark] for mark in marks if mark in self.known), key=lambda row: row.number)
        return rows[:MOST_LINKS], len(marks) - min(len(rows), MOST_LINKS)


def score_sheet(report: Report, known: Mapping[str, Row]) -> Sheet:
    """The sheet of a report that has a score; ``known`` are its findings as printed, by fingerprint."""
    score = report.score
    assert score is not None
    return Sheet(
        outcome=score.qualified or UNDECIDED,
        points=points_of(score),
        grave=score.qualified not in (None, "合格"),
        parts=tuple(_parts(report.rows)),
        samples=tuple((KINDS[sample.kind], sample) for sample in score.samples),
        bar=_bar(score),
        known=known,
    )


def _parts(rows: Iterable[SheetRow]) -> Iterable[Part]:
    asked = [row for row in rows if row.status != "不适用"]
    for id, title in PARTS.items():
        of_part = [row for row in asked if row.part == id]
        groups = tuple(_group(name, list(found)) for name, found in groupby(of_part, key=lambda row: row.group))
        if groups:
            yield Part(id, title, groups)


def _group(name: str, rows: Sequence[SheetRow]) -> Group:
    low, high = (round(sum(getattr(row, side) for row in rows), 2) for side in ("low", "high"))
    most = sum(row.cap or 0 for row in rows)
    return Group(name, f"{most:g}", f"{low:g}" if low == high else f"{low:g}～{high:g}", tuple(rows))


def _bar(score: Score) -> tuple[float, float] | None:
    """Where the range begins and how long it is, in hundredths of the bar."""
    if score.min is None or score.max is None:
        return None
    return 100 * score.min / SCALE, max(100 * (score.max - score.min) / SCALE, 0.8)


def items_text(items: Sequence[ScoreItem], numbers: Mapping[str, int]) -> str:
    """The items of a row in lines, for a cell of a workbook."""
    lines = []
    for item in items:
        points = f"（{taken_of(item)} 分）" if item.high else ""
        marks = (*item.finding_fingerprints, *item.review_fingerprints)
        known = sorted(numbers[mark] for mark in marks if mark in numbers)
        told = "、".join(map(str, known[:50])) + (" 等" if len(known) > 50 else "")
        person = f"；{item.by} {item.on} 答“{item.answer}”" if item.answer else ""
        lines.append(
            f"{item.code} {item.status}{points} {item.text}{f'；条目 {told}' if told else ''}{person}"
            f"{f'；{item.note}' if item.note else ''}"
        )
    return "\n".join(lines)
