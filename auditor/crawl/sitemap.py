"""Sitemaps (sitemaps.org): XML, an index of them, plain text, each also in gzip.

Addresses are found by pattern, not by an XML parser: most broken sitemaps still say where the pages are.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable, Iterable, Iterator

from auditor.crawl.response import Response
from auditor.crawl.url import resolve

MAX_FILES = 50
MAX_BYTES = 50 * 1024 * 1024
"""The protocol's own limit for one file (sitemaps.org)."""

_LOC = re.compile(rb"<(?:\w+:)?loc\b[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<\]]+?)\s*(?:\]\]>)?\s*</", re.IGNORECASE)
_INDEX = re.compile(rb"<(?:\w+:)?sitemapindex\b", re.IGNORECASE)


def read_sitemaps(first: Iterable[str], get: Callable[[str], Response]) -> Iterator[str]:
    """Yield every page address in the sitemaps, and in those an index names, each file once, in order."""
    todo = list(dict.fromkeys(first))
    seen = set(todo)
    for _ in range(MAX_FILES):
        if not todo:
            return
        response = get(todo.pop(0))
        if response.reason != "ok":
            continue
        body = _plain(response.body)
        found = (_address(response.final_url, raw) for raw in _addresses(body))
        if not _INDEX.search(body[:4096]):
            yield from filter(None, found)
            continue
        for url in filter(None, found):
            if url not in seen and len(seen) < MAX_FILES * 2:
                seen.add(url)
                todo.append(url)


def names_sitemap(url: str) -> bool:
    """Whether an address is named as sitemaps are: .xml, .txt, each also with .gz."""
    return url.partition("?")[0].lower().removesuffix(".gz").endswith((".xml", ".txt"))


def _addresses(body: bytes) -> Iterator[bytes]:
    """What stands in ``<loc>``; of a text file, which has no markup, every line."""
    if b"<" in body[:4096]:
        yield from (found[1] for found in _LOC.finditer(body))
    else:
        lines = (line.strip() for line in body.removeprefix(b"\xef\xbb\xbf").splitlines())
        yield from (line for line in lines if line.lower().startswith((b"http://", b"https://")))


def _address(base: str, raw: bytes) -> str:
    return resolve(base, html.unescape(raw.decode("utf-8", "replace"))).url


def _plain(body: bytes) -> bytes:
    """A sitemap.xml.gz arrives compressed once more than HTTP says."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, MAX_BYTES)
    except zlib.error:
        return b""
