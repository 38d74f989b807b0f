"""The pages of a policy library: which lists there are, which documents stand on each, and the facts that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from plugins.build.article import Article
from plugins.build.facts import digest
from plugins.build.lists import FRONT, beside
from plugins.feeds import FEED_ITEMS
from plugins.policies.facets import Facet


class Choice(NamedTuple):
    """A facet as pages name it."""

    way: str
    name: str
    url: str
    within: str


@dataclass(frozen=True)
class Listing:
    """A list page: its address, the facet it belongs to, its period (``2025年，第1部分``, or empty), its documents, its
    neighbours' addresses or empty, and the years behind it (name, address, number of documents)."""

    url: str
    facet: Choice
    title: str
    period: str
    paths: tuple[str, ...]
    newer: str = ""
    older: str = ""
    years: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class PolicyLibrary:
    """All that the pages of one library show but the documents' own records: ``newest`` by 成文日期, ``told`` by
    publication, as feeds have it, ``listings`` by address."""

    choices: tuple[Choice, ...]
    counts: Mapping[str, int]
    newest: tuple[str, ...]
    told: tuple[str, ...]
    total: int
    listings: Mapping[str, Listing]


def arrange_library(facets: tuple[Facet, ...], policies: Sequence[Article]) -> PolicyLibrary:
    """The pages of a library with these facets of ``policies``, newest 成文日期 first."""
    return PolicyLibrary(
        choices=tuple(_choice(facet) for facet in facets),
        counts={facet.url: len(facet.paths) for facet in facets},
        newest=tuple(policy.path for policy in policies[:FRONT]),
        told=tuple(policy.path for policy in nlargest(FEED_ITEMS, policies, key=lambda policy: policy.published)),
        total=len(policies),
        listings={listing.url: listing for facet in facets for listing in _listings(facet)},
    )


def _choice(facet: Facet) -> Choice:
    return Choice(facet.way, facet.name, facet.url, facet.within)


def _listings(facet: Facet) -> Iterator[Listing]:
    choice, sheaves = _choice(facet), facet.sheaves
    if facet.way != "year":
        newest = {sheaf.period: sheaf.url for sheaf in sheaves}
        counts: dict[str, int] = {}
        for sheaf in reversed(sheaves):
            counts[sheaf.period] = counts.get(sheaf.period, 0) + len(sheaf.paths)
        years = tuple((f"{year}年", newest[year], count) for year, count in counts.items())
        yield Listing(facet.url, choice, facet.title, "", facet.shown, years=years)
    for sheaf, older, newer in beside(sheaves):
        part = f"第{sheaf.part}部分" if sheaf.part else ""
        period = part if facet.way == "year" else "，".join(filter(None, (f"{sheaf.period}年", part)))
        yield Listing(sheaf.url, choice, facet.title, period, sheaf.paths, newer, older)


def facts_of(url: str, library: PolicyLibrary) -> dict[str, str]:
    """What the pages of the library at ``url`` show, by name."""
    shown = {f"policies:{url}": digest((library.choices, library.counts, library.newest, library.total))}
    shown[f"policies:{url}choices"] = digest(library.choices)
    shown[f"policies:{url}feed.atom"] = digest(library.told)
    return shown | {f"policies:{at}": digest(listing) for at, listing in library.listings.items()}
