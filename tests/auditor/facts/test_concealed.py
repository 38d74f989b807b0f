"""How links to other hosts are hidden. What a check makes of it is in tests/auditor/checks/links/hidden_link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.facts.document import read_page
from auditor.model import Link

HEADERS = (("content-type", "text/html; charset=utf-8"),)


def links(html: str) -> list[Link]:
    """The links of a page of a.example."""
    return list(read_page("https://a.example/x.html", 200, HEADERS, html.encode()).links)


def how(html: str) -> str:
    """How the last link is hidden."""
    return links(html)[-1].concealed


LINK = '<a href="https://b.example/">某某</a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (LINK, ""),
        (f'<div style="display:none">{LINK}</div>', "not-shown"),
        (f'<div style="display:none"><p style="display:block">{LINK}</p></div>', "not-shown"),
        (f'<div style="visibility:hidden"><p style="visibility:visible">{LINK}</p></div>', ""),
        (f'<div style="font-size:0"><p style="font-size:12px">{LINK}</p></div>', ""),
        (f'<div style="font-size:0">{LINK}</div>', "tiny"),
        (f'<div style="left:-9999px">{LINK}</div>', ""),
        (f'<div style="transform:scale(0)">{LINK}</div>', "tiny"),
        (f'<div style="transform:scale(0.9)">{LINK}</div>', ""),
        (f'<div style="position:absolute;clip:rect(0 0 0 0)">{LINK}</div>', "not-shown"),
        (f'<div style="position:absolute;clip:rect(0,90px,20px,0)">{LINK}</div>', ""),
        (f'<div style="position:absolute;clip-path:inset(50%)">{LINK}</div>', "not-shown"),
        (f'<div style="max-height:0;overflow:hidden">{LINK}</div>', "not-shown"),
        (f'<div style="max-height:400px;overflow:hidden">{LINK}</div>', ""),
        (f'<div style="opacity:.01">{LINK}</div>', "not-shown"),
        (f'<p style="color:rgb(255, 255, 255);background-color:#fff">{LINK}</p>', "same-colour"),
        (f'<p style="color:rgba(255,255,255,.5);background-color:#fff">{LINK}</p>', ""),
        (f'<div style="position:absolute;left:-9999px">{LINK}</div>', "off-screen"),
        (f'<style>.x{{position:fixed;top:-100em}}</style><div class="y x">{LINK}</div>', "off-screen"),
        (f"<style>.menu .x{{display:none}} .x:hover{{display:none}}</style><div class=x>{LINK}</div>", ""),
        (f"<style>@media print{{.y{{left:0}}.x{{display:none}}}}</style><p class=x>{LINK}</p>", ""),
        (f"<style>@import 'a.css'; .y, div.x{{display:none}}</style><div class=x>{LINK}</div>", "not-shown"),
        (f"<style>}}}}.x{{display:none</style><div class=x>{LINK}</div>", ""),
        (f'<p style="color:#fff;background-color:white">{LINK}</p>', "same-colour"),
        (f'<p style="color:#fff;background:url(a.png) #fff">{LINK}</p>', ""),
        (f'<p style="color:#fff">{LINK}</p>', ""),
        (f"<html><body><p>x</body></html>{LINK}", "after-html"),
        (f"<html><body><p>x</body></html>\n<!-- {LINK} -->{LINK}", "after-html"),
        (f"<div hidden>{LINK}</div>", "not-shown"),
        (f"<marquee height=0>{LINK}</marquee>", "tiny"),
        (f'<div style="opacity:0;;:;x">{LINK}</div>', "not-shown"),
        (f'<div style="width:0;height:0;overflow:hidden">{LINK}</div>', "not-shown"),
        (f'<div style="width:0%;overflow:hidden">{LINK}</div>', ""),
    ],
)
def test_each_way_of_hiding_and_its_neighbour(html: str, expected: str) -> None:
    """As browsers inherit it: nothing shows again below display:none, visibility and size may be set back."""
    assert how(html) == expected


def test_what_a_site_hides_of_its_own_is_its_own_affair() -> None:
    """Menus, tabs, skip links."""
    html = '<div style="display:none"><a href="/a">甲</a><a href="https://a.example/b">乙</a><a href="#c">丙</a></div>'
    assert [link.concealed for link in links(html)] == ["", "", ""]


@given(st.text("<>:;{}.#-%0123abdiv stylep=\"'", max_size=200))
def test_no_style_makes_it_raise(text: str) -> None:
    """Style sheets are written by anybody."""
    links(f'<style>{text}</style><p class="a b" id="d" style="{text}">{LINK}<div style=\'font-size:{text}\'>{LINK}')
