"""interaction/consultations

## What it does
Reads the calls for opinions and surveys: how many began within the last year, whether each that ended has its result,
and within a month, and whether opinions are taken online or by mail alone. A result is known by the title it shares
with the call, by a link between the two, or stands on the call's own page. ``review``: a result that was not found may
stand elsewhere, and how many there are is for the bonus. Silent where a site has none of them.

## Why it matters
An online channel with six activities a year earns two points, all results within a month one more.

## Bad
    A call that ended on 2026-08-31, with its result of 2026-11-05.

## Instead
    The result within a month, linked with its call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from difflib import SequenceMatcher

from auditor.checks._page_hit import page_hit
from auditor.checks._survey import pages_of
from auditor.facts.dates import find_dates
from auditor.facts.headline import headline
from auditor.facts.vocabularies import CONSULTATION, values_by_name
from auditor.model import Check, Hit, PageFacts, Params, Site, Verdict
from standards.cadence import last_day
from standards.calendar import BEIJING

RESULT = re.compile("结果|采纳|反馈|汇总|情况公布|情况通报|答复情况|情况说明")
MAIL = re.compile("邮箱|电子邮件|邮寄|寄信|信函|来函|传真|电话|e-?mail", re.I)
ONLINE = re.compile("在线|网上|网络|填写|提交|点击|扫码|二维码|小程序|问卷星|我要参与|发表意见|平台")
_DEADLINE = re.compile(
    r"截止|截至|结束|止于|前(?:反馈|报送|提出|发送)|前[，,、]?(?:将|把|通过|以|按|向|采取|书面|来信|来函|登录)|至"
)
_TILL = re.compile(r"\s*起?\s*(?:至|到|—+|-+|~|～)\s*(?:(?P<month>1[0-2]|0?[1-9])月)?(?P<day>[12]\d|3[01]|0?[1-9])日")
_TOLD = re.compile(r"(?:结果|反馈|采纳情况)(?:发布|公布|公开|反馈)?(?:时间|日期)")
"""The label of the day on which a call's own page gave its result."""
ALIKE = 0.6
"""Share of letters that the bare titles of a call and of its result have in common."""

_FRAME = re.compile(
    r"关于|公开|征求|征集|意见|建议|的|公告|通知|通告|启事|问卷|调查|结果|采纳|情况|反馈|汇总|公布|说明|[《》“”（）()\s]|草案|征求意见稿|社会"
)

_DRAFT = re.compile("《([^《》]{4,80})》")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each call without a timely result, each that takes mail alone, and for too few of them."""
    today = now.astimezone(BEIJING).date()
    pages = [page for page in pages_of(site, "consultation") if not _is_old(page, today)]
    results = [page for page in pages if _is_result(page)]
    calls = [page for page in pages if not _is_result(page)]
    year_ago = last_day(today, {"days": -365})
    recent = [page for page in calls if (day := _published(page)) and year_ago <= day <= today]
    for page in calls:
        yield from _judge(page, results, params, today)
    alone = [
        page for page in results if (day := _published(page)) and year_ago <= day <= today and not _call(page, calls)
    ]
    if pages and (count := len(recent) + len(alone)) < params["yearly"]:
        first = recent[0] if recent else pages[0]
        yield Hit(
            url=site.url,
            message=f"一年内只找到 {count} 次网上征集调查，加分要求不少于 {params['yearly']} 次",
            evidence=headline(first),
            verdict="review",
            reason="few",
            target="征集调查",
        )


def _is_old(page: PageFacts, today: date) -> bool:
    """Two years back nothing is asked of: it spares holding what a county gathered in a decade."""
    day = _published(page)
    return day is not None and last_day(day, {"months": 24}) < today


def _published(page: PageFacts) -> date | None:
    published = page.published()[:10]
    return date.fromisoformat(published) if published else None


def _is_result(page: PageFacts) -> bool:
    phase = values_by_name(CONSULTATION, page).get("phase", ())
    return RESULT.search(headline(page)) is not None or any(RESULT.search(value.text[:20]) for value in phase)


def _core(page: PageFacts) -> str:
    return _FRAME.sub("", headline(page))


def _alike(one: PageFacts, other: PageFacts) -> bool:
    """By the document that both name in 《》, where they do: a county's drafts differ in two characters of twenty."""
    named, other_named = (_DRAFT.findall(headline(page)) for page in (one, other))
    if named and other_named:
        return not {_FRAME.sub("", name) for name in named}.isdisjoint(_FRAME.sub("", name) for name in other_named)
    first, second = _core(one), _core(other)
    return bool(first and second) and (
        first in second or second in first or SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE
    )


