"""政策文件库: the column's own page, its lists by topic, year, unit and validity, and library.json.

A column whose template is ``library.html`` is one; a site without any has nothing made here. All filters are links to
pages, so that they work without scripts; combinations are the script's, over library.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pelican import signals

from plugins.build.frame import page_values, trail_crumbs
from plugins.build.kinds import Kind, Sheet
from plugins.build.paths import file_of
from plugins.build.problems import Problem
from plugins.build.records import Crumb, Turn
from plugins.build.view import View
from plugins.catalogue import Column
from plugins.feeds import atom
from plugins.meta_tags import column_tags
from plugins.policies.facets import TEMPLATE, WAYS, facets_of, library_paths, policies_of
from plugins.policies.listings import Choice, PolicyLibrary, arrange_library, facts_of
from plugins.policies.rows import library_json, policy_row

LIST = "policy_list.html"


def _front(libraries: Mapping[str, PolicyLibrary], view: View, path: str) -> Sheet:
    column, library = view.column(path), libraries[path]
    view.note(f"policies:{column.url}")
    crumbs = trail_crumbs(view, path)
    values = page_values(
        view, "column", column.name, column.url, column_tags(column), crumbs, feed=_feed(column), column=path
    )
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


def _feed(column: Column) -> str:
    return f"{column.url}feed.atom"


def _atom(libraries: Mapping[str, PolicyLibrary], view: View, path: str) -> str:
    view.note(f"policies:{_feed(view.column(path))}")
    return atom(view, path, [view.article(policy) for policy in libraries[path].told])


def _data(view: View, path: str) -> bytes:
    every = view.every()
    hidden = {column for column in {article.column for article in every} if view.is_hidden(column)}
    return library_json(view, policies_of(every, hidden))


_ROWS = {"head", "standing", "unit", "related"}
_FRAME = {"site", "nav", "tree", "column", "template", "policies"}
_TOLD = frozenset({"site", "column", "policies", "head", "standing"})
DATA = Kind("library.json", _data, frozenset({"every", "tree", "standings", "unit"}))


def judge(contents: Any, home: str) -> list[Problem]:
    """What stands in the way of a library's pages: columns that take their place, documents no list shows."""
    tree = contents.tree
    found = []
    for path in contents.catalogue.by_path:
        if path in {f"{home}/{way}" for way in WAYS}:
            what = f"目录名“{path.rpartition('/')[2]}”是政策文件库分类网页的网址"
            cure = "请把这个栏目的目录改成别的名称，或移到政策文件库以外"
            found.append(Problem(tree.shown(f"{path}/column.toml"), 0, 0, what, cure))
    for article in contents.by_column[home]:
        if article.type != "policy":
            cure = "请用 desk move 移到别的栏目；是政策文件的，请写 type: policy"
            what = "政策文件库只列政策文件，这篇文档放在这里没有网页会列出它"
            found.append(contents.library.problem(article, "type", what, cure))
    return found


def offer(generator: Any) -> None:
    """Receiver: the pages of every library."""
    contents = generator.edition
    homes = library_paths(contents.catalogue)
    if not homes:
        return
    libraries = {}
    policies = policies_of(contents.articles, contents.catalogue.by_path.keys() - contents.catalogue.shown())
    for home in homes:
        url = contents.catalogue.by_path[home].url
        facets = facets_of(url, policies, contents.offices, contents.validity.standings)
        libraries[home] = arrange_library(facets, policies)
        generator.portal.problems.extend(judge(contents, home))
        generator.add_facts(facts_of(url, libraries[home]))
    front = Kind("policy library", lambda view, path: _front(libraries, view, path), frozenset(_FRAME | _ROWS))
    listed = Kind("policy list", lambda view, argument: _list(libraries, view, argument), frozenset(_FRAME | _ROWS))
    generator.add_column_pages(TEMPLATE, front)
    for home, library in libraries.items():
        generator.add_pages(listed, ((file_of(url), (home, url)) for url in library.listings))
    told = Kind("policy feed", lambda view, path: _atom(libraries, view, path), _TOLD)
    generator.add_pages(told, ((f"{home}/feed.atom", home) for home in homes))
    generator.add_pages(DATA, ((f"{home}/library.json", home) for home in homes))


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
