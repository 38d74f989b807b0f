"""What a village took in and spent, quarter by quarter, and how that compares with the year before: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plugins.village_finance.statement import Brief
from standards.village_rhythm import QUARTERLY, months_of, period_with, span_of

MONEY = "收支明细"
"""The kind that says what came in and went out."""


class Figures(NamedTuple):
    """A quarter's money in 分; ``closing`` is what was left at its end."""

    period: str
    income: int
    expense: int
    closing: int


class Change(NamedTuple):
    """A sum now and in the same time of the year before, in 分."""

    name: str
    now: int
    before: int


def of_quarter(briefs: Iterable[Brief], quarter: str) -> Figures | None:
    """A quarter from its own statement or else from all three of its months."""
    periods = {brief.period: brief for brief in briefs if brief.kind == MONEY}
    if (whole := periods.get(quarter)) is not None:
        return _sum(quarter, [whole])
    months = [periods[month] for month in months_of(quarter) if month in periods]
    return _sum(quarter, months) if len(months) == len(months_of(quarter)) else None


def _sum(quarter: str, briefs: Sequence[Brief]) -> Figures:
    income, expense = (sum(brief.totals.get(key, 0) for brief in briefs) for key in ("income", "expense"))
    return Figures(quarter, income, expense, briefs[-1].closing or 0)


def by_quarter(briefs: Sequence[Brief]) -> list[Figures]:
    """Every quarter that is told whole, the newest first."""
    ends = {span_of(brief.period).last for brief in briefs if brief.kind == MONEY}
    quarters = sorted({period_with(end, QUARTERLY) for end in ends}, reverse=True)
    return [found for quarter in quarters if (found := of_quarter(briefs, quarter)) is not None]


def compare_years(figures: Sequence[Figures]) -> list[Change]:
    """The newest quarter against the same one a year before, and the year up to it against the year before; what cannot
    be compared is left out."""
    if not figures:
        return []
    known = {found.period: found for found in figures}
    year, nth = int(figures[0].period[:4]), int(figures[0].period[5])
    changes = []
    if (last := known.get(f"{year - 1}Q{nth}")) is not None:
        changes += _changes("本季度", [figures[0]], [last])
    ours, theirs = ([known.get(f"{of}Q{at}") for at in range(1, nth + 1)] for of in (year, year - 1))
    if nth > 1 and all(ours) and all(theirs):
        changes += _changes("本年累计", [one for one in ours if one], [one for one in theirs if one])
    return changes


def _changes(name: str, now: Sequence[Figures], before: Sequence[Figures]) -> list[Change]:
    return [
        Change(f"{name}收入", sum(one.income for one in now), sum(one.income for one in before)),
        Change(f"{name}支出", sum(one.expense for one in now), sum(one.expense for one in before)),
    ]


def growth(change: Change) -> str:
    """增长 12.3%, 下降 4.0%, 持平; nothing where there was nothing before."""
    if change.before <= 0:
        return "—"
    tenths = round((change.now - change.before) * 1000 / change.before)
    if tenths == 0:
        return "持平" if change.now == change.before else "基本持平"
    return f"{'增长' if tenths > 0 else '下降'} {abs(tenths) // 10}.{abs(tenths) % 10}%"
