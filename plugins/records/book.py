"""The rows of one column's tables, put in order: lists by month, by year, by each value that can be chosen; chains of
the rows of one project. Pure functions of rows; linear in their number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec

from plugins.build.lists import FRONT, beside, sheaves_of
from plugins.records.schema import Field, Schema

LISTS = "list"
"""The folder of a column's lists; no sub-column of it may have this name."""
FILES = ("xlsx", "csv")
"""The kinds of files in which a year's rows can be had."""
YEARS = "公开年份"
"""What the lists of years are called."""
MOST_STEPS = 60
"""Steps of a project that its pages show: the newest."""
_BRACKETS = str.maketrans(dict.fromkeys("〔[【{<《", "(") | dict.fromkeys("〕]】}>》", ")"))


class Record(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A row. ``values`` are the texts to print in the order of the schema's fields; ``day`` that of publication,
    ``until`` the last day of being public (YYYY-MM-DD, or empty). ``project`` is empty where it belongs to none."""

    url: str
    title: str
    day: str
    values: tuple[str, ...]
    digest: str
    until: str = ""
    project: str = ""
    stage: int = 0

    @property
    def month(self) -> str:
        """YYYY-MM, as in the address."""
        return self.day[:7]


@dataclass(frozen=True)
class Choice:
    """A value that can be chosen: its name, the address of its list, how many rows have it."""

    name: str
    url: str
    count: int


@dataclass(frozen=True)
class Group:
    """What can be chosen from one field, or the years."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Listing:
    """A list page. ``rows`` are the addresses of its rows, newest first. ``name`` says what was chosen (empty: nothing,
    ``group`` is what it was chosen from) and ``month`` which month (empty on a first page, which has ``months``:
    name, address, count). ``older``, ``newer`` and ``front`` are addresses, ``total`` counts on a first page."""

    url: str
    rows: tuple[str, ...]
    name: str = ""
    group: str = ""
    month: str = ""
    months: tuple[tuple[str, str, int], ...] = ()
    older: str = ""
    newer: str = ""
    front: str = ""
    total: int = 0


@dataclass(frozen=True)
class Book:
    """A column's rows by address, newest first, its list pages by address (the column's own first), what can be chosen,
    the addresses of the rows of each year."""

    column: str
    schema: Schema
    records: Mapping[str, Record]
    listings: Mapping[str, Listing]
    groups: tuple[Group, ...]
    years: Mapping[str, tuple[str, ...]]

    @property
    def newest(self) -> str:
        """The day of the newest row; empty where there is none."""
        return next((record.day for record in self.records.values()), "")

    def addresses(self) -> Iterator[str]:
        """Every address of a page or file but the column's own."""
        yield from self.records
        yield from list(self.listings)[1:]
        yield from (table_url(self.column, year, kind) for year in self.years for kind in FILES)


@dataclass(frozen=True)
class Books:
    """The books of a site by column, and the rows of each project, of whatever column, in their order."""

    by_column: Mapping[str, Book] = field(default_factory=dict)
    chains: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)

    def last_days(self) -> Iterator[str]:
        """The last day (YYYY-MM-DD) of being public of each row that has one."""
        for book in self.by_column.values():
            yield from (record.until for record in book.records.values() if record.until)

    def addresses(self) -> Iterator[str]:
        """Every address of their pages but those of columns."""
        for book in self.by_column.values():
            yield from book.addresses()


def table_url(column: str, year: str, kind: str) -> str:
    """The address of a file with a year's rows of a column; ``kind`` is one of FILES."""
    return f"/{column}/{LISTS}/year-{year}/{column.rpartition('/')[2]}-{year}.{kind}"


def choice_url(column: str, chosen: Field, value: str, unit: str = "") -> str:
    """The address of the list of one value of a field; ``unit`` is the id where the value is a unit's name."""
    key = chosen.key.replace("_", "-")
    name = str(chosen.choices.index(value) + 1) if chosen.choices else slug(unit or value)
    return f"/{column}/{LISTS}/{key}-{name}/"


def parts_of(chosen: Field, value: str) -> list[str]:
    """The single values of a cell."""
    return [part for part in (value.split("；") if chosen.kind == "choices" else (value,)) if part]


