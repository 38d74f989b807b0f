"""Where a finding stands on its site: by breadcrumb, by folder, by tag, or honestly nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.model import Column, Dated, Meta, PageFacts, TextBlock
from auditor.placing import place_findings
from tests.auditor.reports.invented import finding

HOME = "https://www.example.gov.cn/"


def page(path: str, kind: str = "content", crumbs: str = "", **metas: str) -> PageFacts:
    """A page of the site."""
    blocks = (TextBlock(text=crumbs, tag="div", region="nav"),) if crumbs else ()
    return PageFacts(
        url=HOME + path,
        status=200,
        kind=kind,
        title="关于印发办法的通知 - 某县人民政府",
        blocks=blocks,
        metas=tuple(Meta(name=name, content=content) for name, content in metas.items()),
        dates=(Dated(value="2026-11-16T16:40", source="time"),),
    )


class Site:
    """A site of a few pages; counts how often they are read."""

    url = HOME

    def __init__(self, *pages: PageFacts, columns: tuple[Column, ...] = ()) -> None:
        self.read = 0
        self._pages, self._columns = pages, columns

    def pages(self) -> Iterator[PageFacts]:
        """All of them."""
        self.read += 1
        return iter(self._pages)

    def page(self, url: str) -> PageFacts | None:
        """One of them."""
        self.read += 1
        return next((page for page in self._pages if page.url == url), None)

    def columns(self) -> tuple[Column, ...]:
        """As given."""
        return self._columns


COLUMNS = (
    Column(name="政务公开", url=HOME + "zwgk/"),
    Column(name="政策文件", url=HOME + "zwgk/wj/index.html"),
    Column(name="要闻", url=HOME + "yw/"),
)


def placed(*paths: str, pages: tuple[PageFacts, ...], columns: tuple[Column, ...] = COLUMNS, **given: Any) -> Any:
    """One finding on these pages, placed."""
    urls = tuple(HOME + path for path in paths)
    one = finding(url=urls[0], pages=urls, **{"reach": len(urls)} | given)
    return place_findings([one], Site(*pages, columns=columns))[0]


def test_the_folders_of_an_address_that_are_columns_are_its_path():
    """A document lies in a month's folder, which is no column."""
    one = placed("zwgk/wj/2026-11/a.html", pages=(page("zwgk/wj/2026-11/a.html"),))
    assert one.column_path == ("政务公开", "政策文件")
    assert one.published == "2026-11-16T16:40"


def test_a_column_is_in_itself():
    """The page of a stale column names the column, and a further page of its list does so too."""
    for path in ("zwgk/wj/", "zwgk/wj/index_2.html"):
        assert placed(path, pages=(page(path, "column"),)).column_path == ("政务公开", "政策文件")


def test_a_breadcrumb_says_it_better_than_an_address():
    """Home, the title and 正文 at its end are no columns."""
    crumbs = "当前位置：首页 > 政务公开 > 财政信息 > 正文"
    assert placed("art/1.html", pages=(page("art/1.html", crumbs=crumbs),)).column_path == ("政务公开", "财政信息")
    crumbs = "当前位置：某县人民政府 > 政务公开 > 关于印发办法的通知"
    assert placed("art/1.html", pages=(page("art/1.html", crumbs=crumbs),)).column_path == ("政务公开",)


def test_the_tag_is_believed_where_nothing_else_tells():
    """ColumnName on an article whose address says nothing; nothing at all where there is none."""
    assert placed("art/1.html", pages=(page("art/1.html", ColumnName="财政信息"),)).column_path == ("财政信息",)
    assert placed("art/1.html", pages=(page("art/1.html"),)).column_path == ()


def test_the_home_page_is_a_place_of_its_own():
    """首页."""
    assert placed("", pages=(page("", "home"),)).column_path == ("首页",)


def test_a_finding_on_several_pages_has_what_they_share():
    """The common beginning; nothing where the pages have none, or where not all of them are known by name."""
    both = page("zwgk/wj/a.html"), page("zwgk/b.html"), page("yw/c.html")
    assert placed("zwgk/wj/a.html", "zwgk/b.html", pages=both).column_path == ("政务公开",)
    assert placed("zwgk/wj/a.html", "yw/c.html", pages=both).column_path == ()
    assert placed("zwgk/wj/a.html", "zwgk/b.html", pages=both, reach=900).column_path == ()


def test_the_title_is_without_the_name_of_the_site():
    """ArticleTitle first; else the title up to the site's name."""
    named = page("a.html", SiteName="某县人民政府")
    assert placed("a.html", pages=(named,)).page_title == "关于印发办法的通知"
    assert placed("a.html", pages=(page("a.html", ArticleTitle="通知"),)).page_title == "通知"
    assert placed("a.html", pages=(page("a.html"),)).page_title == "关于印发办法的通知 - 某县人民政府"


def test_pages_are_read_once_each_and_only_where_there_is_something_to_place():
    """A site does not fit in memory, and reading it takes time."""
    site = Site(page("yw/a.html"), page("yw/b.html"), columns=COLUMNS)
    place_findings([finding(url=HOME + "yw/a.html"), finding(url=HOME + "yw/b.html")], site)
    assert site.read == 2
    assert place_findings([], site) == ()
    assert site.read == 2


def test_a_page_that_is_gone_leaves_the_finding_as_it_was():
    """A finding of an address that was no page."""
    one = placed("gone.html", pages=())
    assert (one.column_path, one.page_title, one.published) == ((), "", "")
