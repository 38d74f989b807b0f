"""links/foreign_host

## What it does
Lists the hosts outside the settings' ``links.known_hosts`` that readers are sent to: one ``review`` a host, with all
pages that link there. Without that setting the check is silent, and the report says so.

## Why it matters
A government site does not link to commercial sites on principle (国办发〔2017〕47号), and cannot answer for hosts that
nobody has looked at: an inventory is where the look begins.

## Bad
    <a href="https://www.some-shop.example/">办公用品</a>

## Instead
    Take the link out, or add the host to ``links.known_hosts`` once somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._hosts import host_of, is_listed, private_kind
from auditor.checks.links._targets import shown
from auditor.crawl.url import same_site
from auditor.model import Check, Hit, PageFacts, Params


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each host that is not on the list, the first link to each."""
    known = params["known_hosts"]
    if not known:
        return
    seen: set[str] = set()
    for link in facts.links:
        if link.tag not in ("a", "area", "option", "iframe") or not link.url or same_site(link.url, facts.url):
            continue
        host = host_of(link.url)
        if host in seen or is_listed(host, known) or private_kind(host):
            continue
        seen.add(host)
        evidence, mark = shown(link)
        yield Hit(
            url=facts.url,
            message=f"链接到名单之外的网站 {host}，请核实是否应当链接",
            evidence=evidence,
            mark=mark,
            verdict="review",
            reason="unknown-host",
            target=host,
            region=link.region,
            locator=link.locator,
            cause=host,
        )


CHECK = Check(
    id="links/foreign_host",
    title="链接到名单之外的网站",
    severity="P3",
    remedy="请核实该网站的性质：商业网站原则上不链接，请删除；经审核可以链接的，请加入 links.known_hosts",
    scope="page",
    check=check,
)
