"""freshness/late_publication

## What it does
Counts the working days between the day a document was written, as its header table says, and the day its page was
published. More than twenty is for a person to look at, always: 印发 is not 成文, documents move from site to site with
their dates, and what was drawn up in confidence may become public later. Silent: reposts of higher authorities,
documents published more than a year before the check, gaps of more than a year (they were moved here), pages that name
only one of the two days.

Reasons: late (成文日期), late-issue (印发日期, 发文日期, 签发日期).

## Why it matters
What must be published of itself must be published within twenty working days of being made.

## Bad
    成文日期 2026-09-01, 发布日期 2026-11-13

## Instead
    Publish on the day of issue; where a document could only be published later, say why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from auditor.facts.page_dates import LABELS
from auditor.model import Check, Dated, Hit, PageFacts, Params
from standards.calendar import BEIJING, is_arranged, working_days_between

WRITTEN = frozenset({"成文日期", "成文时间", "生成日期"})
ISSUED = frozenset({"印发日期", "发文日期", "发文时间", "签发日期"})
ABOVE = re.compile(
    "国务院|国办|中共中央|新华社|中国政府网|转载|省人民政府|省政府|^国家|^[\u4e00-\u9fff]{2,12}部(?:办公厅)?关于"
)
"""Titles and sources of what was only passed on: its day of writing is not this site's to answer for."""


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for a document that was published many working days after it was written."""
    if facts.kind != "content":
        return
    published = _day(facts.dates, frozenset(LABELS[0]), shown=True)
    written = _day(facts.dates, WRITTEN) or _day(facts.dates, ISSUED)
    if not published or not written:
        return
    today, year = now.astimezone(BEIJING).date(), int(params["recent_days"])
    if not 0 <= (today - published).days <= year or not 0 < (published - written).days <= year:
        return
    if ABOVE.search(facts.meta("ArticleTitle") or facts.title) or ABOVE.search(facts.meta("ContentSource")):
        return
    days, limit = working_days_between(written, published), int(params["working_days"])
    if days <= limit:
        return
    label = next(dated.label for dated in facts.dates if dated.label in WRITTEN | ISSUED and _is(dated, written))
    sure = "" if is_arranged(published) and is_arranged(written) else "（节假日安排未收录，按周一至周五计）"
    other = "" if label in WRITTEN else f"，{label}不一定是成文日期"
    yield Hit(
        url=facts.url,
        message=(
            f"{label}为 {written}，{published} 才发布，中间 {days} 个工作日{sure}，超过 {limit} 个工作日；"
            f"迁移来的旧文、依法延后公开的除外{other}，请核实"
        ),
        evidence=f"{label} {written} 发布 {published}",
        verdict="review",
        reason="late" if label in WRITTEN else "late-issue",
    )


def _day(dates: tuple[Dated, ...], labels: frozenset[str], *, shown: bool = False) -> date | None:
    """The day under one of these labels; with ``shown`` also that of PubDate and ``<time>``."""
    for dated in dates:
        if dated.label in labels or (shown and dated.source in ("meta", "time")):
            return date.fromisoformat(dated.value[:10])
    return None


def _is(dated: Dated, day: date) -> bool:
    return dated.value[:10] == day.isoformat()


CHECK = Check(
    id="freshness/late_publication",
    title="成文后超过 20 个工作日才公开",
    severity="P3",
    remedy="请在信息形成之日起 20 个工作日内公开；确属迁移旧文或依法延后的，请在台账中说明",
    scope="page",
    check=check,
)
