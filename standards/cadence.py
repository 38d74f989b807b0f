"""How often a column must be updated: its rhythm, by a rule file's words, and the last day that keeps it.

The generator forecasts by it and the auditor judges by it, so both read the same rows of ``standards/rules``
(``[checks."freshness/stale_column"]``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Rhythm = Mapping[str, Any]
"""A row ``rhythms`` of the rule file: ``names`` or ``types`` it applies to, a limit in ``days`` or ``months``, the
``clause`` it stands on."""

NOT_NEWS = re.compile(
    "新闻发布|新闻发言|动态调整|动态管理|动态监测|动态更新|通知书|十大新闻|新闻联系|(?<!^)公告栏|公告栏(?=.)|公告牌"
)
"""Phrases that hold a rhythm's word without its meaning: a list of press conferences is no news column. A column
that is called 公告栏 and no more is one of notices."""


def named_rhythm(name: str, type_: str, rhythms: Iterable[Rhythm]) -> Rhythm | None:
    """The rhythm of a column with this name and ColumnType; None where no row names it.

    The name outranks the type: the national types have no word for 通知公告.
    """
    rows = list(rhythms)
    meant = NOT_NEWS.sub("", name)
    for rhythm in rows:
        if any(word in meant for word in rhythm.get("names", ())):
            return rhythm
    if meant == name:
        for rhythm in rows:
            if type_ and type_ in rhythm.get("types", ()):
                return rhythm
    return None


def last_day(newest: date, rhythm: Rhythm) -> date:
    """The last day on which something of ``newest`` is new enough."""
    if "days" in rhythm:
        return newest + timedelta(days=rhythm["days"])
    years, month = divmod(newest.month - 1 + int(rhythm["months"]), 12)
    year = newest.year + years
    return date(year, month + 1, min(newest.day, monthrange(year, month + 1)[1]))


def in_words(rhythm: Rhythm) -> str:
    """The limit as a sentence has it."""
    return f" {rhythm['days']} 天" if "days" in rhythm else f" {rhythm['months']} 个月"
