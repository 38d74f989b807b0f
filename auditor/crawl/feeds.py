"""Atom (RFC 4287) and RSS feeds: the addresses of their entries, by pattern like ``sitemap``'s."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from auditor.crawl.response import Response
from auditor.crawl.url import resolve

MAX_FILES = 50

_NAME = re.compile(r"feed|rss|atom", re.I)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)\b", re.I)
_ENTRY = re.compile(rb"<(entry|item)\b.*?</\1\s*>", re.I | re.S)
_ATOM = re.compile(rb"<link\b([^>]*)>", re.I)
_HREF = re.compile(rb"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_OTHER_REL = re.compile(rb"""\brel\s*=\s*["'](?!alternate["'])""", re.I)
_RSS = re.compile(rb"<link>\s*(?:<!\[CDATA\[)?\s*([^<\]]+?)\s*(?:\]\]>)?\s*</link", re.I)


def names_feed(url: str) -> bool:
    """Whether the last part of an address is named as feeds are (feed.atom, rss.xml, /feed/)."""
    return _NAME.search(url.rstrip("/").rpartition("/")[2]) is not None


def read_feeds(addresses: Iterable[str], get: Callable[[str], Response]) -> Iterator[str]:
    """Yield the address of every entry of up to MAX_FILES feeds, in order; what is no feed says nothing."""
    for number, address in enumerate(addresses):
        if number >= MAX_FILES:
            return
        response = get(address)
        if response.reason == "ok" and _FEED.search(response.body[:4096]):
            for raw in _entries(response.body):
                url = resolve(response.final_url, html.unescape(raw.decode("utf-8", "replace"))).url
                if url:
                    yield url


def _entries(body: bytes) -> Iterator[bytes]:
    for entry in _ENTRY.finditer(body):
        if (found := _RSS.search(entry[0])) is not None:
            yield found[1]
            continue
        for link in _ATOM.finditer(entry[0]):
            href = _HREF.search(link[1])
            if href is not None and not _OTHER_REL.search(link[1]):
                yield href[1] or href[2] or b""
                break