def slug(text: str) -> str:
    """The last step of an address for a name in any script: its ASCII letters and digits, and a digest where those are
    not the whole of it. Kinds of brackets, full-width forms and spaces make no difference."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(_BRACKETS)).lower()
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", plain) and len(plain) <= 60:
        return plain
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
    mark = blake2b(plain.encode(), digest_size=5).hexdigest()
    return f"{words}-{mark}" if words else mark


def make_book(column: str, schema: Schema, found: Iterable[Record], units: Mapping[str, str]) -> Book:
    """The book of these rows, in whatever order they come; ``units`` are ids by name."""
    rows = sorted(found, key=lambda record: record.url)
    rows.sort(key=lambda record: record.day, reverse=True)
    url = f"/{column}/"
    base = f"{url}{LISTS}/"
    listings: dict[str, Listing] = {}
    years: dict[str, list[Record]] = {}
    for row in rows:
        years.setdefault(row.day[:4], []).append(row)
    _shelve(listings, url, base, rows, "", "")
    groups = []
    for at, filtered in enumerate(schema.fields):
        if filtered.filter and (shares := _shares(filtered, at, rows)):
            choices = []
            for name, chosen in shares:
                place = choice_url(column, filtered, name, units.get(name, ""))
                _shelve(listings, place, place, chosen, name, filtered.head)
                choices.append(Choice(name, place, len(chosen)))
            groups.append(Group(filtered.head, tuple(choices)))
    if years:
        for year, of_year in years.items():
            place = f"{base}year-{year}/"
            _shelve(listings, place, base, of_year, f"{year}年", YEARS)
        choices = [Choice(f"{year}年", f"{base}year-{year}/", len(of)) for year, of in years.items()]
        groups.append(Group(YEARS, tuple(choices)))
    records = {row.url: row for row in rows}
    return Book(
        column, schema, records, listings, tuple(groups), {y: tuple(r.url for r in of) for y, of in years.items()}
    )


def _shares(filtered: Field, at: int, rows: Iterable[Record]) -> list[tuple[str, list[Record]]]:
    """The rows of each value: choices in their own order, other values sorted, numbers from the highest."""
    found: dict[str, list[Record]] = {}
    for row in rows:
        for name in parts_of(filtered, row.values[at]):
            found.setdefault(name, []).append(row)
    if filtered.choices:
        return [(name, found[name]) for name in filtered.choices if name in found]
    if filtered.kind == "number":
        return sorted(found.items(), key=lambda share: (-float(share[0]), share[0]))
    return sorted(found.items())


def _shelve(  # noqa: PLR0917 - where and what
    listings: dict[str, Listing], url: str, base: str, rows: list[Record], name: str, group: str
) -> None:
    """Put a first page at ``url`` and, where it has too many rows, pages by month below ``base``. The months of a year
    are those of the whole."""
    by_month: dict[str, list[str]] = {}
    for row in rows if len(rows) > FRONT else ():
        by_month.setdefault(row.month, []).append(row.url)
    months = ((month, f"{base}{month}/", len(urls)) for month, urls in by_month.items())
    front = tuple(row.url for row in rows[:FRONT])
    listings[url] = Listing(url, front, name, group, months=tuple(months), total=len(rows))
    for sheaf, older, newer in beside(sheaves_of(base, by_month)):
        if sheaf.url not in listings:
            listings[sheaf.url] = Listing(sheaf.url, sheaf.paths, name, group, sheaf.period, (), older, newer, url)


def chains_of(books: Iterable[Book]) -> dict[str, tuple[Record, ...]]:
    """The rows of every project that has more than one, oldest first; of very many the newest MOST_STEPS."""
    found: dict[str, list[Record]] = {}
    for book in books:
        if book.schema.project:
            for row in book.records.values():
                if row.project:
                    found.setdefault(row.project, []).append(row)
    return {
        project: tuple(sorted(rows, key=lambda row: (row.day, row.stage, row.url))[-MOST_STEPS:])
        for project, rows in found.items()
        if len(rows) > 1
    }
