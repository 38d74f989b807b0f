"""freshness/stale_column

## What it does
Compares the newest item of a column with the rhythm that the settings (``freshness.columns``) or the rule file set
for columns of its name or, where no name fits, of its ColumnType. The items of child columns and of framed lists
count; the newest counts wherever it stands, so a pinned old item proves nothing. An item without a date in the list is
looked up on its own page; 11-20 without a year, 2026年11月 and 3天前 are read by the day of the check and the order of
the list; an address tells a day only where nothing else does, and then the item counts as undated. Silent: archived
columns, columns of past years, columns that lead to other hosts, villages (they have a rhythm of their own).
``review`` instead of ``fail``: lists a script may fill, items whose date could not be found or may be read otherwise,
dates in the future, special topics, half-year limits on columns below the first level, columns below which something
was not read, and columns that no rhythm names.

Reasons: stale-news, stale-half-year, stale-must-update, stale-month, stale-quarter, stale-data, stale-data-half-year,
stale-year, undated, future-date.

## Why it matters
Five news columns two weeks old (or notices, documents six months old) fail the whole site; a page without a date
counts as not updated.

## Bad
    栏目“动态要闻”: the newest of twenty items is of 2026-10-01, the check of 2026-11-20

## Instead
    Publish, or merge a column that nobody can fill into its parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from auditor.checks.freshness._dating import HOW, DatedItem, PageDates, date_items, dates_of_pages
from auditor.checks.freshness._rhythms import HALF_YEAR, answered_elsewhere, rhythm_of
from auditor.checks.freshness._tree import Tree, is_village, leads_out
from auditor.model import Check, Column, Hit, NotRun, Params, Site
from standards.cadence import Rhythm, in_words, last_day
from standards.calendar import BEIJING

SHOWN = 5
"""Names of columns that a line of the coverage gives."""

TOPIC = re.compile("专题|专栏")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each column whose newest item is older than its rhythm allows."""
    today = now.astimezone(BEIJING).date()
    tree = Tree(site.columns())
    rhythms = {url: found for url, column in tree.by_url.items() if (found := rhythm_of(column, tree, params))}
    due = [
        (column, rhythms[column.url])
        for column in tree.by_url.values()
        if column.url in rhythms
        and not tree.is_closed(column, today.year)
        and not answered_elsewhere(column, tree, rhythms)
    ]
    families = {column.url: tree.family(column) for column, _ in due}
    pages = _page_dates(site, families.values())
    for column, rhythm in due:
        topic = any(TOPIC.search(member.name) for member in (column, *tree.ancestors(column)))
        for hit in _judge(column, families[column.url], rhythm, pages, today, topic=topic):
            doubts = [] if hit.verdict == "review" else list(_doubts(column, tree, rhythm, site))
            told = f"{hit.message}；{'，'.join(doubts)}，请核实"
            yield msgspec.structs.replace(hit, verdict="review", message=told) if doubts else hit


def left_out(site: Site, params: Params, now: datetime) -> Iterator[NotRun]:
    """The columns that are not judged by their updates, by the reason."""
    today = now.astimezone(BEIJING).date()
    tree = Tree(site.columns())
    names: dict[str, list[str]] = {}
    for column in tree.by_url.values():
        if tree.is_closed(column, today.year):
            names.setdefault("已归档或属于往年，不要求更新", []).append(column.name)
        elif leads_out(column):
            names.setdefault("多数条目链接到其他网站，更新与否由对方网站决定", []).append(column.name)
        elif column.items and not is_village(column) and rhythm_of(column, tree, params) is None:
            names.setdefault("规则和设置（freshness.columns）都没有规定更新期限", []).append(column.name)
    for why, found in names.items():
        told = "、".join(dict.fromkeys(found[:SHOWN])) + ("等" if len(found) > SHOWN else "")
        yield NotRun(what=f"{len(found)} 个栏目的更新时限（{told}）", why=why)


def _page_dates(site: Site, families: Iterable[list[Column]]) -> PageDates:
    """What the pages of undated items say of their publication; without an entry for pages that were not read."""
    wanted = {item.url for family in families for column in family for item in column.items if not item.date}
    if not wanted:
        return {}
    return dates_of_pages(page for page in site.pages() if page.url in wanted or page.requested in wanted)


