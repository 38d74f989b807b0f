"""The columns of a site, put together from the facts of its pages.

National tags first (ColumnName, ColumnType: 国办发〔2017〕47号), structure otherwise. Pages of one
pager are one column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import msgspec

from auditor.facts.headline import TITLE_MARK
from auditor.model import Column, ItemList, ListItem, Locator, PageFacts

_PAGE_QUERY = re.compile(
    r"(?:^|&)(?:page|p|pn|pg|pageno|pagenum|pageindex|currentpage|curpage|cur_page|currpage|start|offset)=\d+(?=&|$)",
    re.I,
)
_PAGE_FOLDER = re.compile(r"/(?:page|p)[-_/]?(\d+)(?:/|/index\.\w+|\.\w+)?$", re.I)
_PAGE_FILE = re.compile(r"/(?:(index|default|list|page|node|more|p)?[-_]?)?(\d{1,4})\.(s?html?|jsp|aspx?|php)$", re.I)
_INDEX_FILE = re.compile(r"/(?:index|default)\.\w+$", re.I)
_PAGE_OF = re.compile(r"\s*[(（]?第\s*\d+\s*页[)）]?\s*")
_CRUMBS = re.compile(r"^(?:您|你)?(?:的|现在的|当前的|所在的)*(?:当前|所在|所处)?位置\s*[:：]\s*(.+)$")
_CRUMB_MARK = re.compile(r"\s*(?:>{1,2}|»|›|→|/|\\|＞|\||-{1,2}>)\s*")
_FRAMES = ("iframe", "frame")
_BESIDE = re.compile("热点|热门|推荐|排行|相关(?:阅读|链接|信息|文章|新闻)|最新(?:发布|更新|信息|文章)|猜你|看过")
"""Heads of lists that stand beside a column's own on page after page."""
_NO_NAMES = ("正文", "列表", "内容", "详细内容", "详情")
"""What systems write at the end of a breadcrumb whatever the column."""
ARCHIVED = "归档"


class _Draft:
    """One column while its pages come in."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pages: list[tuple[int, str, PageFacts]] = []


def find_columns(site_url: str, pages: Iterable[PageFacts]) -> tuple[Column, ...]:
    """The columns of a site in the order of addresses.

    ``pages`` may come one at a time; only what column pages say of lists and links is kept. ``declared`` is true
    where the page bears a ColumnName. A page without the tag is a column when a list is its main content. The home
    page is none.
    """
    drafts: dict[tuple[str, str], _Draft] = {}
    for page in pages:
        if page.kind != "column" or page.status != 200 or page.url == site_url:
            continue
        name = name_of(page)
        number, key = split_page_number(page.url)
        drafts.setdefault((key, name), _Draft(name)).pages.append((number, page.url, _slim(page)))
    columns = _unframed([_column(draft) for draft in drafts.values()])
    columns.sort(key=lambda one: one.column.url)
    return tuple(_with_children(columns))


def name_of(page: PageFacts) -> str:
    """What a column page calls its column: ColumnName, else breadcrumb, first heading, start of the title."""
    if named := page.meta("ColumnName"):
        return named
    crumbs = [crumb for crumb in crumbs_of(page) if crumb not in _NO_NAMES]
    if len(crumbs) > 1 and len(crumbs[-1]) <= 30:
        return _PAGE_OF.sub("", crumbs[-1])
    for block in page.blocks:
        if block.tag == "h1" and block.region == "main" and len(block.text) <= 30:
            return _PAGE_OF.sub("", block.text)
    return _PAGE_OF.sub("", TITLE_MARK.split(page.title[:200])[0])


def crumbs_of(page: PageFacts) -> tuple[str, ...]:
    """The parts of a breadcrumb that stands in one line (当前位置：首页 > 政务公开 > …), home first; else none."""
    for block in page.blocks:
        if block.kind == "text" and len(block.text) <= 120 and (crumbs := _CRUMBS.match(block.text)):
            parts = tuple(part for part in _CRUMB_MARK.split(crumbs[1]) if part)
            if len(parts) > 1:
                return parts
    return ()


def split_page_number(url: str) -> tuple[int, str]:
    """Which page of a column an address is, and an address that all pages of the column have in common.

    >>> split_page_number("https://www.mingchuan.example/zwgk/index_2.html")
    (2, 'https://www.mingchuan.example/zwgk/')
    """
    parts = urlsplit(url)
    number = 1
    query, path = parts.query, parts.path
    if found := _PAGE_QUERY.search(query):
        number = int(found[0].rpartition("=")[2]) or 1
        query = (query[: found.start()] + query[found.end() :]).strip("&")
    elif found := _PAGE_FOLDER.search(path):
        number = int(found[1]) or 1
        path = path[: found.start()] + "/"
    elif (found := _PAGE_FILE.search(path)) and (found[1] or "").lower() != "node":
        number = int(found[2]) or 1
        stem = (found[1] or "").lower()
        kept = "" if stem in ("", "index", "default", "page", "p") else f"{stem}.{found[3]}"
        path = path[: found.start()] + "/" + kept
    path = _INDEX_FILE.sub("/", path)
    return min(number, 1_000_000), urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _slim(page: PageFacts) -> PageFacts:
    """What is needed later, so that texts do not stay in memory."""
    notes = tuple(b for b in page.blocks if b.region == "main" and b.kind == "text" and ARCHIVED in b.text[:24])
    links = tuple(link for link in page.links if link.tag in ("a", *_FRAMES) and link.url)
    return PageFacts(
        url=page.url, status=page.status, kind=page.kind, title=page.title, lists=page.lists, links=links,
        blocks=notes[:1], metas=tuple(m for m in page.metas if m.name.lower() in ("columnname", "columntype")),
    )  # fmt: skip


class _Found(NamedTuple):
    """A column without its children, the addresses its pages link to, and those they show in frames."""

    column: Column
    targets: frozenset[str]
    frames: frozenset[str]


def _unframed(found: list[_Found]) -> list[_Found]:
    """A list in a frame of a column without rows is that column's list and no column of its own."""
    by_url = {one.column.url: one for one in found}
    inner: set[str] = set()
    columns = []
    for one in found:
        shown = [by_url[url] for url in sorted(one.frames) if url in by_url and url != one.column.url]
        shown = [framed for framed in shown if framed.column.items or framed.column.scripted]
        if one.column.items or not shown:
            columns.append(one)
            continue
        inner.update(framed.column.url for framed in shown)
        column = msgspec.structs.replace(
            one.column,
            items=tuple(item for framed in shown for item in framed.column.items),
            scripted=any(framed.column.scripted for framed in shown),
            archived=one.column.archived or all(framed.column.archived for framed in shown),
        )
        columns.append(one._replace(column=column))
    return [one for one in columns if one.column.url not in inner]


