"""What is to be published at one moment: content/ read, validated and related. The first half of a build.

``read_edition`` is its table of contents. It collects every problem of every stage and raises for none of them: the
gate in ``portal.py`` does, once everything has been looked at. All of it is linear in the number of articles and
touches no body; what a page is made of is read by the page itself, through ``view.View``.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from plugins.api_files import months_of
from plugins.build.addresses import every_page_address, table_addresses
from plugins.build.article import Article, why_not_public
from plugins.build.kinds import UndeclaredRead
from plugins.build.library import Cache, Library, read_library
from plugins.build.lists import Archive, Heads, archive_of, heads_of
from plugins.build.moments import decide_now
from plugins.build.problems import Problem
from plugins.build.scan import Tree, scan, scan_again
from plugins.catalogue import VILLAGES, Catalogue, read_catalogue
from plugins.cleanup import Finding, cleanup_of, read_findings
from plugins.documents import place
from plugins.foi.holdings import Holdings, holdings_of
from plugins.identifiers.judge import count_unnoted
from plugins.identifiers.judge import judge as judge_numbers
from plugins.identifiers.moved import moved_addresses
from plugins.identifiers.registry import read_registry
from plugins.identifiers.series import read_series
from plugins.links import Targets, judge_links, links_by_old_path
from plugins.pictures.dress import Picture
from plugins.policies.facets import library_addresses
from plugins.records.book import Books
from plugins.records.read import read_books
from plugins.redirects import read_aliases
from plugins.relations import all_neighbours, relate
from plugins.service_map.place import map_addresses, mapped_villages
from plugins.site import Offices, Site, read_offices, read_site
from plugins.validity import Validity
from plugins.validity import judge as judge_validity
from plugins.validity_rules import archived_columns, term_rules
from plugins.village_finance.finances import Finances, read_finances
from plugins.village_ledger import Affairs, keep_ledger
from plugins.villages import Villages, read_villages
from plugins.withdrawal import Gone, gone_of, limited, links_to_gone

T = TypeVar("T")


@dataclass(frozen=True)
class Contents:
    """Everything that pages are made of.

    ``articles`` are the public ones, newest first; ``private`` says of the others, by path, why they are not public.
    ``by_column`` lists the public documents of a column's own folder (for ``villages`` those of all villages),
    ``by_village`` those of a village; ``heads`` has the newest documents of a column and all below, ``archives`` the
    list pages behind a column's first; ``around`` the neighbours of each document in its list. ``files`` are the files
    to publish with their size, ``aliases`` old address → new one, ``pages`` every root-relative address of the site
    but those of documents, ``pictures`` by address what ``plugins.images`` makes fit for pages (empty until it has
    looked), ``drafts`` the files, as messages print them, that say they are drafts: what is wrong with one of those
    stops nobody else; ``unnoted`` counts public documents whose address urls.csv, where there is one, does not know.
    ``minute`` is ``now`` as Articles write it. ``validity`` has the standing of documents
    (``plugins/validity.py``), ``gone`` those whose address leads to a page that explains why they are no longer there,
    ``findings`` the rows of clean-up tables by the path of the document. ``books`` are the disclosure tables of
    columns, ``remarks`` what is to be told of their rows although it stops nobody. ``foi`` is what the platform of open
    information is made of, ``affairs`` what villages owe and have told, ``finances`` their financial statements,
    ``mapped`` where the map has a village, by its id, ``places`` the points of maps by column, each its title and
    address (empty until ``plugins.service_map`` has looked).
    """

    tree: Tree
    library: Library
    site: Site
    now: datetime
    minute: str
    offices: Offices
    catalogue: Catalogue
    villages: Villages
    articles: tuple[Article, ...]
    private: Mapping[str, str]
    by_column: Mapping[str, tuple[Article, ...]]
    by_village: Mapping[str, tuple[Article, ...]]
    heads: Mapping[str, Heads]
    archives: Mapping[str, Archive]
    around: Mapping[str, tuple[str, str]]
    related: Mapping[str, tuple[Article, ...]]
    files: Mapping[str, int]
    aliases: Mapping[str, str]
    targets: Targets
    problems: tuple[Problem, ...]
    scanned_ns: int
    drafts: frozenset[str] = frozenset()
    validity: Validity = field(default_factory=Validity)
    gone: Mapping[str, Gone] = field(default_factory=dict)
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    foi: Holdings = field(default_factory=Holdings)
    unnoted: int = 0
    books: Books = field(default_factory=Books)
    remarks: tuple[Problem, ...] = ()
    affairs: Affairs = field(default_factory=Affairs)
    mapped: Mapping[str, str] = field(default_factory=dict)
    finances: Finances = field(default_factory=Finances)
    pictures: dict[str, Picture] = field(default_factory=dict)
    places: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What is worth telling and stops nobody; worked out when it is asked for."""
        doubts = (doubt.told(self.library) for doubt in self.validity.doubts)
        to_gone = links_to_gone(self.articles, self.gone, self.targets)
        by_old_path = links_by_old_path(self.articles, self.targets)
        return tuple(sorted({*doubts, *to_gone, *by_old_path, *self.remarks}))

    @property
    def pages(self) -> Collection[str]:
        """Every root-relative address of the site but those of documents."""
        return self.targets.pages


