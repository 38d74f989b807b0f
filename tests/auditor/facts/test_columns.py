"""Columns put together from pages."""

from __future__ import annotations

import pytest

from auditor.facts.columns import find_columns, split_page_number
from auditor.model import Column
from tests.auditor.facts.reading import HOST, facts, page

ITEM = "<li data-gk=list-item><a href={0}>{1}</a> <time datetime={2}>{2}</time></li>"


def column_page(path: str, name: str, items: str = "", more: str = "", kind: str = ""):
    """A hooked column page."""
    metas = f"<meta name=ColumnName content={name}><meta name=ColumnType content={kind}>" if name else ""
    return facts(f"{metas}<title>{name}</title><main><ul data-gk=list>{items}</ul>{more}</main>", path)


def columns(*pages) -> dict[str, Column]:
    """The columns of some pages by name."""
    return {column.name: column for column in find_columns(f"{HOST}/", pages)}


def test_pages_of_a_pager_are_one_column():
    """Page 2 and 3 add their items in order; the column's address is page 1; doubles count once."""
    seen = columns(
        column_page("/tzgg/index_3.html", "公告", ITEM.format("/3.html", "丙", "2026-09-01")),
        column_page("/tzgg/", "公告", ITEM.format("/1.html", "甲", "2026-11-01")),
        column_page("/tzgg/index_2.html", "公告", ITEM.format("/2.html", "乙", "2026-10-01") + ITEM.format("/1.html", "甲", "2026-11-01")),
    )["公告"]  # fmt: skip
    assert seen.url == f"{HOST}/tzgg/"
    assert [item.title for item in seen.items] == ["甲", "乙", "丙"]


def test_children_are_the_nearest_columns_below():
    """A column two levels down belongs to the one between; one that is not linked belongs to nobody."""
    seen = columns(
        column_page("/zwgk/", "政务公开", more="<a href=/zwgk/wj/>文件</a><a href=/zwgk/wj/gf/>规范</a><a href=/gzdt/>x</a>"),
        column_page("/zwgk/wj/", "文件", more="<a href=/zwgk/wj/gf/index_2.html>规范</a>"),
        column_page("/zwgk/wj/gf/", "规范"),
        column_page("/zwgk/other/", "无人链接"),
        column_page("/gzdt/", "动态"),
    )  # fmt: skip
    assert seen["政务公开"].children == (f"{HOST}/zwgk/wj/",)
    assert seen["文件"].children == (f"{HOST}/zwgk/wj/gf/",)
    assert seen["规范"].children == seen["动态"].children == ()


def test_type_declared_scripted_archived():
    """What pages say of themselves."""
    seen = columns(
        column_page("/a/", "机构职能", kind="机构职能"),
        page("scripted_list.html", "/gzdt/"),
        column_page("/b/", "防汛专题(归档)"),
        column_page("/c/", "脱贫专题", more="<p>本专题已归档"),
        page("old_table_site.html", "/tzgg/index.htm", "gb18030"),
    )
    assert (seen["机构职能"].type, seen["机构职能"].declared, seen["机构职能"].archived) == ("机构职能", True, False)
    assert (seen["工作动态"].scripted, seen["工作动态"].items) == (True, ())
    assert seen["防汛专题(归档)"].archived
    assert seen["脱贫专题"].archived
    assert (seen["通知公告"].declared, len(seen["通知公告"].items)) == (False, 3)


def test_sections_of_other_columns_are_not_its_items():
    """Where a list bears the column's name, lists under other headings belong to others."""
    row = "<ul><li><a href={0}.htm>关于停水的通知之{0}</a>2026-11-0{0}</ul>"
    html = f"<meta name=ColumnName content=公告><h2>公告</h2>{row.format(1)}<h2>招标信息</h2>{row.format(2)}"
    assert [item.url for item in columns(facts(html, "/gg/"))["公告"].items] == [f"{HOST}/gg/1.htm"]


