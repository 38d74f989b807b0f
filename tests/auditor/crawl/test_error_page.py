"""Pages of errors answered with 200, told by their words. What is measured on many is in tests/auditor/farm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.error_page import is_error_address, says_missing
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
