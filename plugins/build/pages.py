"""Every page of an edition: which template, which address, which values. No template is rendered here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.build.document_view import (
    banner,
    body_html,
    contents,
    doc_link,
    document_view,
    first_picture,
    header_rows,
)
from plugins.build.edition import PAGE_SIZE, Edition, page_count, page_url
from plugins.build.records import (
    ColumnLink,
    ColumnView,
    Crumb,
    DocLink,
    NavItem,
    Page,
    Pager,
    Section,
    TopicCard,
    TownView,
    TreeNode,
    VillageCard,
    VillageRow,
    VillageSection,
    VillageView,
)
from plugins.catalogue import VILLAGES, Column
from plugins.documents import Document
from plugins.meta_tags import Metas, column_tags, content_tags, site_tags
from plugins.redirects import page_path
from plugins.relations import neighbours
from plugins.site import Town
from plugins.villages import SECTIONS, Village, by_town, item_list, town_url

HOME_ITEMS = 8
CHILD_ITEMS = 5
TOWN_ITEMS = 10
"""Newest documents shown: of a column on the home page, of its sub-columns, of a town's villages."""
TOPIC = "topic.html"
"""A column with this template is a special topic."""


@dataclass(frozen=True)
class Sheet:
    """A page to render: its file below the output, its template, the template's values."""

    path: str
    template: str
    values: dict[str, Any]


def every_page(edition: Edition) -> Iterator[Sheet]:
    """The pages of the site, home first, always in the same order."""
    desk = _Desk(edition)
    yield desk.home()
    for column in edition.catalogue.by_path.values():
        yield from [desk.villages(column)] if column.path == VILLAGES else desk.column(column)
    for town in desk.towns:
        yield desk.town(town)
    for village in edition.villages.by_id.values():
        yield desk.village(village)
    yield from desk.documents()
    yield desk.site_map()
    yield desk.plain("search.html", "search/index.html", "站内搜索", "/search/")
    yield desk.plain("style.html", "style/index.html", "设计样式", "/style/")
    yield desk.plain("404.html", "404.html", "没有找到这个页面", "")
    for alias, target in edition.aliases.items():
        yield desk.redirect(alias, target)


