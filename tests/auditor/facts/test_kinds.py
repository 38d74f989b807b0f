"""What a page is there for, told from outside, and what only looks like it."""

from __future__ import annotations

import pytest

from auditor.facts.document import read_page
from auditor.facts.headline import headline
from auditor.facts.kinds import kind_of, report_year
from auditor.model import PageFacts

HTML = (("content-type", "text/html; charset=utf-8"),)
LONG = "<p>现将有关情况公布如下，请各有关单位和广大群众知悉，并请互相转告，共同遵守执行，确保各项工作落到实处。</p>"
GUIDE = "<h2>申请条件</h2><p>本县户籍</p><h2>申请材料</h2><p>身份证</p><h2>办理流程</h2><p>申请、受理</p>"
LETTER = "<p>来信时间：2026-10-08</p><p>答复单位：县民政局</p><p>答复内容：已经办好。</p>"


def page(title: str, body: str, column: str = "", type_: str = "", crumbs: str = "") -> PageFacts:
    """A content page: with the national tags where a column is given, else with a breadcrumb."""
    tags = (
        f'<meta name="ColumnName" content="{column}"><meta name="ColumnType" content="{type_}">'
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-11-10 09:00">'
        if column
        else ""
    )
    html = (
        f"<title>{title}-明川县</title>{tags}<body><div>{crumbs}</div><main><h1>{title}</h1>"
        f"<p>发布时间：2026-11-10 来源：县政府</p>{body}"
    )
    return read_page("https://www.example.gov.cn/1.html", 200, HTML, html.encode())


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("letter", page("关于路灯的来信", LETTER, "来信选登", "咨询投诉")),
        ("letter", page("路灯何时修好", LETTER, crumbs="当前位置：首页 &gt; 互动交流 &gt; 县长信箱 &gt; 正文")),
        ("letter", page("路灯何时修好", LETTER)),
        ("guide", page("高龄津贴申领", GUIDE, "个人办事", "办事服务")),
        ("guide", page("高龄津贴办事指南", GUIDE)),
        ("interpretation", page("《养犬办法》解读", LONG, "政策解读", "政策解读")),
        ("interpretation", page("一图读懂养犬办法", LONG)),
        ("policy", page("关于印发养犬办法的通知", LONG, "行政规范性文件", "政策文件")),
        ("policy", page("关于印发养犬办法的通知", LONG, "政策文件", "政策文件")),
        ("consultation", page("《养犬办法（草案）》公众意见采纳情况", LONG, crumbs="当前位置：首页 &gt; 征集结果 &gt; 正文")),
        ("annual_report", page("明川县2025年政府信息公开工作年度报告", LONG)),
        ("consultation", page("关于公开征求养犬办法意见的公告", LONG, "意见征集", "征集调查")),
        ("consultation", page("关于公开征集民生实事建议的公告", LONG, "通知公告", "政策文件")),
        ("statistics", page("2026年10月群众来信受理情况统计", LONG, "留言统计", "咨询投诉")),
        # what only looks like one
        ("", page("关于土地的信访事项", LETTER, "网上信访", "咨询投诉")),
        ("", page("我要写信", "<p>来信时间 <input></p><p>留言内容 <textarea></textarea></p><p>验证码</p>", "县长信箱", "咨询投诉")),
        ("", page("县政府信息公开指南", "<h2>办公地址</h2><p>县城</p><h2>联系电话</h2><p>0000</p>", "信息公开指南", "信息公开指南")),
        ("", page("县政府召开解读培训会", LONG, "要闻动态", "工作动态")),
        ("", page("县政府征求意见座谈会召开", LONG, "要闻", "工作动态")),
        ("", page("关于放假的通知", LONG, "通知公告", "政策文件")),
    ],
    ids=lambda value: headline(value) if isinstance(value, PageFacts) else value or "none",
)  # fmt: skip
def test_kinds(kind, facts):
    """By column, breadcrumb, headline and labels; a name outranks a ColumnType."""
    assert kind_of(facts) == kind


def test_a_page_of_which_nothing_is_known_is_none():
    """An answer that is no HTML, an empty page, a page of one picture."""
    for body in (b"", b"%PDF-1.4", b"<body><img src=a.jpg>", b"\xff\xfe\x00"):
        assert kind_of(read_page("https://www.example.gov.cn/1", 200, HTML, body)) == ""


def test_the_year_of_a_report_stands_in_its_headline():
    """In either place, and nowhere else."""
    assert report_year(page("明川县2025年政府信息公开工作年度报告", LONG)) == 2025
    assert report_year(page("县民政局2024年度信息公开年报", LONG)) == 2024
    assert report_year(page("关于做好2025年政府信息公开工作的通知", LONG)) == 0


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<title>路灯何时修好-明川县人民政府</title><h1>明川县人民政府</h1>", "路灯何时修好"),
        ("<title>路灯何时修好</title><h1>明川县人民政府</h1>", "路灯何时修好"),
        ("<title>某站_明川</title><meta name=SiteName content=明川在线><h1>明川在线</h1><h1>路灯</h1>", "路灯"),
        ("<title>明川县</title><h1>明川县人民政府关于路灯的通告</h1>", "明川县人民政府关于路灯的通告"),
        ("<h1>明川县人民政府</h1>", "明川县人民政府"),
    ],
)
def test_the_name_of_the_site_is_no_headline(html, told):
    """Many a site has its name as the first heading of each page."""
    assert headline(read_page("https://www.example.gov.cn/1.html", 200, HTML, html.encode())) == told


@pytest.mark.parametrize("column", ["政策文件", "行政规范性文件"])
def test_a_type_of_the_same_words_does_not_hide_the_column(column):
    """政策文件 is name and type of the commonest column of documents."""
    assert kind_of(page("关于印发养犬办法的通知", LONG, column, "政策文件")) == "policy"


@pytest.mark.parametrize(
    ("kind", "title", "body"),
    [
        ("letter", "路灯何时修好", f"<h2>路灯何时修好</h2>{LETTER}"),
        ("guide", "高龄津贴", f"<h2>高龄津贴</h2>{GUIDE}"),
        ("", "来信选登", f"<h2>来信选登</h2>{LETTER}"),
        ("", "路灯何时修好", "<h2>来信选登</h2><ul><li><a href=/1.html>路灯何时修好呢</a> 2026-11-01</ul>"),
    ],
)
def test_a_page_with_the_tags_of_its_column_and_a_headline_of_its_own(kind, title, body):
    """Systems of letters and guides give each page the tags of the column alone; the column's own page stays one."""
    column = "来信选登" if kind != "guide" else "办事指南"
    html = f"<title>{title}-明川县</title><meta name=ColumnName content={column}><main>{body}"
    facts = read_page("https://www.example.gov.cn/1.html", 200, HTML, html.encode())
    assert (facts.kind, kind_of(facts)) == ("content" if kind else "column", kind)