def _column(draft: _Draft) -> _Found:
    draft.pages.sort(key=lambda entry: (entry[0], len(entry[1]), entry[1]))
    first = draft.pages[0][2]
    lists = [found for _, _, page in draft.pages for found in _own_lists(page, draft.name)]
    items: dict[tuple[str, str], ListItem] = {}
    for found in lists:
        for item in found.items:
            items.setdefault((item.url, item.title), item)
    column = Column(
        name=draft.name,
        url=first.url,
        type=first.meta("ColumnType"),
        items=tuple(items.values()),
        declared=bool(first.meta("ColumnName")),
        scripted=any(found.scripted for found in lists if found.declared or not items),
        archived=any(ARCHIVED in text for text in (draft.name, first.title, *(block.text for block in first.blocks))),
        locator=_locator(first, lists),
    )
    links = [link for _, _, page in draft.pages for link in page.links]
    return _Found(
        column,
        frozenset(link.url for link in links if link.tag == "a"),
        frozenset(link.url for link in links if link.tag in _FRAMES),
    )


def _own_lists(page: PageFacts, name: str) -> list[ItemList]:
    """Hooked lists where there are any; else those in the main region, without the sections of other columns."""
    if hooked := [found for found in page.lists if found.declared]:
        return hooked
    own = [found for found in page.lists if found.region == "main" and not _BESIDE.search(found.name)]
    if len(own) > 1 and any(found.name == name for found in own):
        return [found for found in own if found.name in (name, "")]
    return own


def _locator(first: PageFacts, lists: list[ItemList]) -> Locator:
    if lists:
        return lists[0].locator
    return next((meta.locator for meta in first.metas if meta.name.lower() == "columnname"), Locator())


def _with_children(columns: list[_Found]) -> Iterable[Column]:
    """Children are the nearest columns below a column's folder that its pages link to."""
    keys = {split_page_number(column.url)[1]: column.url for column, _, _ in columns}
    for column, targets, _ in columns:
        folder = split_page_number(column.url)[1]
        if not folder.endswith("/") or urlsplit(folder).path == "/":
            yield column
            continue
        linked = {split_page_number(target)[1] for target in targets if target.startswith(folder)}
        below = sorted(key for key in linked if key != folder and key in keys)
        nearest: list[str] = []
        for key in below:  # sorted, so that a parent comes before what is below it
            if not any(key.startswith(near) for near in nearest if near.endswith("/")):
                nearest.append(key)
        children = tuple(sorted(keys[key] for key in nearest))
        yield msgspec.structs.replace(column, children=children) if children else column
