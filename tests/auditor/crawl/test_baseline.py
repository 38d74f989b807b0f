"""What a directory answers where nothing is. What is measured on many is in tests/auditor/farm."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.crawl.baseline import PER_ORIGIN, Baselines, directory_shape, learn, probe_addresses
from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import Pace
from auditor.crawl.response import Response
from auditor.crawl.site import CrawledSite
from auditor.crawl.soft_pages import DIRECTORIES
from auditor.crawl.target import Budget, CrawlResult, Options, WebTarget
from auditor.model import Hop

from .farm import Farm, page, redirect
from .toy import TOY, links_to

SITE = "https://a.example"


def answer(path: str, html: str = "", status: int = 200, to: str = "") -> Response:
    """What the fetcher would say."""
    hops = (Hop(url=SITE + path, status=302, location=to),) if to else ()
    return Response(
        url=SITE + path, final_url=to or SITE + path, status=status, hops=hops, body=html.encode(),
        headers=(("content-type", "text/html; charset=utf-8"),), reason="ok" if status == 200 else "not-found",
    )  # fmt: skip


def test_a_directory_is_a_shape() -> None:
    """Its numbers differ from day to day, its pages by their suffix."""
    shape = directory_shape(f"{SITE}/art/2024/3/5/art_1.html?x=1")
    assert shape == directory_shape(f"{SITE}/art/2025/11/2/art_2.html") == f"{SITE}/art/#/#/#/*.html"
    assert shape != directory_shape(f"{SITE}/art/2025/11/2/")


def test_probes_are_the_same_in_every_run_and_beside_the_page() -> None:
    """A report can be made again."""
    one, two = probe_addresses(f"{SITE}/a/b.html?id=3")
    assert (one, two) == probe_addresses(f"{SITE}/a/c.html")
    assert one != two
    assert {address.rpartition("/")[0] for address in (one, two)} == {f"{SITE}/a"}
    assert one.endswith(".html")


def test_a_lying_directory_is_recognised_by_what_its_probes_share() -> None:
    """A clock, a counter and the address asked for may differ."""
    error = "<h1>县政府</h1><p>来晚了一步</p><p>{} 时</p><p>{}</p>"
    home = answer("/", "<h1>县政府</h1><p>新闻</p>")
    found = learn(answer("/a/one", error.format(1, "/a/one")), answer("/a/two", error.format(22, "/a/two")), home)
    assert found is not None
    long = "/a/some/way/down/from/the/front/page/a-notice.html"
    assert found.fits(answer(long, error.format(333, f"没有 {long}")))
    assert not found.fits(answer("/a/y", "<h1>县政府</h1><p>关于召开会议的通知</p>"))
    article = error.format(4, "/a/z") + "<p>关于“来晚了一步”专题展览的通知，欢迎广大市民前来参观指导。</p>"
    assert not found.fits(answer("/a/z", article))


@pytest.mark.parametrize("second", [answer("/a/2", status=404), answer("/a/2", "<p>另一页</p>")])
def test_probes_that_have_nothing_in_common_tell_nothing(second: Response) -> None:
    """One may have hit a page by chance."""
    assert learn(answer("/a/1", "<p>一页</p>"), second, answer("/", "<p>一页</p>")) is None


def test_probes_that_are_led_somewhere_tell_by_the_place() -> None:
    """The place itself is no soft 404."""
    found = learn(answer("/a/1", to=SITE + "/hall"), answer("/a/2", to=SITE + "/hall"), answer("/"))
    assert found is not None
    assert found.fits(answer("/a/x", to=SITE + "/hall"))
    assert not found.fits(answer("/a/x", to=SITE + "/new"))
    assert not found.fits(answer("/a/x"))
    assert not found.fits(Response(url=SITE + "/hall", final_url=SITE + "/hall", status=200))


def test_an_honest_host_costs_one_request_and_others_are_bounded() -> None:
    """What lies in further directories is taken at its word."""
    asked: list[str] = []

    def get(url: str) -> Response:
        asked.append(url)
        return answer("/x", status=404)

    baselines = Baselines(get, lambda _: "")
    for name in "abcdef":
        for number in range(3):
            assert baselines.of(f"{SITE}/{name}/{number}.html") is None
    assert len(asked) == PER_ORIGIN


def test_what_robots_txt_forbids_is_not_probed() -> None:
    """Not even for our own good."""
    baselines = Baselines(pytest.fail, lambda _: "robots")
    assert baselines.of(f"{SITE}/a/1.html") is None


Run = Callable[[], tuple[CrawlResult, CrawledSite]]


@pytest.fixture
def run(farm: Farm) -> Run:
    """Crawl the farm with probes."""

    def go() -> tuple[CrawlResult, CrawledSite]:
        frontier = Frontier(":memory:")
        quick = Pace(interval=0.0, connections=8)
        options = Options(probes=True, second_round_after=0.01, loopback_pace=quick)
        result = crawl(WebTarget(farm.url + "/"), Budget(), frontier=frontier, method=TOY, options=options)
        return result, CrawledSite(frontier)

    return go


def reasons(site: CrawledSite, farm: Farm, *paths: str) -> list[str]:
    """The reason of each path."""
    return [link.reason for path in paths if (link := site.link(farm.url + path))]


def test_pages_of_the_site_are_held_against_their_directory(farm: Farm, run: Run) -> None:
    """The error says nothing that a list of words could know; the true page beside it stays."""
    farm.otherwise = lambda talk: talk.send(
        page(
            "<p>欢迎</p><h2>来晚了一步</h2>" if "/lie/" in talk.asked.path else "",
            *([] if "/lie/" in talk.asked.path else ["404 No"]),
        )
    )
    farm.routes |= {
        "/": page("<p>欢迎</p>" + links_to("/lie/gone.html", "/lie/true.html", "/true/1.html")),
        "/lie/true.html": page("<p>欢迎</p><p>关于召开全县防汛工作会议的通知</p>"),
        "/true/1.html": page("<p>欢迎</p>"),
    }
    result, site = run()
    assert reasons(site, farm, "/lie/gone.html", "/lie/true.html", "/true/1.html") == ["soft-404", "ok", "ok"]
    assert [line.what for line in result.not_run if "比对" in line.what] == []


def test_pages_led_to_where_everything_is_led_are_suspect(farm: Farm, run: Run) -> None:
    """And the place itself is not."""
    farm.otherwise = lambda talk: talk.send(redirect("/hall.html"))
    farm.routes |= {"/": page(links_to("/a/1.html", "/a/2.html", "/hall.html")), "/hall.html": page("<p>便民大厅</p>"),
                    "/a/2.html": page("<p>正文</p>"), "/robots.txt": page("", "404 No")}  # fmt: skip
    _, site = run()
    assert reasons(site, farm, "/a/1.html", "/a/2.html", "/hall.html") == ["soft-404", "ok", "ok"]


def test_directories_beyond_the_bound_are_told(farm: Farm, run: Run) -> None:
    """Nothing is silent."""
    names = [f"/{chr(97 + n // 26)}{chr(97 + n % 26)}/x.html" for n in range(DIRECTORIES + 2)]
    farm.routes |= {"/": page(links_to(*names))} | {name: page("<p>正文</p>") for name in names}
    result, _ = run()
    assert [(line.what, line.why) for line in result.not_run if "比对" in line.what] == [
        ("与“页面不存在”的提示比对：目录 2 个", "每次比对的目录有上限")
    ]
