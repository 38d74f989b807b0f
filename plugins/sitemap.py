"""sitemap.xml for search engines, others for the rows of disclosure tables, and robots.txt that names them all."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from pelican import signals

from plugins.build.kinds import Kind
from plugins.build.view import View
from plugins.catalogue import VILLAGES

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LIMIT = 50_000
"""Entries one file may hold, by the protocol of sitemaps.org."""


def entries(view: View) -> list[tuple[str, str]]:
    """Canonical address and date of last change (empty where nothing is dated) of every page worth finding."""
    every = view.every()
    found = {"/": every[0].day if every else "", "/sitemap.html": ""}
    shown = {column.path for column in view.columns()}
    for path in shown:
        newest = view.newest(path, 1)
        found[view.column(path).url] = newest[0].day if newest else ""
    if VILLAGES in shown:
        for _, members in view.towns():
            found.update((view.village(id_).url, "") for id_ in members)
    for article in every:
        if article.column in shown:
            found[article.url] = article.day
            if article.village:
                home = f"/{article.folder}/"
                found[home] = max(found[home], article.day)
    host = view.site.absolute("")
    return [(host + url, day) for url, day in sorted(found.items())]


def sitemap_xml(pages: list[tuple[str, str]]) -> str:
    """A ``urlset`` of at most LIMIT entries."""
    lines = []
    for address, day in pages:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(address)}</loc>{changed}</url>")
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">\n{body}\n</urlset>\n'


def sitemap(view: View, number: int | None) -> str:
    """sitemap.xml (None): one sitemap, or an index of several where the site is larger than one may be; or one of
    those, counted from 1."""
    pages = entries(view)
    if number is not None:
        return sitemap_xml(pages[(number - 1) * LIMIT : number * LIMIT])
    if len(pages) <= LIMIT:
        return sitemap_xml(pages)
    names = [part_name(number) for number in range(1, -(-len(pages) // LIMIT) + 1)]
    lines = "\n".join(f"<sitemap><loc>{escape(view.site.absolute('/' + name))}</loc></sitemap>" for name in names)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{NAMESPACE}">\n{lines}\n</sitemapindex>\n'


def part_name(number: int) -> str:
    """The file of one part of a large sitemap."""
    return f"sitemap-{number}.xml"


def record_sitemap(view: View, number: int) -> str:
    """One sitemap of rows of disclosure tables, counted from 1."""
    host = view.site.absolute("")
    pages = sorted((host + record.url, record.day) for _, record in view.rows())
    return sitemap_xml(pages[(number - 1) * LIMIT : number * LIMIT])


def record_part(number: int) -> str:
    """The file of one of them."""
    return f"sitemap-records-{number}.xml"


def robots_txt(view: View, parts: int) -> str:
    """Everything may be crawled. ``parts`` is the number of sitemaps of rows."""
    names = ["sitemap.xml", *(record_part(number) for number in range(1, parts + 1))]
    lines = "".join(f"Sitemap: {view.site.absolute('/' + name)}\n" for name in names)
    return f"User-agent: *\nDisallow:\n\n{lines}"


SITEMAP = Kind(
    "sitemap.xml",
    sitemap,
    frozenset({"site", "every", "nav", "tree", "column", "newest", "head", "towns", "village"}),
)
RECORDS = Kind("sitemap of records", record_sitemap, frozenset({"site", "rows", "tree"}))
ROBOTS = Kind("robots.txt", robots_txt, frozenset({"site"}))


def offer(generator: Any) -> None:
    """Receiver: sitemap.xml, its parts where it is large, those of rows, and robots.txt."""
    edition = generator.edition
    shown = [c for c in edition.catalogue.by_path.values() if not _is_hidden(edition, c.path)]
    paths = {column.path for column in shown}
    places = len(edition.villages.by_id) if VILLAGES in paths else 0
    total = 2 + len(shown) + places + sum(article.column in paths for article in edition.articles)
    pages: list[tuple[str, Any]] = [("sitemap.xml", None)]
    if total > LIMIT:
        pages += [(part_name(number), number) for number in range(1, -(-total // LIMIT) + 1)]
    generator.add_pages(SITEMAP, pages)
    books = edition.books.by_column
    rows = sum(len(book.records) for path, book in books.items() if path in paths)
    parts = -(-rows // LIMIT)
    generator.add_pages(RECORDS, ((record_part(number), number) for number in range(1, parts + 1)))
    generator.add_pages(ROBOTS, [("robots.txt", parts)])


def _is_hidden(edition: Any, path: str) -> bool:
    return any(step.hidden for step in edition.catalogue.trails[path])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
