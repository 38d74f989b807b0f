"""identity/platform_parts

## What it does
Follows the home page's links named 政府信息公开, 信息公开 or 政务公开, and from there those named 政府信息公开, and
looks for its parts: 指南, 制度, 法定主动公开内容, 年报, 依申请公开. A part is there when a link on these
pages or a column of the site is named so. ``review`` for each part that is not, for a platform that shows hardly any of
them (a script may write it), and for a government's site without such a link. A platform on another host is not read.

## Why it matters
国办公开办函〔2019〕61号 asks every agency for the same platform with the same parts: who looks for the guide or the
form of a request must not have to guess what it is called here.

## Bad
    政务公开: 通知公告 · 工作动态 · 图片新闻

## Instead
    政府信息公开: 政府信息公开指南 · 政府信息公开制度 · 法定主动公开内容 · 政府信息公开年报 · 依申请公开
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.model import Check, Hit, PageFacts, Params, Site

PLATFORM = re.compile(r"政府信息公开|信息公开|政务公开")
_CLOSER = re.compile(r"政府信息公开(?:专栏|平台|专区)?")
_GOVERNMENT = re.compile(r"人民政府|政府门户|政府网")
PARTS = {
    "guide": ("政府信息公开指南", re.compile(r"公开指南|^指南$")),
    "rules": ("政府信息公开制度", re.compile(r"公开制度|制度规定|制度规范|公开规定|^制度$|公开条例")),
    "content": ("法定主动公开内容", re.compile(r"主动公开|公开目录|公开内容")),
    "annual": ("政府信息公开年报", re.compile(r"公开年报|年度报告|年报")),
    "request": ("依申请公开", re.compile(r"依?申请公开")),
}
"""Each part's name and the names by which sites call it. Source: 国办公开办函〔2019〕61号."""

PAGES = 12
"""Pages of the platform that are looked at, at most."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each part of the platform that is not found, or one where there is no platform to see."""
    home = site.page(site.url)
    if home is None:
        return
    entries = _named(home, PLATFORM)
    if not entries:
        if _GOVERNMENT.search(home.meta("SiteName") or home.title) and len(home.links) > PAGES:
            yield _hit(home, "no-platform", "首页没有看到“政府信息公开”或“政务公开”的链接，请核实", "政府信息公开")
        return
    pages = list(_platform(site, entries))
    if not pages:
        return  # on another host, or not read
    names = {link.text for page in (home, *pages) for link in page.links if link.text}
    names |= {column.name for column in site.columns()} | {page.title for page in pages}
    missing = [part for part, (_, called) in PARTS.items() if not any(called.search(name) for name in names)]
    at = next((page for page in reversed(pages) if _CLOSER.search(page.title)), pages[0])
    if len(missing) >= len(PARTS) - 1:
        wanted = "、".join(name for name, _ in PARTS.values())
        yield _hit(at, "no-parts", "政府信息公开平台上没有看到规定的几个部分，也可能由脚本写入，请核实", wanted)
        return
    for part in missing:
        name = PARTS[part][0]
        yield _hit(at, part, f"政府信息公开平台上没有看到“{name}”，请核实是否缺少或另有名称", name)


def _platform(site: Site, entries: list[str]) -> Iterator[PageFacts]:
    """The pages that the entries lead to, and those nearer to the platform that these lead to."""
    seen: set[str] = set()
    todo = entries
    for _ in range(2):
        found = [page for url in todo if url not in seen and (page := _page(site, url))][:PAGES]
        seen.update(todo)
        yield from found
        todo = [url for page in found for url in _named(page, _CLOSER, whole=True) if url not in seen]


def _page(site: Site, url: str) -> PageFacts | None:
    state = site.link(url)
    return site.page(url) or (site.page(state.final_url) if state and state.final_url else None)


def _named(page: PageFacts, name: re.Pattern[str], *, whole: bool = False) -> list[str]:
    asks = name.fullmatch if whole else name.search
    found = (link.url for link in page.links if link.role == "page" and link.url and asks(link.text.strip()))
    return list(dict.fromkeys(url for url in found if url != page.url))[:PAGES]


def _hit(page: PageFacts, reason: str, message: str, evidence: str) -> Hit:
    return Hit(url=page.url, message=message, evidence=evidence, verdict="review", reason=reason, target=evidence)


CHECK = Check(
    id="identity/platform_parts",
    title="政府信息公开平台不完整",
    severity="P2",
    remedy="请按国办公开办函〔2019〕61号补齐平台的各个部分，并使用规定的名称",
    scope="site",
    check=check,
    needs=("columns",),
)
