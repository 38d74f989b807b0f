"""freshness/published_twice

## What it does
Looks for two pages of one column with the same title and the same paragraphs. Silent: one item in two columns (that is
how portals are built), stages of one 公示 (their texts differ), one page under two addresses (the same canonical link).
``review`` where both pages bear the same minute (one article under two addresses, more likely than two) or the text is
short.

Reason: twice.

## Why it matters
The same text published again, to look updated, is a finding of every second bulletin.

## Bad
    /yw/202610/t20261012_1.html and /yw/202611/t20261118_7.html: same title, same text

## Instead
    Take one of them down, and let its address lead to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from auditor.facts.dates import find_dates
from auditor.model import Check, Hit, PageFacts, Params, Site

PARAGRAPH = 20
"""Characters from which a block is a paragraph of the text and not a line of the template."""

SHORT = 100
"""Characters of a text below which two may well be the same by nature (停水通知)."""

_DATED_FOLDER = re.compile(r"/(?:20\d\d[-_/]?(?:\d\d)?[-_/]?(?:\d\d)?|art|content)(?=/)")


class _Copy(NamedTuple):
    url: str
    title: str
    published: str
    length: int


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each page that repeats an earlier one of its column, on the later of the two."""
    seen: dict[bytes, list[_Copy]] = {}
    for page in site.pages():
        if page.kind == "content" and page.canonical in ("", page.url) and (text := _text(page)):
            title = page.meta("ArticleTitle") or page.title
            key = blake2b("\0".join((_column(page), title, text)).encode(), digest_size=16).digest()
            seen.setdefault(key, []).append(_Copy(page.url, title, page.published(), len(text)))
    for copies in seen.values():
        if len(copies) > 1:
            yield _hit(sorted(copies, key=lambda copy: (copy.published, copy.url)))


def _text(page: PageFacts) -> str:
    """The paragraphs of a page: what has a full stop, so without titles of neighbours, lines of date and source."""
    return "\n".join(
        block.text
        for block in page.blocks
        if block.kind == "text"
        and block.region == "main"
        and len(block.text) >= PARAGRAPH
        and "。" in block.text
        and not (len(block.text) < SHORT and find_dates(block.text) and ("来源" in block.text or "时间" in block.text))
    )


def _column(page: PageFacts) -> str:
    """What column a page is of: its tag, else its folder without year and month."""
    return page.meta("ColumnName") or _DATED_FOLDER.sub("", page.url.partition("?")[0].rpartition("/")[0] + "/")


def _hit(copies: list[_Copy]) -> Hit:
    first, last = copies[0], copies[-1]
    unsure = last.published == first.published or last.length < SHORT
    days = f"（{first.published[:10] or '未注明日期'} 和 {last.published[:10] or '未注明日期'}）"
    return Hit(
        url=last.url,
        message=(
            f"同一栏目里“{last.title}”发布了 {len(copies)} 次{days}，标题和正文都相同，另见 {first.url}"
            + ("；可能是同一篇的两个地址或例行短通知，请核实" if unsure else "")
        ),
        evidence=f"{last.title} {first.url}",
        verdict="review" if unsure else "fail",
        reason="twice",
        target=first.url,
    )


CHECK = Check(
    id="freshness/published_twice",
    title="重复发布相同稿件",
    severity="P3",
    remedy="请保留一篇，撤下重复的稿件，并让旧网址转到保留的一篇",
    scope="site",
    check=check,
)
