"""Markdown to HTML that is safe, reads well on a phone and by ear, and whose links wait for their addresses."""

from __future__ import annotations

import pytest

from plugins.build.body import convert, put_addresses
from plugins.build.reference import classify


def body(text: str):
    """Convert a text that begins at line 10 of content/zwgk/gfxwj/x.md."""
    return convert(text, 10, "zwgk/gfxwj/x.md", "x.md", "mark")


REFUSED = {
    "<script>alert(1)</script>": "不能使用 <script>",
    "文字<script src=//a.b>": "不能使用 <script>",
    '<p style="color:red">红</p>': "不能在 <p> 上使用“style”",
    "<style>p{}</style>": "不能使用 <style>",
    '<iframe src="https://a.b/"></iframe>': "不能使用 <iframe>",
    '<object data="a.swf"></object>': "不能使用 <object>",
    '<b onclick="x()">b</b>': "不能在 <b> 上使用“onclick”",
    "<img src=x onerror=alert(1) alt=a>": "不能在 <img> 上使用“onerror”",
    "<svg/onload=alert(1)>": "不能使用 <svg>",
    "<math><mi>x</mi></math>": "不能使用 <math>",
    "<form action=/x><input></form>": "不能使用 <form>",
    '<meta http-equiv="refresh" content="0;url=https://a.b">': "不能使用 <meta>",
    '<base href="https://a.b/">': "不能使用 <base>",
    "### 三级": "标题“三级”跳过了一级",
    "## 二级\n\n#### 四级": "标题“四级”跳过了一级",
    "[a](javascript:alert(1))": "链接“javascript:alert(1)”不能使用",
    "[a](JaVaScRiPt:alert)": "链接“JaVaScRiPt:alert”不能使用",
    "[a](data:text/html,x)": "链接“data:text/html,x”不能使用",
    "[a](//a.b/c)": "链接“//a.b/c”不能使用",
    "[a](ftp://a.b/c)": "链接“ftp://a.b/c”不能使用",
    "![](../../media/a.png)": "图片没有文字说明",
    "![ ](../../media/a.png)": "图片没有文字说明",
    "![图](https://a.b/c.png)": "图片来自外部网站",
    "# 大标题": "正文里有一级标题",
    "大标题\n=====": "正文里有一级标题",
    "[a](#no)": "本页没有锚点“no”",
    "## 一 {#a}\n\n## 二 {#a}": "锚点“a”重复",
    "[a](../../../etc/passwd.md)": "链接“../../../etc/passwd.md”指到了内容目录之外",
    "[a](a.pdf)": "链接“a.pdf”指向的不是文档",
    "请填写{姓名}": None,
    "表格请填\n{: onclick=x }": "不能在 <p> 上使用“onclick”",
}


@pytest.mark.parametrize("text", sorted(REFUSED))
def test_what_harms_readers_is_refused_with_its_line(text):
    """The line is the file's, not the body's."""
    problems = body(f"第一行。\n\n{text}\n").problems
    expected = REFUSED[text]
    if expected is None:
        assert not problems
    else:
        assert problems
        assert problems[0].what == expected
        assert problems[0].line in (12, 14 if "二" in text else 13 if "{:" in text else 12)


@pytest.mark.parametrize("text", ["[" * 5000, "[a](" * 3000, "<![CDATA[" * 2000, "字" * 1_000_001])
def test_what_would_keep_the_parser_busy_for_minutes_is_refused(text):
    """One line, and no HTML."""
    converted = body(text)
    assert len(converted.problems) == 1
    assert converted.html == ""


@pytest.mark.parametrize("text", ["> " * 900 + "x", "<div>" * 9000, "<" * 9000, "*a" * 5000, "\x02wzxhzdk:0\x03"])
def test_nesting_without_end_is_survived(text):
    """Neither recursion nor the parser's own marks bring it down; the tree is closed whatever was typed."""
    html = body(text).html
    assert html.count("<div") == html.count("</div")


def test_the_second_of_two_equal_links_has_its_own_line():
    """Lines are looked for, so equal references must not all point at the first."""
    lines = [problem.line for problem in body("[a](x.pdf)\n\n文字\n\n[b](x.pdf)\n").problems]
    assert lines == [10, 14]


def test_a_table_scrolls_by_itself_and_its_heads_have_a_scope():
    """For phones, keyboards and screen readers."""
    html = body("|甲|乙|\n|--|--:|\n|1|2|\n").html
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="表格1"><table>' in html
    assert html.count('scope="col"') == 2


