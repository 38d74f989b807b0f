"""Lists of documents in the layouts that sites use."""

from __future__ import annotations

import pytest

from auditor.model import ItemList
from tests.auditor.facts.reading import facts, page

ROWS = [1, 2, 3, 4]


def each(row: str) -> str:
    """A row repeated with its number."""
    return "".join(row.replace("#", str(i)) for i in ROWS)


LAYOUTS = {
    "ul": each("<li><a href=#.htm>明川县第#次会议</a><span>2026-11-0#</span></li>").join(("<ul>", "</ul>")),
    "table": each("<tr><td>·<td><a href=#.htm>明川县第#次会议</a><td>[2026-11-0#]").join(("<table>", "</table>")),
    "br": "<div>" + each("<a href=#.htm>明川县第#次会议</a>(2026-11-0#)<br>") + "</div>",
    "date before": "<div>" + each("[2026-11-0#]<a href=#.htm>明川县第#次会议</a><br>") + "</div>",
    "dl": "<dl>" + each("<dt><a href=#.htm>明川县第#次会议</a></dt><dd>2026-11-0#</dd>") + "</dl>",
    "dd": "<dl>" + each("<dd><a href=#.htm>明川县第#次会议</a> 2026年11月#日</dd>") + "</dl>",
    "p": each("<p><a href=#.htm>明川县第#次会议</a> 2026/11/#</p>"),
    "cards": each(
        "<div class=card><div><a href=#.htm><img src=x.jpg alt=图></a></div><div><h4><a href=#.htm>明川县第#次会议</a></h4>"
        "<p>摘要,2025年1月1日起施行。</p><span>2026-11-0#</span></div></div>"
    ),
    "link cards": "<div>" + each("<a href=#.htm><h4>明川县第#次会议</h4><p>摘要</p><em>2026-11-0#</em></a>") + "</div>",
    "details": each(
        "<div class=item><a href=#.htm><img src=x.jpg></a><p><a href=#.htm>明川县第#次会议</a></p>"
        "<p>2025年1月1日，会议作出安排<a href=#.htm>[详情]</a></p><p>2026-11-0# 浏览：20</p></div>"
    ),
    "day box": "<ul>" + each("<li><b>0#</b><i>2026-11</i><a href=#.htm>明川县第#次会议</a></li>") + "</ul>",
    "month and day": "<ul>" + each("<li><a href=202611/t2026110#_1.htm>明川县第#次会议</a><i>11-0#</i></li>") + "</ul>",
    "year in heading": "<h3>2026年</h3><ul>" + each("<li><a href=#.htm>明川县第#次会议</a><i>11-0#</i></li>") + "</ul>",
    "class link": "<ul>" + each("<li>[<a href=/c/>文件</a>] <a href=#.htm>明川县第#次会议</a> 2026-11-0#</li>") + "</ul>",
    "cut title": "<ul>" + each("<li><a href=#.htm title=明川县第#次会议>明川县第#…</a> 2026-11-0#</li>") + "</ul>",
    "time": "<ul>" + each("<li><a href=#.htm>明川县第#次会议</a><time datetime=2026-11-0#>0#日</time></li>") + "</ul>",
    "hidden tab": "<div style='display:none'><ul>" + each("<li><a href=#.htm>明川县第#次会议</a>2026-11-0#</li>") + "</ul></div>",
    "hook": "<ul data-gk=list>" + each("<li data-gk=list-item><a href=#.htm>明川县第#次会议</a>2026-11-0#</li>") + "</ul>",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str):
    """Every layout gives the same four titles and dates, and nothing else."""
    (found,) = facts(f"<body><div class=main>{LAYOUTS[layout]}</div>").lists
    assert [(item.title, item.date) for item in found.items] == [(f"明川县第{i}次会议", f"2026-11-0{i}") for i in ROWS]


def the_list(html: str) -> ItemList:
    """The one list of a page."""
    (found,) = facts(html).lists
    return found


def test_no_year_no_date():
    """MM-DD without a year nearby stays undated."""
    found = the_list("<ul>" + each("<li><a href=#.htm>明川县召开第#次会议</a><i>11-0#</i></li>") + "</ul>")
    assert [item.date for item in found.items] == ["", "", "", ""]


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li><a href=/a/>机构职能</a><li><a href=/b/>领导之窗</a><li><a href=/c/>政策文件</a></ul>",
        "<nav><ul>" + each("<li><a href=#.htm>明川县第#次会议</a>2026-11-0#</li>") + "</ul></nav>",
        "<p>见<a href=1.htm>明川县人民政府的通知</a>,2026年11月1日印发。",
        "<div>共 2 页 <a href=2.htm>下一页</a> <a href=9.htm>尾页</a> 2026-11-20</div>",
    ],
)
def test_what_is_no_list(html: str):
    """Menus, pagers and links in running text."""
    assert facts(html).lists == ()


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<h2>公告 <a href=/m>更多>></a></h2><ul>{}</ul>", "公告"),
        ("<div class=box><div class=title>公告</div><div><ul>{}</ul></div></div>", "公告"),
        ("<section aria-labelledby=h><p><span id=h>公告</span></p><ul>{}</ul></section>", "公告"),
        ("<ul aria-label=公告>{}</ul>", "公告"),
        ("<ul>{}</ul>", ""),
    ],
)
def test_name_of_a_list(html: str, name: str):
    """The heading a list stands under, without its 更多."""
    assert the_list(html.format("<li><a href=1.htm>关于停水的通知</a>2026-11-20")).name == name


