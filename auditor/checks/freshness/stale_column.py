"""freshness/stale_column

## What it does
Compares the newest item of a column with the rhythm the rule file sets for columns of its name or, where no name
fits, of its ColumnType. The items of child columns count; the newest counts wherever it stands, so a pinned old item
proves nothing; an item without a date in the list is looked up on its own page. Silent: archived columns, columns of
past years, columns that lead to other hosts. ``review`` instead of ``fail``: lists a script may fill, items whose
date could not be found, dates in the future, special topics, and columns that no rhythm names.

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
from datetime import date, datetime

from auditor.checks.freshness._tree import Tree, leads_out
from auditor.model import Check, Column, Hit, Params, Site
from standards.cadence import Rhythm, in_words, last_day, named_rhythm
from standards.calendar import BEIJING

STANDING = re.compile(
    "概况|简介|机构|职能|职责|领导|负责人|指南|目录|清单|制度|法规|法律|依据|办事|服务|申请|年报|年度|预算|决算|规划"
    "|计划|总结|工作报告|公报|年鉴|访谈|征集|调查|投诉|咨询|信箱|图册|地图|专题|专栏|友情链接|首页"
)
"""Columns that owe nothing new within a year by their nature, or once a year by a rule of their own."""

TOPIC = re.compile("专题|专栏")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each column whose newest item is older than its rhythm allows."""
    today = now.astimezone(BEIJING).date()
    tree = Tree(site.columns())
    rhythms = {url: found for url, column in tree.by_url.items() if (found := _rhythm(column, params))}
    due = [
        (column, rhythms[column.url])
        for column in tree.by_url.values()
        if column.url in rhythms
        and not tree.is_closed(column, today.year)
        and not _answered_elsewhere(column, tree, rhythms)
    ]
    families = {column.url: tree.family(column) for column, _ in due}
    pages = _page_dates(site, families.values())
    for column, rhythm in due:
        topic = any(TOPIC.search(member.name) for member in (column, *tree.ancestors(column)))
        yield from _judge(column, families[column.url], rhythm, pages, today, topic=topic)


def _rhythm(column: Column, params: Params) -> Rhythm | None:
    """The rhythm of a column: one that the rule file names, or the default for a column that owes news by nature."""
    if found := named_rhythm(column.name, column.type, params.get("rhythms", [])):
        return found
    standing = STANDING.search(column.name) or STANDING.search(column.type)
    if column.declared and not standing and "default_days" in params:
        return {"days": params["default_days"], "clause": params.get("default_clause", ""), "default": True}
    return None


def _answered_elsewhere(column: Column, tree: Tree, rhythms: dict[str, Rhythm]) -> bool:
    """Whether another column is judged in its place."""
    rhythm = rhythms[column.url]
    if "months" in rhythm:
        # The edition states its half-year limits of first-level columns, for which their children count.
        return any(rhythms.get(above.url) is rhythm for above in tree.ancestors(column))
    return not column.items and any(rhythms.get(below.url) is rhythm for below in tree.family(column)[1:])


def _page_dates(site: Site, families: Iterable[list[Column]]) -> dict[str, str]:
    """What the pages of undated items say of their publication; without an entry for pages that were not read."""
    wanted = {item.url for family in families for column in family for item in column.items if not item.date}
    if not wanted:
        return {}
    return {url: page.published() for page in site.heads() for url in (page.url, page.requested) if url in wanted}


def _judge(
    column: Column, family: list[Column], rhythm: Rhythm, pages: dict[str, str], today: date, *, topic: bool
) -> Iterator[Hit]:
    members = [member for member in family if not member.archived and not leads_out(member)]
    dated = [(item.date or pages.get(item.url, ""), item) for member in members for item in member.items]
    if not dated:
        return
    days = [(date.fromisoformat(value[:10]), item) for value, item in dated if value]
    past = [(day, item) for day, item in days if day <= today]
    unread = any(not value and item.url not in pages for value, item in dated)
    if not past:
        what = "都未注明发布时间，未注明发布时间的视为不更新"
        if days or unread:
            what = "所注日期都晚于检查时间" if days else "在列表中未注明日期，文章页未能全部检查"
        message = f"栏目“{column.name}”的 {len(dated)} 条信息{what}"
        yield _hit(column, rhythm, ["发布时间无法确定"], reason="undated", message=message, evidence=dated[0][1].title)
        return
    newest, item = max(past, key=lambda pair: pair[0])
    if today <= last_day(newest, rhythm):
        return
    doubts = {
        "有的信息未注明日期": unread,
        "有的信息日期晚于检查时间": len(past) < len(days),
        "列表可能由脚本生成": any(member.scripted for member in family),
        "专题已经结束的应当归档": topic,
        "是否应当更新要看栏目性质": "default" in rhythm,
    }
    message = (
        f"栏目“{column.name}”最新一条“{item.title}”发布于 {newest}，距检查时已过 {(today - newest).days} 天，"
        f"超过{in_words(rhythm)}的更新期限"
    )
    unsure = [doubt for doubt, there in doubts.items() if there]
    yield _hit(column, rhythm, unsure, reason="stale", message=message, evidence=f"{item.title} {newest}")


def _hit(column: Column, rhythm: Rhythm, doubts: list[str], *, reason: str, message: str, evidence: str) -> Hit:
    return Hit(
        url=column.url,
        message=message + (f"；{'，'.join(doubts)}，请核实" if doubts else ""),
        clauses=(rhythm["clause"],) if rhythm.get("clause") else None,
        evidence=evidence,
        verdict="review" if doubts else "fail",
        reason=reason,
        target=column.name,
        locator=column.locator,
        severity="P2" if "default" in rhythm else None,
    )


CHECK = Check(
    id="freshness/stale_column",
    title="栏目更新不及时",
    severity="P1",
    remedy="请尽快发布应公开的信息并注明发布时间；长期没有内容来源的栏目请并入上级栏目，已结束的专题请移入专题区并标注“归档”",
    scope="site",
    check=check,
    needs=("columns",),
)
