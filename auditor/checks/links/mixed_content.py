"""links/mixed_content

## What it does
On pages under ``https://``, looks for what is loaded by plain ``http://`` (W3C Mixed Content): scripts, style sheets,
frames and embedded objects, which browsers refuse to load (``fail``); pictures, sound and film, which today's browsers
ask for by https instead, so that they are missing where the server has none (``review``). Links to pages are not
mixed content. A page with ``upgrade-insecure-requests`` is silent, and so are addresses of the reader's own machine.

## Why it matters
The page looks finished on the editor's screen and comes without its style, its map or its video to the public; what
comes by plain http can be changed on the way.

## Bad
    <script src="http://www.mingchuan.gov.cn/js/nav.js"></script>

## Instead
    <script src="/js/nav.js"></script>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._hosts import host_of, private_kind
from auditor.checks.links._targets import named, shown
from auditor.model import Check, Hit, Link, PageFacts, Params

BLOCKED = {
    "script": "脚本", "link": "样式表", "iframe": "内嵌页面", "frame": "内嵌页面",
    "object": "嵌入文件", "embed": "嵌入文件",
}  # fmt: skip
UPGRADED = {"img": "图片", "image": "图片", "input": "图片", "audio": "音频", "video": "视频", "source": "音视频或图片"}
UPGRADE = "upgrade-insecure-requests"


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each thing that a page under https loads by http, the first of each."""
    if not facts.url.startswith("https://") or _upgrades(facts):
        return
    seen: set[str] = set()
    for link in facts.links:
        if not link.url.startswith("http://") or link.url in seen or private_kind(host_of(link.url)):
            continue
        name = _loaded_as(link)
        if not name:
            continue
        seen.add(link.url)
        blocked = link.tag in BLOCKED
        evidence, mark = shown(link)
        yield Hit(
            url=facts.url,
            message=f"{named(name, link)}用 http 引用，"
            + ("在 https 页面上会被浏览器拦截" if blocked else "在 https 页面上可能显示不出来，请核实后改用 https"),
            evidence=evidence,
            mark=mark,
            verdict="fail" if blocked else "review",
            reason="blocked-content" if blocked else "upgraded-content",
            target=link.url,
            region=link.region,
            locator=link.locator,
            severity=None if blocked else "P3",
            cause="" if link.region == "main" else f"{link.region} {link.url}",
        )


def _loaded_as(link: Link) -> str:
    """What the browser loads with the page by this reference; empty for links and icons, which it does not block."""
    if link.tag == "link":
        return BLOCKED["link"] if "stylesheet" in link.rel.lower().split() else ""
    if link.tag in ("iframe", "frame"):
        return BLOCKED[link.tag]
    return BLOCKED.get(link.tag) or UPGRADED.get(link.tag) or "" if link.role == "asset" else ""


def _upgrades(facts: PageFacts) -> bool:
    """Whether the page tells browsers to ask for everything by https (Upgrade Insecure Requests)."""
    said = (value for name, value in facts.headers if name == "content-security-policy")
    return any(UPGRADE in value.lower() for value in said) or UPGRADE in facts.policy.lower()


CHECK = Check(
    id="links/mixed_content",
    title="https 页面引用了 http 的内容",
    severity="P2",
    remedy="请把引用地址改为 https 或以“/”开头的站内地址；对方没有 https 的，请把文件放到本网站",
    scope="page",
    check=check,
)
