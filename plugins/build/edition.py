"""What is to be published at one moment: content/ read, validated and related. The first half of a build.

``read_edition`` is its table of contents. It collects every problem of every stage and raises for none of them: the
gate in ``portal.py`` does, once everything has been looked at.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from jobs import run
from plugins.build.problems import CannotRun, Problem
from plugins.build.scan import Tree, scan
from plugins.build.source import Job, Source, read_source
from plugins.build.stage import MANIFEST
from plugins.catalogue import VILLAGES, Catalogue, Column, read_catalogue
from plugins.documents import Document, place, why_not_public
from plugins.links import resolve
from plugins.pictures.dress import Picture
from plugins.redirects import read_aliases
from plugins.relations import relate
from plugins.site import Offices, Site, parse_now, read_offices, read_site
from plugins.villages import Villages, read_villages, town_url
from standards.calendar import BEIJING

PAGE_SIZE = 20
WORTH_A_POOL = 200
"""Documents below which starting processes takes longer than parsing."""


@dataclass(frozen=True)
class Edition:
    """Everything that pages are made of. ``documents`` are the public ones, newest first.

    ``by_column`` lists the public documents that stand in a column's own folder (for ``villages`` those of all
    villages), ``links`` gives for each document path token → address, ``files`` the files to publish with their size,
    ``aliases`` old address → new one, ``addresses`` every root-relative address a page of the site answers,
    ``pictures`` by address what ``plugins.images`` publishes made fit for pages (empty until it has looked).
    """

    tree: Tree
    site: Site
    now: datetime
    offices: Offices
    catalogue: Catalogue
    villages: Villages
    documents: tuple[Document, ...]
    by_column: Mapping[str, tuple[Document, ...]]
    related: Mapping[str, tuple[Document, ...]]
    links: Mapping[str, Mapping[str, str]]
    files: Mapping[str, int]
    aliases: Mapping[str, str]
    addresses: frozenset[str]
    problems: tuple[Problem, ...]
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    def below(self, column: Column) -> list[Document]:
        """The public documents of a column and of everything below it that is not hidden, newest first."""
        found = list(self.by_column[column.path])
        for child in column.children:
            if not child.hidden:
                found += self.below(child)
        return sorted(found, key=Document.order)


def read_edition(content: Path, now: str, *, production: bool, workers: int) -> Edition:
    """Read the content folder.

    ``now`` is ISO 8601, or empty for the site's ``demo_now`` (not in production) or the real clock. ``workers`` is the
    number of processes that parse Markdown (0: as many as pay); the result does not depend on it. Raises CannotRun
    where there is no content folder or ``now`` is not a time.
    """
    tree = scan(content)
    site, problems = read_site(tree)
    moment = decide_now(now, site, production=production)
    offices, more = read_offices(tree)
    problems += more
    catalogue, more = read_catalogue(tree, offices)
    problems += more
    villages, more = read_villages(tree, offices.towns)
    problems += more
    sources = read_sources(tree, workers)
    documents, more = place(sources, catalogue, villages, offices, moment)
    problems += more
    public = tuple(document for document in documents if not document.why_not)
    by_column = list_by_column(public, catalogue)
    addresses = every_address(catalogue, villages, public, by_column)
    resolved = resolve(documents, tree.files, addresses, site, unplaced(sources, documents, moment))
    aliases, more = read_aliases(public, addresses)
    problems += more
    related, more = relate(documents)
    problems += [*more, *resolved.problems, *tree.problems]
    problems += [problem for source in sources for problem in source.problems]
    return Edition(
        tree=tree,
        site=site,
        now=moment,
        offices=offices,
        catalogue=catalogue,
        villages=villages,
        documents=public,
        by_column=by_column,
        related=related,
        links=resolved.addresses,
        files={path: tree.files[path] for path in sorted(resolved.files)},
        aliases=aliases,
        addresses=addresses,
        problems=tuple(sorted(set(problems))),
    )


def unplaced(sources: Sequence[Source], documents: Sequence[Document], now: datetime) -> dict[str, Source | None]:
    """The documents that could not be placed, by path: the Source where it is meant to be public, else None.

    Of a header that could not be understood a written ``status`` may say draft, so only those without one count.
    """
    placed = {document.source.path for document in documents}
    found: dict[str, Source | None] = {}
    for source in sources:
        if source.path not in placed:
            private = why_not_public(source.fields, now) if source.fields else "status" in source.lines
            found[source.path] = None if private else source
    return found


def list_by_column(public: Sequence[Document], catalogue: Catalogue) -> dict[str, tuple[Document, ...]]:
    """For every column's path the documents of its own folder, in their order; all villages' are under ``villages``."""
    lists: dict[str, list[Document]] = {path: [] for path in catalogue.by_path}
    for document in public:
        lists[document.column.path].append(document)
    return {path: tuple(listed) for path, listed in lists.items()}


def decide_now(asked: str, site: Site, *, production: bool) -> datetime:
    """The moment of this build: what was asked for, the demo's clock, or the real one."""
    if asked:
        now = parse_now(asked)
        if now is None:
            raise CannotRun(f"--now 的“{asked}”不是时间。请写成 2026-11-20T09:00:00+08:00")
        return now
    demo = parse_now(site.demo_now) if site.demo_now and not production else None
    return demo or datetime.now(BEIJING)


def read_sources(tree: Tree, workers: int) -> tuple[Source, ...]:
    """Every document parsed, in the order of paths."""
    jobs = []
    for path in tree.documents:
        default_type = "village_affair" if path.startswith(f"{VILLAGES}/") else "article"
        jobs.append(Job(tree.root / path, path, tree.shown(path), default_type))
    return tuple(run(read_source, jobs, workers or (os.cpu_count() or 1 if len(jobs) >= WORTH_A_POOL else 1)))


def page_count(column: Column, listed: int) -> int:
    """How many list pages a column has; an empty one has one."""
    return max(1, -(-listed // PAGE_SIZE)) if column.list else 1


def page_url(column: Column, number: int) -> str:
    """The address of a column's n-th list page."""
    return column.url if number == 1 else f"{column.url}page-{number}.html"


def every_address(
    catalogue: Catalogue,
    villages: Villages,
    public: tuple[Document, ...],
    by_column: Mapping[str, tuple[Document, ...]],
) -> frozenset[str]:
    """Every address of a page, a feed or an index that this edition answers."""
    found = {"/", "/sitemap.html", "/sitemap.xml", "/robots.txt", "/404.html", "/search/", "/search/index.json"}
    found |= {"/style/", "/redirects.map", f"/{MANIFEST}"}
    found |= {document.url for document in public}
    found |= {village.url for village in villages.by_id.values()}
    found |= {town_url(village.town) for village in villages.by_id.values()}
    for column in catalogue.by_path.values():
        pages = 1 if column.path == VILLAGES else page_count(column, len(by_column[column.path]))
        found |= {page_url(column, number) for number in range(1, pages + 1)}
        found |= {f"{column.url}feed.atom", f"{column.url}index.json"}
    return frozenset(found)