def _linked(one: PageFacts, other: PageFacts) -> bool:
    return any(link.url == other.url and link.region == "main" for link in one.links)


def _call(result: PageFacts, calls: Sequence[PageFacts]) -> bool:
    return any(_alike(result, page) or _linked(result, page) or _linked(page, result) for page in calls)


def end_of(page: PageFacts) -> date | None:
    """The day on which the call ends, by label or by a sentence; None where the page does not say."""
    for value in values_by_name(CONSULTATION, page).get("end", ()):
        if day := _last_of(value.text[:120]):
            return day
    for block in page.blocks:
        if block.region == "main" and block.kind == "text":
            for found_date in find_dates(block.text):
                around = block.text[max(found_date.start - 8, 0) : found_date.end + 8]
                if _DEADLINE.search(around):
                    return _last_of(block.text[max(found_date.start - 8, 0) : found_date.end + 20])
    return None


def _last_of(text: str) -> date | None:
    """The last day that a text names; 2026年7月1日至7月31日 says the year once."""
    found = find_dates(text)
    if not found:
        return None
    last = date.fromisoformat(found[-1].value[:10])
    if till := _TILL.match(text, found[-1].end):
        with suppress(ValueError):
            later = date(last.year, int(till["month"] or last.month), int(till["day"]))
            return later if later >= last else later.replace(year=last.year + 1)
    return last


def _judge(page: PageFacts, results: Sequence[PageFacts], params: Params, today: date) -> Iterator[Hit]:
    end = end_of(page)
    if end is None or last_day(end, {"months": 12}) < today:
        return
    due = last_day(end, {"months": params["result_months"]})
    own = [result for result in results if _alike(page, result) or _linked(page, result) or _linked(result, page)]
    days = [day for day in (*map(_published, own), *_told_days(page)) if day and day >= end]
    if days and min(days) > due:
        what = f"征集 {end} 结束，结果 {min(days)} 才公布，超过 {params['result_months']} 个月"
        yield _hit(page, "late-result", what)
    elif not own and due < today and not _says_result(page):
        what = f"征集 {end} 结束，过了 {params['result_months']} 个月没有找到结果；可能在别的栏目，请核实"
        yield _hit(page, "no-result", what, "review")
    channels = " ".join(value.text[:200] for value in values_by_name(CONSULTATION, page).get("channel", ()))
    text = " ".join(block.text for block in page.blocks if block.region == "main" and block.kind == "text")
    if MAIL.search(channels or text) and not ONLINE.search(text):
        yield _hit(page, "mail-only", "只能寄信、打电话或发邮件提意见，不算网上征集", "review")


def _told_days(page: PageFacts) -> Iterator[date]:
    """The days on which the page itself says that its result was given."""
    for block in page.blocks:
        if block.region == "main" and block.kind == "text" and (label := _TOLD.search(block.text)):
            for found in find_dates(block.text[label.end() : label.end() + 30])[:1]:
                yield date.fromisoformat(found.value[:10])


def _says_result(page: PageFacts) -> bool:
    return any(value.text for value in values_by_name(CONSULTATION, page).get("received", ()))


def _hit(page: PageFacts, reason: str, message: str, verdict: Verdict = "fail") -> Hit:
    return page_hit(page, reason=reason, target=headline(page), message=message, verdict=verdict)


CHECK = Check(
    id="interaction/consultations",
    title="征集调查没有按时反馈或者次数不够",
    severity="P3",
    remedy="请在征集结束后一个月内公布结果并与征集公告互相链接，提供网上提交意见的办法",
    scope="site",
    check=check,
)
