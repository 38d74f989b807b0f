"""For each column what programs read: feed.atom (RFC 4287) of its newest documents, index.json of all its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pelican import signals

from plugins.build.edition import Edition
from plugins.catalogue import Column
from plugins.documents import Document
from plugins.site import Site

FEED_ITEMS = 20
_NEVER = "1970-01-01T00:00:00+08:00"


def feed_atom(site: Site, column: Column, documents: Sequence[Document]) -> str:
    """The feed of a column and of what lies below it. ``updated`` is that of the newest entry, never the clock's."""
    newest = documents[:FEED_ITEMS]
    updated = newest[0].fields.published.isoformat() if newest else _NEVER
    address, own = site.absolute(column.url), site.absolute(f"{column.url}feed.atom")
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<title>{escape(f'{column.name} - {site.name}')}</title>",
        f"<id>{escape(address)}</id>",
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(site.owner)}</name></author>",
        f"<link rel={quoteattr('alternate')} href={quoteattr(address)}/>",
        f"<link rel={quoteattr('self')} type={quoteattr('application/atom+xml')} href={quoteattr(own)}/>",
    ]
    return "\n".join([*head, *(_entry(site, document) for document in newest), "</feed>"]) + "\n"


def _entry(site: Site, document: Document) -> str:
    fields, address = document.fields, site.absolute(document.url)
    summary = f"<summary>{escape(fields.summary)}</summary>" if fields.summary else ""
    moment = fields.published.isoformat()
    return (
        f"<entry><title>{escape(fields.title)}</title><id>{escape(address)}</id>"
        f"<published>{moment}</published><updated>{moment}</updated>"
        f"<author><name>{escape(fields.source)}</name></author>"
        f"<link rel={quoteattr('alternate')} href={quoteattr(address)}/>{summary}</entry>"
    )


def index_json(site: Site, column: Column, documents: Sequence[Document]) -> str:
    """A column's own documents, newest first, and its sub-columns."""
    items = [
        {
            "id": document.id,
            "type": document.fields.type,
            "title": document.fields.title,
            "url": site.absolute(document.url),
            "published": document.fields.published.isoformat(),
            "source": document.fields.source,
            "publisher": document.units["publisher"].name,
            "summary": document.fields.summary,
            "keywords": list(document.fields.keywords),
            "index_no": document.fields.index_no,
            "doc_no": document.fields.doc_no,
        }
        for document in documents
    ]
    children = [{"name": c.name, "url": site.absolute(c.url)} for c in column.children if not c.hidden]
    content = {"name": column.name, "url": site.absolute(column.url), "children": children, "items": items}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def write(generator: Any, writer: Any) -> None:
    """Receiver: both files for every column."""
    edition: Edition = generator.edition
    for column in edition.catalogue.by_path.values():
        writer.put(f"{column.path}/feed.atom", feed_atom(edition.site, column, edition.below(column)))
        writer.put(f"{column.path}/index.json", index_json(edition.site, column, edition.by_column[column.path]))


def register() -> None:
    """Run when the pages are written."""
    signals.article_writer_finalized.connect(write)
