"""freshness/missing_report

## What it does
Looks, in columns that list annual reports by year, for the report that is due: the one on openness (政府信息公开年报)
of last year from 1 April (a government's day; its departments' is 31 January, which a list cannot tell apart), the
site's yearly form (政府网站工作年度报表) from 1 February. ``review``: where some report's title names no year, or a
script may fill the list. Silent: columns without reports of earlier years, empty ones, archived ones.

Reasons: openness-report, site-report.

## Why it matters
Both days stand in the rules, and a missed one is looked for first.

## Bad
    checked on 2026-11-20, the newest of the column is “…2024年政府信息公开工作年度报告”

## Instead
    Publish the report before its day, in the same column as the earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from auditor.checks.freshness._reports import OPENNESS, SITE, AnnualReport, reports_of
from auditor.checks.freshness._tree import Tree
from auditor.model import Check, Column, Hit, Params, Site
from standards.calendar import BEIJING


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each column of annual reports in which the one that is due is missing."""
    today = now.astimezone(BEIJING).date()
    tree = Tree(site.columns())
    for column in tree.by_url.values():
        if tree.is_closed(column, today.year):
            continue
        family = tree.family(column)
        reports = reports_of(family)
        for kind, due in ((OPENNESS, params["openness_due"]), (SITE, params["site_due"])):
            year = today.year - (1 if today > date(today.year, *due) else 2)
            listed = [report for report in reports if report.kind == kind]
            if kind == SITE or "年报" in column.name or "年度报告" in column.name:
                yield from _judge(column, kind, year, listed, scripted=any(member.scripted for member in family))


def _judge(column: Column, kind: str, year: int, listed: list[AnnualReport], *, scripted: bool) -> Iterator[Hit]:
    years = {report.year for report in listed}
    before = {named for named in years if 0 < named < year}
    if not before or any(named >= year for named in years):
        return
    newest = max(listed, key=lambda report: report.year)
    doubts = [said for said, there in (("有的标题没有写年度", 0 in years), ("列表可能由脚本生成", scripted)) if there]
    yield Hit(
        url=column.url,
        message=(
            f"栏目“{column.name}”里没有 {year} 年的{kind}，最新的是“{newest.item.title}”"
            + (f"；{'，'.join(doubts)}，请核实" if doubts else "")
        ),
        evidence=f"{newest.item.title} {newest.item.url}",
        verdict="review" if doubts else "fail",
        reason="openness-report" if kind == OPENNESS else "site-report",
        target=f"{column.name} {year}",
        clauses=(OPENNESS_CLAUSE if kind == OPENNESS else SITE_CLAUSE,),
        locator=column.locator,
    )


OPENNESS_CLAUSE = "政府信息公开条例 第四十九条"
SITE_CLAUSE = "国办函〔2018〕12号 政府网站工作年度报表"

CHECK = Check(
    id="freshness/missing_report",
    title="年度报告未按期公开",
    severity="P2",
    remedy="请立即公开应公开的年度报告或报表，并与往年的放在同一栏目",
    scope="site",
    check=check,
    needs=("columns",),
)
