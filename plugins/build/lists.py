"""How a column's documents are shared out over list pages that keep their content.

A column's first page shows its newest documents. Behind it stand pages by month, and within a month sheaves counted
from the oldest: what is added touches the newest sheaf alone, what is taken away the later sheaves of its month. A
page numbered from the newest would change with every document that is published. A year of several months has pages
of its own, oldest first, in larger sheaves counted the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec

from plugins.build.article import Article
from plugins.catalogue import VILLAGES, Catalogue, Column

FRONT = 20
"""Documents on a column's first page; a column with no more has no other pages."""
SHEAF = 50
"""Documents on a page behind it."""
YEAR_SHEAF = 100
"""Documents on a page of a whole year."""
NEWEST = 20
"""Documents kept of a column and all below it: what feeds and the home page show at most."""


class HasAddress(Protocol):
    """A page of a list."""

    @property
    def url(self) -> str:
        """Its root-relative address."""


Page = TypeVar("Page", bound=HasAddress)


class Sheaf(msgspec.Struct, frozen=True, gc=False):
    """A list page behind a column's first: its address, its period (YYYY-MM, or YYYY on the pages of a year), which
    page of the period it is (0 where it needs no number), its documents in the order shown."""

    url: str
    period: str
    part: int
    paths: tuple[str, ...]


class Archive(msgspec.Struct, frozen=True):
    """The list pages behind a column's first, oldest first: ``sheaves`` by month with the newest document on top,
    ``years`` with the oldest on top; and how many documents each month has, newest first."""

    sheaves: tuple[Sheaf, ...]
    months: tuple[tuple[str, int], ...]
    years: tuple[Sheaf, ...] = ()


class Heads(msgspec.Struct, frozen=True):
    """Of a column and everything shown below it: the newest documents, and how many there are."""

    newest: tuple[Article, ...]
    count: int


_NONE = Archive((), ())


def archive_of(column: Column, listed: Sequence[Article]) -> Archive:
    """The list pages of a column with these documents, newest first."""
    if column.path == VILLAGES or not column.list or len(listed) <= FRONT:
        return _NONE
    by_month: dict[str, list[str]] = {}
    for article in listed:
        by_month.setdefault(article.month, []).append(article.path)
    months = tuple((month, len(paths)) for month, paths in by_month.items())
    return Archive(sheaves_of(column.url, by_month), months, tuple(_years(column.url, by_month)))


def sheaves_of(home: str, by_period: Mapping[str, Sequence[str]]) -> tuple[Sheaf, ...]:
    """The pages of lists by period, periods and paths newest first: below ``home``, the newest page of a period under
    the period's own address."""
    sheaves: list[Sheaf] = []
    for period in reversed(tuple(by_period)):
        oldest_first = by_period[period][::-1]
        starts = range(0, len(oldest_first), SHEAF)
        for number, start in enumerate(starts, 1):
            name, part = ("", 0) if number == len(starts) else (f"page-{number}.html", number)
            paths = tuple(oldest_first[start : start + SHEAF][::-1])
            sheaves.append(Sheaf(f"{home}{period}/{name}", period, part, paths))
    return tuple(sheaves)


def beside(pages: Sequence[Page]) -> Iterator[tuple[Page, str, str]]:
    """Each of some pages, oldest first, with the addresses of the next older and the next newer one; empty at the
    ends."""
    urls = ["", *(page.url for page in pages), ""]
    return zip(pages, urls, urls[2:], strict=False)


def _years(home: str, by_month: Mapping[str, Sequence[str]]) -> Iterator[Sheaf]:
    """The pages of whole years; a year of one month is that month. A folder may be named like a year, so they are
    files beside it."""
    by_year: dict[str, list[str]] = {}
    for month in reversed(tuple(by_month)):
        by_year.setdefault(month[:4], []).append(month)
    for year, months in by_year.items():
        if len(months) > 1:
            oldest_first = [path for month in months for path in reversed(by_month[month])]
            for part, start in enumerate(range(0, len(oldest_first), YEAR_SHEAF), 1):
                name = f"{year}.html" if part == 1 else f"{year}-page-{part}.html"
                paths = tuple(oldest_first[start : start + YEAR_SHEAF])
                yield Sheaf(f"{home}{name}", year, part - 1 and part, paths)


def heads_of(
    catalogue: Catalogue, by_column: Mapping[str, Sequence[Article]], rows: Mapping[str, int] | None = None
) -> dict[str, Heads]:
    """The heads of every column: children before parents, hidden columns left out of their parents'. ``rows`` counts
    what stands in a column's tables beside its documents."""
    heads: dict[str, Heads] = {}
    for path in sorted(catalogue.by_path, key=lambda path: -path.count("/")):
        own = by_column[path]
        shown = [heads[child.path] for child in catalogue.by_path[path].children if not child.hidden]
        newest = list(own[:NEWEST])
        for child in shown:
            newest += child.newest
        newest.sort(key=lambda article: article.path)
        newest.sort(key=lambda article: article.published, reverse=True)
        heads[path] = Heads(
            tuple(newest[:NEWEST]), len(own) + (rows or {}).get(path, 0) + sum(child.count for child in shown)
        )
    return heads
