"""The lists of the platform: documents by statutory class and by unit, on pages that keep their content.

A list's first page shows the newest; behind it stand the years, each in sheaves counted from the oldest, so that what
is added touches the newest sheaf alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from plugins.build.article import Article
from plugins.build.lists import FRONT, SHEAF, beside
from plugins.catalogue import Catalogue, Column
from plugins.site import Unit
from standards.openness import CLASSES

TEMPLATE = "platform.html"
"""A column with this template is the platform."""


class Part(msgspec.Struct, frozen=True):
    """A page behind a list's first: its address, year, documents newest first, the pages on either side or empty."""

    url: str
    year: str
    number: int
    paths: tuple[str, ...]
    older: str = ""
    newer: str = ""


class Register(msgspec.Struct, frozen=True):
    """A list: its class (1 to 15) or the id of its unit, its address, how many documents, the first page's, the pages
    behind it by year, newest first: year, address, how many."""

    statutory: int
    unit: str
    url: str
    count: int
    front: tuple[str, ...]
    years: tuple[tuple[str, str, int], ...]
    parts: tuple[Part, ...]


def class_url(platform: Column, number: int) -> str:
    """The address of a statutory class."""
    return f"{platform.url}class-{number:02}/"


def unit_url(platform: Column, unit: str) -> str:
    """The address of a unit's entry."""
    return f"{platform.url}unit-{unit}/"


def platform_of(catalogue: Catalogue) -> Column | None:
    """The column that is the platform: the first of that template, which its sub-columns inherit unless they say
    another; None where the site has none."""
    return next((column for column in catalogue.by_path.values() if column.template == TEMPLATE), None)


def class_of(article: Article, catalogue: Catalogue) -> int:
    """The statutory class of a document: its own, else its column's."""
    return article.statutory_class or catalogue.by_path[article.column].statutory_class


def registers_of(  # noqa: PLR0917 - the parts of an edition it is worked out from
    platform: Column,
    catalogue: Catalogue,
    units: Mapping[str, Unit],
    spellings: Mapping[str, Unit],
    public: Sequence[Article],
    owners: Collection[str],
) -> list[Register]:
    """A list for each class and for each unit of which something stands in it, and for the units of ``owners``, which
    have a guide or a report. ``public`` is newest first. An empty list would be a blank page to an inspector."""
    classes: dict[int, list[Article]] = {number: [] for number in range(1, len(CLASSES) + 1)}
    offices: dict[str, list[Article]] = {unit: [] for unit in units}
    by_column = {path: column.statutory_class for path, column in catalogue.by_path.items()}
    for article in public:
        number = article.statutory_class or by_column[article.column]
        if number:
            classes[number].append(article)
            if unit := spellings.get(article.publisher):
                offices[unit.id].append(article)
    made = [_register(number, "", class_url(platform, number), listed) for number, listed in classes.items() if listed]
    shown = {unit: listed for unit, listed in offices.items() if listed or unit in owners}
    return [*made, *(_register(0, unit, unit_url(platform, unit), listed) for unit, listed in shown.items())]


def _register(number: int, unit: str, url: str, listed: Sequence[Article]) -> Register:
    front = tuple(article.path for article in listed[:FRONT])
    parts = tuple(_linked(_parts(url, listed))) if len(listed) > FRONT else ()
    years: dict[str, tuple[str, int]] = {}
    for part in parts:  # the newest sheaf of a year comes last
        years[part.year] = part.url, years.get(part.year, ("", 0))[1] + len(part.paths)
    shown = tuple((year, first, count) for year, (first, count) in reversed(years.items()))
    return Register(number, unit, url, len(listed), front, shown, parts)


def _parts(url: str, listed: Sequence[Article]) -> Iterator[Part]:
    """Oldest first."""
    by_year: dict[str, list[str]] = {}
    for article in reversed(listed):
        by_year.setdefault(article.day[:4], []).append(article.path)
    for year, paths in by_year.items():
        starts = range(0, len(paths), SHEAF)
        for number, start in enumerate(starts, 1):
            name = "" if number == len(starts) else f"part-{number}.html"
            shown = number if len(starts) > 1 else 0
            yield Part(f"{url}year-{year}/{name}", year, shown, tuple(reversed(paths[start : start + SHEAF])))


def _linked(parts: Iterator[Part]) -> Iterator[Part]:
    for part, older, newer in beside(list(parts)):
        yield msgspec.structs.replace(part, older=older, newer=newer)
