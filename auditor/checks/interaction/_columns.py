"""What the letters of a site say as a whole: how new the newest is, and whether figures are published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from auditor.checks._page_hit import page_hit
from auditor.checks._survey import is_portal, pages_of
from auditor.checks.interaction._waiting import OTHER_CHANNEL
from auditor.facts.headline import headline
from auditor.model import Hit, Locator, Params, Site, Verdict
from standards.cadence import last_day

FIGURES = re.compile(
    r"(?:收到|受理|接收|来信|留言|信件)[^。]{0,24}\d+\s*[件条封][^。]{0,30}(?:答复|回复|办结|办理|反馈)[^。]{0,6}\d"
    r"|(?:答复率|办结率|回复率)\W{0,3}\d"
)
"""Figures of what came in and what was answered."""


def judge_newest(
    site: Site, letters: Sequence[str], shown: dict[str, date], params: Params, today: date
) -> Iterator[Hit]:
    """One hit where the newest letter of all is too old, or where none is dated. ``shown``: days by address."""
    listed = {item.url: item.date[:10] for column in site.columns() for item in column.items if item.date}
    days = {url: shown.get(url) or _iso(listed.get(url, "")) for url in letters}
    columns = _columns(site, letters)
    url = max(columns, key=lambda url: columns[url], default=letters[0])
    newest = max((day for day in days.values() if day), default=None)
    if newest is None:
        yield _column_hit(site, url, ("undated", "review"), "公开的留言都没有日期，按未更新对待", params)
    elif newest <= today and last_day(newest, {"months": params["update_months"]}) < today:
        what = f"最近一条公开的留言是 {newest} 的，超过 {params['update_months']} 个月没有更新"
        scripted = any(column.scripted for column in site.columns() if column.url in columns)
        yield _column_hit(site, url, ("stale", "review" if scripted else "fail"), what, params)


def _iso(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _columns(site: Site, letters: Sequence[str]) -> dict[str, int]:
    """The columns whose items are letters, with how many there are."""
    known = set(letters)
    found = {column.url: sum(item.url in known for item in column.items) for column in site.columns()}
    return {column.url: found[column.url] for column in site.columns() if found[column.url] * 2 > len(column.items)}


def _column_hit(site: Site, url: str, about: tuple[str, Verdict], what: str, params: Params) -> Hit:
    """``about`` is reason and verdict."""
    column = next((column for column in site.columns() if column.url == url), None)
    name = column.name if column else url
    return Hit(
        url=url,
        message=f"“{name}”{what}",
        evidence=name,
        verdict=about[1],
        reason=about[0],
        target=name,
        locator=column.locator if column else Locator(),
        clauses=(params["publication_clause"],),
    )


def judge_figures(site: Site, letters: Sequence[str], params: Params, today: date) -> Iterator[Hit]:
    """One hit where no figures of what came in and was answered are found, or where they are old."""
    for url in (*_columns(site, letters), site.url, *_parents(site, letters)):
        page = site.page(url)
        if page and any(FIGURES.search(block.text) for block in page.blocks if block.region in ("main", "aside")):
            return
    clauses = (params["publication_clause"],)
    pages = [page for page in pages_of(site, "statistics") if not OTHER_CHANNEL.search(headline(page))]
    if not pages:
        if is_portal(site):
            yield unseen(site, "no-statistics", "没有找到留言受理、答复情况的统计", clauses)
        return
    newest = max(pages, key=lambda page: page.published())
    day = _iso(newest.published()[:10])
    if day and last_day(day, {"days": params["statistics_days"]}) < today:
        yield page_hit(
            newest,
            reason="old-statistics",
            target="受理反馈统计",
            message=f"留言受理反馈统计最近一期是 {day} 的，应按月公布",
            verdict="review",
            clauses=clauses,
        )


def _parents(site: Site, letters: Sequence[str]) -> list[str]:
    """The columns above the letters' own, where a page shows its figures beside the lists."""
    own = set(_columns(site, letters))
    return [column.url for column in site.columns() if own & set(column.children)]


def unseen(site: Site, reason: str, message: str, clauses: tuple[str, ...]) -> Hit:
    """The hit at the home page for what a whole site does not seem to have."""
    home = site.page(site.url)
    return Hit(
        url=site.url,
        message=f"{message}；可能由脚本写出或者在别的平台上，请核实",
        evidence=(home.title if home else "") or site.url,
        verdict="review",
        reason=reason,
        target=message,
        clauses=clauses,
    )
