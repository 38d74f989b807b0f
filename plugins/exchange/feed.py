"""feed.atom of a package: an entry a document, and a tombstone (RFC 6721) for each that was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from plugins.exchange.delta import CHANGED, CHINESE, WITHDRAWN, Change
from plugins.exchange.record import Record
from plugins.site import Site
from plugins.tag_uri import SINCE, document_tag

_MIDNIGHT = 10
"""Characters of a day without a time."""


def feed_atom(site: Site, changes: Sequence[Change], records: Mapping[str, Record], made_at: str) -> str:
    """The feed. Links lead to the page on the site and, relative to the feed, to the document's JSON."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="zh-CN">',
        f"<title>{escape(f'政策文件交换包 - {site.name}')}</title>",
        f"<id>tag:{site.host},{SINCE}:exchange</id>",
        f"<updated>{made_at}</updated>",
        f"<author><name>{escape(site.owner)}</name></author>",
        f"<link rel={quoteattr('alternate')} href={quoteattr(site.absolute('/'))}/>",
    ]
    for change in changes:
        name = document_tag(site, change.id)
        if change.change == WITHDRAWN:
            comment = f"<at:comment>{escape(change.reason)}</at:comment>"
            lines.append(
                f"<at:deleted-entry ref={quoteattr(name)} when={quoteattr(_moment(change.at, made_at))}>{comment}"
                f"<link rel={quoteattr('alternate')} href={quoteattr(change.address)}/></at:deleted-entry>"
            )
            continue
        lines.append(_entry(change, records[change.id], name, f"tag:{site.host},{SINCE}:exchange/change", made_at))
    return "\n".join([*lines, "</feed>"]) + "\n"


def _entry(change: Change, record: Record, name: str, scheme: str, made_at: str) -> str:
    told = record.told
    since = record.standing.since
    updated = max(told["published"], _moment(since, told["published"]))
    if change.change == CHANGED:
        updated = made_at  # nobody wrote down when
    summary = f"<summary>{escape(told['summary'])}</summary>" if told["summary"] else ""
    return (
        f"<entry><title>{escape(told['title'])}</title><id>{escape(name)}</id>"
        f"<published>{told['published']}</published><updated>{updated}</updated>"
        f"<author><name>{escape(told['publisher']['name'])}</name></author>"
        f"<category scheme={quoteattr(scheme)} term={quoteattr(change.change)} "
        f"label={quoteattr(CHINESE[change.change])}/>"
        f"<link rel={quoteattr('alternate')} href={quoteattr(told['address'])}/>"
        f"<link rel={quoteattr('related')} type={quoteattr('application/json')} "
        f"href={quoteattr(f'documents/{change.id}.json')}/>{summary}</entry>"
    )


def _moment(at: str, otherwise: str) -> str:
    """A day, or a minute (YYYY-MM-DD HH:MM), as Atom writes it."""
    if not at:
        return otherwise
    return f"{at[:10]}T{at[11:] if len(at) > _MIDNIGHT else '00:00'}:00+08:00"
