"""identity/site_name

## What it does
Holds the site's name (meta tag SiteName) against what readers see. On the home page: is it named after a region or a
department, and does the title have it. On home, column and content pages: does the name stand in the head of the page.
All of it is ``review``: names are often painted, so a head with any picture, frame or script is silent, and so is a
page without SiteName (which is meta_tags').

## Why it matters
The inspection takes a point each for a site that is not named after its region or department, and for a name that is
not prominent in the head of all pages.

## Bad
    <meta name="SiteName" content="魅力明川">   <title>首页</title>

## Instead
    <meta name="SiteName" content="明川县人民政府门户网站">   <title>明川县人民政府门户网站</title>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks.identity._foot import JUDGED, is_stub
from auditor.model import Check, Hit, Link, Locator, PageFacts, Params

FIRST = 8
"""Blocks at the beginning of a page that count as its head where nothing says so."""

_KIND = re.compile(
    r"政务服务网|政府门户网站|政府网站|门户网站|官方网站|政府网|官网|网站|门户|^中国[·•・]?|欢迎访问|首页"
)
_OWNER = re.compile(r"政府|[省市县区旗州盟乡镇]|街道|委员会|[部委局厅院署办会]|集团|中心|开发区")
_HEAD = re.compile(r"head|logo|banner|top[\"' _-]|toubu|<h[1-3]", re.I)
"""What a script that writes the head of a page says; one that writes its foot does not."""

_BLANK = re.compile(r"[\W_]+")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit where the name is not a region's or department's, or does not stand where readers look for it."""
    name = facts.meta("SiteName")
    if not name or facts.kind not in JUDGED or is_stub(facts):
        return
    core = core_of(name)
    if facts.kind == "home":
        if not _OWNER.search(name):
            yield _hit(facts, name, "not-named-after", f"网站名称“{name[:40]}”看不出是哪个地区或部门，请核实是否规范")
        if core not in _bare(facts.title) and core_of(facts.title) not in (core, core.removesuffix("人民政府")):
            shown = facts.title[:40] or "（空）"
            yield _hit(facts, name, "title", f"首页标题“{shown}”与网站名称“{name[:40]}”不一致，请核实")
    if not _may_be_painted(facts) and core not in _bare("".join(_head(facts))):
        yield _hit(facts, name, "head", f"页面头部没有看到网站名称“{name[:40]}”，请核实是否醒目显示")


def core_of(name: str) -> str:
    """A site's name without the words that say that it is a site; the name itself where nothing else is left."""
    return _bare(_KIND.sub("", name)) or _bare(name)


def _bare(text: str) -> str:
    return _BLANK.sub("", text).lower()


def _head(facts: PageFacts) -> list[str]:
    spoken = ("text", "alt", "attribute")
    head = [block.text for block in facts.blocks if block.region in ("header", "nav") and block.kind in spoken]
    seen = [block.text for block in facts.blocks if block.kind == "text" and block.region != "footer"]
    return head or seen[:FIRST]


def _may_be_painted(facts: PageFacts) -> bool:
    """Whether the head may show the name without saying it: a picture, a frame, a script; or hardly any text."""
    if _HEAD.search(facts.written) or facts.truncated or sum(block.kind == "text" for block in facts.blocks) < 5:
        return True
    return any(_paints(link) for link in facts.links)


def _paints(link: Link) -> bool:
    if link.tag in ("frame", "iframe"):
        return True
    painted = link.tag in ("img", "embed", "object", "input", "image") or link.attribute in ("style", "background")
    return painted and link.role == "asset" and link.region in ("header", "nav")


def _hit(facts: PageFacts, name: str, reason: str, message: str) -> Hit:
    return Hit(
        url=facts.url,
        message=message,
        evidence=name[:80],
        verdict="review",
        reason=reason,
        target="SiteName",
        region="header",
        locator=next((meta.locator for meta in facts.metas if meta.name.lower() == "sitename"), Locator()),
        cause=f"{reason}:{name[:80]}",
    )


CHECK = Check(
    id="identity/site_name",
    title="网站名称不规范或不醒目",
    severity="P3",
    remedy="请以本地区、本部门名称命名网站，在所有页面的头部醒目位置显示，并与标题和 SiteName 标签保持一致",
    scope="page",
    check=check,
    own_host=True,
)
