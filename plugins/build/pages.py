"""Every page of an edition: which template, which address, which values. No template is rendered here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.build.document_view import body_html, doc_link, document_view, first_picture, header_rows
from plugins.build.edition import PAGE_SIZE, Edition, page_count, page_url
from plugins.build.records import (
    ColumnLink,
    ColumnView,
    Crumb,
    NavItem,
    Page,
    Pager,
    Section,
    TreeNode,
    VillageLink,
    VillageRow,
    VillageSection,
)
from plugins.catalogue import VILLAGES, Column
from plugins.documents import Document
from plugins.meta_tags import Metas, column_tags, content_tags, site_tags
from plugins.redirects import page_path
from plugins.relations import neighbours
from plugins.villages import SECTIONS, Village, by_town, item_list

HOME_ITEMS = 8


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
    for village in edition.villages.by_id.values():
        yield desk.village(village)
    yield from desk.documents()
    yield desk.site_map()
    yield desk.plain("search.html", "search/index.html", "站内搜索", "/search/")
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

    def home(self) -> Sheet:
        sections = []
        for column in self.tops:
            newest = self.edition.below(column)[:HOME_ITEMS] if column.path != VILLAGES else ()
            if newest:
                sections.append(Section(column.name, column.url, tuple(map(doc_link, newest))))
        home = Column(
            id="home", name="首页", path="", type="首页", description=self.site.name, keywords=self.site.short_name
        )
        page = self._page("home", self.site.name, "/", column_tags(home), (Crumb("首页", "/"),))
        links = tuple(self._village_link(village) for village in self.edition.villages.by_id.values())
        return self._sheet("index.html", "home.html", page, sections=tuple(sections), villages=links)

    def column(self, column: Column) -> Iterator[Sheet]:
        listed = self.edition.by_column[column.path] if column.list else ()
        total = page_count(column, len(listed))
        children = tuple(
            ColumnLink(child.name, child.url, self.counts[child.path]) for child in column.children if not child.hidden
        )
        for number in range(1, total + 1):
            url = page_url(column, number)
            page = self._column_page(column, url)
            shown = listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
            yield self._sheet(
                f"{url}index.html".lstrip("/") if number == 1 else url.lstrip("/"),
                column.template,
                page,
                column=ColumnView(column.name, column.description, column.url),
                children=children if number == 1 else (),
                items=tuple(map(doc_link, shown)),
                pager=pager(column, number, total) if total > 1 else None,
            )

    def villages(self, column: Column) -> Sheet:
        groups = by_town(self.edition.villages, self.edition.offices.towns)
        towns = tuple((town, tuple(map(self._village_link, members))) for town, members in groups)
        page = self._column_page(column, column.url)
        return self._sheet(f"{column.path}/index.html", "villages.html", page, towns=towns)

    def village(self, village: Village) -> Sheet:
        column = self.edition.catalogue.by_path[VILLAGES]
        own = self.by_village[village.id]
        sections = tuple(
            VillageSection(
                section,
                tuple(
                    VillageRow(item.name, tuple(doc_link(d) for d in own if getattr(d.fields, "item", "") == item.id))
                    for item in item_list(self.edition.villages.items, section)
                ),
            )
            for section in SECTIONS
        )
        crumbs = (*self._trail(column), Crumb(village.name, village.url))
        name = f"{village.name}村务公开"
        tags = column_tags(
            Column(
                id=village.id,
                name=name,
                path=village.url.strip("/"),
                type=column.type,
                description=f"{village.town_name}{village.name}党务、村务、财务公开。",
                keywords=",".join(("村务公开", village.name, village.town_name)),
            )
        )
        page = self._page("column", name, village.url, tags, crumbs, tree=self.trees[VILLAGES])
        path = f"{village.url}index.html".lstrip("/")
        return self._sheet(path, "village.html", page, village=village, sections=sections)

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
            crumbs = (*crumbs, Crumb(document.village.name, document.village.url))
        crumbs = (*crumbs, Crumb(fields.title, document.url))
        canonical = self.site.absolute(document.url)
        tags = content_tags(fields, column, canonical, first_picture(edition, document))
        page = self._page("content", fields.title, document.url, tags, crumbs, tree=self.trees[column.path])
        return self._sheet(
            document.url.lstrip("/"),
            document.type.template,
            page,
            doc=document_view(edition, document),
            body=Markup(body_html(edition, document)),  # noqa: S704 - cleaned by body.py
            header_rows=header_rows(document),
            previous=doc_link(above) if above else None,
            next=doc_link(beneath) if beneath else None,
            related=tuple(map(doc_link, self.edition.related.get(document.id, ()))),
        )

    def site_map(self) -> Sheet:
        groups = []
        for top in self.tops:
            for column in top.walk():
                if not any(step.hidden for step in self.edition.catalogue.trails[column.path]):
                    groups.append((column.name, column.url, column.path.count("/")))
            if top.path == VILLAGES:
                groups += [(village.name, village.url, 1) for village in self.edition.villages.by_id.values()]
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

    def _village_link(self, village: Village) -> VillageLink:
        return VillageLink(village.name, village.url, village.kind)


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