class Edition:
    """The Contents, for those who work on the whole site. While a page is being made they are shut: a page that read
    them would not be made again when they change. It reads through its View."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self.making = ""

    def __getattr__(self, name: str) -> Any:
        if self.making:
            raise UndeclaredRead(
                f"page {self.making} read edition.{name} behind its view's back: it would not be made again when that "
                "changes. Read it through the View, which takes note"
            )
        return self._contents if name == "contents" else getattr(self._contents, name)


def read_edition(  # noqa: PLR0917 - what an edition depends on
    content: Path,
    now: str,
    production: bool,
    workers: int,
    cache: Cache | None = None,
    gates: tuple[str, ...] = (),
    before: Tree | None = None,
    changed: Collection[Path] | None = None,
    scanned: tuple[Tree, int] | None = None,
) -> Edition:
    """Read the content folder.

    ``now`` is ISO 8601, or empty for the site's ``demo_now`` (not in production) or the real clock. ``workers`` is the
    number of processes that parse Markdown (0: as many as pay); ``cache`` is what earlier builds read. The result
    depends on neither. ``before`` is the Tree of an earlier reading since which only the files ``changed`` were
    touched, ``scanned`` one just made and the time (ns) when that began. Raises CannotRun where there is no content
    folder or ``now`` is not a time.
    """
    if scanned is not None:
        tree, scanned_ns = scanned
    else:
        scanned_ns = time.time_ns()
        tree = scan_again(before, changed) if before is not None and changed is not None else scan(content)
    site, problems = read_site(tree)
    moment = decide_now(now, site, production=production)
    shelf, known = (cache.shelf, cache.known(moment.year)) if cache else (None, {})
    library = read_library(tree, shelf, known, moment.year, gates, workers)
    return Edition(arrange(library, site, moment, problems, scanned_ns))


def arrange(library: Library, site: Site, now: datetime, problems: list[Problem], scanned_ns: int) -> Contents:
    """Put everything in its place. ``problems`` are those of reading the site."""
    problems = list(problems)

    def take(found: tuple[T, Iterable[Problem]]) -> T:
        problems.extend(found[1])
        return found[0]

    tree, minute = library.tree, f"{now:%Y-%m-%d %H:%M}"
    offices = take(read_offices(tree))
    catalogue = take(read_catalogue(tree, offices))
    villages = take(read_villages(tree, offices.towns))
    placed = limited(take(place(library, catalogue, villages, offices)), catalogue, villages.items)
    books, more, remarks = read_books(tree, catalogue, offices, now, library.shelf)
    problems += [*more, *rows_at_documents(books, placed, tree)]
    finances, more, asked = read_finances(tree, villages, now.date(), library.shelf, scanned_ns)
    problems += more
    registry = read_registry(tree)
    problems += [*judge_numbers(placed, registry, site.scheme, library), *read_series(tree, offices)[1]]
    private = _private(placed, minute)
    public = tuple(article for article in placed if article.path not in private) if private else placed
    by_column, by_village = list_by_place(public, catalogue, villages)
    archives = {path: archive_of(catalogue.by_path[path], listed) for path, listed in by_column.items()}
    foi = holdings_of(placed, public, catalogue, offices, library, minute)
    pages = every_page_address(catalogue, villages, archives, months_of(public, catalogue))
    pages |= {*table_addresses(catalogue, tree), *books.addresses(), *foi.addresses, *finances.addresses()}
    pages |= {*library_addresses(catalogue, public, offices), *map_addresses(catalogue)}
    articles = {article.path: article for article in placed}
    left_out = unplaced(library, articles, minute)
    gone = gone_of(placed, private, minute, library)
    answering = (*public, *(articles[path] for path in gone)) if gone else public
    moved = moved_addresses(answering, registry.urls)
    targets = Targets(articles, private, left_out, pages, site.host, library, moved, gone)
    files = take(judge_links(placed, [path for path, meant in left_out.items() if meant], targets))
    aliases = take(read_aliases(answering, lambda: targets.addresses, library, moved, catalogue.by_path))
    related = take(relate(placed, private, library, gone))
    findings = take(read_findings(placed, private, minute, library))
    files |= {table for path in findings.keys() - private.keys() if (table := cleanup_of(articles[path])) in tree.files}
    rules = take(term_rules(site, catalogue, tree))
    validity = judge_validity(placed, private, findings, rules, archived_columns(catalogue), minute, library)
    problems += [*tree.problems, *foi.problems, *validity.problems, *_problems_of(library, private)]
    return Contents(
        tree=tree,
        library=library,
        site=site,
        now=now,
        minute=minute,
        offices=offices,
        catalogue=catalogue,
        villages=villages,
        articles=public,
        private=private,
        by_column=by_column,
        by_village=by_village,
        heads=heads_of(catalogue, by_column, {path: len(book.records) for path, book in books.by_column.items()}),
        archives=archives,
        around=all_neighbours(by_column, by_village),
        related=related,
        files={path: tree.files[path] for path in sorted({*files, *foi.tables})},
        aliases=aliases,
        targets=targets,
        problems=tuple(sorted(set(problems))),
        scanned_ns=scanned_ns,
        validity=validity,
        gone=gone,
        findings={path: rows for path, rows in findings.items() if path not in private},
        foi=foi,
        unnoted=count_unnoted(public, registry.urls),
        books=books,
        remarks=(*remarks, *asked),
        mapped=mapped_villages(catalogue, villages),
        affairs=keep_ledger(villages, by_village, now.date(), finances.told()),
        finances=finances,
        drafts=frozenset(
            source.shown for source in library.sources.values() if source.values.get("status") in ("draft", "草稿")
        ),
    )


def _private(placed: Iterable[Article], minute: str) -> dict[str, str]:
    """The documents that are not to be seen, by path, each with the reason."""
    return {
        article.path: why
        for article in placed
        if (article.status != "published" or article.published > minute or article.expires)
        and (why := why_not_public(article, minute))
    }


def _problems_of(library: Library, private: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong in each document; what bars a document from being shown counts where it is to be seen."""
    for path, source in library.sources.items():
        yield from source.problems
        if path not in private:
            yield from source.barred


