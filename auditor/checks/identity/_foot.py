"""What the foot of a page shows of the site's identity (网站标识), and whether we could see the foot at all.

Feet come as text, as pictures, in frames and out of scripts. What stands in a script counts as shown; where a picture,
a frame or a script file may hold what is missing, nobody can say from the page that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from auditor.checks.links._hosts import host_of, is_listed
from auditor.facts.scripts import FOOTS
from auditor.model import Link, PageFacts

NAMES = {
    "mark": "党政机关网站标识",
    "code": "网站标识码",
    "icp": "ICP备案编号",
    "police": "公安机关备案标识",
    "owner": "网站主办单位",
    "contact": "联系方式",
}
"""The six of 国办秘函〔2019〕19号, 功能设计·网站标识."""

LAST = 30
"""Blocks at the end of a page that has no foot we know as one."""

LITTLE = 60
"""Characters of text from which a foot is more than a picture with a line below it."""

JUDGED = ("home", "column", "content")
"""Viewers of documents, campaign pages and the like are not drawn by the inspection."""

CODE = re.compile(r"(?:标识码\s*[:：(（]?|(?<!机关)网站标识\s*[:：])\s*(?P<code>[A-Za-z]{0,2}\d{4,18})")
_SHOWN = {
    "mark": re.compile(r"党政机关|事业单位网站标识|conac", re.I),
    "code": CODE,
    "icp": re.compile(r"ICP\s*(?:备|证)|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP", re.I),
    "police": re.compile(r"公网安备|公安(?:机关|联网)?备案"),
    "owner": re.compile(r"主\s*办|主\s*管"),
    "contact": re.compile(
        r"联系(?:方式|电话|我们|地址)|电\s*话|邮\s*箱|热\s*线|传\s*真|\btel\b|e-?mail"
        r"|(?<!\d)0\d{2,3}[-—－ ]?\d{7,8}(?!\d)",
        re.I,
    ),
}
_HOSTS = {
    "mark": ("conac.cn",),
    "icp": ("beian.miit.gov.cn", "miitbeian.gov.cn", "miibeian.gov.cn"),
    "police": ("beian.gov.cn", "beian.mps.gov.cn"),
}
_PICTURED = frozenset({"mark", "police"})
"""Handed out as pictures: one without a text may well be it."""

_WEAK_OWNER = re.compile(r"版权所有|承\s*办|copyright", re.I)
_FOOT_FILE = re.compile(r"foot|bottom|copyright|banquan|dibu|yejiao|tail|(?:^|/)inc[/_-]", re.I)


class Foot(NamedTuple):
    """``shown`` are keys of NAMES; ``unsure`` those of the others that may stand where we cannot read."""

    shown: frozenset[str]
    unsure: frozenset[str]
    why: str = ""
    """In Chinese, why we cannot; empty where nothing is unsure."""


def read_foot(facts: PageFacts) -> Foot:
    """The parts that a page shows at its end, wherever its foot comes from."""
    text = normalize("NFKC", "\n".join(foot_texts(facts)))
    linked = {host_of(link.url) for link in facts.links}
    shown = {*_said(text)} | {part for part, hosts in _HOSTS.items() if any(is_listed(host, hosts) for host in linked)}
    if any("conac" in anchor.lower() for anchor in facts.anchors):
        shown.add("mark")
    if any(link.scheme in ("tel", "mailto") and link.region == "footer" for link in facts.links):
        shown.add("contact")
    missing = NAMES.keys() - shown
    if why := _elsewhere(facts, text):
        return Foot(frozenset(shown), frozenset(missing), why)
    unsure = {"owner"} & missing if _WEAK_OWNER.search(text) else set()
    if any(_is_silent_picture(link) or _is_foots_script(link) for link in facts.links):
        unsure |= missing & _PICTURED
    why = "底部有未写替代文字的图片或脚本，或只写了版权、承办单位" if unsure else ""
    return Foot(frozenset(shown), frozenset(unsure), why)


@lru_cache(512)
def _said(text: str) -> frozenset[str]:
    """The parts that a text names; most pages of a site have the same foot."""
    return frozenset(part for part, pattern in _SHOWN.items() if pattern.search(text))


def foot_texts(facts: PageFacts) -> Iterator[str]:
    """The texts of the foot (of the page's end, where it has none), its pictures' and links' words, and scripts'."""
    foot = [block for block in facts.blocks if block.region == "footer"]
    if not foot:
        seen = [block for block in facts.blocks if block.kind == "text"][-LAST:]
        foot = [*seen, *(block for block in facts.blocks if block.kind == "alt")]
    yield from (block.text for block in foot)
    yield from (link.text for link in facts.links if link.region == "footer" and link.text)
    if facts.written:
        yield facts.written


def is_judged(facts: PageFacts) -> bool:
    """Whether the foot of a page is asked for: of all pages of the site's own template, which its tags tell."""
    return facts.kind in JUDGED or (facts.kind == "other" and facts.meta("SiteName") != "" and facts.title != "")


def is_stub(facts: PageFacts) -> bool:
    """Whether a page leads elsewhere by itself; one that reloads itself is a page."""
    return any(link.tag == "meta" and link.role == "page" and link.url != facts.url for link in facts.links)


def _elsewhere(facts: PageFacts, text: str) -> str:
    """Why the whole foot may stand where we cannot read it, or empty."""
    if facts.truncated:
        return "页面没有读完"
    for link in facts.links:
        if link.tag == "frame":
            return "首页由框架（frameset）拼成"
        if link.tag == "iframe" and (link.region == "footer" or _FOOT_FILE.search(link.raw)):
            return f"底部在内嵌页面 {link.raw[:80]} 中"
        if link.tag == "script" and link.attribute == "src" and _FOOT_FILE.search(link.raw):
            return f"底部疑由脚本 {link.raw[:80]} 写入"
    if _FOOT_FILE.search(facts.written) and "<" not in facts.written:
        return "底部疑由脚本读入"
    pictures = any(_is_silent_picture(link) for link in facts.links)
    foot = "".join(block.text for block in facts.blocks if block.region == "footer" and block.kind == "text")
    if len(foot) < LITTLE and pictures:
        return "底部只有图片，没有文字"
    seen = sum(block.kind == "text" for block in facts.blocks)
    if not foot and seen < 5:
        return "页面几乎没有文字，内容可能是图片或由脚本写入"
    return ""


def _is_foots_script(link: Link) -> bool:
    ours = link.tag == "script" and link.attribute == "src" and link.region == "footer"
    return ours and not FOOTS.search(link.raw)  # none of these writes 公安备案


def _is_silent_picture(link: Link) -> bool:
    return link.tag == "img" and link.region == "footer" and not link.text.strip()
