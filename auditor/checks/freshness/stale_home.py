"""freshness/stale_home

## What it does
Looks for the newest item that the home page shows: in its lists, in frames, or behind its links where a link shows no
date. A home page that is only an entry (a picture, a choice of languages, a menu) is judged by all pages it leads to.
``review``: lists a script may fill, items whose pages were not read, dates that readers do not see or that are still to
come, a site with columns none of whose first pages shows a date. Silent: sites that show neither dates nor columns (the
coverage says so).

Reasons: stale-home, stale-second-level, undated, future-date.

## Why it matters
A home page without an update in two weeks fails the whole site.

## Bad
    the newest of the home page's thirty items is of 2026-10-30, the check of 2026-11-20

## Instead
    Publish, or show on the home page what is published below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from auditor.checks.freshness._dating import HOW, DatedItem, as_day, date_items, dates_of_pages
from auditor.facts.columns import split_page_number
from auditor.model import Check, Column, Hit, ListItem, NotRun, PageFacts, Params, Site
from standards.calendar import BEIJING

FEW = 3
"""Items of a home page below which it is an entry: a notice and a telephone number are no news."""

LINKS = 400
"""Links of a page that are looked at; a home page has two or three hundred."""

SECOND_LEVEL = 200
"""Pages behind an entry that are looked at."""

_FRAMES = frozenset({"iframe", "frame", "meta"})


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit when nothing on the home page (or, behind an entry, on the pages it leads to) is new enough."""
    home = _home(site)
    if home is None:
        return
    today, days = now.astimezone(BEIJING).date(), int(params["days"])
    looked = [home, *_framed(home, site)]
    found = _items(looked, site, today)
    entry = len(found.items) < FEW
    if entry:
        looked += _second_level(looked, site)
        found = _items(looked, site, today)
    tomorrow = today + timedelta(days=1)
    known = [one for one in found.items if one.day is not None and one.day <= tomorrow]
    ahead = [one for one in found.items if one.shown and one.how != "text" and one.day and one.day > tomorrow]
    shown = [one for one in known if one.shown]
    newest = max(shown or known, key=lambda one: one.day or date.min, default=None)
    if newest is not None and newest.shown and newest.day and today <= newest.day + timedelta(days=days):
        return
    if newest is None and ahead:
        yield _ahead(home, ahead, entry=entry)
        return
    if newest is None and not _has_columns(site):
        return
    doubts = {
        "列表可能由脚本生成": any(list_.scripted for page in looked for list_ in page.lists),
        "有的信息未注明日期，其文章页没有抓到或日期由脚本写出": found.unread,
        "二级页面未必都抓到": entry,
        "文章页没有标明发布时间": newest is not None and newest.how == "text",
        "只有网址中有日期": newest is not None and not newest.shown,
        "没有读到任何日期": newest is None,
        f"另有 {len(ahead)} 条信息的日期晚于检查时间": ahead,
    }
    yield _hit(home, newest, [doubt for doubt, there in doubts.items() if there], today, days, entry=entry)


def left_out(site: Site, params: Params, now: datetime) -> Iterator[NotRun]:
    """Why nothing could be said of the home page, where that is so."""
    home = _home(site)
    if home is None:
        yield NotRun(what="首页是否更新", why="首页没有抓到")
    elif not _has_columns(site):
        today = now.astimezone(BEIJING).date()
        if not any(one.day for one in _items([home, *_framed(home, site)], site, today).items):
            yield NotRun(what="首页是否更新", why="网站上既没有读到带日期的信息，也没有标明的栏目，不像信息发布类网站")


def _home(site: Site) -> PageFacts | None:
    return site.page(site.url) or next((page for page in site.pages() if page.kind == "home"), None)


def _has_columns(site: Site) -> bool:
    """Whether some page calls itself a column, or is a list of dated rows: a manual's chapters do neither."""
    return any(column.declared or _is_dated(column) for column in site.columns())


def _is_dated(column: Column) -> bool:
    dated = sum(bool(item.date or item.day) for item in column.items)
    return dated >= FEW and dated * 2 > len(column.items)


class _Shown(NamedTuple):
    """What some pages show: the items, and whether some undated item's page was not read."""

    items: list[DatedItem]
    unread: bool


def _framed(home: PageFacts, site: Site) -> list[PageFacts]:
    """What the home page shows in frames, or hands on to at once."""
    urls = dict.fromkeys(link.url for link in home.links if link.tag in _FRAMES and link.url and link.role == "page")
    return [page for url in list(urls)[:FEW] if url != home.url and (page := site.page(url)) is not None]


