"""A whole crawl of a served site: what is read, what is judged, what is left out and said so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auditor import model
from auditor.audit import _facts
from auditor.crawl.crawl import crawl
from auditor.crawl.fetch import Limits
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import Pace
from auditor.crawl.reading import Method
from auditor.crawl.site import CrawledSite
from auditor.crawl.target import Budget, CrawlResult, Options, Progress, Unreachable, WebTarget
from auditor.crawl.url import Origins
from auditor.crawl.web import Web
from auditor.errors import BadInput

from .farm import Farm, Talk, page, redirect, reply
from .toy import TOY, links_to, toy_facts

QUICK: dict[str, Any] = {
    "second_round_after": 0.01,
    "loopback_pace": Pace(interval=0.0, connections=8, backoff_cap=0.05),
}
Run = Callable[..., tuple[CrawlResult, CrawledSite]]


@pytest.fixture
def run(farm: Farm) -> Run:
    """Crawl the farm (or another target) in memory with toy facts."""

    def go(
        target: WebTarget | None = None, budget: Budget | None = None, **options: Any
    ) -> tuple[CrawlResult, CrawledSite]:
        frontier, target = Frontier(":memory:"), target or WebTarget(farm.url + "/")
        result = crawl(
            target,
            budget or Budget(),
            frontier=frontier,
            method=Method(facts=toy_facts, origins=target.origins.pairs),
            options=Options(**QUICK | options),
        )
        return result, CrawledSite(frontier)

    return go


def verdict(site: CrawledSite, url: str) -> tuple[str, str]:
    """Verdict and reason of an address."""
    link = site.link(url)
    assert link is not None
    return link.verdict, link.reason


def test_every_page_is_read_once_and_has_its_depth(farm: Farm, run: Run) -> None:
    """Breadth first, whatever links back."""
    farm.routes |= {
        "/": page(links_to("/a", "/b", "/")),
        "/a": page(links_to("/b", "/c", "/a#x", more='<p id="x">')),
        "/b": page(links_to("/")),
        "/c": page(links_to("/a")),
    }
    result, site = run()
    asked = farm.paths()
    assert sorted(asked) == ["/", "/a", "/b", "/c", "/sitemap.xml"]
    assert [(p.url.removeprefix(farm.url), p.depth) for p in site.pages()] == [
        ("/", 0),
        ("/a", 1),
        ("/b", 1),
        ("/c", 2),
    ]
    assert (result.pages_found, result.pages_fetched, result.cut, result.not_run) == (4, 4, (), ())
    link = site.link(farm.url + "/a")
    assert link is not None
    assert link.anchors == ("x",)


def test_a_crawl_is_a_site(run: Run, farm: Farm) -> None:
    """It has the shape that the checks ask for."""
    farm.routes["/"] = page()
    site: model.Site = run()[1]
    assert site.url == farm.url + "/"
    assert (site.columns(), list(site.browser()), site.link("https://never.example/")) == ((), [], None)


def test_files_and_pictures_are_checked_but_not_read(farm: Farm, run: Run) -> None:
    """HEAD is enough for a picture, the first bytes for a document."""
    farm.routes |= {
        "/": page(links_to("/a.pdf", "/dead.docx", more='<img src="/p.png"><form action="/find">')),
        "/a.pdf": reply(b"%PDF", content_type="application/pdf"),
        "/p.png": reply(b"PNG", content_type="image/png"),
        "/find": page(),
    }
    _, site = run(attachments=False)
    assert verdict(site, farm.url + "/a.pdf") == ("ok", "ok")
    assert verdict(site, farm.url + "/p.png") == ("ok", "ok")
    assert verdict(site, farm.url + "/dead.docx") == ("broken", "not-found")
    asked = [(asked.method, asked.path) for asked in farm.log]
    assert ("HEAD", "/a.pdf") not in asked
    assert next(one for one in farm.log if one.path == "/a.pdf").headers["range"] == "bytes=0-4095"
    assert ("GET", "/p.png") not in asked
    assert asked.count(("GET", "/dead.docx")) == 2  # once in each round
    assert ("GET", "/find") not in asked


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "405 No", "500 Oops", "501 No"])
def test_a_failed_head_is_only_a_hint(farm: Farm, run: Run, status: str) -> None:
    """GET has the last word."""

    def no_head(talk: Talk) -> None:
        talk.send(page("", status) if talk.asked.method == "HEAD" else reply(b"GIF89a"))

    farm.routes |= {"/": page('<img src="/a.gif">'), "/a.gif": no_head}
    assert verdict(run()[1], farm.url + "/a.gif") == ("ok", "ok")


def test_a_head_that_belies_itself_is_only_a_hint(farm: Farm, run: Run) -> None:
    """200 with a page for a picture, or with nothing: GET tells which."""
    empty = reply(b"", content_type="image/png")
    unsure = lambda talk: talk.send(empty if talk.asked.method == "HEAD" else reply(b"PNG"))  # noqa: E731
    farm.routes |= {
        "/": page('<img src="/page.png"><img src="/empty.png"><img src="/unsure.png"><img src="/empty.css">'),
        "/page.png": page("<html><title>首页</title>"),
        "/empty.png": empty,
        "/unsure.png": unsure,
        "/empty.css": reply(b""),
    }
    _, site = run()
    assert verdict(site, farm.url + "/page.png") == ("suspect", "page-for-file")
    assert verdict(site, farm.url + "/empty.png") == ("broken", "empty-file")
    assert verdict(site, farm.url + "/unsure.png") == ("ok", "ok")
    assert verdict(site, farm.url + "/empty.css") == ("ok", "ok")


def test_big_files_are_asked_for_a_part_only(farm: Farm, run: Run) -> None:
    """With Range, and without it where the server does not like it."""

    def no_head(talk: Talk) -> None:
        if talk.asked.method == "HEAD":
            talk.send(page("", "405 No"))
        elif "range" in talk.asked.headers:
            talk.send(page("", "416 Range Not Satisfiable"))
        else:
            talk.send(reply(b"PK\x03\x04"))

    farm.routes |= {"/": page(links_to("/a.zip")), "/a.zip": no_head}
    assert verdict(run()[1], farm.url + "/a.zip") == ("ok", "ok")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (page("", "404 No"), ("broken", "not-found")),
        (page("", "410 Gone"), ("broken", "gone")),
        (page("", "500 Oops"), ("suspect", "server-error")),
        (page("", "401 No"), ("blocked", "login")),
        (page("", "403 No"), ("blocked", "forbidden")),
        (page("", "412 No"), ("blocked", "challenge")),
        (page("", "521 No"), ("blocked", "challenge")),
        (page("", "429 No", retry_after="0"), ("blocked", "rate-limited")),
        (page("<script>var x='__jsl_clearance'</script>"), ("blocked", "challenge")),
        (page("<p>", cf_mitigated="challenge"), ("blocked", "challenge")),
        (redirect("/"), ("suspect", "moved-to-home")),
        (redirect("/404.html"), ("suspect", "moved-to-error")),
        (redirect("/there", "301 Moved"), ("redirected", "moved-permanently")),
        (redirect("/there"), ("redirected", "moved-temporarily")),
        (redirect("/x"), ("suspect", "redirect-loop")),
        (lambda talk: None, ("suspect", "reset")),
    ],
)
def test_each_answer_has_its_verdict(farm: Farm, run: Run, answer: Any, expected: tuple[str, str]) -> None:
    """The same for a page and for a file; only what is certain is broken."""
    farm.routes |= {
        "/": page(links_to("/x", "/x.png")),
        "/x": answer,
        "/x.png": answer,
        "/there": page(),
        "/404.html": page(),
    }
    _, site = run()
    assert verdict(site, farm.url + "/x") == expected
    if expected[1] not in ("challenge", "redirect-loop"):  # HEAD shows no body; /x.png leads to /x, which is no loop
        assert verdict(site, farm.url + "/x.png") == expected


def test_a_challenge_page_is_no_page_of_the_site(farm: Farm, run: Run) -> None:
    """Nothing on it is judged."""
    farm.routes |= {"/": page(links_to("/x")), "/x": page("<script>acw_sc__v2</script>")}
    assert [p.url for p in run()[1].pages()] == [farm.url + "/"]


@pytest.mark.parametrize("path", ["/x", "/x.pdf"])
def test_what_fails_once_and_then_works_is_fine(farm: Farm, run: Run, path: str) -> None:
    """The second round asks again."""
    asked: list[str] = []

    def flaky(talk: Talk) -> None:
        asked.append(talk.asked.method)
        first = len(asked) <= 1
        talk.send(page("<p>", "503 Busy", retry_after="0") if first else reply(b"%PDF-1.7", content_type="text/html"))

    farm.routes |= {"/": page(links_to(path)), path: flaky}
    assert verdict(run()[1], farm.url + path) == ("ok", "ok")


def test_heads_are_the_pages_without_what_stands_on_them(farm: Farm, run: Run) -> None:
    """The same pages in the same order, read from the same facts."""
    farm.routes |= {"/": page(links_to("/a")), "/a": page("<title>甲</title>")}
    _, site = run()
    heads = [msgspec.convert(whole, model.PageHead, from_attributes=True) for whole in site.pages()]
    assert list(site.heads()) == heads
    assert len(heads) == 2


def test_what_is_dead_is_asked_twice_and_no_more(farm: Farm, run: Run) -> None:
    """One machine of several behind an address may not have the page yet."""
    told: list[bytes] = [page("", "404 No"), page("<p>here")]
    farm.routes |= {
        "/": page(links_to("/gone", "/late", "/oops")),
        "/late": lambda talk: talk.send(told.pop(0)),
        "/oops": page("", "500 Oops"),
    }
    _, site = run()
    assert verdict(site, farm.url + "/gone") == ("broken", "not-found")
    assert verdict(site, farm.url + "/late") == ("ok", "ok")
    assert [farm.paths().count(path) for path in ("/gone", "/late", "/oops")] == [2, 2, 2]


@pytest.mark.parametrize(("status", "most"), [("404 Not Found", 10.0), ("500 Odd", 30.0)])
def test_the_second_round_rests_from_the_last_failure(
    farm: Farm, run: Run, monkeypatch: pytest.MonkeyPatch, status: str, most: float
) -> None:
    """As long as is left of the time that this failure asks for: a server that said 404 has answered."""
    rests: list[float] = []
    monkeypatch.setattr(Web, "rest", lambda self, seconds: rests.append(seconds))
    farm.routes |= {"/": page(links_to("/a")), "/a": reply(b"", status=status)}
    run(second_round_after=30.0)
    (rest,) = rests
    assert most - 5 < rest < most


def test_a_dead_name_is_broken_when_missing_twice(farm: Farm, run: Run) -> None:
    """A reserved name is missing on every machine."""
    farm.routes["/"] = page(links_to("http://none.invalid/x"))
    assert verdict(run()[1], "http://none.invalid/x") == ("broken", "dns")


def test_private_addresses_are_skipped_and_counted(farm: Farm, other: Farm, run: Run) -> None:
    """The start opens its own port only."""
    farm.routes["/"] = page(links_to(other.url + "/x", "http://169.254.169.254/latest"))
    result, site = run()
    assert verdict(site, other.url + "/x") == ("skipped", "private-address")
    assert other.talks == []
    assert [(line.what, line.why) for line in result.not_run] == [("链接目标 2 个", "内网或本机地址")]


def test_a_page_that_redirects_into_the_intranet_is_skipped(farm: Farm, other: Farm, run: Run) -> None:
    """The redirect is followed no further."""
    farm.routes |= {"/": page(links_to("/x")), "/x": redirect(other.url + "/secret")}
    assert verdict(run()[1], farm.url + "/x") == ("skipped", "private-address")
    assert other.talks == []


def test_other_hosts_are_checked_when_allowed_and_never_crawled(farm: Farm, other: Farm, run: Run) -> None:
    """Their first bytes are read; their links are not followed."""
    farm.routes["/"] = page(links_to(other.url + "/x"))
    other.routes["/x"] = page(links_to("/y"))
    _, site = run(allow_private=True)
    assert verdict(site, other.url + "/x") == ("ok", "ok")
    assert [(asked.method, asked.path) for asked in other.log] == [("GET", "/robots.txt"), ("GET", "/x")]


def test_other_hosts_are_left_alone_when_switched_off(farm: Farm, other: Farm, run: Run) -> None:
    """And the report says so."""
    farm.routes["/"] = page(links_to(other.url + "/x"))
    result, site = run(allow_private=True, external=False)
    assert verdict(site, other.url + "/x") == ("skipped", "switched-off")
    assert other.log == []
    assert result.not_run[0].why == "按设置不检查站外链接"


def test_robots_txt_is_obeyed_for_pages_and_files(farm: Farm, run: Run) -> None:
    """What is forbidden is not asked for, and counted."""
    farm.routes |= {
        "/robots.txt": reply(b"User-agent: *\nDisallow: /private", content_type="text/plain"),
        "/": page(links_to("/private/a", "/private/b.pdf", "/open")),
        "/open": page(),
    }
    result, site = run()
    assert verdict(site, farm.url + "/private/a") == ("skipped", "robots")
    assert not [path for path in farm.paths() if path.startswith("/private")]
    assert [line.what for line in result.not_run] == ["链接目标 2 个"]


def test_pages_only_the_sitemap_knows_come_last(farm: Farm, run: Run) -> None:
    """Named by robots.txt, through an index; foreign addresses in it are not pages of this site."""
    farm.routes |= {
        "/robots.txt": reply(f"Sitemap: {farm.url}/index.xml".encode(), content_type="text/plain"),
        "/index.xml": reply(f"<sitemapindex><sitemap><loc>{farm.url}/s.xml</loc></sitemap></sitemapindex>".encode()),
        "/s.xml": reply(
            f"<urlset><url><loc> {farm.url}/orphan?a=1&amp;b=2 </loc></url>"
            f"<url><loc><![CDATA[{farm.url}/]]></loc></url><url><loc>https://x.example/</loc></url>".encode()
        ),
        "/": page(links_to("/a")),
        "/a": page(links_to("/b")),
        "/b": page(),
        "/orphan": page(),
    }
    _, site = run()
    assert [p.url.removeprefix(farm.url) for p in site.pages()] == ["/", "/a", "/b", "/orphan?a=1&b=2"]
    assert farm.paths()[-1] == "/orphan?a=1&b=2"
    assert site.link("https://x.example/") is None


def test_a_redirecting_page_stands_for_its_target(farm: Farm, run: Run) -> None:
    """The target is read once, under its own address; a fragment is looked for there."""
    farm.routes |= {
        "/": page(links_to("/old#x", "/new")),
        "/old": redirect("/new", "301 Moved"),
        "/new": page('<p id="x">正文'),
    }
    _, site = run()
    assert [p.url.removeprefix(farm.url) for p in site.pages()] == ["/", "/new"]
    link = site.link(farm.url + "/old")
    assert link is not None
    assert (link.verdict, link.final_url, link.anchors) == ("redirected", farm.url + "/new", ("x",))
    assert [hop.status for hop in link.redirects] == [301]


def test_a_start_that_redirects_gives_the_home_page(farm: Farm, run: Run) -> None:
    """The home page is where it ended, and is asked for once."""
    farm.routes |= {"/": redirect("/index.html"), "/index.html": page()}
    result, site = run()
    assert result.home == site.url == farm.url + "/index.html"
    assert farm.paths().count("/index.html") == 1


def test_a_served_copy_is_spoken_of_by_its_canonical_address(farm: Farm, run: Run) -> None:
    """Links to either address are internal, and the fetcher alone knows the served one."""
    canonical = "https://www.mingchuan.example"
    farm.routes |= {
        "/": page(links_to(canonical + "/a", farm.url + "/b", more=f'<img src="{farm.url}/p.png">')),
        "/a": page(),
        "/b": redirect(farm.url + "/a"),
        "/p.png": reply(b"PNG"),
    }
    for start in (canonical + "/", farm.url + "/"):
        _, site = run(WebTarget(start, Origins([(canonical, farm.url)])))
        (home, _a) = site.pages()
        assert home.url == canonical + "/"
        assert [link.url for link in home.links] == [canonical + "/a", canonical + "/b", canonical + "/p.png"]
        assert [verdict(site, link.url)[0] for link in home.links] == ["ok", "redirected", "ok"]


def test_the_page_budget_cuts_the_same_pages_every_time(farm: Farm, run: Run) -> None:
    """Breadth first and by address, however many threads; what was cut is said, and its links are out of budget."""
    farm.routes["/"] = page(links_to(*(f"/{n:02}" for n in range(20))))
    for number in range(20):
        farm.routes[f"/{number:02}"] = page(links_to(f"/{number:02}/deep"))
    for _ in range(2):
        result, site = run(budget=Budget(pages=8), threads=4)
        assert [p.url.removeprefix(farm.url) for p in site.pages()] == ["/", *(f"/{n:02}" for n in range(7))]
        assert [(line.what, line.why) for line in result.cut] == [("页面 20 个", "已到页数上限 8")]
        assert verdict(site, farm.url + "/19") == ("skipped", "out-of-budget")


def test_a_budget_that_is_just_enough_cuts_nothing(farm: Farm, run: Run) -> None:
    """Two pages, budget two."""
    farm.routes |= {"/": page(links_to("/a", "/a.pdf")), "/a": page(), "/a.pdf": reply(b"%PDF")}
    result, site = run(budget=Budget(pages=2))
    assert (result.pages_fetched, result.cut) == (2, ())
    assert verdict(site, farm.url + "/a.pdf") == ("ok", "ok")


def test_the_depth_budget_cuts_deeper_pages(farm: Farm, run: Run) -> None:
    """Depth counts clicks from the home page."""
    farm.routes |= {"/": page(links_to("/1")), "/1": page(links_to("/2")), "/2": page()}
    result, _ = run(budget=Budget(depth=1))
    assert [(line.what, line.why) for line in result.cut] == [("页面 1 个", "离首页超过 1 次点击")]
    assert "/2" not in farm.paths()


@pytest.mark.parametrize(
    ("budget", "why"),
    [
        (Budget(bytes=10), "已到流量上限 10 字节"),
        (Budget(seconds=0), "已到时间上限 0 秒"),
        (Budget(links=0), "已到链接数上限 0"),
    ],
)
def test_other_budgets_cut_too(farm: Farm, run: Run, budget: Budget, why: str) -> None:
    """Each with its own words."""
    farm.routes |= {"/": page(links_to("/a", "/b", "/c", "/a.pdf")), "/a": page(), "/b": page(), "/c": page()}
    result, _ = run(budget=budget, threads=1)
    assert {line.why for line in result.cut} == {why}


@pytest.mark.parametrize(
    ("routes", "reason"),
    [
        ({}, "not-found"),
        ({"/": page("", "403 No")}, "forbidden"),
        ({"/": page("", "500 Oops")}, "server-error"),
        ({"/": reply(b"%PDF", content_type="application/pdf")}, "not-html"),
        ({"/": redirect("/")}, "redirect-loop"),
        ({"/robots.txt": reply(b"User-agent: *\nDisallow: /"), "/": page()}, "robots"),
        ({"/robots.txt": page("", "500 Oops"), "/": page()}, "robots-unreachable"),
    ],
)
def test_an_unreachable_home_page_ends_the_crawl(farm: Farm, run: Run, routes: dict[str, bytes], reason: str) -> None:
    """With what happened, and what to do now."""
    farm.routes |= routes
    with pytest.raises(Unreachable) as raised:
        run()
    assert raised.value.reason == reason
    assert farm.url in str(raised.value)
    assert raised.value.mend


def test_an_address_nobody_can_read_is_a_users_mistake(run: Run) -> None:
    """Told before anything is asked."""
    with pytest.raises(BadInput, match="完整网址"):
        run(WebTarget("http://[::1"))


def test_a_page_named_by_canonical_or_form_is_asked_once(farm: Farm, run: Run) -> None:
    """Every page names itself in a canonical link: that costs no request."""
    farm.routes |= {
        "/": page(links_to("/a", more='<link rel="canonical" href="/"><form action="/a">')),
        "/a": page('<link rel="canonical" href="/only-canonical">'),
        "/only-canonical": page(),
    }
    run()
    assert sorted(farm.paths("/robots.txt")) == ["/", "/a", "/only-canonical", "/sitemap.xml"]


def test_an_empty_page_is_a_page(farm: Farm, run: Run) -> None:
    """Nothing on it is a finding for others to make."""
    farm.routes["/"] = page("")
    assert len(list(run()[1].pages())) == 1


def test_a_home_page_behind_a_dead_name_is_unreachable(run: Run) -> None:
    """The name is shown."""
    with pytest.raises(Unreachable, match=r"none\.invalid"):
        run(WebTarget("http://none.invalid/"))


def test_a_home_page_that_fails_once_is_asked_again(farm: Farm, run: Run) -> None:
    """One bad moment does not spoil an audit."""
    asked: list[int] = []

    def flaky(talk: Talk) -> None:
        asked.append(1)
        talk.send(page("", "500 Oops") if len(asked) == 1 else page())

    farm.routes["/"] = flaky
    assert run()[0].pages_fetched == 1


def test_a_finished_crawl_is_begun_anew(farm: Farm) -> None:
    """What was mended since is seen; a site that is down leaves the old crawl as it was."""
    frontier = Frontier(":memory:")

    def go() -> CrawlResult:
        options = Options(**QUICK)
        return crawl(WebTarget(farm.url + "/"), Budget(), frontier=frontier, method=TOY, options=options)

    farm.routes["/"] = page(links_to("/dead"))
    go()
    farm.routes["/"] = page("", "500 Oops")
    with pytest.raises(Unreachable):
        go()
    assert CrawledSite(frontier).link(farm.url + "/dead") is not None
    farm.routes["/"] = page()
    assert go().pages_found == 1
    assert CrawledSite(frontier).link(farm.url + "/dead") is None


def test_a_frontier_belongs_to_one_site(farm: Farm, other: Farm) -> None:
    """Another start in the same folder is a user's mistake."""
    frontier = Frontier(":memory:")
    farm.routes["/"] = page()
    crawl(WebTarget(farm.url + "/"), Budget(), frontier=frontier, method=TOY)
    with pytest.raises(BadInput, match="--state"):
        crawl(WebTarget(other.url + "/"), Budget(), frontier=frontier, method=TOY)


