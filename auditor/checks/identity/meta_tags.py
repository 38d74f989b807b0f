"""identity/meta_tags

## What it does
Looks for the national meta tags: site tags (SiteName, SiteDomain, SiteIDCode) on every page, column tags
(ColumnName, ColumnDescription, ColumnKeywords, ColumnType) on column pages, content tags (ArticleTitle, PubDate,
ContentSource) on content pages. Case does not matter, an empty tag is a missing one. One hit for each page and group,
and one finding for each template. ``review``: a PubDate that is not ``YYYY-MM-DD HH:MM``, and content tags missing
from a list with all tags of a column, and pages that are neither home, column nor content (viewers, campaign pages),
which the inspection does not draw. Redirecting pages are silent.

## Why it matters
The inspection draws five content and five column pages and takes points for each without its tags; by these tags
the national platform collects what a site publishes.

## Bad
    <title>通知</title>

## Instead
    <meta name="SiteName" content="明川县人民政府">
    <meta name="ArticleTitle" content="关于……的通知">
    <meta name="PubDate" content="2026-11-20 09:00">
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.model import Check, Hit, Locator, PageFacts, Params, Verdict

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT = ("ArticleTitle", "PubDate", "ContentSource")
GROUPS = {
    "home": (("site-tags", "网站标签", SITE),),
    "column": (("site-tags", "网站标签", SITE), ("column-tags", "栏目标签", COLUMN)),
    "content": (("site-tags", "网站标签", SITE), ("content-tags", "内容标签", CONTENT)),
    "other": (("site-tags", "网站标签", SITE),),
}
"""What each kind of page owes. Source: 国办发〔2017〕47号, 网页标签."""

PUB_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d")

ROWS = 5
"""Rows from which a list is what a page with the tags of a column is for."""


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each group of tags with one missing, and for a PubDate of another shape."""
    if any(link.tag == "meta" and link.role == "page" and link.url != facts.url for link in facts.links):
        return  # http-equiv="refresh" that leads elsewhere; a page that reloads itself is a page
    for reason, name, tags in GROUPS[facts.kind]:
        if missing := [tag for tag in tags if not facts.meta(tag)]:
            unsure = facts.kind == "other" or (reason == "content-tags" and _lists(facts))
            verdict: Verdict = "review" if unsure else "fail"
            yield Hit(
                url=facts.url,
                message=f"{name}缺少 {'、'.join(missing)}（没有或内容为空）",
                evidence="、".join(missing),
                verdict=verdict,
                reason=reason,
                target="、".join(missing),
                cause=f"{verdict}:{reason}:{' '.join(sorted(missing))}",
            )
    published = facts.meta("PubDate")
    if facts.kind == "content" and published and not PUB_DATE.fullmatch(published):
        yield Hit(
            url=facts.url,
            message=f"PubDate 写作“{published}”，规范格式是 YYYY-MM-DD HH:MM",
            evidence=published,
            verdict="review",
            reason="pubdate-shape",
            target="PubDate",
            locator=next((meta.locator for meta in facts.metas if meta.name.lower() == "pubdate"), Locator()),
            cause=f"pubdate-shape:{re.sub(r'[0-9]', '0', published)}",
            remedy="请在模板中把 PubDate 输出为 YYYY-MM-DD HH:MM，例如 2026-11-20 09:00",
        )


def _lists(facts: PageFacts) -> bool:
    """Whether a page with tags of an article is a column by its other tags and by what it shows."""
    return all(facts.meta(tag) for tag in COLUMN) and any(len(found.items) >= ROWS for found in facts.lists)


CHECK = Check(
    id="identity/meta_tags",
    title="页面标签缺失或不规范",
    severity="P2",
    remedy="请在网页模板的 head 中补齐所列 meta 标签，名称按国办发〔2017〕47号，内容不得为空",
    scope="page",
    check=check,
)
