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
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from auditor.checks._page_hit import page_hit
from auditor.checks._sample import draw, drawn_note
from auditor.checks._survey import pages_of
from auditor.facts.kinds import headline
from auditor.model import Check, Hit, NotRun, PageFacts, Params, Site
from standards.cadence import last_day
from standards.calendar import BEIJING

NAMED = re.compile(r"《([^《》]{4,80})》")
WIDE = re.compile(r"办法|细则|规定|实施意见|行动方案|实施方案|若干措施|条例")
NOT_WIDE = re.compile(r"废止|清理|修改|任免|批复|计划的?通知$|表彰|公布")
RELATED = re.compile("解读|相关|文件|原文|全文|链接|阅读")
OURS = re.compile("政府|办公室")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield a hit for each interpretation or document that the other is not reached from."""
    readings = pages_of(site, "interpretation")
    policies = pages_of(site, "policy")
    if not readings:
        return
    sample = draw((page.url for page in readings), params["sample"], params["seed"])
    by_url = {page.url: page for page in policies}
    interpreted: set[str] = set()
    for page in readings:
        clauses = (params["link_clause"],) if page.url in sample else ()
        documents = [by_url[link.url] for link in page.links if link.url in by_url and link.tag == "a"]
        interpreted |= {document.url for document in documents}
        namesake = _namesake(page, policies)
        if namesake:
            interpreted.add(namesake.url)
        if documents:
            document = namesake if namesake in documents else documents[0]
            if not any(_links(document, page) for document in documents):
                yield _no_way_back(document, page, clauses)
        elif namesake:
            yield _no_document(page, namesake, clauses)
        elif not _leads_to_document(page):
            yield _no_document(page, None, clauses)
    yield drawn_note("政策解读", readings, sample, params["seed"])
    yield from _share(policies, readings, interpreted, params, now.astimezone(BEIJING).date())


def _links(page: PageFacts, other: PageFacts) -> bool:
    return any(link.url == other.url and link.tag == "a" for link in page.links)


def _name(page: PageFacts) -> str:
    """The name of what an interpretation speaks of, or of the document itself."""
    found = NAMED.search(headline(page))
    return found[1] if found else ""


def _namesake(page: PageFacts, policies: Sequence[PageFacts]) -> PageFacts | None:
    """The document of the site whose headline has the name in the interpretation's headline."""
    name = _name(page)
    return next((policy for policy in policies if name and name in headline(policy)), None)


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


def _no_document(page: PageFacts, document: PageFacts | None, clauses: tuple[str, ...]) -> Hit:
    name = headline(document) if document else ""
    sure = document is not None and not _scripted(page)
    what = f"没有链接到解读的文件“{name}”" if document else "没有链接到所解读的文件"
    return page_hit(
        page,
        reason="no-document",
        target=name or headline(page),
        message=what,
        verdict="fail" if sure else "review",
        clauses=clauses,
    )


def _no_way_back(document: PageFacts, reading: PageFacts, clauses: tuple[str, ...]) -> Hit:
    what = f"有解读“{headline(reading)}”，文件页面没有链接到它"
    return page_hit(
        document,
        reason="no-interpretation-link",
        target=headline(reading),
        message=what,
        verdict="review" if _scripted(document) else "fail",
        clauses=clauses,
    )


def _share(
    policies: Sequence[PageFacts], readings: Sequence[PageFacts], interpreted: set[str], params: Params, today: date
) -> Iterator[Hit | NotRun]:
    """解读比例: of the documents of the last year with a wide reach, a drawn few."""
    since = last_day(today, {"days": -params["share_days"]}).isoformat()
    wide = [
        page
        for page in policies
        if since <= page.published()[:10] <= today.isoformat()
        and WIDE.search(headline(page))
        and not NOT_WIDE.search(headline(page))
        and OURS.search(page.meta("ContentSource") + headline(page)[:20])
    ]
    if not wide:
        return
    drawn = draw((page.url for page in wide), params["share_sample"], params["seed"])
    yield drawn_note("涉及面广的政策文件（解读比例）", wide, drawn, params["seed"])
    for page in wide:
        if page.url not in drawn or page.url in interpreted or any(_links(page, reading) for reading in readings):
            continue
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