def rows_at_documents(books: Books, placed: Iterable[Article], tree: Tree) -> Iterator[Problem]:
    """A document whose address is that of a row of a table."""
    for article in placed if books.by_column else ():
        book = books.by_column.get(article.column)
        if book is not None and article.url in book.records:
            what = f"网址 {article.url} 与公示表的一行相同"
            yield Problem(tree.shown(article.path), 0, 0, what, "请给这篇文档换一个 id")


def unplaced(library: Library, placed: Collection[str], minute: str) -> dict[str, bool]:
    """The documents that could not be placed, by path: whether they are meant to be public.

    Of a header that could not be understood a written ``status`` may say draft, so only those without one count.
    """
    found: dict[str, bool] = {}
    for path in library.tree.documents:
        if path not in placed:
            article = library.articles.get(path)
            private = why_not_public(article, minute) if article else "status" in library.source(path).lines
            found[path] = not private
    return found


def list_by_place(
    public: Sequence[Article], catalogue: Catalogue, villages: Villages
) -> tuple[dict[str, tuple[Article, ...]], dict[str, tuple[Article, ...]]]:
    """The public documents of each column's own folder and of each village, in their order."""
    columns: dict[str, list[Article]] = {path: [] for path in catalogue.by_path}
    folders: dict[str, list[Article]] = {f"{VILLAGES}/{village}": [] for village in villages.by_id}
    for article in public:
        folder = article.folder
        if folder in folders:
            folders[folder].append(article)
            folder = VILLAGES
        columns[folder].append(article)
    told = {folder.removeprefix(f"{VILLAGES}/"): tuple(listed) for folder, listed in folders.items()}
    return {path: tuple(listed) for path, listed in columns.items()}, told
