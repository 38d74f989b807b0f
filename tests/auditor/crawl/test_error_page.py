"""Pages of errors answered with 200, told by their words. What is measured on many is in tests/auditor/farm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.error_page import is_error_address, says_closed, says_missing
from auditor.crawl.parked import says_for_sale
from auditor.crawl.shown import read_shown, title_of

HTML = "text/html"


@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
def test_the_words_are_found_in_the_encodings_of_government_sites(coding: str) -> None:
    """Declared in the header or in the page."""
    text = "<title>温馨提示</title><p>抱歉，您访问的页面不存在。</p>"
    assert says_missing(text.encode(coding), f"text/html; charset={coding}") == "抱歉，您访问的页面不存在。"
    assert says_missing(f'<meta charset="{coding}">{text}'.encode(coding), HTML)
    assert says_missing(f'<meta charset="{coding}"><title>页面找不到</title>'.encode(coding), HTML) == "页面找不到"


@pytest.mark.parametrize(
    ("html", "missing"),
    [
        ("<script>alert('文章不存在！');history.back();</script>", True),
        ("<script>alert('请先登录');history.back();</script>", False),
        ("<p>参数错误，没有该条记录</p>", True),
        ("<p>无权访问该页面或页面已过期</p>", True),
        ("<h1>没有此事项的，填“无”</h1>" + "<p>填报说明</p>" * 20, False),
        ("<h2>404 - File or directory not found.</h2>", True),
        ("<p>本文件已失效，失效日期2024年5月1日。</p>", False),
        ("<p>该文件不存在</p>", True),
    ],
)
def test_what_other_systems_say(html: str, missing: bool) -> None:
    """In a box of a script, of a look-up that failed, of IIS; and what stands above a document out of force."""
    assert bool(says_missing(html.encode(), "text/html; charset=utf-8")) is missing


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<title></title><body></body>", "空白页"),
        ("<body><script src=/app.js></script></body>", ""),
        ("<body><img src=/a.png></body>", ""),
        ("<h2>网站升级维护中，敬请谅解</h2>", "网站升级维护中，敬请谅解"),
        ("<p>本网站正在改版升级，敬请期待</p>", "本网站正在改版升级，敬请期待"),
        ("<p>本网站将于10月3日进行系统维护，届时暂停访问，敬请谅解</p>", ""),
        ("<p>人民路正在升级改造中，请绕行</p>", ""),
        ("<p>网站升级维护中</p>" + "<p>这是别的内容。</p>" * 60, ""),
    ],
)
def test_a_site_that_is_closed_for_now(html: str, said: str) -> None:
    """Blank, or nothing but a sentence on maintenance; a notice of it to come is a page like others."""
    assert says_closed(html.encode(), "text/html; charset=utf-8") == said


def test_a_long_page_is_not_judged_by_one_sentence_in_it() -> None:
    """Somebody writes about errors."""
    body = "<p>您访问的页面不存在</p>" + "<p>这是正文，说明怎样改正死链。</p>" * 60
    assert says_missing(body.encode(), HTML) == ""


def test_scripts_comments_and_noscript_do_not_speak_to_readers() -> None:
    """A page may hold the words for later."""
    for hidden in (
        "<script>alert('您访问的页面不存在')</script>",
        "<!-- 页面不存在 -->",
        "<noscript>页面不存在</noscript>",
    ):
        assert says_missing(f"<title>公告</title><p>正文</p>{hidden}".encode(), HTML) == ""


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/404.html", True), ("/error", True), ("/error/404.htm", True), ("/notFound.jsp", True), ("/page-not-found/", True),
        ("/err404", True), ("/zc/gf404.html", False), ("/terror.html", False), ("/errors-and-omissions/1.html", False),
        ("/2024/404/tz.html", False), ("/", False),
    ],
)  # fmt: skip
def test_addresses_of_error_pages_are_told_by_the_end_of_their_path(path: str, error: bool) -> None:
    """Never by a word in the middle."""
    assert is_error_address(f"https://a.example{path}?from=404") is error


@given(st.binary(max_size=400), st.sampled_from([HTML, "", "text/html; charset=gbk", "text/html; charset=x"]))
def test_no_bytes_make_it_raise(body: bytes, kind: str) -> None:
    """Whatever a server sends."""
    for wrapped in (body, b"<title>404 " + body + b"</title>" + "页面不存在域名".encode()):
        says_missing(wrapped, kind)
        says_for_sale(wrapped, kind)
        read_shown(wrapped, kind)
        title_of(wrapped, kind)


@pytest.mark.parametrize("piece", ["<title>", "<script>", "<!--", "<", "<p", "页面不存在<", "抱歉"])
def test_hostile_repetition_is_read_in_time(piece: str) -> None:
    """No pattern goes back and forth over a body: CPU seconds, not those of a clock on the wall."""
    body = (piece * 40_000).encode()[:65_536] + "不存在 domain 域名".encode()
    before = time.process_time()
    says_missing(body, HTML)
    says_for_sale(body, HTML)
    assert time.process_time() - before < 2.0
