"""Which addresses belong to the site, and what is said of those that do not."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.crawl.crawl import crawl
from auditor.crawl.folder import Folder
from auditor.crawl.frontier import Frontier
from auditor.crawl.scope import Scope
from auditor.crawl.site import CrawledSite
from auditor.crawl.target import Budget, CrawlResult, FolderTarget, Options, WebTarget
from auditor.errors import BadInput

from .farm import Farm, page, redirect, reply
from .toy import TOY, links_to

HOME = "https://www.mingchuan.example/"


def run(start: str, **options: Any) -> tuple[CrawlResult, CrawledSite]:
    """Crawl with toy facts."""
    frontier = Frontier(":memory:")
    options = {"second_round_after": 0.01} | options
    result = crawl(WebTarget(start), Budget(), frontier=frontier, method=TOY, options=Options(**options))
    return result, CrawledSite(frontier)


def read(farm: Farm, site: CrawledSite) -> list[str]:
    """The paths of the pages that were read."""
    return [one.url.removeprefix(farm.url) for one in site.pages()]


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://www.mingchuan.example/a", True),
        ("http://www.mingchuan.example/a", True),
        ("https://czj.mingchuan.example/", True),
        ("https://mingchuan.example/", True),
        ("https://a.b.mingchuan.example/", True),
        ("https://notmingchuan.example/", False),
        ("https://mingchuan.example.evil.example/", False),
        ("https://zwfw.example/", False),
    ],
)
def test_subdomains_are_what_lies_below_the_name_without_www(url: str, ours: bool) -> None:
    """And nothing that only looks like it."""
    assert Scope(subdomains=True).ours(url, HOME) is ours


def test_without_subdomains_only_the_host_itself_is_ours() -> None:
    """Other hosts are named one by one."""
    assert not Scope().ours("https://czj.mingchuan.example/", HOME)
    assert Scope(hosts=("CZJ.mingchuan.example",)).ours("https://czj.mingchuan.example/", HOME)
    assert not Scope(hosts=("czj.mingchuan.example",)).ours("https://jyj.mingchuan.example/", HOME)


@pytest.mark.parametrize(
    ("pattern", "path", "hit"),
    [
        ("/logout", "/logout?x=1", True),
        ("/logout$", "/logout?x=1", False),
        ("*print=1", "/a/b.html?print=1", True),
        ("/a*b$", "/a/x/b", True),
        ("/a*b$", "/a/x/bc", False),
        ("/a.html", "/aXhtml", False),
        ("/搜索/", "/%E6%90%9C%E7%B4%A2/a", True),
        ("*(", "/a(", True),
        ("/b", "/a/b", False),
    ],
)
def test_patterns_are_those_of_robots_txt(pattern: str, path: str, hit: bool) -> None:
    """Anything for ``*``, the end for ``$``, all else as it stands."""
    assert Scope(exclude=(pattern,)).excludes("https://x.example" + path) is hit


def test_a_hostile_pattern_takes_no_time() -> None:
    """Many stars over a long address."""
    assert not Scope(exclude=("*a*a*a*a*b$",)).excludes("https://x.example/" + "a" * 300)


def test_pages_elsewhere_are_links_and_counted(farm: Farm) -> None:
    """One HEAD each, nothing behind them."""
    farm.routes |= {
        "/zwgk/": page(links_to("/zwgk/a", "/yw/b", "/yw/dead", "/yw/c.pdf")),
        "/zwgk/a": page(links_to("/yw/b")),
        "/yw/b": page(links_to("/yw/hidden")),
        "/yw/c.pdf": reply(b"%PDF"),
        "/sitemap.xml": reply(f"<urlset><loc>{farm.url}/yw/map</loc><loc>{farm.url}/yw/b</loc></urlset>".encode()),
    }
    result, site = run(farm.url + "/zwgk/", scope=Scope(paths=("/zwgk/",)))
    assert read(farm, site) == ["/zwgk/", "/zwgk/a"]
    assert [(line.what, line.why) for line in result.cut] == [("页面 3 个", "不在设定的路径（crawl.paths）内")]
    assert "/yw/hidden" not in farm.paths()
    dead = site.link(farm.url + "/yw/dead")
    assert dead is not None
    assert dead.verdict == "broken"


def test_a_home_page_outside_the_paths_is_read_and_not_counted_as_left_out(farm: Farm) -> None:
    """The start is the way in."""
    farm.routes |= {"/": page(links_to("/zwgk/", "/yw/")), "/zwgk/": page(links_to("/")), "/yw/": page()}
    result, site = run(farm.url + "/", scope=Scope(paths=("/zwgk/",)))
    assert read(farm, site) == ["/", "/zwgk/"]
    assert [line.what for line in result.cut] == ["页面 1 个"]


def test_what_is_excluded_is_never_asked_for(farm: Farm) -> None:
    """Neither as a page nor as a file, and the report counts it."""
    farm.routes |= {"/": page(links_to("/logout", "/a", "/x/print.pdf")), "/a": page()}
    result, site = run(farm.url + "/", scope=Scope(exclude=("/logout", "*print")))
    assert [path for path in farm.paths() if "log" in path or "print" in path] == []
    assert [(line.what, line.why) for line in result.not_run] == [("链接目标 2 个", "按设置排除")]
    link = site.link(farm.url + "/logout")
    assert link is not None
    assert (link.verdict, link.reason) == ("skipped", "excluded")


def test_a_further_host_is_read_under_its_own_robots_txt(farm: Farm, other: Farm) -> None:
    """Its pages are pages; a third host's are not."""
    farm.routes["/"] = page(links_to(other.url + "/", other.url + "/private"))
    other.routes |= {
        "/": page(links_to("/deep")),
        "/deep": page(),
        "/robots.txt": reply(b"User-agent: *\nDisallow: /private", content_type="text/plain"),
    }
    _, site = run(farm.url + "/", scope=Scope(hosts=(other.host,)), allow_private=True)
    assert {one.url for one in site.pages()} == {farm.url + "/", other.url + "/", other.url + "/deep"}
    assert "/private" not in other.paths()


