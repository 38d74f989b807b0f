"""freshness/village_rhythm

## What it does
Asks of each village's column whether the last quarter that is due has been told: by titles (2026年第三季度, 2026年8月),
the words of its page (“2026年第三季度…本季度无此事项” is an answer) or an item that names no quarter and was published
in or after that one: the sheet of spring that came in July does not tell of summer.
A quarter is due from the twentieth day behind it; columns that the rule file names ``monthly`` (money that moves
much) are asked for the month. Always ``review``: the law asks for the notice board, and whether the
web has to say it too is a local rule. Silent: 居委会 and 社区 (their law names no quarter), columns that only lead to
villages, empty ones (freshness/empty_column), columns of past years.

A quarter of the last year that was left out between two that titles name is asked about too (quarter-gap).

Reasons: quarter-missing, month-missing, quarter-gap, undated.

## Why it matters
Villagers must be able to see once a quarter what was decided and what the money went to. The national indicators do not
speak of villages; this stands on the law on villagers' committees.

## Bad
    “白羊村村务公开”, checked on 2026-11-20: the newest item is “2026年第一季度财务收支”

## Instead
    Publish the quarter, or say “本季度无此事项”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from auditor.checks.freshness._dating import as_day, date_items, dates_of_pages
from auditor.checks.freshness._tree import Tree, is_village, leads_out
from auditor.model import Check, Column, Hit, PageFacts, Params, Site
from standards.calendar import BEIJING
from standards.village_rhythm import (
    MONTHLY,
    QUARTERLY,
    before,
    deadline,
    in_words,
    named_period,
    period_with,
    quarters_until,
    span_of,
)

VILLAGE = re.compile(r"[\u4e00-\u9fff]{1,10}村(?:民委员会|委会)?")
YEAR = 4
"""Quarters that are looked at for one left out."""

FEW = 2
"""Quarters that titles must name before one left out can be told."""

RESIDENTS = re.compile("居委会|社区|居务")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each village column that has not told the last quarter due."""
    today = now.astimezone(BEIJING).date()
    quarter, month = _due(today, QUARTERLY, int(params["days"])), _due(today, MONTHLY, int(params["month_days"]))
    tree = Tree(site.columns())
    for column in tree.by_url.values():
        line = (column, *tree.ancestors(column))
        if (
            not (is_village(column) or _is_named_village(column, line))
            or any(RESIDENTS.search(member.name) for member in line)
            or tree.is_closed(column, today.year)
            or leads_out(column)
            or not column.items
        ):
            continue
        monthly = any(word in column.name for word in params["monthly"])
        family = tree.family(column)
        hit = _judge(column, family, site, month if monthly else quarter, today)
        hit = hit or (None if monthly else _judge_gaps(column, family, quarter, int(params["days"])))
        if hit:
            yield hit


def _is_named_village(column: Column, line: Sequence[Column]) -> bool:
    """Whether a column bears a village's name alone and stands below 村务公开."""
    return VILLAGE.fullmatch(column.name) is not None and any(is_village(above) for above in line[1:])


def _due(today: date, rhythm: str, days: int) -> str:
    """The last quarter or month that must be public by today."""
    period = before(period_with(today, rhythm), rhythm)
    return period if today > deadline(period, days) else before(period, rhythm)


def _judge(column: Column, family: Iterable[Column], site: Site, due: str, today: date) -> Hit | None:
    first = span_of(due).first
    items = [item for member in family for item in member.items]
    # What names its quarter tells of that one, whenever it was published.
    unnamed = [item for item in items if not named_period(item.title)]
    read = [page for item in items if not item.date and (page := site.page(item.url)) is not None]
    shown = dates_of_pages(read)
    days = [found.day for found in date_items(items, shown, today) if found.day]
    others = [found.day for found in date_items(unnamed, shown, today) if found.day]
    ends = [span_of(period).last for item in items if (period := named_period(item.title))]
    if (page := site.page(column.url)) is not None:
        ends += _told(page)
    if any(first <= day <= today + timedelta(days=1) for day in others) or any(end >= first for end in ends):
        return None
    newest = max(days, default=None)
    if newest is None and not ends:
        message, reason = "没有注明日期或季度", "undated"
    else:
        last = f"最新一条发布于 {newest}" if newest else f"最后公开到 {max(ends)}"
        message, reason = f"没有{in_words(due)}的内容，{last}", "quarter-missing" if "Q" in due else "month-missing"
    often = "一般事项应至少每季度公布一次" if "Q" in due else "财务往来较多的应每月公布一次"
    message = f"{message}；{often}，是否已在村公开栏公布、网上是否应公开，请核实"
    return _hit(column, in_words(due), message, reason)


def _judge_gaps(column: Column, family: Iterable[Column], due: str, days: int) -> Hit | None:
    """A quarter left out between two that were told, where the titles name their quarters."""
    items = [item for member in family for item in member.items]
    named = [(item, period) for item in items if (period := named_period(item.title))]
    told = {period_with(span_of(period).last, QUARTERLY) for _, period in named}
    year = quarters_until(span_of(due).last, YEAR)
    first = min((quarter for quarter in year if quarter in told), default=due)
    other = [as_day(item.date) for item in items if item.date and not named_period(item.title)]
    gaps = [
        quarter
        for quarter in year
        if first < quarter < due
        and quarter not in told
        and not any(day and span_of(quarter).first <= day <= deadline(quarter, days) for day in other)
    ]
    if not gaps or len(told) < FEW:
        return None
    said = "、".join(in_words(quarter) for quarter in sorted(gaps))
    return _hit(column, said, f"前后各季度都有，没有{said}的内容；一般事项应至少每季度公布一次，请核实", "quarter-gap")


def _hit(column: Column, when: str, message: str, reason: str) -> Hit:
    return Hit(
        url=column.url,
        message=f"“{column.name}”{message}",
        evidence=f"{column.name} {when}",
        verdict="review",
        reason=reason,
        target=column.name,
        locator=column.locator,
    )


def _told(page: PageFacts) -> Iterator[date]:
    """The last days of the quarters that a page speaks of in words."""
    for block in page.blocks:
        if block.region == "main" and block.kind == "text" and (period := named_period(block.text)):
            yield span_of(period).last


CHECK = Check(
    id="freshness/village_rhythm",
    title="村务公开缺季度",
    severity="P2",
    remedy="请公开本季度村务、财务事项；没有发生的，请写明“本季度无此事项”",
    scope="site",
    check=check,
    needs=("columns",),
)
