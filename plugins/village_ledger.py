"""What every village owes, has told and is late with: the catalogue's rhythms held against its documents, for one day.

A document, or a financial statement of a kind that the item names, answers the period that ends on the same day as its
own: that of the third quarter answers September where money is published every month, that of September answers the
quarter. The work is linear in documents and in cells; what the clock says of a cell is worked out once for all villages
of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from plugins.build.article import Article
from plugins.village_catalogue import Item
from plugins.villages import Village, Villages
from standards import village_rhythm as rhythm

QUARTERS = 8
"""Quarters on record: the running one and those before it."""


class Mark(NamedTuple):
    """An item in a period, and its state there. ``until`` is the last day in time (YYYY-MM-DD), empty for what stands
    lastingly, as is ``period``."""

    item: str
    period: str
    until: str
    state: str


class Count(NamedTuple):
    """How many items of a period are owed at all, told, told to be nothing, and not told though their day is over; of
    how many that day is near."""

    owed: int = 0
    told: int = 0
    nothing: int = 0
    overdue: int = 0
    soon: int = 0

    @property
    def done(self) -> int:
        """Answered one way or the other."""
        return self.told + self.nothing


@dataclass(frozen=True)
class Account:
    """A village's marks by quarter (every period that ends in it), and those of what stands lastingly."""

    village: str
    quarters: Mapping[str, tuple[Mark, ...]]
    lasting: tuple[Mark, ...]

    def marks(self) -> Iterator[Mark]:
        """Those of all quarters, the newest quarter first."""
        for marks in self.quarters.values():
            yield from marks


@dataclass(frozen=True)
class Affairs:
    """Every village's account by id. ``quarters`` are those on record, the running one first; ``due`` is the last that
    is over; ``next_day`` the first on which the clock makes a state another (YYYY-MM-DD, empty: never)."""

    accounts: Mapping[str, Account] = field(default_factory=dict)
    quarters: tuple[str, ...] = ()
    due: str = ""
    next_day: str = ""


class _Owed(NamedTuple):
    """An item in a period with its possible marks."""

    item: str
    last: str
    told: Mark
    nothing: Mark
    none: Mark
    clock: Mark
    changes: date | None


def keep_ledger(
    villages: Villages,
    by_village: Mapping[str, Sequence[Article]],
    today: date,
    tables: Mapping[str, Iterable[tuple[str, str]]] = MappingProxyType({}),
) -> Affairs:
    """The accounts of all villages on a day; nothing where there are no villages or no catalogue. ``tables`` are kind
    and period of each financial statement of a village."""
    if not villages.by_id or not villages.items:
        return Affairs()
    quarters = _on_record(villages, by_village, today)
    plans: dict[tuple[str, str], list[tuple[str, list[_Owed]]]] = {}
    accounts: dict[str, Account] = {}
    changes = {rhythm.span_of(quarters[0]).last + timedelta(days=1)}
    for id_, village in villages.by_id.items():
        key = (village.body, village.busy)
        if key not in plans:
            plans[key] = [(quarter, list(_plan(villages.items, village, quarter, today))) for quarter in quarters]
        answers = _answers(by_village[id_], villages.items, village)
        answers.update(_answers_of_tables(tables.get(id_, ()), villages.items, village))
        accounts[id_] = _account(village, plans[key], answers, villages, changes)
    return Affairs(accounts, quarters, quarters[1], min(changes).isoformat())


def _on_record(villages: Villages, by_village: Mapping[str, Sequence[Article]], today: date) -> tuple[str, ...]:
    """The quarters shown: never fewer than the running one and the last, and none before the record began."""
    found = rhythm.quarters_until(today, QUARTERS)
    since = villages.since
    if not since:
        days = [articles[-1].day for articles in by_village.values() if articles]
        oldest = date.fromisoformat(min(days)) if days else today
        since = rhythm.before(rhythm.period_with(oldest, rhythm.QUARTERLY), rhythm.QUARTERLY)
    return found[:2] + tuple(quarter for quarter in found[2:] if quarter >= since)


def _plan(items: Mapping[str, Item], village: Village, quarter: str, today: date) -> Iterator[_Owed]:
    """What a village of this kind owes for the periods that end in a quarter."""
    for item in items.values():
        if village.body not in item.kinds or not item.online or not item.periodic:
            continue
        for period, days in _periods(item, village, quarter):
            span = rhythm.span_of(period)
            until = rhythm.deadline(period, days)
            state = rhythm.state(until, told=False, nothing=False, today=today)
            told, nothing, none, clock = (
                Mark(item.id, period, until.isoformat(), word)
                for word in (rhythm.TOLD, rhythm.NOTHING, rhythm.NONE, state)
            )
            changes = rhythm.changes_on(until, state)
            yield _Owed(item.id, span.last.isoformat(), told, nothing, none, clock, changes)