class _Desk:
    """Makes Sheets of one edition; keeps what many pages share."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.site = edition.site
        self.tops = [column for column in edition.catalogue.tops if not column.hidden]
        self.counts = {c.path: len(edition.below(c)) for c in edition.catalogue.by_path.values()}
        self.by_village: dict[str, list[Document]] = {village: [] for village in edition.villages.by_id}
        for document in edition.by_column.get(VILLAGES, ()):
            if document.village:
                self.by_village[document.village.id].append(document)
        self.trees = {column.path: self._tree(column) for column in edition.catalogue.by_path.values()}
        self.towns = [
            self._town_view(town, members) for town, members in by_town(edition.villages, edition.offices.towns)
        ]

    def home(self) -> Sheet:
        sections = []
        for column in self.tops:
            if column.path != VILLAGES and (section := self._section(column, HOME_ITEMS)).items:
                sections.append(section)
        home = Column(
            id="home", name="首页", path="", type="首页", description=self.site.name, keywords=self.site.short_name
        )
        page = self._page("home", self.site.name, "/", column_tags(home), (Crumb("首页", "/"),))
        headline = next((item for item in sections[0].items if item.summary), None) if sections else None
        return self._sheet(
            "index.html",
            "home.html",
            page,
            sections=tuple(sections),
            headline=headline,
            topics=self._topics(),
            towns=tuple(self.towns),
        )

    def _section(self, column: Column, count: int, *, depth: int = 1) -> Section:
        """A column and, ``depth`` levels down, its sub-columns, each with its newest documents."""
        newest = self.edition.below(column)[:count]
        children = [child for child in column.children if not child.hidden] if depth else []
        return Section(
            name=column.name,
            url=column.url,
            items=tuple(self._link(document, document.column.name) for document in newest),
            type=column.type,
            description=column.description,
            children=tuple(self._section(child, CHILD_ITEMS, depth=depth - 1) for child in children),
        )

    def _topics(self) -> tuple[TopicCard, ...]:
        """Special topics, the running ones first."""
        columns = [c for c in self.edition.catalogue.by_path.values() if c.template == TOPIC and not c.hidden]
        columns.sort(key=lambda column: (column.archived, column.order, column.path))
        return tuple(TopicCard(c.name, c.url, c.description, c.archived, self.counts[c.path]) for c in columns)

    def _link(self, document: Document, column: str = "") -> DocLink:
        return doc_link(document, self.edition, column)

    def _links(self, documents: Iterable[Document]) -> tuple[DocLink, ...]:
        return tuple(self._link(document) for document in documents)

    def column(self, column: Column) -> Iterator[Sheet]:
        listed = self.edition.by_column[column.path] if column.list else ()
        total = page_count(column, len(listed))
        children = tuple(
            ColumnLink(child.name, child.url, self.counts[child.path], child.description)
            for child in column.children
            if not child.hidden
        )
        for number in range(1, total + 1):
            url = page_url(column, number)
            page = self._column_page(column, url)
            shown = listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
            yield self._sheet(
                f"{url}index.html".lstrip("/") if number == 1 else url.lstrip("/"),
                column.template,
                page,
                column=self._column_view(column),
                children=children if number == 1 else (),
                items=self._links(shown),
                pager=pager(column, number, total) if total > 1 else None,
                **({"parts": self._section(column, 0).children} if column.template == TOPIC else {}),
            )

    def _column_view(self, column: Column) -> ColumnView:
        unit = self.edition.offices.spellings.get(column.unit)
        return ColumnView(column.name, column.description, column.url, unit.name if unit else "", column.archived)

    def villages(self, column: Column) -> Sheet:
        page = self._column_page(column, column.url)
        return self._sheet(f"{column.path}/index.html", "villages.html", page, towns=tuple(self.towns))

    def _town_view(self, town: Town, members: Sequence[Village]) -> TownView:
        unit = self.edition.offices.units.get(town.unit)
        cards = tuple(self._village_card(village) for village in members)
        return TownView(town.id, town.name, town_url(town.id), unit.contact if unit else "", cards)

    def _village_card(self, village: Village) -> VillageCard:
        items = self.edition.villages.items
        told = {getattr(document.fields, "item", "") for document in self.by_village[village.id]}
        published = len(told.intersection(items))
        return VillageCard(
            village.name, village.url, village.kind, village.contact, village.board, published, len(items)
        )

    def town(self, town: TownView) -> Sheet:
        column = self.edition.catalogue.by_path[VILLAGES]
        own = [d for d in self.edition.by_column[VILLAGES] if d.village and d.village.town == town.id]
        name = f"{town.name}村务公开"
        tags = self._place_tags(town.url, name, f"{town.name}各村（社区）党务、村务、财务公开。", (town.name,))
        crumbs = (*self._trail(column), Crumb(town.name, town.url))
        page = self._page("column", name, town.url, tags, crumbs, tree=self.trees[VILLAGES])
        newest = tuple(self._link(d, d.village.name if d.village else "") for d in own[:TOWN_ITEMS])
        return self._sheet(f"{town.url}index.html".lstrip("/"), "town.html", page, town=town, items=newest)

    def _place_tags(self, url: str, name: str, description: str, words: tuple[str, ...]) -> Metas:
        """Column tags of a page below 村务公开 that is no column itself."""
        kind = self.edition.catalogue.by_path[VILLAGES].type
        keywords = ",".join(("村务公开", *words))
        return column_tags(
            Column(id=url, name=name, path=url.strip("/"), type=kind, description=description, keywords=keywords)
        )

    def village(self, village: Village) -> Sheet:
        column = self.edition.catalogue.by_path[VILLAGES]
        own = self.by_village[village.id]
        sections = tuple(
            VillageSection(
                section,
                tuple(
                    VillageRow(item.name, self._links(d for d in own if getattr(d.fields, "item", "") == item.id))
                    for item in item_list(self.edition.villages.items, section)
                ),
            )
            for section in SECTIONS
        )
        crumbs = (
            *self._trail(column),
            Crumb(village.town_name, town_url(village.town)),
            Crumb(village.name, village.url),
        )
        name = f"{village.name}村务公开"
        about = f"{village.town_name}{village.name}党务、村务、财务公开。"
        tags = self._place_tags(village.url, name, about, (village.name, village.town_name))
        page = self._page("column", name, village.url, tags, crumbs, tree=self.trees[VILLAGES])
        path = f"{village.url}index.html".lstrip("/")
        view = VillageView(
            name=village.name,
            url=village.url,
            kind=village.kind,
            town_name=village.town_name,
            town_url=town_url(village.town),
            contact=village.contact,
            board=village.board,
        )
        return self._sheet(path, "village.html", page, village=view, sections=sections)

    def documents(self) -> Iterator[Sheet]:
        lists: list[Sequence[Document]] = [
            listed for path, listed in self.edition.by_column.items() if path != VILLAGES
        ]
        lists += self.by_village.values()
        for listed in lists:
            beside = neighbours(listed)
            for document in listed:
                yield self._document(document, *beside[document.id])

    def _document(self, document: Document, above: Document | None, beneath: Document | None) -> Sheet:
        edition, column, fields = self.edition, document.column, document.fields
        crumbs = self._trail(column)
        if document.village:
            village = document.village
            town = Crumb(village.town_name, town_url(village.town))
            crumbs = (*crumbs, town, Crumb(village.name, village.url))
        crumbs = (*crumbs, Crumb(fields.title, document.url))
        canonical = self.site.absolute(document.url)
        tags = content_tags(fields, column, canonical, first_picture(edition, document))
        page = self._page("content", fields.title, document.url, tags, crumbs, tree=self.trees[column.path])
        related = self.edition.related.get(document.id, ())
        explained = [other for other in related if document.id in other.fields.interprets] if fields.doc_no else []
        body = body_html(edition, document)
        return self._sheet(
            document.url.lstrip("/"),
            document.type.template,
            page,
            doc=document_view(edition, document),
            body=Markup(body),  # noqa: S704 - cleaned by body.py
            toc=contents(body),
            banner=banner(document, edition.now),
            header_rows=header_rows(document),
            previous=self._link(above) if above else None,
            next=self._link(beneath) if beneath else None,
            interpretations=self._links(explained),
            related=self._links(other for other in related if other not in explained),
        )

    def site_map(self) -> Sheet:
        groups = []
        for top in self.tops:
            for column in top.walk():
                if not any(step.hidden for step in self.edition.catalogue.trails[column.path]):
                    groups.append((column.name, column.url, column.path.count("/")))
            if top.path == VILLAGES:
                for town in self.towns:
                    groups.append((town.name, town.url, 1))
                    groups += [(village.name, village.url, 2) for village in town.villages]
        return self.plain("sitemap.html", "sitemap.html", "站点地图", "/sitemap.html", groups=tuple(groups))

    def plain(self, template: str, path: str, title: str, url: str, **values: Any) -> Sheet:
        crumbs = (Crumb("首页", "/"), Crumb(title, url or "/404.html"))
        page = self._page("other", title, url, (), crumbs)
        return self._sheet(path, template, page, **values)

    def redirect(self, alias: str, target: str) -> Sheet:
        crumbs = (Crumb("首页", "/"), Crumb("网页已移动", alias))
        page = self._page("other", "本页已移至新地址", target, (), crumbs)
        return self._sheet(page_path(alias), "redirect.html", page, target=target)

    def _sheet(self, path: str, template: str, page: Page, **values: Any) -> Sheet:
        top = page.breadcrumb[1].url if len(page.breadcrumb) > 1 else "/"
        nav = [NavItem("首页", "/", page.kind == "home")]
        nav += [NavItem(column.name, column.url, column.url == top) for column in self.tops]
        now_date = f"{self.edition.now:%Y-%m-%d}"
        shared = {"site": self.site, "page": page, "nav": tuple(nav), "now_date": now_date}
        return Sheet(path, template, {**shared, **values})

    def _page(
        self,
        kind: str,
        title: str,
        url: str,
        tags: Metas,
        crumbs: tuple[Crumb, ...],
        *,
        feed: str = "",
        tree: tuple[TreeNode, ...] = (),
    ) -> Page:
        canonical = self.site.absolute(url) if url else ""
        return Page(kind, title, url, canonical, (*site_tags(self.site), *tags), crumbs, feed, tree)

    def _column_page(self, column: Column, url: str) -> Page:
        trail = self._trail(column)
        tree, feed = self.trees[column.path], f"{column.url}feed.atom"
        return self._page("column", column.name, url, column_tags(column), trail, feed=feed, tree=tree)

    def _trail(self, column: Column) -> tuple[Crumb, ...]:
        trail = self.edition.catalogue.trails[column.path]
        return (Crumb("首页", "/"), *(Crumb(step.name, step.url) for step in trail))

    def _tree(self, column: Column) -> tuple[TreeNode, ...]:
        """The columns of the same top column, as seen from one of them."""
        open_paths = {step.path for step in self.edition.catalogue.trails[column.path]}

        def node(inner: Column, depth: int) -> TreeNode:
            children = tuple(node(child, depth + 1) for child in inner.children if not child.hidden)
            return TreeNode(inner.name, inner.url, depth, inner.path == column.path, inner.path in open_paths, children)

        return (node(self.edition.catalogue.trails[column.path][0], 0),)


def pager(column: Column, number: int, total: int) -> Pager:
    """First, last, and two on either side of the current page: a row of links must not grow with the archive."""
    shown = sorted({1, total, *range(max(1, number - 2), min(total, number + 2) + 1)})
    return Pager(
        number=number,
        total=total,
        previous_url=page_url(column, number - 1) if number > 1 else "",
        next_url=page_url(column, number + 1) if number < total else "",
        pages=tuple((at, page_url(column, at), at == number) for at in shown),
    )
