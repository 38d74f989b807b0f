"""Bytes to text as browsers do it."""

from __future__ import annotations

import pytest

from auditor.facts.encoding import read_text

TEXT = "<title>明川县人民政府关于印发通知</title><p>镕喆㛃,一二三"
BIG5 = "<title>明川縣人民政府關於公告</title><p>政府資訊公開"


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        (TEXT.encode(), "text/html; charset=utf-8", "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=gbk", "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "text/html", "utf-16le"),
        (TEXT.encode("gb18030"), "text/html; charset=GB2312", "gb18030"),
        (TEXT.encode("gb18030"), "text/html;charset='gbk'", "gb18030"),
        (b"<meta charset=gb2312>" + TEXT.encode("gb18030"), "text/html", "gb18030"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=GBK">' + TEXT.encode("gb18030"), "", "gb18030"),
        (b"<!-- <meta charset=big5> --><meta charset='gbk'>" + TEXT.encode("gb18030"), "text/html", "gb18030"),
        (b"<meta charset=utf-16>" + TEXT.encode(), "text/html", "utf-8"),
        (TEXT.encode("gb18030"), "text/html", "gb18030"),
        (TEXT.encode(), "text/html", "utf-8"),
        (TEXT.encode(), "text/html; charset=no-such-thing", "utf-8"),
        (BIG5.encode("big5"), "text/html; charset=big5", "big5"),
        (BIG5.encode("big5"), "text/html", "big5"),
    ],
)
def test_text_is_read_right(body: bytes, content_type: str, charset: str):
    """BOM before header before meta before detection; the GB family is one."""
    seen = read_text(body, content_type)
    assert seen.charset == charset
    assert seen.text.endswith(BIG5 if charset == "big5" else TEXT)


@pytest.mark.parametrize("text", ["县", "首页", "<a href=x>" * 50 + "县", "首页 " * 3, "明川县" * 100 + "㛃"])
def test_gbk_without_charset(text: str):
    """Even a few characters of GBK among much markup are read as Chinese."""
    assert read_text(text.encode("gb18030"), "text/html").text == text


def test_header_outranks_meta_as_in_browsers():
    """A header that contradicts the meta wins, for better or worse."""
    seen = read_text("<meta charset=gbk>通知".encode(), "text/html; charset=utf-8")
    assert seen.text.endswith("通知")


def test_newlines_become_one_kind():
    """CRLF and CR are LF, so that the parser's offsets are offsets of the text."""
    assert read_text(b"a\r\nb\rc\nd", "text/html; charset=utf-8").text == "a\nb\nc\nd"


def test_a_cut_last_character_does_not_change_the_encoding():
    """A truncated body is still UTF-8."""
    assert read_text("明川县".encode()[:-1], "text/html").charset == "utf-8"


def test_a_few_bad_bytes_do_not_either():
    """One broken character in a long page of GBK becomes U+FFFD, the rest stays."""
    seen = read_text("明川县".encode("gb18030") * 300 + b"\x80 " + "通知".encode("gb18030"), "text/html")
    assert seen.charset == "gb18030"
    assert seen.text.endswith("通知")


LONG = TEXT + "政府信息公开工作年度报告" * 20


@pytest.mark.parametrize(
    ("body", "content_type", "charset", "declared"),
    [
        (LONG.encode("gb18030"), "text/html; charset=utf-8", "gb18030", "utf-8"),
        (b"<meta charset=utf-8>" + LONG.encode("gb18030"), "text/html", "gb18030", "utf-8"),
        (LONG.encode(), "text/html; charset=gb2312", "utf-8", "gb18030"),
        (BIG5.encode("big5") * 5, "text/html; charset=utf-8", "big5", "utf-8"),
        (LONG.encode("gb18030") + b"\xff", "text/html; charset=gbk", "gb18030", ""),
        (LONG.encode() + b"\xb0\xa1", "text/html; charset=utf-8", "utf-8", ""),
        ((LONG + "\ufffd" * 40).encode(), "text/html; charset=utf-8", "utf-8", ""),
        (bytes(range(256)) * 20, "text/html; charset=utf-8", "utf-8", ""),
    ],
)
def test_a_declaration_that_the_bytes_contradict_is_noted(body: bytes, content_type: str, charset: str, declared: str):
    """The words are read all the same; single bad bytes and plain rubbish leave the declaration alone."""
    seen = read_text(body, content_type)
    assert (seen.charset, seen.declared) == (charset, declared)


def test_words_under_a_wrong_declaration_are_read():
    """Browsers would show rubbish."""
    assert read_text(LONG.encode("gb18030"), "text/html; charset=utf-8").text == LONG


def test_big5_with_hong_kong_characters_and_utf_16_by_header():
    """As the Encoding Standard reads them."""
    assert read_text("啫嘅".encode("big5hkscs"), "text/html; charset=big5").text == "啫嘅"
    assert read_text("明川".encode("utf-16-be"), "text/html; charset=utf-16be").text == "明川"
    assert read_text("明川".encode("utf-16-le"), "text/html; charset=utf-16").text == "明川"
    assert read_text(b"\xfe\xff" + "明川".encode("utf-16-be"), "").text == "明川"