@pytest.mark.parametrize(
    "row",
    [
        "<li class=top><a href=1.htm>关于停水的通知</a>2026-11-20</li>",
        "<li><b>[置顶]</b><a href=1.htm>关于停水的通知</a>2026-11-20</li>",
        "<li><img src=t.gif alt=置顶><a href=1.htm>关于停水的通知</a>2026-11-20</li>",
    ],
)
def test_pinned(row: str):
    """置顶 in words, class or picture."""
    first, second = the_list(f"<ul>{row}<li><a href=2.htm>关于登顶活动的通知</a>2026-11-19</ul>").items
    assert (first.pinned, second.pinned) == (True, False)


def test_old_table_site():
    """Layout tables are no lists; the title comes from the attribute where the words are cut."""
    (found,) = page("old_table_site.html", "/tzgg/", "gb18030").lists
    assert [(item.title, item.date, item.pinned) for item in found.items] == [
        ("关于开展冬春农田水利基本建设检查的通知", "2026-11-18", False),
        ("关于调整县城供水时间的公告", "2026-11-05", True),
        ("水利局2026年第三季度财务公开", "2026-10-30", False),
    ]


def test_list_filled_by_script():
    """An empty list with a script to fill it is scripted; without the script it is empty."""
    (found,) = page("scripted_list.html", "/gzdt/").lists
    assert (found.name, found.items, found.declared, found.scripted) == ("工作动态", (), False, True)
    (found,) = facts("<meta name=ColumnName content=动态><div class=main><h2>动态</h2><ul class=list></ul></div>").lists
    assert (found.items, found.scripted) == ((), False)


def test_declared_empty_list():
    """A hook says that an empty list is a list; a link in its consolation is no item."""
    (found,) = facts("<h1>公告</h1><p data-gk=list>暂无内容。可<a href=/search/>搜索本站</a>。</p>").lists
    assert (found.name, found.items, found.declared, found.scripted) == ("公告", (), True, False)


def test_short_titles_in_a_hooked_list():
    """Where a hook says so, titles may be short and undated."""
    (found,) = facts("<ul data-gk=list><li data-gk=list-item><a href=1>年报</a></ul>").lists
    assert [(item.title, item.date) for item in found.items] == [("年报", "")]


FOOT = "<script>document.write(unescape('%3Cspan id=_ideConac%3E'))</script><script src=https://dcs.conac.cn/1.js></script>"


def test_the_scripts_of_a_foot_fill_no_list():
    """The mark and 找错 stand on each page and write nothing but themselves."""
    (found,) = facts(f"<meta name=ColumnName content=动态><ul id=list></ul>{FOOT}").lists
    assert (found.items, found.scripted) == ((), False)


def test_a_list_that_waits_beside_another():
    """Where a script names an empty list by its id, what else the page shows is not all."""
    fill = "<script>$.get('/api',function(d){$('#news').append(d)})</script>"
    rows = "<ul><li><a href=/1.html>关于停水的公告</a> 2026-01-02<li><a href=/2.html>关于停电的公告</a> 2026-01-01</ul>"
    assert [found.scripted for found in facts(f"<ul id=news></ul>{rows}{fill}").lists] == [False, True]
    assert [found.scripted for found in facts(f"<ul id=menu></ul>{rows}{fill}").lists] == [False]


def test_a_link_that_is_its_own_row_ends_with_its_line():
    """The source line of an article is no date of the menu above it."""
    html = "<body><a href=/a/>工作动态</a> <a href=/b/>通知公告</a><p>发布时间：2026-11-10</p>"
    assert all(not item.date for found in facts(html).lists for item in found.items)


def test_the_day_of_a_definition_stands_in_its_term():
    """A dt of a day before each dd; a dt of words dates nothing."""
    html = "<dl><dt>{0}</dt><dd><a href=/1.html>水库除险加固验收</a></dd><dt>{1}</dt><dd><a href=/2.html>河长巡河月报</a></dd></dl>"
    (found,) = facts(html.format("2026-11-16", "2026-11-13")).lists
    assert [item.date for item in found.items] == ["2026-11-16", "2026-11-13"]
    assert all(not item.date for found in facts(html.format("水库", "河流")).lists for item in found.items)
