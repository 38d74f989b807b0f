"""What the templates of villages, towns and supervision receive. Every url is root-relative."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.build.records import DocLink


@dataclass(frozen=True)
class VillageCard:
    """A village in a list; of ``due`` items of the quarter that is over ``published`` have a document. ``done`` are
    those and what there was nothing of; ``keys`` is what a search by name also finds it by."""

    name: str
    url: str
    kind: str
    contact: str
    board: str
    published: int
    due: int
    done: int = 0
    overdue: int = 0
    keys: str = ""


@dataclass(frozen=True)
class TownView:
    """A town and its villages."""

    id: str
    name: str
    url: str
    contact: str
    villages: tuple[VillageCard, ...]


@dataclass(frozen=True)
class Letter:
    """The villages whose name begins with a letter of pinyin: name, address, name of the town."""

    letter: str
    villages: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class VillageView:
    """A village as its own page prints it. ``kind`` is 村 or 社区, ``monthly`` whether its money is published every
    month, ``on_map`` the address of its entry on the map, or empty."""

    name: str
    url: str
    kind: str
    town_name: str
    town_url: str
    contact: str
    board: str
    monthly: bool
    on_map: str = ""


@dataclass(frozen=True)
class PeriodView:
    """An item in one period: the period in words (empty: it has none), what there is to say (empty: see ``docs``), how
    that is meant (``live``, ``done``, ``void``, ``plain``), and the documents."""

    name: str
    said: str
    kind: str
    docs: tuple[DocLink, ...]


@dataclass(frozen=True)
class VillageRow:
    """An item of the village catalogue: its rhythm in words, its present periods, and all their documents."""

    item: str
    rhythm: str
    periods: tuple[PeriodView, ...]
    docs: tuple[DocLink, ...]


@dataclass(frozen=True)
class QuarterDocs:
    """Older documents of a section, by the quarter they are of."""

    name: str
    docs: tuple[DocLink, ...]


@dataclass(frozen=True)
class VillageSection:
    """党务, 村务, 居务 or 财务: present rows, and what came before."""

    name: str
    rows: tuple[VillageRow, ...]
    history: tuple[QuarterDocs, ...]
    history_count: int


@dataclass(frozen=True)
class Part:
    """How much of what a quarter asks for has been answered. ``kind`` is ``full``, ``open`` (not all, nothing late),
    ``none`` (nothing owed), or, where something is late, ``most``, ``some`` or ``little`` by the share answered."""

    done: int
    owed: int
    overdue: int
    kind: str

    @property
    def text(self) -> str:
        """As a cell of a table prints it."""
        return f"{self.done}/{self.owed}" if self.owed else "—"


@dataclass(frozen=True)
class PartRow:
    """A village or town with its parts, by section, item or quarter."""

    name: str
    url: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class MoneyRow:
    """A village's money in a quarter, in 元 as pages print it; ``url`` leads to its statements."""

    name: str
    url: str
    income: str
    expense: str
    closing: str


@dataclass(frozen=True)
class StateCell:
    """An item of a village in a quarter: a word, what stands behind it, and its kind as in ``Part``."""

    text: str
    title: str
    kind: str


@dataclass(frozen=True)
class StateRow:
    """A village with its cells."""

    name: str
    url: str
    cells: tuple[StateCell, ...]


@dataclass(frozen=True)
class Reminder:
    """An item that a village still owes, for one period or several (in words, the newest first). ``until`` is the last
    day in time of the newest of them (YYYY-MM-DD)."""

    village: str
    url: str
    contact: str
    section: str
    item: str
    periods: tuple[str, ...]
    until: str
    state: str
