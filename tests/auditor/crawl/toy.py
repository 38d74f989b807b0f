"""Facts enough to crawl by: links and anchors, found by pattern. The real facts have tests of their own."""

from __future__ import annotations

import re

from auditor.crawl.reading import Method
from auditor.crawl.response import Response
from auditor.crawl.url import resolve
from auditor.model import Link, PageFacts

_LINK = re.compile(r'<(a|img|form|link)\b[^>]*?\b(?:href|src|action)="([^"]*)"')
_ANCHOR = re.compile(r'\bid="([^"]+)"')


def toy_facts(response: Response, depth: int) -> PageFacts:
    """What a crawl needs of a page."""
    html = response.body.decode("utf-8", "replace")
    links = []
    for tag, raw in _LINK.findall(html):
        found = resolve(response.final_url, raw)
        role = {"img": "asset", "link": "meta"}.get(tag, "page")
        links.append(
            Link(url=found.url, raw=raw, role=role, tag=tag, attribute="href", fragment=found.fragment)  # type: ignore[arg-type]
        )
    return PageFacts(
        url=response.final_url, status=response.status, kind="other", links=tuple(links),
        anchors=tuple(_ANCHOR.findall(html)), depth=depth, truncated=response.truncated,
    )  # fmt: skip


TOY = Method(facts=toy_facts)
"""How a crawl reads by them."""


def links_to(*addresses: str, more: str = "") -> str:
    """A page that links to the addresses."""
    return "".join(f'<a href="{address}">x</a>' for address in addresses) + more