def _periods(item: Item, village: Village, quarter: str) -> Iterator[tuple[str, int]]:
    """The periods of an item that end in a quarter, and the days behind each in which it is in time."""
    if item.busy and village.busy and quarter_is_busy(village, quarter):
        for month in rhythm.months_of(quarter):
            if month >= village.busy:
                yield month, rhythm.DEADLINES[rhythm.MONTHLY]
    elif item.rhythm == rhythm.MONTHLY:
        yield from ((month, item.deadline) for month in rhythm.months_of(quarter))
    elif item.rhythm == rhythm.QUARTERLY:
        yield quarter, item.deadline
    elif quarter.endswith("Q4"):
        yield quarter[:4], item.deadline


def quarter_is_busy(village: Village, quarter: str) -> bool:
    """Whether money was busy in a village before a quarter was over."""
    return bool(village.busy) and rhythm.months_of(quarter)[-1] >= village.busy


def period_of(article: Article, item: Item, village: Village) -> str:
    """The period a village's document is of: what it says, else what its title names, else the one that was over when
    it was published; for what has no periods the quarter of its publication."""
    if written := article.extra["period"] or rhythm.named_period(article.title):
        return written
    day = date.fromisoformat(article.day)
    if not item.periodic:
        return rhythm.period_with(day, rhythm.QUARTERLY)
    beat = item.busy if item.busy and village.busy and article.month > village.busy else item.rhythm
    return rhythm.before(rhythm.period_with(day, beat), beat)


def _answers(articles: Iterable[Article], items: Mapping[str, Item], village: Village) -> set[tuple[str, str]]:
    """Items and last days of periods that a village's documents answer; an item alone for what stands lastingly."""
    found = set()
    for article in articles:
        item = items.get(article.extra["item"])
        if item is not None:
            last = rhythm.span_of(period_of(article, item, village)).last.isoformat() if item.periodic else ""
            found.add((item.id, last))
    return found


def _answers_of_tables(
    tables: Iterable[tuple[str, str]], items: Mapping[str, Item], village: Village
) -> Iterator[tuple[str, str]]:
    """The same of its financial statements."""
    for kind, period in tables:
        for item in items.values():
            if kind in item.tables and village.body in item.kinds:
                yield item.id, rhythm.span_of(period).last.isoformat() if item.periodic else ""


def _account(
    village: Village,
    plan: Sequence[tuple[str, Sequence[_Owed]]],
    answers: set[tuple[str, str]],
    villages: Villages,
    changes: set[date],
) -> Account:
    nothing = villages.nothing.get(village.id, {})
    quarters = {}
    for quarter, owed in plan:
        marks = []
        for one in owed:
            if (one.item, one.last) in answers:
                marks.append(one.told)
            elif (one.item, one.last) in nothing:
                marks.append(one.nothing)
            elif (one.item, "") in nothing:
                marks.append(one.none)
            else:
                marks.append(one.clock)
                if one.changes is not None:
                    changes.add(one.changes)
        quarters[quarter] = tuple(marks)
    lasting = tuple(
        Mark(item.id, "", "", _lasting_state(item, village, answers, villages))
        for item in villages.items.values()
        if item.rhythm == rhythm.LASTING and item.online and village.body in item.kinds
    )
    return Account(village.id, quarters, lasting)


def _lasting_state(item: Item, village: Village, answers: set[tuple[str, str]], villages: Villages) -> str:
    if (item.id, "") in answers:
        return rhythm.TOLD
    return rhythm.NONE if (item.id, "") in villages.nothing.get(village.id, {}) else rhythm.MISSING


def count(marks: Iterable[Mark]) -> Count:
    """The marks of one village or many, counted."""
    owed = told = nothing = overdue = soon = 0
    for mark in marks:
        state = mark.state
        owed += state != rhythm.NONE
        told += state == rhythm.TOLD
        nothing += state == rhythm.NOTHING
        overdue += state == rhythm.OVERDUE
        soon += state == rhythm.SOON
    return Count(owed, told, nothing, overdue, soon)


def add(counts: Iterable[Count]) -> Count:
    """The sum."""
    return Count(*(sum(column) for column in zip(*counts, strict=True))) if (counts := list(counts)) else Count()


def outstanding(account: Account) -> list[Mark]:
    """What a village is late with or soon will be, the longest due first."""
    found = [mark for mark in account.marks() if mark.state in (rhythm.OVERDUE, rhythm.SOON)]
    return sorted(found, key=lambda mark: (mark.until, mark.item, mark.period))
