"""interaction/channel

## What it does
On a portal of a people's government, looks for a channel where anybody may ask or advise online (咨询, 建言, 信箱,
留言, 问政). 网上信访 and 纪检举报 do not count, nor do surveys and interviews. ``review``: whether a channel works is
found by writing to it. Silent on sites that are no portals.

## Why it matters
No effective online channel fails the whole site.

## Bad
    互动交流: 在线访谈 · 征集调查 · 网上信访

## Instead
    互动交流: 县长信箱 · 咨询建言 · 在线访谈 · 征集调查
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks._survey import is_portal, urls_of
from auditor.model import Check, Hit, NotRun, Params, Site

CHANNEL = re.compile("咨询|建言|献策|信箱|留言|问政|来信|写信|互动平台|12345|民意直通|有话说|诉求|智能问答")
OTHER = re.compile("信访|举报|纪检|监察|访谈|征集|调查|找错|纠错")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield one hit for a portal without a channel for questions and advice."""
    home = site.page(site.url)
    if home is None or not is_portal(site):
        return
    names = [column.name for column in site.columns()]
    names += [link.text for link in home.links if link.tag in ("a", "area")]
    found = any(CHANNEL.search(name) and not OTHER.search(name) for name in names)
    if found or urls_of(site, "letter"):
        yield NotRun(
            what="咨询建言渠道能否提交、多久答复", why="要实际提交留言才能知道，请人工测试（每次 2 个简单问题）"
        )
        return
    yield Hit(
        url=site.url,
        message="没有找到网上咨询建言的渠道（网上信访、纪检举报、调查征集、在线访谈不算）；可能由脚本写出，请核实",
        evidence=home.title or site.url,
        verdict="review",
        reason="none",
        target="咨询建言渠道",
    )


CHECK = Check(
    id="interaction/channel",
    title="没有有效的咨询建言渠道",
    severity="P1",
    remedy="请开通网上咨询建言渠道，并在首页给出入口",
    scope="site",
    check=check,
    needs=("columns",),
)
