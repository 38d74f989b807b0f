"""security/third_party_script

## What it does
Lists the other hosts from which pages load scripts, style sheets or frames, but those of the rule file's
``known_hosts`` (government sites, the national mark, counters that government sites use, maps and video services of
the country). One ``review`` a host, with all pages. What lies on a subdomain of the site's own domain is its own.

## Why it matters
Who may send a script into a page may change all that the reader sees on it. A host nobody remembers may be bought by
anybody, and a foreign one may be slow, barred, or watching.

## Bad
    <script src="https://cdn.some-free-widgets.com/slide.js"></script>

## Instead
    <script src="/js/slide.js"></script>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._hosts import host_of, is_listed, private_kind
from auditor.checks.links._targets import shown
from auditor.crawl.url import same_site
from auditor.model import Check, Hit, Link, PageFacts, Params

LOADED = {"script": "脚本", "iframe": "内嵌页面", "frame": "内嵌页面", "link": "样式表", "embed": "嵌入文件"}


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each host that is not on the list, the first reference to each."""
    own = host_of(facts.url).removeprefix("www.")
    seen: set[str] = set()
    for link in facts.links:
        host = host_of(link.url)
        if not host or host in seen or not _loads(link) or same_site(link.url, facts.url):
            continue
        if is_listed(host, (own, *params["known_hosts"])) or private_kind(host):
            continue  # private_address says what is wrong with the latter
        seen.add(host)
        evidence, mark = shown(link)
        yield Hit(
            url=facts.url,
            message=f"页面从其他网站 {host} 加载{LOADED[link.tag]}，请核实是否必要、是否可信",
            evidence=evidence,
            mark=mark,
            verdict="review",
            reason="script" if link.tag == "script" else "frame" if "frame" in link.tag else "style",
            target=host,
            region=link.region,
            locator=link.locator,
            cause=host,
        )


def _loads(link: Link) -> bool:
    if link.via or link.tag not in LOADED:
        return False
    if link.tag == "link":
        return "stylesheet" in link.rel.lower().split()
    return link.attribute == "src"


CHECK = Check(
    id="security/third_party_script",
    title="页面加载其他网站的脚本",
    severity="P3",
    remedy="请把需要的脚本下载到本网站引用，不需要的删除；确需保留的，核实后加入规则文件的 known_hosts",
    scope="page",
    check=check,
)
