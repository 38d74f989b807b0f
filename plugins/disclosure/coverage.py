"""Which pages answer an item of a 标准目录, and what nobody answers.

A document answers the items it names in ``items``. A column that a row names answers it with its documents and those of
the columns below; where several units publish in it, with those of the row's units only. What is no longer in force
answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plugins.build.article import Article, in_order
from plugins.catalogue import VILLAGES
from plugins.disclosure.catalogue import Standard
from plugins.disclosure.item import TOWN_KINDS, Item
from plugins.site import Unit
from plugins.standing import VOID
from standards.grassroots import LEVELS

SHOWN = 3
"""Pages told of an item."""
COUNTY, TOWN, VILLAGE = LEVELS


@dataclass(frozen=True)
class Answer:
    """What there is of an item: its newest pages, the last day on which it is to be public (None: the words of its
    limit are all that can be said), and of each unit that owes it whether it has a page."""

    pages: tuple[Article, ...]
    until: date | None
    units: Mapping[str, bool]

    @property
    def newest(self) -> date | None:
        """The day of the last update."""
        return date.fromisoformat(self.pages[0].day) if self.pages else None


class Pages:
    """The public documents that may answer items: by the item they name, and of the mapped columns by unit."""

    def __init__(self, contents: Any, columns: Iterable[str]) -> None:
        self._spellings = contents.offices.spellings
        standings = contents.validity.standings
        void = {path for path, standing in standings.items() if standing.word in VOID}
        self.by_item: dict[str, list[Article]] = {}
        for article in contents.articles:
            if article.items and article.path not in void and article.validity not in VOID:
                for name in article.items:
                    self.by_item.setdefault(name, []).append(article)
        self.by_column: dict[str, dict[str, list[Article]]] = {}
        for path in columns:
            groups: dict[str, list[Article]] = {}
            for column in contents.catalogue.by_path[path].walk():
                for article in contents.by_column[column.path]:
                    if article.path not in void and article.validity not in VOID:
                        groups.setdefault(self.unit_of(article), []).append(article)
            self.by_column[path] = {unit: in_order(listed)[:SHOWN] for unit, listed in groups.items()}

    def unit_of(self, article: Article) -> str:
        """The id of the unit that answers for a document; ``villages`` for those of villages."""
        if article.village:
            return VILLAGES
        unit = self._spellings.get(article.publisher)
        return unit.id if unit else article.publisher

    def of(self, item: Item) -> tuple[Article, ...]:
        """The newest pages that answer an item."""
        found = {article.path: article for article in self.by_item.get(item.id, ()) if item.id}
        for path in item.columns:
            groups = self.by_column[path]
            for unit, listed in groups.items():
                if len(groups) == 1 or unit in item.units:
                    found.update({article.path: article for article in listed})
        return tuple(in_order(list(found.values()))[:SHOWN])

    def has(self, item: Item, unit: str) -> bool:
        """Whether a unit has a page for an item. What the only unit of an item owes, others may publish for it."""
        if len(item.units) == 1:
            return bool(self.of(item))
        named = item.id and any(self.unit_of(article) == unit for article in self.by_item.get(item.id, ()))
        return bool(named) or any(unit in self.by_column[path] for path in item.columns)


def answers(contents: Any, standards: Iterable[Standard]) -> dict[Item, Answer]:
    """The answer to every item, linear in documents and items."""
    items = [item for standard in standards for item in standard.items]
    if not items:
        return {}
    pages = Pages(contents, dict.fromkeys(path for item in items for path in item.columns))
    return {item: _answer(pages, item) for item in items}


def _answer(pages: Pages, item: Item) -> Answer:
    found = pages.of(item)
    made = published = None
    if found:
        published = date.fromisoformat(found[0].day)
        written = found[0].law.written if found[0].law else ""
        made = date.fromisoformat(written) if written else None
    return Answer(found, item.limit.until(made, published), {unit: pages.has(item, unit) for unit in item.units})


def level_of(unit: str, units: Mapping[str, Unit]) -> str:
    """At which level a unit stands, by its id; ``villages`` are all villages."""
    if unit == VILLAGES:
        return VILLAGE
    return TOWN if unit in units and units[unit].kind in TOWN_KINDS else COUNTY


def owing(item: Item, level: str, units: Mapping[str, Unit]) -> tuple[str, ...]:
    """The units that owe an item at a level it is public at: those of that level; where it names none, those of the
    nearest level above, who answer for it. Empty where it is not public there, or not owed on the website."""
    if level not in item.levels or not item.owed:
        return ()
    by_level = [tuple(unit for unit in item.units if level_of(unit, units) == at) for at in LEVELS]
    at = LEVELS.index(level)
    return next(filter(None, by_level[at::-1]), item.units)