def _judge(
    column: Column, family: list[Column], rhythm: Rhythm, pages: PageDates, today: date, *, topic: bool
) -> Iterator[Hit]:
    members = [member for member in family if not member.archived and not leads_out(member)]
    dated = [found for member in members for found in date_items(member.items, pages, today)]
    if not dated:
        return
    unread = any(found.day is None and found.item.url not in pages for found in dated)
    tomorrow = today + timedelta(days=1)
    past = [found for found in dated if found.shown and found.day and found.day <= tomorrow]
    future = [found for found in dated if found.shown and found.how != "text" and found.day and found.day > tomorrow]
    if not past:
        yield from _judge_undated(column, rhythm, dated, future, today, unread=unread)
        return
    newest = max(past, key=lambda found: (found.day or date.min, not found.item.pinned))
    assert newest.day is not None
    last = last_day(newest.day, rhythm)
    if future:
        yield _future(column, rhythm, future)
    if future or today <= last:
        return
    doubts = {
        "有的信息未注明日期": unread,
        "文章页没有标明发布时间": newest.how == "text",
        "按别的读法还在期限之内": any(found.latest and today <= last_day(found.latest, rhythm) for found in past),
        "列表可能由脚本生成": any(member.scripted for member in family),
        "专题已经结束的应当归档": topic,
        "是否应当更新要看栏目性质": "default" in rhythm,
        "此项只是没有得到加分": "bonus" in rhythm,
    }
    message = (
        f"栏目“{column.name}”最新一条“{newest.item.title}”发布于 {newest.day}（{HOW[newest.how]}），"
        f"距检查时已过 {(today - newest.day).days} 天，超过{in_words(rhythm)}的更新期限（最迟应于 {last} 更新）"
    )
    yield _hit(
        column,
        rhythm,
        [doubt for doubt, there in doubts.items() if there],
        reason=_reason(rhythm, newest.day, today),
        message=message,
        evidence=f"{newest.item.title} {newest.day} {newest.item.url}",
    )


def _doubts(column: Column, tree: Tree, rhythm: Rhythm, site: Site) -> Iterator[str]:
    """Why what looks certain is not: whose column it is, and what was not read of it."""
    if rhythm.get("months") == HALF_YEAR and len(tree.ancestors(column)) > 1:
        yield "这一期限只对一级栏目，此栏目在第三级以下"
    folder = column.url.rpartition("/")[0] + "/"
    page = site.page(column.url)
    if page is None or urlsplit(folder).path == "/":
        return
    below = {
        link.url for link in page.links if link.tag == "a" and link.url.startswith(folder) and link.url.endswith("/")
    }
    if any(site.page(url) is None and _may_be_there(site, url) for url in sorted(below)):
        yield "有的下级栏目没有抓到"


def _may_be_there(site: Site, url: str) -> bool:
    state = site.link(url)
    return state is None or state.verdict in ("skipped", "blocked", "suspect")


def _reason(rhythm: Rhythm, newest: date, today: date) -> str:
    """What the rule file calls it; by its second limit where that is passed too."""
    later = rhythm.get("later")
    if later and today > last_day(newest, later):
        return str(later["reason"])
    return str(rhythm.get("reason", "stale"))


def _judge_undated(
    column: Column, rhythm: Rhythm, dated: list[DatedItem], future: list[DatedItem], today: date, *, unread: bool
) -> Iterator[Hit]:
    """A column none of whose items shows a day that has come."""
    if future:
        yield _future(column, rhythm, future)
        return
    hidden = max((found.day for found in dated if found.day and found.day <= today), default=None)
    what = "在列表中未注明日期，文章页未能全部检查" if unread else "都未注明发布时间，未注明发布时间的视为不更新"
    if hidden:
        what += f"；只有网址中有日期，最新为 {hidden}"
    doubts = ["发布时间无法确定"] if unread or (hidden and today <= last_day(hidden, rhythm)) else []
    doubts += ["是否应当更新要看栏目性质"] if "default" in rhythm or "bonus" in rhythm else []
    first = next((found.item for found in dated if found.day == hidden), dated[0].item)
    yield _hit(
        column,
        rhythm,
        doubts,
        reason="undated",
        message=f"栏目“{column.name}”的 {len(dated)} 条信息{what}",
        evidence=f"{first.title} {first.url}",
    )


def _future(column: Column, rhythm: Rhythm, future: list[DatedItem]) -> Hit:
    last = max(future, key=lambda found: found.day or date.min)
    message = f"栏目“{column.name}”有 {len(future)} 条信息的日期晚于检查时间，如“{last.item.title}”注为 {last.day}"
    return _hit(
        column,
        rhythm,
        ["可能是误填、预设的发布时间或活动日期"],
        reason="future-date",
        message=message,
        evidence=f"{last.item.title} {last.day} {last.item.url}",
    )


def _hit(column: Column, rhythm: Rhythm, doubts: list[str], *, reason: str, message: str, evidence: str) -> Hit:
    clauses = tuple(clause for key in ("veto_clause", "clause") if (clause := rhythm.get(key)))
    return Hit(
        url=column.url,
        message=message + (f"；{'，'.join(doubts)}，请核实" if doubts else ""),
        clauses=clauses or None,
        evidence=evidence,
        verdict="review" if doubts else "fail",
        reason=reason,
        target=column.name,
        locator=column.locator,
        severity="P3" if "bonus" in rhythm else "P2" if "default" in rhythm else None,
    )


CHECK = Check(
    id="freshness/stale_column",
    title="栏目更新不及时",
    severity="P1",
    remedy="请尽快发布应公开的信息并注明发布时间；长期没有内容来源的栏目请并入上级栏目，已结束的专题请移入专题区并标注“归档”",
    scope="site",
    check=check,
    needs=("columns",),
    left_out=left_out,
)
