"""How a column's documents are shared out over list pages that keep their content.

A column's first page shows its newest documents. Behind it stand pages by month, and within a month sheaves counted
from the oldest: what is added touches the newest sheaf alone, what is taken away the later sheaves of its month. A
page numbered from the newest would change with every document that is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from plugins.build.article import Article
from plugins.catalogue import VILLAGES, Catalogue, Column

FRONT = 20
"""Documents on a column's first page; a column with no more has no other pages."""
SHEAF = 50
"""Documents on a page behind it."""
NEWEST = 20
"""Documents kept of a column and all below it: what feeds and the home page show at most."""


class Sheaf(msgspec.Struct, frozen=True, gc=False):
    """A list page behind a column's first: its address, its month (YYYY-MM), its documents, newest first."""

    url: str
    month: str
    paths: tuple[str, ...]


class Archive(msgspec.Struct, frozen=True):
    """The list pages behind a column's first, oldest first, and how many documents each month has, newest first."""

    sheaves: tuple[Sheaf, ...]
    months: tuple[tuple[str, int], ...]


class Heads(msgspec.Struct, frozen=True):
    """Of a column and everything shown below it: the newest documents, and how many there are."""

    newest: tuple[Article, ...]
    count: int


_NONE = Archive((), ())


def archive_of(column: Column, listed: Sequence[Article]) -> Archive:
    """The list pages of a column with these documents, newest first."""
    if column.path == VILLAGES or not column.list or len(listed) <= FRONT:
        return _NONE
    return sheaves_of(column.url, ((article.month, article.path) for article in listed))


def sheaves_of(url: str, listed: Iterable[tuple[str, str]]) -> Archive:
    """The list pages below ``url``, which ends in a slash, of months (YYYY-MM) and names, newest first."""
    by_month: dict[str, list[str]] = {}
    for month, name in listed:
        by_month.setdefault(month, []).append(name)
    sheaves: list[Sheaf] = []
    for month in reversed(by_month):
        oldest_first = by_month[month][::-1]
        starts = range(0, len(oldest_first), SHEAF)
        for number, start in enumerate(starts, 1):
            name = "" if number == len(starts) else f"page-{number}.html"
            paths = tuple(oldest_first[start : start + SHEAF][::-1])
            sheaves.append(Sheaf(f"{url}{month}/{name}", month, paths))
    return Archive(tuple(sheaves), tuple((month, len(paths)) for month, paths in by_month.items()))


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
