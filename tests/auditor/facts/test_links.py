"""Every reference, resolved, with the place of its attribute."""

from __future__ import annotations

import pytest

from auditor.facts.links import css_urls, header_links
from auditor.model import Link
from tests.auditor.facts.reading import HOST, PAGES, facts, page

BASE = f"{HOST}/files/2026"


def test_every_kind_of_reference_of_an_article():
    """Role, element, attribute and address of each, in document order, from the base element's address."""
    seen = page("article.html", "/zwgk/2026-11/1.html")
    assert [(link.role, link.tag, link.attribute, link.url) for link in seen.links] == [
        ("page", "meta", "content", f"{HOST}/reload.html"),
        ("asset", "style", "", f"{BASE}/bg.png"),
        ("asset", "style", "", f"{BASE}/more.css"),
        ("asset", "script", "src", f"{BASE}/js/site.js"),
        ("page", "form", "action", f"{HOST}/search/"),
        ("asset", "input", "src", f"{BASE}/go.gif"),
        ("page", "a", "href", f"{BASE}/a.pdf"),
        ("page", "a", "href", ""),
        ("page", "a", "href", ""),
        ("page", "a", "href", ""),
        ("asset", "source", "srcset", f"{BASE}/w.webp"),
        ("asset", "source", "srcset", f"{BASE}/w2.webp"),
        ("asset", "img", "src", f"{BASE}/w.jpg"),
        ("asset", "img", "srcset", f"{BASE}/w.jpg"),
        ("asset", "img", "srcset", f"{BASE}/w-800.jpg"),
        ("page", "iframe", "src", f"{BASE}/map.html"),
        ("asset", "video", "src", f"{BASE}/v.mp4"),
        ("asset", "video", "poster", f"{BASE}/p.jpg"),
        ("asset", "track", "src", f"{BASE}/v.vtt"),
    ]


def test_locators_point_at_attributes():
    """Line and column lead to the attribute in the source, or into the style sheet."""
    lines = (PAGES / "article.html").read_text(encoding="utf-8").split("\n")
    for link in page("article.html", "/zwgk/2026-11/1.html").links:
        assert link.locator.line is not None
        assert link.locator.column is not None
        there = lines[link.locator.line - 1][link.locator.column - 1 :]
        assert there.startswith(link.attribute or link.raw), link


def only(html: str) -> Link:
    """The one link of a page."""
    (link,) = facts(html).links
    return link


def test_links_without_target_say_why():
    """Schemes that fetch nothing, and addresses that are none."""
    assert only("<a href='mailto:a@b.cn'>信</a>").scheme == "mailto"
    assert only("<a href='javascript:void(0)'>信</a>").scheme == "javascript"
    assert only("<a href='http://[x'>信</a>").problem == "malformed"
    assert only("<a href='/x#y'>信</a>").scheme == ""


def test_fragment_of_the_page_itself():
    """``#x`` leads to the page; under a base element to the base."""
    assert (only("<a href=#x>x").url, only("<a href=#x>x").fragment) == (f"{HOST}/zwgk/tzgg/1.html", "x")
    assert facts("<base href=/b/><a href=#x>x").links[0].url == f"{HOST}/b/"


def test_query_is_in_the_pages_encoding():
    """Browsers write the query of a GBK page in GBK."""
    body = "<meta charset=gbk><a href='?k=中'>x</a>".encode("gb18030")
    from auditor.facts.document import read_page

    assert read_page(f"{HOST}/s", 200, (), body).links[0].url == f"{HOST}/s?k=%D6%D0"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href=x> 政务\n公开 <b>目录</b></a>", "政务公开 目录"),
        ("<a href=x><img src=data:, alt=首页></a>", "首页"),
        ("<a href=x title=返回></a>", "返回"),
        ("<a href=x aria-label=搜索><svg></svg></a>", "搜索"),
    ],
)
def test_text_of_a_link(html: str, text: str):
    """Words, else alts, else title, else label."""
    assert next(link for link in facts(html).links if link.tag == "a").text == text


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<link rel=canonical href=/c>", [("meta", "/c")]),
        ("<link rel='SHORTCUT ICON' href=/f.ico>", [("asset", "/f.ico")]),
        ("<link rel=preconnect href=//cdn.example>", []),
        ("<link rel=next href=/2>", [("meta", "/2")]),
        ("<form method=POST action=/p></form><form action=''></form>", []),
        ("<meta http-equiv=Refresh content='0;url=/n'>", [("page", "/n")]),
        ("<meta http-equiv=refresh content=30>", []),
        ("<table background=/b.gif>", [("asset", "/b.gif")]),
        ("<p style=\"background:url('/u.png')\">", [("asset", "/u.png")]),
        ("<p style='background:url(data:image/gif;base64,A)'>", []),
        ("<select><option value=http://www.example.gov.cn/>省政府<option value=1>x</select>", [("page", "http://www.example.gov.cn/")]),
        ("<template><a href=/t>x</a><img src=/t.png></template>", []),
        ("<object data=/o.swf></object><embed src=/e.swf>", [("asset", "/o.swf"), ("asset", "/e.swf")]),
        ("<frameset><frame src=/top.html></frameset>", [("page", "/top.html")]),
        ("<map><area href=/m alt=图></map>", [("page", "/m")]),
        ("<img src=''>", []),
        ("<img srcset='/a,b.png 1x, /c.png,/d.png'>", [("asset", "/a,b.png"), ("asset", "/c.png,/d.png")]),
        ("<style>/* url(/no) */ a{b:url( /yes )}</style>", [("asset", "/yes")]),
    ],
)  # fmt: skip
def test_references(html: str, seen: list[tuple[str, str]]):
    """One snippet, its references."""
    assert [(link.role, link.raw) for link in facts(html).links] == seen


def test_regions():
    """Where a link stands on an old table site."""
    found = page("old_table_site.html", "/tzgg/", "gb18030")
    regions = {link.raw: link.region for link in found.links}
    assert regions["/images/banner.jpg"] == "header"
    assert regions["/jgzn/"] == "nav"
    assert regions["/tzgg/ld/"] == "aside"
    assert regions["t20261118_1.htm"] == "main"
    assert regions["http://www.mwr.gov.cn/"] == "footer"


def test_escapes_of_style_sheets_are_read():
    """A backslash in CSS is an escape and no separator (CSS Syntax Level 3, 4.3.7)."""
    css = r"""url("/m/bg\2e png") url(/a\(1\).png) url('\6c5f .png')"""
    assert [raw for raw, _ in css_urls(css)] == ["/m/bg.png", "/a(1).png", "江.png"]


def test_a_refresh_header_leads_on():
    """As in ``<meta http-equiv>``."""
    found = header_links("https://a.example/x", (("refresh", "0; URL='/next.html'"), ("refresh", "30")))
    assert [(link.url, link.role) for link in found] == [("https://a.example/next.html", "page")]


def test_choices_of_a_menu_that_jumps_are_links_and_others_are_not():
    """A friendly-links menu opens its value."""
    menu = '<select onchange="location.href=this.value"><option value="/a.html">甲</option></select>'
    form = '<select name="k"><option value="/a.html">甲</option></select>'
    assert [link.url for link in facts(menu).links if link.tag == "option"] == [f"{HOST}/a.html"]
    assert [link.url for link in facts(form).links if link.tag == "option"] == []


def test_late_pictures_are_guesses():
    """What a library will put into src."""
    html = '<img data-original="/late.png" alt="图"><img data-src="late" alt="图">'
    assert [(link.raw, link.via) for link in facts(html).links if link.tag == "img"] == [("/late.png", "script")]
