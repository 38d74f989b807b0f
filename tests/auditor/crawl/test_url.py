"""Addresses are read as browsers read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.url import MAX_LENGTH, Origins, host_port, origin, resolve, same_site

BASE = "https://www.mingchuan.example/zwgk/a.html?q=1"


@pytest.mark.parametrize(
    ("raw", "url", "fragment"),
    [
        ("b.html", "https://www.mingchuan.example/zwgk/b.html", ""),
        ("../", "https://www.mingchuan.example/", ""),
        ("?p=2", "https://www.mingchuan.example/zwgk/a.html?p=2", ""),
        ("#top", BASE, "top"),
        ("#", BASE, ""),
        ("", BASE, ""),
        ("//A.Example:443/x", "https://a.example/x", ""),
        ("HTTP://a.example:80", "http://a.example/", ""),
        ("/x?b=2&a=1", "https://www.mingchuan.example/x?b=2&a=1", ""),
        (" /a\n b\t ", "https://www.mingchuan.example/a%20b", ""),
        ("/附件.pdf#第一", "https://www.mingchuan.example/%E9%99%84%E4%BB%B6.pdf", "%E7%AC%AC%E4%B8%80"),
        ("/%zz", "https://www.mingchuan.example/%zz", ""),
        ("\\x\\y", "https://www.mingchuan.example/x/y", ""),
        ("http://0x7f.1/", "http://127.0.0.1/", ""),
        ("https://政务.example/", "https://xn--zfr164b.example/", ""),
    ],
)
def test_references_resolve_as_in_a_browser(raw: str, url: str, fragment: str) -> None:
    """URL Standard, with the fragment apart."""
    found = resolve(BASE, raw)
    assert (found.url, found.fragment, found.problem) == (url, fragment, "")


@pytest.mark.parametrize(
    ("raw", "scheme"),
    [
        ("mailto:x@mingchuan.example", "mailto"),
        ("tel:12345", "tel"),
        ("JavaScript:void(0)", "javascript"),
        ("data:text/plain,x", "data"),
        ("file:///C:/a.doc", "file"),
        (r"C:\a.doc", "file"),
        ("about:blank", "about"),
    ],
)
def test_what_is_no_web_address_says_its_scheme(raw: str, scheme: str) -> None:
    """No url, the scheme says why, and it is no problem."""
    found = resolve(BASE, raw)
    assert (found.url, found.scheme, found.problem) == ("", scheme, "")


@pytest.mark.parametrize("raw", ["http://[::1", "https://a b/", "http://a:99999/", "http://%/", "http://\ud800/"])
def test_what_cannot_be_parsed_is_malformed(raw: str) -> None:
    """And never raises."""
    found = resolve(BASE, raw)
    assert (found.url, found.problem) == ("", "malformed")


def test_an_endless_address_is_refused() -> None:
    """It is not even parsed."""
    assert resolve(BASE, "/" + "x" * MAX_LENGTH).problem == "too-long"


def test_the_query_of_a_gbk_page_is_written_in_gbk() -> None:
    """And its path in UTF-8, as browsers do; what GBK lacks becomes a character reference."""
    assert resolve(BASE, "/名?k=公开#锚", "gbk").url == "https://www.mingchuan.example/%E5%90%8D?k=%B9%AB%BF%AA"
    assert resolve(BASE, "?k=\U0001f600", "gbk").url.endswith("?k=%26%23128512%3B")
    assert resolve(BASE, "?k=公", "no-such-encoding").url.endswith("?k=%E5%85%AC")


@given(st.text(max_size=80))
def test_resolving_twice_changes_nothing(raw: str) -> None:
    """Whatever a page holds: no exception, and a result that resolves to itself."""
    found = resolve(BASE, raw)
    assert bool(found.url) <= (found.scheme in ("http", "https"))
    if found.url:
        assert resolve("", found.url).url == found.url
        assert "#" not in found.url


def test_origin_and_host_are_taken_apart() -> None:
    """With default ports, IPv6 and user names."""
    assert origin("http://u:p@a.example:8080/x@y") == "http://a.example:8080"
    assert origin("https://a.example?x=/") == "https://a.example"
    assert host_port("https://a.example/") == ("a.example", 443)
    assert host_port("http://[::1]:8080/") == ("::1", 8080)
    assert host_port("http://[::1]/") == ("::1", 80)


def test_http_and_https_of_a_host_are_one_site_but_other_ports_are_not() -> None:
    """Sub-domains are other sites too."""
    assert same_site("http://a.example/x", "https://a.example/")
    assert not same_site("http://a.example:8080/", "https://a.example/")
    assert not same_site("https://b.a.example/", "https://a.example/")


def test_a_served_copy_stands_for_its_canonical_site() -> None:
    """Both ways, for several sites, and nothing else is touched."""
    origins = Origins.parse(["https://a.example=http://127.0.0.1:8080", "https://b.example=http://127.0.0.1:8081/"])
    assert origins.to_served("https://a.example/x?y") == "http://127.0.0.1:8080/x?y"
    assert origins.to_canonical("http://127.0.0.1:8081/z") == "https://b.example/z"
    assert origins.to_canonical("http://127.0.0.1:8082/z") == "http://127.0.0.1:8082/z"
    assert origins.to_served("") == ""


@pytest.mark.parametrize("option", ["https://a.example", "a=b", "https://a.example/x=http://b", "=http://b"])
def test_a_mapping_that_cannot_be_meant_is_refused_in_chinese(option: str) -> None:
    """What is wrong, and how it is written."""
    with pytest.raises(ValueError, match="--as 正式网址=实际地址"):
        Origins.parse([option])
