"""sitemap.xml for search engines, and robots.txt that names it."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from pelican import signals

from plugins.build.edition import Edition
from plugins.catalogue import VILLAGES

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LIMIT = 50_000
"""Entries one file may hold, by the protocol of sitemaps.org."""


def entries(edition: Edition) -> list[tuple[str, str]]:
    """Canonical address and date of last change (empty where nothing is dated) of every page worth finding."""
    hidden = {column.path for column in edition.catalogue.by_path.values() if _is_hidden(edition, column.path)}
    newest = f"{edition.documents[0].fields.published:%Y-%m-%d}" if edition.documents else ""
    found = {"/": newest, "/sitemap.html": ""}
    for column in edition.catalogue.by_path.values():
        if column.path not in hidden:
            below = edition.below(column)
            found[column.url] = f"{below[0].fields.published:%Y-%m-%d}" if below else ""
    for village in edition.villages.by_id.values() if VILLAGES not in hidden else ():
        found[village.url] = ""
    for document in edition.documents:
        if document.column.path not in hidden:
            day = f"{document.fields.published:%Y-%m-%d}"
            found[document.url] = day
            if document.village:
                found[document.village.url] = max(found[document.village.url], day)
    return [(edition.site.absolute(url), day) for url, day in sorted(found.items())]


def _is_hidden(edition: Edition, path: str) -> bool:
    return any(step.hidden for step in edition.catalogue.trails[path])


def sitemap_xml(pages: list[tuple[str, str]]) -> str:
    """A ``urlset`` of at most LIMIT entries."""
    lines = []
    for address, day in pages:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(address)}</loc>{changed}</url>")
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">\n{body}\n</urlset>\n'


def sitemap_files(edition: Edition) -> dict[str, str]:
    """File name → text: one sitemap, or an index of several where the site is larger than one may be."""
    pages = entries(edition)
    if len(pages) <= LIMIT:
        return {"sitemap.xml": sitemap_xml(pages)}
    parts = [pages[start : start + LIMIT] for start in range(0, len(pages), LIMIT)]
    files = {f"sitemap-{number}.xml": sitemap_xml(part) for number, part in enumerate(parts, 1)}
    lines = "\n".join(f"<sitemap><loc>{escape(edition.site.absolute('/' + name))}</loc></sitemap>" for name in files)
    index = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{NAMESPACE}">\n{lines}\n</sitemapindex>\n'
    return {"sitemap.xml": index, **files}


def robots_txt(edition: Edition) -> str:
    """Everything may be crawled."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {edition.site.absolute('/sitemap.xml')}\n"


def write(generator: Any, writer: Any) -> None:
    """Receiver: sitemap.xml and robots.txt."""
    for name, text in sitemap_files(generator.edition).items():
        writer.put(name, text)
    writer.put("robots.txt", robots_txt(generator.edition))


def register() -> None:
    """Run when the pages are written."""
    signals.article_writer_finalized.connect(write)
