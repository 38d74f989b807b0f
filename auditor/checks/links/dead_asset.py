"""links/dead_asset

## What it does
Looks for pictures, styles, scripts and media, on this host or another, that do not answer: not found, gone, a dead
name (``fail``), or a failure that may be passing (``review``). A picture pasted from a text processor that still lies
on the editor's own computer (``file:///C:/…``), or whose address cannot be read, fails as well. The site's own style
sheets are read too: what they refer to is told with the sheet's line.

## Why it matters
A picture that is not there is a dead link in the inspection. A style or script that is not there can leave a page
unreadable, or without the footer marks that a script writes.

## Bad
    <img src="/images/2024/tu1.jpg" alt="现场照片">      where the picture answers 404

## Instead
    <img src="/images/2024/tu2.jpg" alt="现场照片">      or put the picture back
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._targets import dead_targets, without_targets
from auditor.model import Check, Hit, Link, PageFacts, Params, Site

NAMES = {
    "img": "图片",
    "image": "图片",
    "input": "图片",
    "picture": "图片",
    "script": "脚本",
    "style": "样式引用的文件",
    "video": "视频",
    "audio": "音频",
    "source": "音视频或图片",
    "track": "字幕",
    "embed": "嵌入文件",
    "object": "嵌入文件",
}
HINTS = frozenset({"preconnect", "dns-prefetch", "prefetch", "preload", "modulepreload"})
"""Links that only hurry the browser along; a reader misses nothing when they fail."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each page and each picture, style, script or medium of it that does not answer."""
    yield from dead_targets(site, _asks, _name, sheets=True)
    yield from without_targets(site, _asks, _name)


def _asks(page: PageFacts, link: Link) -> bool:
    return link.role == "asset" and HINTS.isdisjoint(link.rel.lower().split())


def _name(link: Link) -> str:
    if link.tag == "link":
        return "图标" if "icon" in link.rel.lower() else "样式表"
    return NAMES.get(link.tag, "页面引用的文件")


CHECK = Check(
    id="links/dead_asset",
    title="图片、样式、脚本或音视频打不开",
    severity="P2",
    remedy="请补回缺失的文件或改正引用地址；不再使用的，请从页面或模板中删除引用",
    scope="site",
    check=check,
    needs=("links",),
    by_target=True,
)
