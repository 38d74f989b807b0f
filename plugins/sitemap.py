"""sitemap.xml for search engines, and robots.txt that names it.

sitemap.xml is an index at any size. The documents stand in one part for each year of publication, oldest first, so that
a new document writes this year's part and the index anew and nothing else; a year that is larger than a part may be is
cut from its beginning, so that what was full stays as it is. The rows of disclosure tables have parts of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from pelican import signals

from plugins.build.article import Article
from plugins.build.facts import digest
from plugins.build.kinds import Kind
from plugins.build.view import View
from plugins.catalogue import VILLAGES
from plugins.site import Site
from plugins.standing import Standing
from plugins.villages import finance_url, town_url

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LIMIT = 50_000
"""Entries one file may hold, by the protocol of sitemaps.org."""
INDEX = "sitemap.xml"

Entry = tuple[str, str]
"""Root-relative address, and the day (YYYY-MM-DD) on which there was last something new, empty where nothing is
dated."""


def last_change(article: Article, standing: Standing | None, today: str) -> str:
    """The day of the last real change of a document's page: its publication, or a later change of its standing. Never
    after ``today``, and never the day of a build."""
    since = standing.since if standing is not None else ""
    return max(article.day, since) if since <= today else article.day


def parts_of(contents: Any) -> dict[str, list[Entry]]:
    """The parts by file name: first the pages that are no documents, then the documents by year, oldest first."""
    trails, today = contents.catalogue.trails, contents.minute[:10]
    standings: Mapping[str, Standing] = contents.validity.standings
    newest = dict.fromkeys(contents.catalogue.shown(), "")
    homes = {village.url: "" for village in contents.villages.by_id.values()} if VILLAGES in newest else {}
    years: dict[str, list[Entry]] = {}
    late: list[tuple[Article, str]] = []
    for article in reversed(contents.articles):  # so that the last one seen of a column is its newest
        column = article.column
        if column not in newest:
            continue
        published = article.published
        day = published[:10]
        newest[column] = day
        if column == VILLAGES:
            homes[f"/{article.folder}/"] = day
        if article.path in standings:
            day = last_change(article, standings[article.path], today)
            late.append((article, day))
        years.setdefault(published[:4], []).append((article.url, day))
    for article, day in late:
        newest[article.column] = max(newest[article.column], day)
    for gone in contents.gone.values():  # its own page is no destination, the lists it went from are
        if gone.column in newest:
            newest[gone.column] = max(newest[gone.column], gone.at[:10])
    for path in sorted(newest, key=lambda path: -path.count("/")):  # what is new below a column is new in it
        for step in trails[path][:-1]:
            newest[step.path] = max(newest[step.path], newest[path])
    columns = {f"/{path}/": day for path, day in newest.items()}
    for village in contents.villages.by_id.values() if homes else ():
        town = town_url(village.town)
        columns[town] = max(columns.get(town, ""), homes[village.url])
    for path, book in contents.books.by_column.items():
        if path in newest:
            columns[f"/{path}/"] = max(columns[f"/{path}/"], book.newest)
    pages = {"/": max(newest.values(), default=""), "/sitemap.html": "", **columns, **homes}
    parts = _cut("pages", sorted(pages.items()))
    for year in sorted(years):
        parts.update(_cut(year, years[year]))
    rows: dict[str, list[Entry]] = {}
    for path, book in contents.books.by_column.items():
        for record in book.records.values() if path in newest else ():
            rows.setdefault(record.day[:4], []).append((record.url, record.day))
    for year in sorted(rows):
        parts.update(_cut(f"records-{year}", sorted(rows[year])))
    if contents.finances.by_url and VILLAGES in newest:
        parts.update(_finance_parts(contents))
    return parts


def _finance_parts(contents: Any) -> Iterator[tuple[str, list[Entry]]]:
    """The financial statements of villages, by year of their period, and the pages that list them."""
    statements: dict[str, list[Entry]] = {}
    for brief in contents.finances.by_url.values():
        statements.setdefault(brief.period[:4], []).append((brief.url, brief.signed))
    fronts = [
        (finance_url(village), max(brief.signed for brief in briefs))
        for village, briefs in contents.finances.by_village.items()
        if briefs
    ]
    yield from _cut("finance", sorted(fronts)).items()
    for year in sorted(statements):
        yield from _cut(f"finance-{year}", sorted(statements[year])).items()


def _cut(name: str, entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Entries as files: one, or as many as the protocol asks for."""
    starts = range(0, len(entries), LIMIT)
    names = [
        f"sitemap-{name}.xml" if not number else f"sitemap-{name}-{number + 1}.xml" for number in range(len(starts))
    ]
    return {name: list(entries[start : start + LIMIT]) for name, start in zip(names, starts, strict=True)}


def sitemap_xml(site: Site, entries: Sequence[Entry]) -> str:
    """A ``urlset`` of at most LIMIT entries."""
    lines = "\n".join(f"<url>{_entry(site.absolute(url), day)}</url>" for url, day in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">\n{lines}\n</urlset>\n'


def index_xml(site: Site, parts: Sequence[Entry]) -> str:
    """sitemap.xml: the parts, each by its file, with the day of the newest change in it."""
    lines = "\n".join(f"<sitemap>{_entry(site.absolute(f'/{name}'), day)}</sitemap>" for name, day in parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{NAMESPACE}">\n{lines}\n</sitemapindex>\n'


def _entry(address: str, day: str) -> str:
    return f"<loc>{escape(address)}</loc>" + (f"<lastmod>{day}</lastmod>" if day else "")


def robots_txt(view: View, _: None) -> str:
    """Everything may be crawled."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {view.site.absolute('/sitemap.xml')}\n"


ROBOTS = Kind("robots.txt", robots_txt, frozenset({"site"}))


def offer(generator: Any) -> None:
    """Receiver: sitemap.xml, its parts, and robots.txt."""
    parts = parts_of(generator.edition)
    index = [(name, max((day for _, day in entries), default="")) for name, entries in parts.items()]

    def make(view: View, name: str) -> str:
        view.note(f"sitemap:{name}")
        return index_xml(view.site, index) if name == INDEX else sitemap_xml(view.site, parts[name])

    generator.add_facts({f"sitemap:{name}": digest(entries) for name, entries in ((INDEX, index), *parts.items())})
    kind = Kind("sitemap.xml", make, frozenset({"site", "sitemap"}))
    generator.add_pages(kind, ((name, name) for name in (INDEX, *parts)))
    generator.add_pages(ROBOTS, [("robots.txt", None)])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
