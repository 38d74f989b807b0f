"""政策文件库: the column's own page, its lists by topic, year, unit and validity, and library.json.

A column whose template is ``library.html`` is one; a site without any has nothing made here. All filters are links to
pages, so that they work without scripts; combinations are the script's, over library.json.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pelican import signals

from plugins.build.facts import digest
from plugins.build.frame import page_values, trail_crumbs
from plugins.build.kinds import Kind, Sheet
from plugins.build.lists import FRONT
from plugins.build.problems import Problem
from plugins.build.records import Crumb, Turn
from plugins.build.view import View
from plugins.meta_tags import column_tags
from plugins.policies.facets import TEMPLATE, WAYS, Facet, facets_of, hidden_columns, library_paths, policies_of
from plugins.policies.rows import library_json, policy_row

LIST = "policy_list.html"


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
    """All that the pages of one library show but the documents' own records: ``listings`` by address."""

    choices: tuple[Choice, ...]
    counts: Mapping[str, int]
    newest: tuple[str, ...]
    total: int
    listings: Mapping[str, Listing]


def arrange_library(facets: tuple[Facet, ...], paths: list[str]) -> PolicyLibrary:
    """The pages of a library with these facets of the documents at ``paths``, newest first."""
    return PolicyLibrary(
        choices=tuple(_choice(facet) for facet in facets),
        counts={facet.url: len(facet.paths) for facet in facets},
        newest=tuple(paths[:FRONT]),
        total=len(paths),
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
    urls = ["", *(sheaf.url for sheaf in sheaves), ""]
    for at, sheaf in enumerate(sheaves):
        part = f"第{sheaf.part}部分" if sheaf.part else ""
        period = part if facet.way == "year" else "，".join(filter(None, (f"{sheaf.period}年", part)))
        yield Listing(sheaf.url, choice, facet.title, period, sheaf.paths, urls[at + 2], urls[at])


# pages


def _front(libraries: Mapping[str, PolicyLibrary], view: View, path: str) -> Sheet:
    column, library = view.column(path), libraries[path]
    view.note(f"policies:{column.url}")
    crumbs = trail_crumbs(view, path)
    values = page_values(view, "column", column.name, column.url, column_tags(column), crumbs, column=path)
    return Sheet(
        TEMPLATE,
        {
            **values,
            "column": column,
            **_ways(library, None),
            "counts": library.counts,
            "rows": tuple(policy_row(view, policy) for policy in library.newest),
            "total": library.total,
        },
    )


def _list(libraries: Mapping[str, PolicyLibrary], view: View, argument: tuple[str, str]) -> Sheet:
    path, url = argument
    column, library = view.column(path), libraries[path]
    listing = library.listings[url]
    view.note(f"policies:{url}")
    ways: dict[str, Any] = {"ways": (), "finer": (), "chosen": listing.facet, "chosen_first": ""}
    if url == listing.facet.url:  # a new unit or year must not make all pages again, so those behind name no others
        view.note(f"policies:{column.url}choices")
        ways = _ways(library, listing.facet)
    title = f"{column.name}：{listing.title}" + (f"（{listing.period}）" if listing.period else "")
    crumbs = trail_crumbs(view, path)
    if listing.facet.within:
        above = next(c for c in library.choices if c.name == listing.facet.within and c.way == "topic")
        crumbs = (*crumbs, Crumb(above.name, above.url))
    crumbs = (*crumbs, Crumb(listing.title, listing.facet.url))
    if url != listing.facet.url:
        crumbs = (*crumbs, Crumb(listing.period, url))
    values = page_values(view, "column", title, url, column_tags(column), crumbs, column=path)
    turn = Turn(listing.period, listing.newer, listing.older, column.url)
    return Sheet(
        LIST,
        {
            **values,
            "column": column,
            **ways,
            "counts": {},
            "listing": listing,
            "rows": tuple(policy_row(view, policy) for policy in listing.paths),
            "turn": turn,
        },
    )


def _ways(library: PolicyLibrary, chosen: Choice | None) -> dict[str, Any]:
    """The ways documents are sorted by, each with its label and first-level choices; the second levels below the
    chosen topic; what is chosen."""
    first = chosen and (chosen.within or chosen.name)
    return {
        "ways": tuple(
            (way, label, tuple(choice for choice in library.choices if choice.way == way and not choice.within))
            for way, label in WAYS.items()
        ),
        "finer": tuple(
            choice for choice in library.choices if chosen and chosen.way == "topic" and choice.within == first
        ),
        "chosen": chosen,
        "chosen_first": first if chosen and chosen.way == "topic" else "",
    }


def _data(view: View, path: str) -> bytes:
    every = view.every()
    hidden = {column for column in {article.column for article in every} if view.is_hidden(column)}
    return library_json(view, policies_of(every, hidden))


_ROWS = {"head", "standing", "unit", "related"}
_FRAME = {"site", "nav", "tree", "column", "template", "policies"}
DATA = Kind("library.json", _data, frozenset({"every", "tree", "standings", "unit"}))


def facts_of(url: str, library: PolicyLibrary) -> dict[str, str]:
    """What the pages of the library at ``url`` show, by name."""
    shown = {f"policies:{url}": digest((library.choices, library.counts, library.newest, library.total))}
    shown[f"policies:{url}choices"] = digest(library.choices)
    return shown | {f"policies:{at}": digest(listing) for at, listing in library.listings.items()}


def clashes(contents: Any, home: str) -> list[Problem]:
    """Columns below a library that take the place of its pages."""
    tree = contents.tree
    return [
        Problem(
            tree.shown(f"{path}/column.toml"),
            0,
            0,
            f"目录名“{path.rpartition('/')[2]}”是政策文件库分类网页的网址",
            "请把这个栏目的目录改成别的名称，或移到政策文件库以外",
        )
        for path in contents.catalogue.by_path
        if path in {f"{home}/{way}" for way in WAYS}
    ]


def offer(generator: Any) -> None:
    """Receiver: the pages of every library."""
    contents = generator.edition
    homes = library_paths(contents.catalogue)
    if not homes:
        return
    libraries = {}
    policies = policies_of(contents.articles, hidden_columns(contents.catalogue))
    for home in homes:
        url = contents.catalogue.by_path[home].url
        facets = facets_of(url, policies, contents.offices, contents.validity.standings)
        libraries[home] = arrange_library(facets, [policy.path for policy in policies])
        generator.portal.problems.extend(clashes(contents, home))
        generator.add_facts(facts_of(url, libraries[home]))
    front = Kind("policy library", lambda view, path: _front(libraries, view, path), frozenset(_FRAME | _ROWS))
    listed = Kind("policy list", lambda view, argument: _list(libraries, view, argument), frozenset(_FRAME | _ROWS))
    generator.add_column_pages(TEMPLATE, front)
    for home, library in libraries.items():
        generator.add_pages(listed, ((_file(url), (home, url)) for url in library.listings))
    generator.add_pages(DATA, ((f"{home}/library.json", home) for home in homes))


def _file(url: str) -> str:
    return f"{url[1:]}index.html" if url.endswith("/") else url[1:]


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
