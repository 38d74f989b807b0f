"""What the columns will look like to an inspector: due, overdue, empty, and the day on which a veto item would trip.

The rhythm of a column is that of the rule file (``standards/cadence.py``) or its own ``update_within``, whichever is
the shorter. A forecast is what an editor is told; it is no verdict, which only a person signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from plugins.catalogue import VILLAGES, Catalogue, Column
from standards.cadence import Rhythm, last_day, named_rhythm
from standards.rulefile import load_rules

SOON = 7
"""Days before a column's last day from which it is called due."""
WARNED = 30
"""Days before a veto item would trip from which a build says so."""
NEWS_DAYS = 14
"""A rhythm of so few days is one of 动态要闻类 columns; the half-year rhythms are those of notices and documents."""
_SHOWN = 3


@dataclass(frozen=True)
class Due:
    """A column that owes something. ``newest`` is its last publication (None: nothing was ever published), ``until``
    the last day that keeps its rhythm, ``clause`` what asks for it, ``kind`` news, half-year or own."""

    path: str
    name: str
    newest: date | None
    until: date | None
    clause: str
    kind: str

    def state(self, today: date) -> str:
        """空白, 超期, 将到期, or 正常."""
        if self.newest is None:
            return "空白"
        if self.until is None or self.until - today > timedelta(days=SOON):
            return "正常"
        return "超期" if self.until < today else "将到期"


@dataclass(frozen=True)
class Veto:
    """A veto item of 国办秘函〔2019〕19号 and the first day on which it would trip if nothing more were published; None
    where that cannot happen."""

    title: str
    day: date | None


@dataclass(frozen=True)
class Forecast:
    """All columns that owe something, most urgent first, and the veto items."""

    today: date
    columns: tuple[Due, ...]
    vetoes: tuple[Veto, ...]

    def by_state(self, state: str) -> list[Due]:
        """The columns in one state."""
        return [due for due in self.columns if due.state(self.today) == state]

    def warnings(self) -> list[str]:
        """What a build tells: nothing where all is well."""
        lines = []
        for state, words in (("超期", "已超过更新期限"), ("空白", "没有任何信息"), ("将到期", f"将在 {SOON} 天内到期")):
            if found := self.by_state(state):
                names = "、".join(f"{due.name}（{_told(due)}）" for due in found[:_SHOWN])
                lines.append(f"栏目{words} {len(found)} 个：{names}{' 等' if len(found) > _SHOWN else ''}")
        for veto in self.vetoes:
            if veto.day is not None and veto.day <= self.today:
                lines.append(f"疑似触及单项否决“{veto.title}”（{veto.day} 起），请核实并尽快更新")
            elif veto.day is not None and veto.day - self.today <= timedelta(days=WARNED):
                lines.append(f"如果不再更新，{veto.day} 起将触及单项否决“{veto.title}”")
        if lines:
            lines.append("全部栏目的期限见 desk status")
        return lines


def _told(due: Due) -> str:
    return f"{due.path}，限 {due.until}" if due.until else due.path


def forecast(contents: Any, today: date) -> Forecast:
    """The forecast of an edition's Contents for a day."""
    rules = load_rules()
    rhythms = rules.checks["freshness/stale_column"].params["rhythms"]
    columns = tuple(sorted(_columns(contents, rhythms), key=lambda due: (due.until or date.min, due.path)))
    return Forecast(today, columns, tuple(_vetoes(contents, columns, today)))


def _columns(contents: Any, rhythms: Sequence[Rhythm]) -> Iterator[Due]:
    catalogue: Catalogue = contents.catalogue
    heads = contents.heads
    for path, column in catalogue.by_path.items():
        trail = catalogue.trails[path]
        if any(step.hidden or step.archived for step in trail) or path == VILLAGES:
            continue
        newest = heads[path].newest
        told = [newest[0].day] if newest else []
        if (book := contents.books.by_column.get(path)) is not None and book.newest:
            told.append(book.newest)
        day = date.fromisoformat(max(told)) if told else None
        rhythm = named_rhythm(column.name, column.type, rhythms)
        if rhythm is not None and _answered_above(trail, rhythm, rhythms):
            rhythm = None
        until, clause, kind = _limit(column, rhythm, day)
        if until is not None or (day is None and _may_be_blank(column)):
            yield Due(path, column.name, day, until, clause, kind)


def _limit(column: Column, rhythm: Rhythm | None, newest: date | None) -> tuple[date | None, str, str]:
    """The last day that keeps the rhythm, what asks for it, and its kind."""
    found: list[tuple[date, str, str]] = []
    if newest is not None and rhythm is not None:
        kind = "news" if rhythm.get("days", 999) <= NEWS_DAYS else "half-year" if rhythm.get("months") == 6 else "own"
        found.append((last_day(newest, rhythm), str(rhythm.get("clause", "")), kind))
    if newest is not None and column.update_within:
        found.append((newest + timedelta(days=column.update_within), column.basis, "own"))
    return min(found, key=lambda limit: limit[0]) if found else (None, "", "")


def _answered_above(trail: Sequence[Column], rhythm: Rhythm, rhythms: Sequence[Rhythm]) -> bool:
    """Whether a column above has the same rhythm, for which its children count."""
    return any(named_rhythm(step.name, step.type, rhythms) is rhythm for step in trail[:-1])


def _may_be_blank(column: Column) -> bool:
    """Whether a column without any document, of its own or below, shows an empty list."""
    return column.list and column.template == Column.template


def _vetoes(contents: Any, columns: Sequence[Due], today: date) -> Iterator[Veto]:
    public = contents.articles
    newest = date.fromisoformat(public[0].day) if public else None
    yield Veto("首页不更新", newest + timedelta(days=NEWS_DAYS + 1) if newest else today)
    named = sorted(_first_day_over(due) for due in columns if due.kind in ("news", "half-year") and due.until)
    yield Veto("栏目不更新（动态要闻、通知公告、政策文件类 5 个以上）", named[4] if len(named) >= 5 else None)
    every = sorted(_first_day_over(due) for due in columns if due.until)
    yield Veto("栏目不更新（应更新未更新 10 个以上）", every[9] if len(every) >= 10 else None)
    blank = sum(due.newest is None for due in columns)
    yield Veto("空白栏目（5 个以上）", today if blank >= 5 else None)


def _first_day_over(due: Due) -> date:
    assert due.until is not None
    return due.until + timedelta(days=1)
