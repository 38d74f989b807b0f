"""When a village owes what: periods, the day by which each must stand on the board, and the state on any day.

村民委员会组织法 asks for general matters once a quarter, for money once a month where there is much of it, for what is
important at once; 居民委员会组织法 asks for money “及时”, without a period. Which item has which rhythm is a row of the
village catalogue; here is only the arithmetic. A period is written ``2026``, ``2026H1``, ``2026Q3`` or ``2026-08``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

MONTHLY, QUARTERLY, YEARLY, LASTING, PROMPT = "monthly", "quarterly", "yearly", "once", "prompt"
MONTHS = {MONTHLY: 1, QUARTERLY: 3, YEARLY: 12}
"""Months of a period, for the rhythms that have periods. Of the others one stands lastingly, one comes as it must."""
RHYTHMS = {MONTHLY: "每月", QUARTERLY: "每季度", YEARLY: "每年", LASTING: "长期公开", PROMPT: "及时公开"}
DEADLINES = {MONTHLY: 10, QUARTERLY: 20, YEARLY: 31}
"""The day of the next period by which an item must stand where its row does not say so: 每季度的首个月20日, as local
catalogues have it."""

TOLD, NOTHING, OPEN, SOON, OVERDUE, MISSING, NONE = (
    "已公开",
    "本期无此事项",
    "未到期",
    "将到期",
    "超期",
    "未公开",
    "不适用",
)
"""The states of an item in a period. 未公开 is only said of what stands lastingly and so has no day to be late by."""
SOON_DAYS = 10
"""Days before a deadline from which an item is called 将到期."""

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_CODE = re.compile(r"(\d{4})(?:Q([1-4])|H([12])|-(0[1-9]|1[0-2]))?")
_WORDS = re.compile(
    r"(\d{4})\s*年(?:\s*第?\s*([一二三四1-4])\s*季度|\s*([上下])半年|\s*(1[0-2]|0?[1-9])\s*月份?|\s*年?度|全年)?"
)
_MONTHS = re.compile(r"(\d{4})\s*年\s*(1[0-2]|0?[1-9])\s*月?\s*[-—–－~～至到]{1,2}\s*(1[0-2]|0?[1-9])\s*月")


def parse_period(text: str) -> str:
    """The period that a text names (``2026Q3``, ``2026-08``, 2026年第三季度, 2026年8月, 2026年上半年, 2026年); else
    empty."""
    if found := _CODE.fullmatch(text):
        return _period(found[1]) and text
    if found := _WORDS.fullmatch(text):
        return _of_words(found)
    return ""


@lru_cache(maxsize=4096)
def named_period(title: str) -> str:
    """The quarter or month that a title speaks of; empty where it names none, or only a year.

    2026年4—6月 is the second quarter, 2026年4—5月 its last month.
    """
    if months := _MONTHS.search(title):
        first, last = int(months[2]), int(months[3])
        whole = last - first == 2 and last % 3 == 0
        return (f"{months[1]}Q{last // 3}" if whole else f"{months[1]}-{last:02}") if _period(months[1]) else ""
    for found in _WORDS.finditer(title):
        if found[2] or found[3] or found[4]:
            return _of_words(found)
    return ""


def _of_words(found: re.Match[str]) -> str:
    if not (year := _period(found[1])):
        return ""
    if found[2]:
        return f"{year}Q{_DIGITS[found[2]]}"
    if found[3]:
        return f"{year}H{'上下'.index(found[3]) + 1}"
    return f"{year}-{int(found[4]):02}" if found[4] else year


def _period(year: str) -> str:
    return year if 1980 <= int(year) <= 2999 else ""


class Span(NamedTuple):
    """A period: how it is written, its first and last day."""

    name: str
    first: date
    last: date


@lru_cache(maxsize=1024)
def span_of(period: str) -> Span:
    """The days of a period. Raises ValueError for what ``parse_period`` does not give."""
    found = _CODE.fullmatch(period)
    if not found:
        raise ValueError(period)
    year, months, nth = int(found[1]), 12, 1
    for size, group in ((3, found[2]), (6, found[3]), (1, found[4])):
        if group:
            months, nth = size, int(group)
    first = date(year, (nth - 1) * months + 1, 1)
    return Span(period, first, _add_months(first, months) - timedelta(days=1))


def _add_months(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def period_with(day: date, rhythm: str) -> str:
    """The period of a rhythm that a day lies in."""
    if rhythm == MONTHLY:
        return f"{day:%Y-%m}"
    return f"{day.year}Q{(day.month + 2) // 3}" if rhythm == QUARTERLY else str(day.year)


def before(period: str, rhythm: str) -> str:
    """The period of a rhythm that ended before this one began."""
    return period_with(span_of(period).first - timedelta(days=1), rhythm)


def quarters_until(day: date, count: int) -> tuple[str, ...]:
    """The quarter of a day and those before it, the newest first."""
    found = [period_with(day, QUARTERLY)]
    while len(found) < count:
        found.append(before(found[-1], QUARTERLY))
    return tuple(found)


def months_of(quarter: str) -> tuple[str, ...]:
    """The three months of a quarter."""
    first = span_of(quarter).first
    return tuple(f"{first.year}-{first.month + at:02}" for at in range(3))


def deadline(period: str, day: int) -> date:
    """The last day on which a period is in time: the ``day``-th day behind it."""
    return span_of(period).last + timedelta(days=day)


def state(until: date, told: bool, nothing: bool, today: date) -> str:
    """Where an item stands in a period that must be public by ``until``. What was told outranks 本期无此事项."""
    if told:
        return TOLD
    if nothing:
        return NOTHING
    if today > until:
        return OVERDUE
    return SOON if until - today <= timedelta(days=SOON_DAYS) else OPEN


def changes_on(until: date, found: str) -> date | None:
    """The day on which the clock alone makes another state of 未到期 or 将到期."""
    if found == OPEN:
        return until - timedelta(days=SOON_DAYS)
    return until + timedelta(days=1) if found == SOON else None


def in_words(period: str) -> str:
    """2026年第三季度, 2026年8月, 2026年上半年, 2026年."""
    year, rest = period[:4], period[4:]
    if rest.startswith("Q"):
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    if rest.startswith("H"):
        return f"{year}年{'上下'[int(rest[1]) - 1]}半年"
    return f"{year}年{int(rest[1:])}月" if rest else f"{year}年"
