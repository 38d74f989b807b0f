"""Addresses that only scripts know."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from auditor.facts.document import read_page
from auditor.facts.scripts import goes_to, in_json_ld, written
from auditor.model import Link
from tests.auditor.facts.reading import HOST, facts


def found(script: str) -> list[str]:
    """The addresses in a script."""
    return [raw for raw, _ in goes_to(script)]


@pytest.mark.parametrize(
    ("script", "addresses"),
    [
        ('location = "/a.html"', ["/a.html"]),
        ("window.location.href='a/b.html?x=1';", ["a/b.html?x=1"]),
        ('self.location.replace( "/a" )', ["/a"]),
        ("top.location.assign('/a')", ["/a"]),
        ("window.open('https://x.example/','_blank')", ["https://x.example/"]),
        ("""document.write("<a href='/zt/1.html' target=_blank>专题</a>")""", ["/zt/1.html"]),
        (r"""document.writeln('<li><a class="x" href=\"/zt/2.html\">专题<\/a></li>')""", ["/zt/2.html"]),
        ("document.write('<iframe width=100 src=/f.html height=1></iframe>')", ["/f.html"]),
        ("box.innerHTML = '<a href=\"/n.html\">x</a>'", ["/n.html"]),
        # put together: nobody knows what comes out
        ('location = "/a/" + id', []),
        ("location.href = base + '/a'", []),
        ("""document.write("<a href='" + url + "'>x</a>")""", []),
        ("document.write('<a href=/a/' + id + '.html>x</a>')", []),
        ("location.href = `/a/${id}`", []),
        ("document.write('<a href=\"{{url}}\">')", []),
        # no address, or no going there
        ('if (location == "/a") x()', []),
        ('if (location.href === "/a") x()', []),
        ("location = '#top'; location = 'javascript:void(0)'; window.open('about:blank')", []),
        ('var allocation = "/a"', []),
        ('relocation.href = "/a"', []),
        ('// location = "/old.html"', []),
        ('/* location = "/old.html" */', []),
        ('var s = "http://x.example/"; location = "/a"', ["/a"]),
        ("", []),
    ],
)
def test_only_whole_addresses_are_read(script: str, addresses: list[str]) -> None:
    """What is put together, commented out or only compared leads nowhere."""
    assert found(script) == addresses


@pytest.mark.parametrize(
    "script",
    [
        '"' * 100_000 + "location",
        "location='" * 50_000,
        "/* " * 150_000 + "location",
        "document.write(" + '\\"' * 200_000,
        "document.write('" + "<a " * 150_000 + "')",
        "document.write('<a" + " href" * 90_000 + "')",
        "//" * 200_000 + "location",
        "location=" * 50_000,
        "document.write('<a " + "x " * 100_000,
    ],
)
def test_hostile_scripts_take_no_time(script: str) -> None:
    """And raise nothing."""
    assert len(found(script)) <= 50_000


def test_json_ld_gives_the_addresses_of_the_page_and_its_parts() -> None:
    """Deep in lists and objects; names that are no address stay out."""
    text = json.dumps({
        "@context": "https://schema.org",
        "url": "https://x.example/",
        "publisher": {"@type": "GovernmentOrganization", "sameAs": ["/a", "微博"], "name": "https://no.example/"},
        "@graph": [{"contentUrl": "/v.mp4"}],
    })  # fmt: skip
    assert list(in_json_ld(text)) == ["https://x.example/", "/a", "/v.mp4"]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "1", "null", '{"url": 3}'])
def test_broken_json_ld_gives_nothing(text: str) -> None:
    """Never a traceback."""
    assert list(in_json_ld(text)) == []


def scripted(html: str) -> list[Link]:
    """The links of a page that stand in no attribute of their own."""
    return [link for link in facts(html).links if link.via]


def test_links_of_scripts_are_marked_and_placed() -> None:
    """By line and column of the address, or of the attribute that a click runs."""
    html = """<script>
