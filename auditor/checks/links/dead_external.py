"""links/dead_external

## What it does
Looks for links to pages of other hosts that do not answer: not found, gone, a dead name (``fail``), or a failure that
may be passing: a server error, a time-out, an incomplete certificate chain (``review``). A host that turns our crawler
away (403, 412, 521, a challenge page) or that only the government network reaches is not counted.

## Why it matters
Readers do not care whose page is dead, and the inspection takes the same points; a name given up by its owner may
be bought by somebody else, and then a government site links to him.

## Bad
    <a href="http://www.old-bureau.example/">县某某局</a>      where the name no longer exists

## Instead
    Link to the successor's address, or take the link out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._targets import dead_targets
from auditor.checks.links.dead_page import page_name
from auditor.crawl.url import same_site
from auditor.model import Check, Hit, Link, PageFacts, Params, Site


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each page and each target on another host that does not answer."""
    yield from dead_targets(site, _asks, lambda link: f"外部{page_name(link)}")


def _asks(page: PageFacts, link: Link) -> bool:
    return link.role == "page" and not same_site(link.url, page.url)


CHECK = Check(
    id="links/dead_external",
    title="外部链接打不开",
    severity="P2",
    remedy="请用浏览器打开核实；对方已改版或停用的，请换成新地址，没有新地址的请删除链接",
    scope="site",
    check=check,
    needs=("links",),
    by_target=True,
)