def _second_level(front: Iterable[PageFacts], site: Site) -> list[PageFacts]:
    """The pages of the site that an entry leads to."""
    host = urlsplit(site.url).hostname
    urls = dict.fromkeys(
        link.url for page in front for link in page.links if link.role == "page" and urlsplit(link.url).hostname == host
    )
    found = {url: site.page(url) or site.page(split_page_number(url)[1]) for url in list(urls)[:SECOND_LEVEL]}
    if lost := {url for url, page in found.items() if page is None}:
        found |= {page.requested: page for page in site.pages() if page.requested in lost}  # redirected on the way
    return [page for page in found.values() if page is not None]


def _items(pages: Iterable[PageFacts], site: Site, today: date) -> _Shown:
    """What these pages show: the rows of their lists, and articles they link to outside of lists."""
    found: list[DatedItem] = []
    unread = False
    for page in pages:
        lists = [list_ for list_ in page.lists if list_.region not in ("nav", "footer")]
        undated = {item.url for list_ in lists for item in list_.items if not item.date}
        told = dates_of_pages(article for url in sorted(undated) if (article := site.page(url)) is not None)
        for list_ in lists:
            rows = date_items(list_.items, told, today)
            unread = unread or any(one.day is None and one.item.url not in told for one in rows)
            found += rows
        if page.kind == "content" and (day := as_day(page.published())):
            found.append(DatedItem(ListItem(title=page.title, url=page.url), day, "page", day))
        listed = {item.url for list_ in lists for item in list_.items}
        found += _linked(page, listed, site)
    return _Shown(found, unread)


def _linked(page: PageFacts, rows: set[str], site: Site) -> Iterator[DatedItem]:
    """Articles behind pictures and headlines that stand in no list."""
    urls = {
        link.url: link.text
        for link in page.links[: LINKS * 2]
        if link.tag in ("a", "area") and link.role == "page" and link.region in ("main", "aside", "header") and link.url
    }
    for url, text in list(urls.items())[:LINKS]:
        if url in rows or (article := site.page(url)) is None or article.kind != "content":
            continue
        if day := as_day(article.published()):
            yield DatedItem(ListItem(title=text or article.title, url=url), day, "page", day)


def _ahead(home: PageFacts, ahead: list[DatedItem], *, entry: bool) -> Hit:
    """Nothing is dated but days to come: when it was last brought up to date nobody can tell."""
    last = max(ahead, key=lambda one: one.day or date.min)
    return Hit(
        url=home.url,
        message=f"{_where(entry=entry)}有 {len(ahead)} 条信息，日期都晚于检查时间，"
        f"如“{last.item.title}”注为 {last.day}；可能是误填、预设的发布时间或活动日期，请核实",
        evidence=f"{last.item.title} {last.day} {last.item.url}",
        verdict="review",
        reason="future-date",
        target="首页",
    )


def _where(*, entry: bool) -> str:
    return "首页只是导航入口，所链接的二级页面上" if entry else "首页上"


def _hit(home: PageFacts, found: DatedItem | None, doubts: list[str], today: date, days: int, *, entry: bool) -> Hit:
    where = _where(entry=entry)
    newest = found.day if found else None
    if found is None or newest is None:
        message, reason = f"{where}没有注明日期的信息，未注明发布时间的视为不更新", "undated"
    else:
        message = (
            f"{where}最新一条“{found.item.title}”发布于 {newest}（{HOW[found.how]}），"
            f"距检查时已过 {(today - newest).days} 天，超过 {days} 天的更新期限"
        )
        reason = "undated" if not found.shown else "stale-second-level" if entry else "stale-home"
        if not found.shown and today <= newest + timedelta(days=days):
            message = f"{where}的信息都没有注明日期，未注明发布时间的视为不更新；网址中最新的日期为 {newest}"
    return Hit(
        url=home.url,
        message=message + (f"；{'，'.join(doubts)}，请核实" if doubts else ""),
        evidence=f"{found.item.title} {newest} {found.item.url}" if found else home.title or home.url,
        verdict="review" if doubts else "fail",
        reason=reason,
        target="首页",
    )


CHECK = Check(
    id="freshness/stale_home",
    title="首页不更新",
    severity="P1",
    remedy="请立即发布应公开的信息并在首页显示；首页只是导航入口的，请更新各二级页面，并注明每条信息的发布时间",
    scope="site",
    check=check,
    needs=("columns",),
    left_out=left_out,
)