def test_home_and_content_are_no_columns():
    """Neither has a place among the columns, whatever lists it shows."""
    rows = "<ul><li><a href=1.htm>关于停水的通知</a>2026-11-01<li><a href=2.htm>又一通知</a>2026-11-01</ul>"
    assert columns(facts(rows, "/"), facts(f"<meta name=ArticleTitle content=x>{rows}", "/1.html")) == {}


def test_order_is_that_of_addresses():
    """Whatever order the pages come in."""
    pages = [column_page(f"/{c}/", c) for c in "cab"]
    assert [column.url for column in find_columns(f"{HOST}/", pages)] == [f"{HOST}/{c}/" for c in "abc"]


@pytest.mark.parametrize(
    ("path", "number", "common"),
    [
        ("/a/", 1, "/a/"),
        ("/a/index.html", 1, "/a/"),
        ("/a/index_2.html", 2, "/a/"),
        ("/a/2.html", 2, "/a/"),
        ("/a/page/3/", 3, "/a/"),
        ("/a/page-3.html", 3, "/a/"),
        ("/a/list.html?page=4", 4, "/a/list.html"),
        ("/a/list_4.html", 4, "/a/list.html"),
        ("/a/?col=12&pageNo=5", 5, "/a/?col=12"),
        ("/col/col123/index.html", 1, "/col/col123/"),
        ("/node_12.htm", 1, "/node_12.htm"),
        ("/a/t20261120_1.html", 1, "/a/t20261120_1.html"),
    ],
)
def test_split_page_number(path: str, number: int, common: str):
    """The ways sites number the pages of a column."""
    assert split_page_number(HOST + path) == (number, HOST + common)


def test_a_list_in_a_frame_is_that_of_its_column():
    """The framed page is no column of its own, and a column with rows keeps them."""
    inner = facts(
        "<main><ul>" + "<li><a href=/1.html>县政府召开会议研究工作</a> 2026-11-01</li>" * 3 + "</ul></main>",
        "/yw/list.html",
    )
    framing = facts("<meta name=ColumnName content=要闻><main><iframe src=/yw/list.html></iframe></main>", "/yw/")
    seen = columns(inner, framing)
    assert list(seen) == ["要闻"]
    assert [item.date for item in seen["要闻"].items] == ["2026-11-01"]
    both = columns(
        inner,
        column_page("/a/", "甲", ITEM.format("/9.html", "九", "2026-11-09"), "<iframe src=/yw/list.html></iframe>"),
    )
    assert {name: len(column.items) for name, column in both.items() if name == "甲"} == {"甲": 1}


def test_pages_that_frame_each_other_do_not_hang():
    """Nor does a page that frames itself."""
    pages = [
        facts(f"<meta name=ColumnName content={name}><main><iframe src={of}></iframe></main>", path)
        for name, path, of in (("甲", "/a/", "/b/"), ("乙", "/b/", "/a/"), ("丙", "/c/", "/c/"))
    ]
    assert list(columns(*pages)) == ["甲", "乙", "丙"]


def test_a_page_that_is_a_frame_is_the_column_of_the_list_in_it():
    """Known by its breadcrumb, whatever a system writes at its end."""
    around = facts(
        "<title>通知公告-明川</title><div>当前位置：首页 &gt; 通知公告 &gt; 正文</div><iframe src=/list.htm></iframe>",
        "/tz.htm",
    )
    framed = facts(
        "<ul><li><a href=/1.html>关于停水的公告</a> 2026-04-16<li><a href=/2.html>停电公告</a> 2026-04-15</ul>",
        "/list.htm",
    )
    assert around.kind == "column"
    seen = columns(around, framed)
    assert [(name, column.url, len(column.items)) for name, column in seen.items()] == [
        ("通知公告", f"{HOST}/tz.htm", 2)
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<div>当前位置：首页 &gt; 概况</div><iframe src=/map.htm></iframe><p>"
        + "县城位于两江之间，交通便利，物产丰富。" * 4,
        "<iframe src=/list.htm></iframe>",
    ],
)
def test_a_frame_alone_makes_no_column(html):
    """A text with a frame in it is a text; a frame without a place is anything."""
    assert facts(html, "/x.htm").kind != "column"