def test_allowed_html_survives_and_comments_do_not():
    """Merged cells are daily work; notes to oneself are not for the public."""
    html = body('<table><tr><td rowspan="2">a</td></tr></table>\n\nH<sub>2</sub>O<!-- 内部意见 -->\n').html
    assert 'rowspan="2"' in html
    assert "<sub>2</sub>" in html
    assert "内部意见" not in html


def test_unclosed_html_cannot_break_the_page_around_it():
    """The tree that is printed is closed."""
    html = body("<div><b>a\n\n</section></article>\n").html
    assert html.count("<div") == html.count("</div")
    assert "</article" not in html


def test_a_decorative_picture_says_so():
    """An empty alt on purpose."""
    converted = body("![](../../media/a.png){decorative}\n")
    assert not converted.problems
    assert 'alt=""' in converted.html
    assert "decorative" not in converted.html


def test_links_leave_as_tokens_and_come_back_as_addresses():
    """Escaped, in place, in order."""
    converted = body("[a](../../tzgg/b.md#c) [d](https://a.b/?x=1&y=2) gk-mark-9-\n")
    assert [(link.kind, link.target, link.fragment, link.line) for link in converted.links] == [
        ("page", "tzgg/b.md", "c", 10),
        ("external", "https://a.b/?x=1&y=2", "", 10),
    ]
    html = put_addresses(converted, {link.token: f"/{link.target}?&" for link in converted.links})
    assert '<a href="/tzgg/b.md?&amp;">a</a>' in html
    assert 'rel="noopener"' in html
    assert "gk-mark-9-" in html


def test_an_address_is_put_in_place_of_its_own_token_alone():
    """What an editor wrote in the manner of a token, right beside one, stays text."""
    converted = body("[a](b.md)gk-mark-1-gk-mark-7- gk-gk-mark-0 gk-00000000000000000-0- gk-\n")
    html = put_addresses(converted, {link.token: "/b" for link in converted.links})
    assert '<a href="/b">a</a>gk-mark-1-gk-mark-7- gk-gk-mark-0 gk-00000000000000000-0- gk-' in html


def test_headings_and_footnotes_can_be_linked_to():
    """Ids are made of the text, or given by hand; one document's never leak into the next."""
    assert body("## 申请 条件\n\n## 二 {#er}\n\n注[^1]\n\n[^1]: 脚注\n").ids == ("申请-条件", "er", "fnref:1", "fn:1")
    assert body("## 申请 条件\n").ids == ("申请-条件",)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("y.md", ("page", "zwgk/y.md", "")),
        ("../tzgg/y.md#a%20b", ("page", "tzgg/y.md", "a b")),
        ("/tzgg/", ("address", "/tzgg/", "")),
        ("/files/%E9%99%84.pdf", ("file", "files/附.pdf", "")),
        ("files/a.pdf", ("file", "files/a.pdf", "")),
        ("../media/a.png", ("file", "media/a.png", "")),
        ("mailto:a@b.example", ("contact", "mailto:a@b.example", "")),
        ("#a", ("own", "", "a")),
    ],
)
def test_a_reference_is_told_by_its_shape(raw, expected):
    """Seen from the folder zwgk."""
    assert classify(raw, "zwgk") == expected


def test_the_page_s_own_ids_are_not_given_to_headings_and_refused_as_anchors() -> None:
    """The page has its skip link's target and its search field; an id may stand on a page only once."""
    assert 'id="main-1"' in convert("## main\n", 1, "a/b.md", "content/a/b.md", "x").html
    (problem,) = convert("## 甲 {#q}\n", 1, "a/b.md", "content/a/b.md", "x").problems
    assert "“q”是页面自己用的" in problem.what


def test_a_signature_stands_apart():
    """Offices and the date under them, together; a date alone, an office in a sentence and a quotation do not count."""
    end = "特此通知。\n\n明川县财政局\n\n明川县民政局\n\n2026年11月12日\n\n（此件公开发布）\n"
    body = convert(end, 1, "a.md", "a.md", "m").html
    assert body.count('class="sign"') == 3
    assert "<p>特此通知。</p>" in body
    assert "<p>（此件公开发布）</p>" in body
    for other in (
        "2026年11月12日\n",
        "由明川县财政局负责。\n\n2026年11月12日\n",
        "> 明川县财政局\n>\n> 2026年11月12日\n",
    ):
        assert "sign" not in convert(other, 1, "a.md", "a.md", "m").html
