"""feed.atom and index.json of every column. Entries are named by ``tag:`` URIs, which a move does not change."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pelican import signals

from plugins.build.article import Article
from plugins.build.kinds import Kind
from plugins.build.view import View
from plugins.policies.facets import library_paths
from plugins.site import Site
from plugins.standing import VOID, Standing
from plugins.tag_uri import column_tag, document_tag

FEED_ITEMS = 20
_NEVER = "1970-01-01T00:00:00+08:00"


def feed_atom(view: View, path: str) -> str:
    """The feed of a column and of what lies below it."""
    return atom(view, path, view.newest(path, FEED_ITEMS))


def atom(view: View, path: str, newest: list[Article]) -> str:
    """The feed of the column at ``path`` with these documents. ``updated`` is that of the entry that changed last,
    never the clock's."""
    site, column = view.site, view.column(path)
    standings = [view.standing(article.path) for article in newest]
    entries = [_entry(site, article, standing) for article, standing in zip(newest, standings, strict=True)]
    updated = max(map(_updated, newest, standings), default=_NEVER)
    address, own = site.absolute(column.url), site.absolute(f"{column.url}feed.atom")
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<title>{escape(f'{column.name} - {site.name}')}</title>",
        f"<id>{escape(column_tag(site, column))}</id>",
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(site.owner)}</name></author>",
        f"<link rel={quoteattr('alternate')} href={quoteattr(address)}/>",
        f"<link rel={quoteattr('self')} type={quoteattr('application/atom+xml')} href={quoteattr(own)}/>",
    ]
    return "\n".join([*head, *entries, "</feed>"]) + "\n"


def _updated(article: Article, standing: Standing | None) -> str:
    """When there was last something to tell of a document: its publication, or that it is no longer in force."""
    since = standing.since if standing and standing.word in VOID else ""
    return max(article.published_iso, f"{since}T00:00:00+08:00") if since else article.published_iso


def _entry(site: Site, article: Article, standing: Standing | None) -> str:
    address = site.absolute(article.url)
    word = standing.word if standing else article.validity
    mark = f"<category scheme={quoteattr(site.absolute('/validity'))} term={quoteattr(word)}/>" if word else ""
    said = f"〔{word}〕{article.summary}" if word in VOID else article.summary
    summary = f"<summary>{escape(said)}</summary>" if said else ""
    moment = article.published_iso
    return (
        f"<entry><title>{escape(article.title)}</title><id>{escape(document_tag(site, article.id))}</id>"
        f"<published>{moment}</published><updated>{_updated(article, standing)}</updated>"
        f"<author><name>{escape(article.source)}</name></author>"
        f"<link rel={quoteattr('alternate')} href={quoteattr(address)}/>{mark}{summary}</entry>"
    )


def item(site: Site, article: Article, standing: Standing | None, publisher: str, by: str) -> dict[str, Any]:
    """A document as programs are told of it; ``publisher`` is the unit's name, ``by`` the root-relative address of what
    gave the document its standing, or empty."""
    return {
        "id": article.id,
        "type": article.type,
        "title": article.title,
        "url": site.absolute(article.url),
        "published": article.published_iso,
        "source": article.source,
        "publisher": publisher,
        "summary": article.summary,
        "keywords": article.keywords,
        "index_no": article.index_no,
        "doc_no": article.doc_no,
        "unified_no": article.unified_no,
        "validity": standing.word if standing else article.validity,
        "validity_since": standing.since if standing else "",
        "validity_cause": standing.cause if standing else "",
        "validity_by": site.absolute(by) if by else "",
        "valid_until": standing.until if standing else "",
    }


def json_text(content: Any) -> str:
    """JSON as the site publishes it: readable as text, a value a line, so that two versions can be compared."""
    return json.dumps(content, ensure_ascii=False, separators=(",\n", ": ")) + "\n"


def index_json(view: View, path: str) -> str:
    """A column's own documents, newest first, and its sub-columns."""
    site, column = view.site, view.column(path)
    items = []
    standings = view.standings(path)
    for article in view.own(path):
        standing = standings.get(article.path)
        by = view.article(standing.by).url if standing and standing.by else ""
        items.append(item(site, article, standing, view.unit_name(article.publisher), by))
    children = [{"name": child.name, "url": site.absolute(child.url)} for child in view.children(path)]
    content = {"name": column.name, "url": site.absolute(column.url), "children": children, "items": items}
    return json_text(content)


FEED = Kind("feed", feed_atom, frozenset({"site", "column", "newest", "head", "standing"}))
INDEX = Kind("index", index_json, frozenset({"site", "column", "tree", "own", "unit", "standings", "head"}))


def offer(generator: Any) -> None:
    """Receiver: both files for every column; the feed of a policy library is its plugin's."""
    paths = list(generator.edition.catalogue.by_path)
    libraries = library_paths(generator.edition.catalogue)
    generator.add_pages(FEED, ((f"{path}/feed.atom", path) for path in paths if path not in libraries))
    generator.add_pages(INDEX, ((f"{path}/index.json", path) for path in paths))


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