def test_a_programmers_mistake_in_the_facts_keeps_its_traceback(farm: Farm) -> None:
    """It is not taken for a fault of the page."""

    def broken(*_: Any) -> model.PageFacts:
        raise ZeroDivisionError

    farm.routes["/"] = page()
    with pytest.raises(ZeroDivisionError):
        crawl(WebTarget(farm.url + "/"), Budget(), frontier=Frontier(":memory:"), method=Method(facts=broken))


def test_progress_tells_what_is_done_and_what_is_known(farm: Farm) -> None:
    """Pages first, then links."""
    seen: list[Progress] = []
    farm.routes |= {"/": page(links_to("/a", "/a.pdf")), "/a": page(), "/a.pdf": reply(b"x")}
    crawl(
        WebTarget(farm.url + "/"), Budget(), frontier=Frontier(":memory:"), method=TOY, progress=seen.append,
        options=Options(threads=1),
    )  # fmt: skip
    assert [(p.phase, p.url.removeprefix(farm.url)) for p in seen] == [
        ("pages", "/"),
        ("pages", "/a"),
        ("links", "/a.pdf"),
    ]
    assert (seen[1].done, seen[1].found) == (2, 2)


def test_hostile_pages_do_not_stop_a_crawl(farm: Farm, run: Run) -> None:
    """Each fault is one verdict, and the rest is read."""

    def endless(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
        while talk.sent < 100_000_000 and talk.send(b"<p>" * 20000):
            pass

    farm.routes |= {
        "/": page(links_to("/loop", "/endless", "/junk", "/gbk", "/flood", "/fine", "http://[", "/" + "x" * 20_000)),
        "/loop": redirect("/loop"),
        "/endless": endless,
        "/junk": reply(bytes(range(256)) * 50, content_type="text/html"),
        "/gbk": reply("<title>明川县</title>".encode("gbk"), content_type="text/html"),
        "/flood": lambda talk: talk.send(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 500 + b"\r\n") and None,
        "/fine": page(),
    }
    _, site = run(limits=Limits(seconds=5, body_bytes=1_000_000))
    assert {p.url.removeprefix(farm.url): p.truncated for p in site.pages()} == {
        "/": "", "/endless": "too-large", "/junk": "", "/gbk": "", "/fine": "",
    }  # fmt: skip
    assert verdict(site, farm.url + "/loop") == ("suspect", "redirect-loop")
    assert verdict(site, farm.url + "/flood") == ("suspect", "bad-response")


def test_a_crawl_begun_by_an_older_version_is_begun_anew(farm: Farm) -> None:
    """Half of its pages would lack what the others have."""
    farm.routes |= {"/": page(links_to("/a")), "/a": page()}
    frontier = Frontier(":memory:")
    options = Options(**QUICK)
    target = WebTarget(farm.url + "/")
    crawl(target, Budget(pages=1), frontier=frontier, method=TOY, options=options)
    frontier.note("finished", "")
    frontier.note("edition", "1")
    crawl(target, Budget(), frontier=frontier, method=TOY, options=options)
    assert farm.paths().count("/") == 2
    assert frontier.noted("edition") == model.EDITION


def test_what_style_sheets_refer_to_is_checked(farm: Farm) -> None:
    """Also what an imported sheet refers to; a loop of imports ends."""
    css = {"content_type": "text/css"}
    farm.routes |= {
        "/": page('<link rel="stylesheet" href="/a.css">'),
        "/a.css": reply(b"@import 'b.css'; a{background:url(ok.png)}", **css),
        "/b.css": reply(b"@import 'a.css'; a{background:url(/dead.png)}", **css),
        "/ok.png": reply(b"PNG", content_type="image/png"),
    }
    frontier = Frontier(":memory:")
    crawl(WebTarget(farm.url + "/"), Budget(), frontier=frontier, method=Method(facts=_facts), options=Options(**QUICK))
    site = CrawledSite(frontier)
    assert verdict(site, farm.url + "/dead.png") == ("broken", "not-found")
    assert verdict(site, farm.url + "/ok.png") == ("ok", "ok")
    assert [sheet.url.removeprefix(farm.url) for sheet in site.sheets()] == ["/a.css", "/b.css"]
    assert [(one.method, one.path) for one in farm.log].count(("GET", "/a.css")) == 1
    assert [one.url for one in site.pages()] == [farm.url + "/"]
