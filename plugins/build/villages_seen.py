"""What a page may see of villages: what they are, owe, have told, and their money.

Every fact is noted by the View that a page has of the site (``view.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from plugins.build.edition import Contents
from plugins.site import Town
from plugins.village_catalogue import Item
from plugins.village_ledger import Account
from plugins.village_nothing import Said
from plugins.villages import Village, by_town

if TYPE_CHECKING:
    from plugins.village_finance.statement import Brief, Statement


class VillagesSeen:
    """A part of a View, made anew wherever it is asked for."""

    __slots__ = ("_contents", "_note")

    def __init__(self, contents: Contents, note: Callable[[str], None]) -> None:
        self._contents, self._note = contents, note

    def village(self, id_: str) -> Village:
        """A row of villages.csv."""
        self._note(f"village:{id_}")
        return self._contents.villages.by_id[id_]

    def items(self) -> list[Item]:
        """The items of the village catalogue."""
        self._note("items")
        return list(self._contents.villages.items.values())

    def item(self, id_: str) -> Item | None:
        """One of them by its id."""
        self._note(f"item:{id_}")
        return self._contents.villages.items.get(id_)

    def town(self, id_: str) -> Town:
        """A row of towns.csv."""
        self._note(f"town:{id_}")
        return self._contents.offices.towns[id_]

    def towns(self) -> list[tuple[Town, list[str]]]:
        """Towns that have villages, and the ids of those."""
        self._note("towns")
        towns = by_town(self._contents.villages, self._contents.offices.towns)
        return [(town, [village.id for village in members]) for town, members in towns]

    def told(self, village: str) -> list[tuple[str, str]]:
        """What a village has published: item and document path, newest first."""
        self._note(f"told:{village}")
        return [(article.extra["item"], article.path) for article in self._contents.by_village[village]]

    def on_map(self, village: str) -> str:
        """The address of a village's entry on the map, or empty."""
        self._note(f"mapped:{village}")
        return self._contents.mapped.get(village, "")

    def account(self, village: str) -> Account:
        """What a village owes and has told, quarter by quarter; the page is made again when a state changes."""
        self._note(f"account:{village}")
        return self._contents.affairs.accounts.get(village) or Account(village, {}, ())

    def quarters(self) -> tuple[tuple[str, ...], str]:
        """The quarters on record, the running one first, and the last that is over; none without a catalogue."""
        self._note("quarters")
        return self._contents.affairs.quarters, self._contents.affairs.due

    def absences(self, village: str) -> Mapping[tuple[str, str], Said]:
        """What a village had nothing of, by item and the last day of the period (empty: at all times)."""
        self._note(f"absence:{village}")
        return self._contents.villages.nothing.get(village, {})

    def statements(self, village: str) -> tuple[Brief, ...]:
        """A village's financial statements, the newest period first."""
        self._note(f"finance:{village}")
        return tuple(brief.public for brief in self._contents.finances.by_village.get(village, ()))

    def statement(self, url: str) -> tuple[Brief, Statement]:
        """One of them, by the address of its page. Only its own page and files should ask for it."""
        self._note(f"statement:{url}")
        return self._contents.finances.by_url[url].public, self._contents.finances.statement(url)

    def finances(self) -> list[Brief]:
        """All villages' financial statements. The page is made again when any of them changes."""
        self._note("finances")
        return [brief.public for brief in self._contents.finances.by_url.values()]