def test_further_starts_are_read_like_the_home_page(farm: Farm) -> None:
    """Nothing links to them; depth counts from each."""
    farm.routes |= {"/": page(), "/other/": page(links_to("/other/a")), "/other/a": page()}
    _, site = run(farm.url + "/", starts=(farm.url + "/other/",))
    assert [(one.url.removeprefix(farm.url), one.depth) for one in site.pages()] == [
        ("/", 0),
        ("/other/", 0),
        ("/other/a", 1),
    ]


def test_a_start_of_another_site_is_a_users_mistake(farm: Farm) -> None:
    """Told with the setting that mends it."""
    farm.routes["/"] = page()
    with pytest.raises(BadInput, match=r"crawl\.start.*crawl\.hosts"):
        run(farm.url + "/", starts=("https://x.example/",))
    with pytest.raises(BadInput, match="完整网址"):
        run(farm.url + "/", starts=("x",))


@pytest.mark.parametrize("name", ["/map.xml", "/map.txt"])
def test_a_sitemap_may_be_the_start(farm: Farm, name: str) -> None:
    """Its pages and the site's home page are read; a further start may be one as well."""
    text = (
        f"{farm.url}/orphan\nnonsense\n" if name.endswith("txt") else f"<urlset><loc>{farm.url}/orphan</loc></urlset>"
    )
    farm.routes |= {"/": page(), "/orphan": page(), name: reply(text.encode())}
    for start, further in ((farm.url + name, ()), (farm.url + "/", (farm.url + name,))):
        _, site = run(start, starts=further)
        assert read(farm, site) == ["/", "/orphan"]
        assert site.url == farm.url + "/"


def test_entries_of_feeds_are_pages(farm: Farm) -> None:
    """Atom and RSS; what else is named so does no harm."""
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self"/><entry><link rel="edit" href="/edit"/>'
    atom += '<link href="/from-atom?a=1&amp;b=2"/></entry></feed>'
    rss = "<rss><channel><link>/</link><item><link><![CDATA[/from-rss]]></link></item></channel></rss>"
    farm.routes |= {
        "/": page(links_to("/feed.atom", "/rss.xml", "/feedback", "/feed.png")),
        "/feed.atom": reply(atom.encode(), content_type="application/atom+xml"),
        "/rss.xml": reply(rss.encode(), content_type="application/xml"),
        "/feedback": page(),
        "/feed.png": reply(b"\x89PNG"),
        "/from-atom": page(),
        "/from-rss": page(),
    }
    _, site = run(farm.url + "/")
    assert read(farm, site) == ["/", "/feedback", "/from-atom?a=1&b=2", "/from-rss"]


def test_a_folder_has_the_same_scope(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Files outside it are links."""
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "a/b.html").write_text("<p>", encoding="utf-8")
    folder = Folder(FolderTarget(tmp_path, HOME), Scope(paths=("/a/",), exclude=("/a/x",)))
    assert folder.is_page(HOME + "a/b.html")
    assert folder.elsewhere(HOME + "index.html")
    assert not folder.is_page(HOME + "a/x.html")
    assert folder.check(HOME + "a/x.html").reason == "excluded"


def test_redirects_into_a_session_are_the_page_itself(farm: Farm) -> None:
    """A server that writes its session into addresses is read once under each address without it."""
    count = [0]

    def session(path: str, html: str) -> Any:
        def handler(talk: Any) -> None:
            count[0] += 1
            if ";" not in talk.asked.path:
                talk.send(redirect(f"{path};jsessionid=S{count[0]}"))
            else:
                talk.send(page(html.replace("SID", f";jsessionid=S{count[0]}")))

        return handler

    farm.routes["/"] = page(links_to("/a;jsessionid=A", "/b;jsessionid=A"))
    for name, links in (("/a", links_to("/bSID", "/aSID")), ("/b", links_to("/aSID"))):
        farm.routes[name] = session(name, links)
        for number in range(1, 20):
            farm.routes[f"{name};jsessionid=S{number}"] = farm.routes[name]
    result, site = run(farm.url + "/")
    assert read(farm, site) == ["/", "/a", "/b"]
    assert [link.url.removeprefix(farm.url) for link in next(iter(site.pages())).links] == ["/a", "/b"]
    assert [line.what for line in result.cut] == [f"带会话号的地址（如 {farm.url}/a;jsessionid=A）"]
