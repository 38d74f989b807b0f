"""Every page of the site itself: which address, which template, which values. No template is rendered here.

``every_page`` says which pages there are; the functions below it make one each, from what their View lets them see.
Feeds, indexes, maps and files are pages of the plugins that make them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from plugins.build.document_pages import make_document
from plugins.build.edition import Contents
from plugins.build.frame import page_values, trail_crumbs
from plugins.build.gone_page import make_gone
from plugins.build.kinds import Kind, Sheet
from plugins.build.lists import FRONT
from plugins.build.paths import file_of
from plugins.build.records import (
    ArchiveLink,
    ColumnLink,
    ColumnView,
    Crumb,
    Section,
    TopicCard,
    TownLink,
    Turn,
    YearLinks,
)
from plugins.build.view import TOPIC, View
from plugins.build.village_pages import VILLAGE_KINDS
from plugins.catalogue import VILLAGES, Column
from plugins.meta_tags import column_tags
from plugins.redirects import page_path
from plugins.villages import town_url

HOME_ITEMS = 8
CHILD_ITEMS = 5
SITE_REPORTS = 3
"""Newest documents shown on the home page: of a column, and of its sub-columns; of the site's own reports, which must
stand there (国办函〔2018〕12号)."""


class Spec(NamedTuple):
    """A page there is to be: its file below the output, its kind, what the kind's function is called with."""

    path: str
    kind: str
    argument: Any


def every_page(contents: Contents, fronts: Mapping[str, str] = MappingProxyType({})) -> Iterator[Spec]:
    """The pages of the site, home first, always in the same order. ``fronts`` names the kinds of page that plugins
    make in the place of a column's first page, by the template the column asks for."""
    yield Spec("index.html", "home", None)
    for path, column in contents.catalogue.by_path.items():
        kind = "villages" if path == VILLAGES else fronts.get(column.template, "column")
        yield Spec(f"{path}/index.html", kind, path)
        archive = contents.archives[path]
        for sheaf in (*archive.sheaves, *archive.years):
            yield Spec(file_of(sheaf.url), "sheaf", (path, sheaf.url))
    for town in {village.town: None for village in contents.villages.by_id.values()}:
        yield Spec(file_of(town_url(town)), "town", town)
    for village in contents.villages.by_id.values():
        yield Spec(file_of(village.url), "village", village.id)
    for article in contents.articles:
        yield Spec(article.url[1:], "document", article.path)
    for path, gone in contents.gone.items():
        yield Spec(gone.url[1:], "gone", path)
    yield Spec("sitemap.html", "sitemap", None)
    for name, path, title, url in PLAIN:
        yield Spec(path, "plain", (name, title, url))
    for alias in contents.aliases:
        yield Spec(page_path(alias), "redirect", alias)


PLAIN = (
    ("search.html", "search/index.html", "站内搜索", "/search/"),
    ("style.html", "style/index.html", "设计样式", "/style/"),
    ("404.html", "404.html", "没有找到这个页面", ""),
)


# home


def _home(view: View, _: None) -> Sheet:
    site = view.site
    sections = []
    for top in view.tops():
        if top.path != VILLAGES and (section := _section(view, top.path, HOME_ITEMS)).items:
            sections.append(section)
    home = Column(id="home", name="首页", path="", type="首页", description=site.name, keywords=site.short_name)
    values = page_values(view, "home", site.name, "/", column_tags(home), (Crumb("首页", "/"),))
    headline = next((item for item in sections[0].items if item.summary), None) if sections else None
    towns = tuple(TownLink(town.name, town_url(town.id), len(ids)) for town, ids in view.villages.towns())
    site_reports = view.platform.site_reports()[:SITE_REPORTS]
    return Sheet(
        "home.html",
        {
            **values,
            "sections": tuple(sections),
            "headline": headline,
            "topics": _topics(view),
            "towns": towns,
            "site_reports": tuple((form.year, view.link(article)) for form, article in site_reports),
        },
    )


def _section(view: View, path: str, count: int, *, depth: int = 1) -> Section:
    """A column and, ``depth`` levels down, its sub-columns, each with its newest documents."""
    column = view.column(path)
    newest = view.newest(path, count) if count else []
    children = view.children(path) if depth else []
    return Section(
        name=column.name,
        url=column.url,
        items=tuple(view.link(article, view.trail(article.column)[-1].name) for article in newest),
        type=column.type,
        description=column.description,
        children=tuple(_section(view, child.path, CHILD_ITEMS, depth=depth - 1) for child in children),
    )


def _topics(view: View) -> tuple[TopicCard, ...]:
    """Special topics, the running ones first."""
    columns = [view.column(path) for path in view.topics()]
    return tuple(TopicCard(c.name, c.url, c.description, c.archived, view.count(c.path)) for c in columns)


# columns


