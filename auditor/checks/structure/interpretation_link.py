"""structure/interpretation_link

## What it does
Holds interpretations (解读) and documents of the site against one another: an interpretation links to its document,
the document links back, and of the newest documents with a wide reach a drawn few have an interpretation at all. All
interpretations are read; the clause takes points for a drawn few, which the coverage names. ``review``: where the
document stands on another site, where a script may write the related links, and whether a document needs an
interpretation. Interpretations of what other authorities issued, news about interpreting, and forecasts are silent.

## Why it matters
Each interpretation that is not linked to its document, and each document not linked back, takes half a point, each
drawn document without interpretation one.

## Bad
    《明川县校车安全管理实施细则》解读, without a link to 《明川县校车安全管理实施细则》

## Instead
    “解读的文件” with a link, and “相关解读” on the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from auditor.checks._page_hit import page_hit
from auditor.checks._sample import draw, drawn_note
from auditor.checks._survey import pages_of, urls_of
from auditor.facts.headline import headline
from auditor.model import Check, Hit, NotRun, PageFacts, Params, Site
from standards.cadence import last_day
from standards.calendar import BEIJING

NAMED = re.compile(r"《([^《》]{4,80})》")
WIDE = re.compile(r"办法|细则|规定|实施意见|行动方案|实施方案|若干措施|条例")
NOT_WIDE = re.compile(r"废止|清理|修改|任免|批复|计划的?通知$|表彰|公布")
RELATED = re.compile("解读|相关|文件|原文|全文|链接|阅读")
OURS = re.compile("政府|办公室")


class Reading(NamedTuple):
    """What is kept of an interpretation."""

    url: str
    title: str
    documents: tuple[str, ...]
    """The documents of the site that it links to."""
    leads: bool
    """Whether it leads to some document, here or elsewhere."""


class Document(NamedTuple):
    """What is kept of a document."""

    url: str
    title: str
    published: str
    wide: bool
    readings: frozenset[str]
    """The interpretations that it links to."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield a hit for each interpretation or document that the other is not reached from."""
    urls = urls_of(site, "interpretation")
    if not urls:
        return
    sample = draw(urls, params["sample"], params["seed"])
    policies = frozenset(urls_of(site, "policy"))
    documents = {page.url: _document(page, frozenset(urls)) for page in pages_of(site, "policy")}
    names = {key: document.url for document in documents.values() for key in _keys(document.title)}
    interpreted: set[str] = set()
    for page in pages_of(site, "interpretation"):
        reading = _reading(page, policies)
        namesake = next((names[key] for key in _keys(reading.title) if key in names), "")
        interpreted |= {*reading.documents, namesake}
        clauses = (params["link_clause"],) if page.url in sample else ()
        if reading.documents:
            if not any(page.url in documents[url].readings for url in reading.documents):
                back = namesake if namesake in reading.documents else reading.documents[0]
                yield from _no_way_back(site.page(back), reading, clauses)
        elif namesake or not reading.leads:
            yield _no_document(page, documents[namesake].title if namesake else "", clauses)
            if namesake and page.url not in documents[namesake].readings:
                yield from _no_way_back(site.page(namesake), reading, clauses)
    yield drawn_note("政策解读", site, urls, sample, params["seed"])
    yield from _share(site, documents, interpreted, params, now.astimezone(BEIJING).date())


def _links(page: PageFacts, wanted: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.url for link in page.links if link.tag == "a" and link.url in wanted))


def _reading(page: PageFacts, policies: frozenset[str]) -> Reading:
    return Reading(page.url, headline(page), _links(page, policies), _leads_to_document(page))


def _document(page: PageFacts, readings: frozenset[str]) -> Document:
    title = headline(page)
    wide = bool(
        WIDE.search(title) and not NOT_WIDE.search(title) and OURS.search(page.meta("ContentSource") + title[:20])
    )
    return Document(page.url, title, page.published()[:10], wide, frozenset(_links(page, readings)))


def _keys(title: str) -> list[str]:
    """The names by which a document and its interpretation know each other: in《》, or from 关于 on."""
    names = [*NAMED.findall(title), title]
    return [key for name in names if len(key := re.sub(r"^.*?关于|[\s《》]|解读.*$", "", name)) >= 4]


def _leads_to_document(page: PageFacts) -> bool:
    """Whether some link in the middle of the page goes to a document by its words, here or on another site."""
    host = urlsplit(page.url).hostname
    for link in page.links:
        if link.tag != "a" or link.region not in ("main", "aside") or not link.url:
            continue
        text = link.text.strip()
        if NAMED.search(text) or re.search(r"关于.{4,}的(?:通知|意见|公告|决定|通告)|〔20\d\d〕", text):
            return True
        if re.search("原文|文件全文|政策文件|查看文件", text) and len(text) < 20:
            return True
        away = urlsplit(link.url).hostname or ""
        if away != host and away.endswith((".gov.cn", ".政务")) and "/" in urlsplit(link.url).path.strip("/"):
            return True
    return False


def _scripted(page: PageFacts) -> bool:
    return any(found.scripted for found in page.lists)


def _no_document(page: PageFacts, name: str, clauses: tuple[str, ...]) -> Hit:
    return page_hit(
        page,
        reason="no-document",
        target=name or headline(page),
        message=f"没有链接到解读的文件“{name}”" if name else "没有链接到所解读的文件",
        verdict="fail" if name and not _scripted(page) else "review",
        clauses=clauses,
    )


def _no_way_back(document: PageFacts | None, reading: Reading, clauses: tuple[str, ...]) -> Iterator[Hit]:
    if document is not None:
        yield page_hit(
            document,
            reason="no-interpretation-link",
            target=reading.title,
            message=f"有解读“{reading.title}”，文件页面没有链接到它",
            verdict="review" if _scripted(document) else "fail",
            clauses=clauses,
        )


def _share(
    site: Site, documents: dict[str, Document], interpreted: set[str], params: Params, today: date
) -> Iterator[Hit | NotRun]:
    """解读比例: of the documents of the last year with a wide reach, a drawn few."""
    since = last_day(today, {"days": -params["share_days"]}).isoformat()
    wide = [one.url for one in documents.values() if one.wide and since <= one.published <= today.isoformat()]
    if not wide:
        return
    drawn = draw(wide, params["share_sample"], params["seed"])
    yield drawn_note("政策文件（解读比例）", site, wide, drawn, params["seed"], judged=False)
    for url in sorted(drawn - interpreted):
        page = site.page(url)
        if page is not None and not documents[url].readings:
            yield page_hit(
                page,
                reason="not-interpreted",
                target=headline(page),
                message="抽查的文件没有找到解读；是否涉及面广、社会关注度高，请核实",
                verdict="review",
                clauses=(params["share_clause"],),
            )


CHECK = Check(
    id="structure/interpretation_link",
    title="政策解读与文件没有互相关联",
    severity="P2",
    remedy="请在解读页面链接所解读的文件，在文件页面链接它的解读，方便群众对照阅读",
    scope="site",
    check=check,
)
