"""freshness/suspicious_date

## What it does
Looks for dates that cannot all be true: many items of one column published in the same minute; pages published by
their own word well before the month in which their address was made; items that were not in the list when an earlier
run (``--state``) read it, though by their dates they should have been. All may have an honest cause (an import, a
batch, a move, old texts added), so all are for a person. Silent: midnight (a system that keeps no time of day), months
in which most pages of a column bear older dates (a move to this system), addresses older than half a year.

Reasons: same-minute, before-address, before-seen.

## Why it matters
A forged day of publication (伪造发稿日期) is fraud, and fails the whole site.

## Bad
    /yw/202611/t20261118_1.html … _9.html: published 2026-09-02, 2026-09-09, 2026-09-16 …

## Instead
    Publish when there is something to publish; leave the system's own date alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from auditor.facts.dates import date_of_url
from auditor.listed import digest_of
from auditor.model import Check, Column, Hit, Listed, Params, Site
from standards.calendar import BEIJING

SLACK = 3
"""Days by which a list may lag behind what is published."""

_URL_MONTH = re.compile(r"/(20\d\d)[-_/]?(0[1-9]|1[0-2])(?=/)")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each column with dates of one minute, or with dates before their addresses."""
    columns = site.columns()
    listed = {item.url for column in columns for item in column.items}
    told = {page.url: value for page in site.pages() if page.url in listed and (value := page.published())}
    today = now.astimezone(BEIJING).date()
    for column in columns:
        hit = (
            _same_minute(column, told, int(params["same_minute"]))
            or _before(column, told, params, today)
            or _not_seen(column, site.listed_before(column.url), int(params["before_seen"]))
        )
        if hit:
            yield hit


def _same_minute(column: Column, told: Mapping[str, str], many: int) -> Hit | None:
    """The column's most crowded minute, where it is crowded enough."""
    minutes: Counter[str] = Counter()
    for url, shown in {item.url: item.date for item in column.items}.items():
        value = shown if "T" in shown else told.get(url, "")
        if "T" in value and not value.endswith("T00:00"):
            minutes[value[:16]] += 1
    minute, times = minutes.most_common(1)[0] if minutes else ("", 0)
    if times < many:
        return None
    when = minute.replace("T", " ")
    return _hit(
        column,
        "same-minute",
        f"栏目“{column.name}”有 {times} 条信息的发布时间都是 {when}，可能是批量导入，也可能是改过发布时间，请核实",
        f"{times} 条 {when}",
    )


def _before(column: Column, told: Mapping[str, str], params: Params, today: date) -> Hit | None:
    """Items whose address is of a later month than their date."""
    recent = today - timedelta(days=int(params["recent_days"]))
    found: list[tuple[str, str, str]] = []
    of_month: Counter[date] = Counter()
    early: Counter[date] = Counter()
    for item in column.items:
        value, month = told.get(item.url) or item.date, _month(item.url)
        if not value or month is None or month < recent:
            continue
        of_month[month] += 1
        if date.fromisoformat(value[:10]) < month - timedelta(days=int(params["before_days"])):
            early[month] += 1
            found.append((item.url, item.title, value[:10]))
    found = [one for one in found if (month := _month(one[0])) and early[month] * 2 <= of_month[month]]
    if len(found) < int(params["before_address"]):
        return None
    url, title, day = found[0]
    return _hit(
        column,
        "before-address",
        f"栏目“{column.name}”有 {len(found)} 条信息所注日期早于网址中的月份，如“{title}”注为 {day}，网址为 {url}；"
        "可能是补录旧稿，也可能是改过发布时间，请核实",
        f"{title} {day} {url}",
    )


def _not_seen(column: Column, before: Listed | None, many: int) -> Hit | None:
    """Items that the list of an earlier day should have had, by their dates, and had not."""
    if before is None:
        return None
    seen = set(before.urls)
    until = (date.fromisoformat(before.on) - timedelta(days=SLACK)).isoformat()
    new = [item for item in column.items if before.oldest < item.date[:10] < until and digest_of(item.url) not in seen]
    if len(new) < many:
        return None
    return _hit(
        column,
        "before-seen",
        f"栏目“{column.name}”有 {len(new)} 条信息所注日期早于 {before.on} 的检查，当时列表里却没有，如“{new[0].title}”"
        f"注为 {new[0].date[:10]}；可能是补录旧稿，也可能是倒填了发布时间，请核实",
        f"{new[0].title} {new[0].date[:10]} {new[0].url}",
    )


def _month(url: str) -> date | None:
    """The first day of the month in an address's path."""
    if value := date_of_url(url):
        return date.fromisoformat(value).replace(day=1)
    found = _URL_MONTH.search(url.partition("?")[0])
    return date(int(found[1]), int(found[2]), 1) if found else None


def _hit(column: Column, reason: str, message: str, evidence: str) -> Hit:
    return Hit(
        url=column.url,
        message=message,
        evidence=evidence,
        verdict="review",
        reason=reason,
        target=column.name,
        locator=column.locator,
    )


CHECK = Check(
    id="freshness/suspicious_date",
    title="发布时间可疑",
    severity="P2",
    remedy="请对照后台发布记录核实发布时间；批量导入的请恢复原日期，补录的旧稿请注明",
    scope="site",
    check=check,
    needs=("columns",),
)