def make_column(view: View, path: str) -> Sheet:
    """The first page of a column; plugins that make one of their own begin with it."""
    column = view.column(path)
    listed = view.front(path) if column.list else []
    children = []
    for child in view.children(path):
        about = view.column(child.path).description
        children.append(ColumnLink(child.name, child.url, view.count(child.path), about))
    others = [view.column(other) for other in column.see_also]
    children += [ColumnLink(other.name, other.url, 0, other.description) for other in others]
    more: dict[str, Any] = {}
    if column.template == TOPIC:
        more["parts"] = _section(view, path, 0).children
    return Sheet(
        column.template,
        {
            **_column_values(view, column, column.url, column.name),
            "column": column_view(view, column),
            "children": tuple(children),
            "items": view.links(listed),
            "years": _years(view, column),
            "turn": None,
            **more,
        },
    )


def _years(view: View, column: Column) -> tuple[YearLinks, ...]:
    """The way to the pages behind a column's first, by year and month; nothing where there are none."""
    years: dict[str, list[ArchiveLink]] = {}
    archive = view.archive(column.path)
    whole = {sheaf.period: sheaf.url for sheaf in reversed(archive.years)}
    for month, count in archive.months if column.list else ():
        link = ArchiveLink(f"{int(month[5:])}月", f"{column.url}{month}/", count)
        years.setdefault(month[:4], []).append(link)
    if sum(link.count for months in years.values() for link in months) <= FRONT:
        return ()
    return tuple(
        YearLinks(year, tuple(months), sum(month.count for month in months), whole.get(year, ""))
        for year, months in years.items()
    )


def _sheaf(view: View, argument: tuple[str, str]) -> Sheet:
    path, url = argument
    column = view.column(path)
    sheaf, articles, older, newer = view.sheaf(path, url)
    year, month = sheaf.period[:4], sheaf.period[5:]
    period = f"{year}年{int(month)}月" if month else f"{year}年，从早到晚"
    if sheaf.part:  # two pages must not have one title
        period += f"，第{sheaf.part}部分"
    name = f"{column.name}（{period}）"
    values = _column_values(view, column, url, name)
    turn = Turn(
        period,
        newer.url if newer else "",
        older.url if older else "",
        column.url,
    )
    return Sheet(
        "column.html",
        {
            **values,
            "column": column_view(view, column),
            "children": (),
            "items": view.links(articles),
            "years": (),
            "turn": turn,
        },
    )


def column_view(view: View, column: Column) -> ColumnView:
    unit = view.unit(column.unit) if column.unit else None
    return ColumnView(column.name, column.description, column.url, unit.name if unit else "", column.archived)


def _column_values(view: View, column: Column, url: str, title: str) -> dict[str, Any]:
    crumbs = trail_crumbs(view, column.path)
    feed = f"{column.url}feed.atom"
    return page_values(view, "column", title, url, column_tags(column), crumbs, feed=feed, column=column.path)


# the rest


def _site_map(view: View, _: None) -> Sheet:
    groups = []
    for column in view.columns():
        groups.append((column.name, column.url, column.path.count("/")))
        if column.path == VILLAGES:
            for town, members in view.villages.towns():
                groups.append((town.name, town_url(town.id), 1))
                groups += [(view.villages.village(id_).name, view.villages.village(id_).url, 2) for id_ in members]
    sheet = _plain(view, ("sitemap.html", "站点地图", "/sitemap.html"))
    return Sheet(sheet.template, {**sheet.values, "groups": tuple(groups)})


def _plain(view: View, argument: tuple[str, str, str]) -> Sheet:
    template, title, url = argument
    crumbs = (Crumb("首页", "/"), Crumb(title, url or "/404.html"))
    return Sheet(template, page_values(view, "other", title, url, (), crumbs, own_search=template == "search.html"))


def _redirect(view: View, alias: str) -> Sheet:
    target = view.alias(alias)
    crumbs = (Crumb("首页", "/"), Crumb("网页已移动", alias))
    return Sheet(
        "redirect.html", {**page_values(view, "other", "本页已移至新地址", target, (), crumbs), "target": target}
    )


_FRAME = {"site", "nav", "tree", "template"}
_LISTS = {"picture", "column", "head", "standing", "front", "count", "newest", "unit", "topics", "village"}
COLUMN_READS = frozenset(_FRAME | _LISTS)
"""What ``make_column`` reads."""

KINDS = (
    Kind("home", _home, frozenset(_FRAME | _LISTS | {"towns", "forms"})),
    Kind("column", make_column, COLUMN_READS),
    Kind("sheaf", _sheaf, frozenset(_FRAME | {"picture", "column", "sheaf", "head", "standing", "unit"})),
    *VILLAGE_KINDS,
    Kind(
        "document",
        make_document,
        frozenset(
            _FRAME
            | {"column", "head", "body", "around", "related", "unit", "people", "village", "file", "picture"}
            | {"standing", "acts", "form", "item", "town"}
        ),
    ),
    Kind("gone", make_gone, frozenset(_FRAME | {"column", "gone", "unit"})),
    Kind("sitemap", _site_map, frozenset(_FRAME | {"towns", "village"})),
    Kind("plain", _plain, frozenset(_FRAME)),
    Kind("redirect", _redirect, frozenset(_FRAME | {"alias"})),
)
