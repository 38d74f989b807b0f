"""structure/site_search

## What it does
Reads what came of the site's search in a browser: four titles of content pages, drawn by a seed that the report
prints, typed into the search of the home page. ``fail`` for a title that is not on the first page of results while
others are; ``review`` where none comes up (the browser may have been held off), where results cannot be narrowed by
kind, and where the home page shows no search. A search on another host, or one that robots.txt keeps from us,
is listed as not tried.

## Why it matters
The inspection takes four points for a search that is none or does not work, and one for each of four titles that does
not come up; it is how most readers look for a document.

## Bad
    搜索“明川县冬季清洁取暖补贴实施办法” → 没有找到相关内容

## Instead
    搜索“明川县冬季清洁取暖补贴实施办法” → 1. 明川县冬季清洁取暖补贴实施办法（政策文件）
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.model import Check, Hit, Params, SearchTrial, Site


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each title that did not come up, or for a search that is none."""
    trial = site.search()
    if trial is None or trial.entry in ("elsewhere", "barred"):
        return
    if trial.entry == "none" or (not trial.trials and trial.entry == "link"):
        yield _hit(site, "no-search", "首页没有看到站内搜索的输入框，请人工核实", "站内搜索")
        return
    judged = [one for one in trial.trials if one.found is not None]
    lost = [one for one in judged if not one.found]
    if judged and len(lost) == len(judged):
        titles = "、".join(one.title for one in lost)
        said = f"用 {len(lost)} 个标题试搜，第一页都没有搜到，请人工核实搜索是否可用"
        yield _hit(site, "unusable", said, titles)
        return
    for one in lost:
        yield Hit(
            url=trial.url or site.url,
            message=f"按标题搜索“{one.title[:60]}”，第一页结果中没有",
            evidence=one.title,
            reason="not-on-first-page",
            target=one.url,
            cause=f"not-on-first-page:{one.url}",
        )
    if trial.classified is False and _came_up(trial):
        yield _hit(site, "not-classified", "搜索结果没有看到按政策文件、办事服务等分类，请核实", "搜索结果分类")


def _came_up(trial: SearchTrial) -> bool:
    return any(one.found for one in trial.trials)


def _hit(site: Site, reason: str, message: str, evidence: str) -> Hit:
    return Hit(url=site.url, message=message, evidence=evidence, verdict="review", reason=reason, cause=reason)


CHECK = Check(
    id="structure/site_search",
    title="站内搜索不可用或搜不到",
    severity="P2",
    remedy="请检查搜索是否收录了全部文章，按标题能否在第一页搜到，并让结果可按政策文件、办事服务等分类查看",
    scope="site",
    check=check,
    needs=("search",),
)
