"""links/private_address

## What it does
Looks for links, pictures, scripts and forms that lead to a machine no member of the public can reach: the reader's own
(``localhost``, ``127.0.0.1``), an intranet's (10.x, 172.16–31.x, 192.168.x, fc00::), or a name that only an office's
own resolver knows (``http://oa/``, ``.local``). On a site that is itself at such an address the check is silent.

## Why it matters
The link is dead for everybody outside the office, works for the editor who tests it, and tells strangers how the
office's network is laid out.

## Bad
    <img src="http://192.168.1.20/upload/2024/tu1.jpg">    <a href="http://localhost:8080/zwgk/">预览</a>

## Instead
    <img src="/upload/2024/tu1.jpg">                       <a href="/zwgk/">政务公开</a>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._address import UNFILLED, fault
from auditor.checks.links._hosts import host_of, private_kind
from auditor.checks.links._targets import named, shown
from auditor.crawl.url import origin
from auditor.model import Check, Hit, PageFacts, Params

SENTENCES = {
    "loopback": "指向“本机”，读者点开的是自己的电脑",
    "intranet": "指向内网地址，公众打不开，还会暴露内部网络",
    "intranet-name": "指向只有内部网络才认识的名称，公众打不开",
}
NAMES = {"asset": "页面引用的文件", "page": "链接", "meta": "页面声明的地址"}


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each address of the page that only an intranet reaches, the first of each."""
    if private_kind(host_of(facts.url)):
        return
    own = origin(facts.url) + "/"
    seen: set[str] = set()
    for link in facts.links:
        if not link.url or link.url in seen or link.url.startswith(own):
            continue
        if fault(link) or UNFILLED.search(link.raw):
            continue  # http://http://… has no host that anybody meant
        reason = private_kind(host_of(link.url))
        if not reason or link.tag == "option":
            continue
        seen.add(link.url)
        evidence, mark = shown(link)
        yield Hit(
            url=facts.url,
            message=f"{named(NAMES[link.role], link)}{SENTENCES[reason]}",
            evidence=evidence,
            mark=mark,
            reason=reason,
            target=link.url,
            region=link.region,
            locator=link.locator,
            cause="" if link.region == "main" else f"{reason} {link.region} {link.url}",
        )


CHECK = Check(
    id="links/private_address",
    title="链接指向内网或本机地址",
    severity="P1",
    remedy="请改成公众能打开的地址；图片和附件请上传到网站后重新引用，内部系统的链接请删除",
    scope="page",
    check=check,
)