var a = 1; location.href = "/moved.html";
</script>
<li onclick="window.open('/pop.html')">办事</li>
<a href="javascript:location.href='/js.html'">网上办事</a>
<div data-url="/part.html" data-href="not an address"></div>"""
    lines = html.split("\n")
    seen = scripted(html)
    assert [(link.url.removeprefix(HOST), link.via, link.role) for link in seen] == [
        ("/moved.html", "script", "page"),
        ("/pop.html", "script", "page"),
        ("/js.html", "script", "page"),
        ("/part.html", "data", "page"),
    ]
    for link, start in zip(seen, ("/moved", "onclick", "href", "data-url"), strict=True):
        assert link.locator.line is not None
        assert link.locator.column is not None
        assert lines[link.locator.line - 1][link.locator.column - 1 :].startswith(start)
    assert seen[2].text == "网上办事"


def test_no_link_stands_for_an_element_of_a_list() -> None:
    """Lists and columns are made of what readers see as links: tag a."""
    assert {link.tag for link in scripted("<a href='#' onclick=\"location='/a'\" data-url='/b'>x</a>")} == {
        "script",
        "data",
    }


@pytest.mark.parametrize(
    ("head", "via"),
    [
        ('<script type="application/ld+json">{"url": "/ld"}</script>', "script"),
        ('<script type="text/template">location="/no"</script>', None),
        ('<script src="/a.js">location="/no"</script>', None),
        ('<link rel="alternate" type="application/rss+xml" href="/rss.xml">', "feed"),
        ('<template><script>location="/no"</script></template>', None),
    ],
)
def test_each_kind_of_head(head: str, via: str | None) -> None:
    """Templates and scripts with a source of their own are not run."""
    assert [link.via for link in scripted(head)] == ([via] if via else [])


def test_the_link_header_names_the_canonical_address() -> None:
    """Where the page itself names none; other relations are no links of the page."""
    header = '</style.css>; rel=preload, </a.html?x=1,2>; title="x"; rel="canonical", <http://[>; rel=canonical'
    seen = read_page(f"{HOST}/a", 200, (("Link", header), ("link", "</en>; rel=alternate; hreflang=en")), b"<p>x")
    assert seen.canonical == f"{HOST}/a.html?x=1,2"
    assert [(link.raw, link.via, link.role) for link in seen.links] == [
        ("/a.html?x=1,2", "header", "meta"),
        ("/en", "header", "meta"),
    ]
    named = read_page(f"{HOST}/a", 200, (("link", "</b>; rel=canonical"),), b"<link rel=canonical href=/c>")
    assert named.canonical == f"{HOST}/c"


def test_document_order_is_kept() -> None:
    """Scripts stand among the other links."""
    seen = facts("<a href=/1>1</a><script>location='/2'</script><a href=/3>3</a>").links
    assert all(a.locator.column < b.locator.column for a, b in pairwise(seen))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("script", "markup"),
    [
        (
            """document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E"));""",
            "<span id='_ideConac' ></span>",
        ),
        (r'document.write("<p>\u4e3b\u529e\x3a\"X\"</p>")', '<p>主办:"X"</p>'),
        ("el.innerHTML = '<b>1</b>' + name + '<i>2</i>'", "<b>1</b><i>2</i>"),
        ("$('#f').load('/inc/footer.html')", "/inc/footer.html"),
        ("// document.write('<p>x</p>')", ""),
        ("var a = '<p>never written</p>'", ""),
        ("document.write('<p>" + "x" * 9000 + "</p>')", "<p>" + "x" * 3997),
        ("document.write('\\u12", "u12"),
        (r"document.write('\ud83d\ude00 \ud83d')", "\N{GRINNING FACE} \N{REPLACEMENT CHARACTER}"),
    ],
)
def test_what_a_script_would_write(script, markup):
    """Strings of scripts that write, unescaped and cut; of all others nothing."""
    assert written(script) == markup


def test_a_script_that_loads_another_is_seen():
    """The entry 找错 is often built in by a few lines."""
    code = "var s=document.createElement('script');s.src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js';"
    assert "zfwzgl.www.gov.cn" in written(code)
    assert written("var s='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'") == ""
