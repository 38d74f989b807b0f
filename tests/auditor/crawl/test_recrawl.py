"""A crawl over a finished one: what has not changed is not read again, and the outcome is that of a fresh crawl."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import Pace
from auditor.crawl.reading import Method, unpack_hits
from auditor.crawl.response import Response
from auditor.crawl.site import CrawledSite
from auditor.crawl.target import Budget, CrawlResult, Options, Progress, Unreachable, WebTarget
from auditor.model import Hit, PageFacts

from .farm import Farm, Handler, Talk, page, redirect, reply
from .toy import links_to, toy_facts


def versioned(html: str, etag: str, **headers: str) -> Handler:
    """A page that answers 304 to who has this version."""

    def handler(talk: Talk) -> None:
        if etag in talk.asked.headers.get("if-none-match", "none"):
            talk.send(reply(b"", "304 Not Modified", etag=etag, **headers))
        else:
            talk.send(page(html, etag=etag, **headers))

    return handler


class Again:
    """One frontier, crawled as often as wanted; counts the pages whose facts were taken."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        self.frontier = Frontier(":memory:")
        self.read: list[str] = []
        self.stamp = "one"

    def facts(self, response: Response, depth: int) -> PageFacts:
        self.read.append(response.final_url.removeprefix(self.farm.url))
        return toy_facts(response, depth)

    def crawl(
        self, progress: Callable[[Progress], None] | None = None, budget: Budget | None = None, **options: Any
    ) -> CrawlResult:
        self.read.clear()
        self.farm.log.clear()
        return crawl(
            WebTarget(self.farm.url + "/"),
            budget or Budget(),
            frontier=self.frontier,
            method=Method(facts=self.facts, judge=judge, facts_stamp=self.stamp, judge_stamp=self.stamp),
            progress=progress,
            options=Options(
                second_round_after=0.01,
                loopback_pace=Pace(interval=0.0, connections=8, backoff_cap=0.05),
                **options,
            ),
        )

    def outcome(self) -> tuple[list[Any], ...]:
        """All that the checks may learn of the crawl."""
        hits = [(url, unpack_hits(packed)) for url, stamp, packed in self.frontier.kept.judged() if stamp == self.stamp]
        links = list(self.frontier.links())
        return (
            list(self.frontier.kept.facts()),
            links,
            [CrawledSite(self.frontier).link(link.url) for link in links],
            hits,
        )

    def fresh(self) -> tuple[list[Any], ...]:
        """The outcome of a crawl from scratch."""
        other = Again(self.farm)
        other.stamp = self.stamp
        other.crawl()
        return other.outcome()


def judge(facts: PageFacts) -> list[tuple[str, Hit]]:
    """A check that finds something on every page."""
    return [("toy/toy", Hit(url=facts.url, message=f"{len(facts.links)} links, depth {facts.depth}"))]


@pytest.fixture
def again(farm: Farm) -> Again:
    """A site of four pages, a file and a dead link."""
    farm.routes |= {
        "/": versioned(links_to("/a", "/b", "/dead", "/f.pdf"), '"home-1"'),
        "/a": versioned(links_to("/c#x"), '"a-1"'),
        "/b": page(links_to("/")),
        "/c": versioned('<p id="x">', 'W/"c-1"'),
        "/f.pdf": reply(b"%PDF"),
    }
    return Again(farm)


def conditional(farm: Farm) -> list[str]:
    """The addresses asked for with a condition."""
    return sorted(asked.path for asked in farm.log if {"if-none-match", "if-modified-since"} & asked.headers.keys())


def test_what_has_not_changed_is_not_read_again(again: Again, farm: Farm) -> None:
    """By the server's 304, or by the same body where it knows no versions; and the report says how many."""
    again.crawl()
    assert sorted(again.read) == ["/", "/a", "/b", "/c"]
    before = again.outcome()
    result = again.crawl()
    assert again.read == []
    assert conditional(farm) == ["/a", "/c"]  # the home page is asked whole, to see that it is there at all
    assert again.outcome() == before == again.fresh()
    assert result.pages_unchanged == 4
    assert ("重新读取页面 4 个", "与上次抓取相比没有变化，沿用上次读到的内容") in [
        (line.what, line.why) for line in result.not_run
    ]


def test_the_first_crawl_asks_without_conditions_and_speaks_of_no_earlier_one(again: Again, farm: Farm) -> None:
    """There is nothing to compare with."""
    result = again.crawl()
    assert (conditional(farm), result.pages_unchanged, result.not_run) == ([], 0, ())


def test_pages_changed_gone_and_added_are_seen(again: Again, farm: Farm) -> None:
    """Only what is new is read; what is gone is kept no longer."""
    again.crawl()
    farm.routes["/a"] = versioned(links_to("/new"), '"a-2"')
    farm.routes["/new"] = page('<p id="y">')
    del farm.routes["/b"]
    again.crawl()
    assert again.read == ["/a", "/new"]
    assert [p.url.removeprefix(farm.url) for p in again.frontier.kept.facts()] == ["/", "/a", "/new"]
    assert again.outcome() == again.fresh()


def test_a_304_that_names_another_version_is_not_believed(again: Again, farm: Farm) -> None:
    """A constant ETag beside a newer Last-Modified: the page is asked for whole."""

    def lying(talk: Talk) -> None:
        if "if-none-match" in talk.asked.headers:
            talk.send(reply(b"", "304 Not Modified", etag='"always"', last_modified="Tue, 02 Jun 2026 00:00:00 GMT"))
        else:
            talk.send(page(links_to("/n"), etag='"always"', last_modified="Tue, 02 Jun 2026 00:00:00 GMT"))

    farm.routes["/b"] = page(links_to("/"), etag='"always"', last_modified="Mon, 01 Jun 2026 00:00:00 GMT")
    again.crawl()
    farm.routes["/b"] = lying
    again.crawl()
    assert again.read == ["/b"]
    assert farm.paths().count("/b") == 2
    assert again.outcome() == again.fresh()


def test_a_304_with_another_header_than_kept_is_read_anew(again: Again, farm: Farm) -> None:
    """A header that a check may read is of today."""
    again.crawl()
    farm.routes["/a"] = versioned(links_to("/c#x"), '"a-1"', x_frame_options="DENY")
    again.crawl()
    assert again.read == ["/a"]
    assert again.outcome() == again.fresh()


def test_a_cookie_and_the_hour_are_no_change(again: Again, farm: Farm) -> None:
    """Every answer of many a site has its own."""
    for number in "12":
        farm.routes["/b"] = page(links_to("/"), set_cookie=f"id={number}; HttpOnly", date=f"hour {number}")
        again.crawl()
    assert again.read == []
    farm.routes["/b"] = page(links_to("/"), set_cookie="id=3; HttpOnly; Secure")
    again.crawl()
    assert again.read == ["/b"]


def test_a_new_name_for_the_same_body_is_asked_with_next_time(again: Again, farm: Farm) -> None:
    """Else the page would be sent whole for ever."""
    again.crawl()
    farm.routes["/a"] = versioned(links_to("/c#x"), '"a-9"')
    again.crawl()
    again.crawl()
    assert again.read == []
    assert [asked.headers["if-none-match"] for asked in farm.log if asked.path == "/a"] == ['"a-9"']


def test_conditions_can_be_switched_off(again: Again, farm: Farm) -> None:
    """For servers that say 304 to everything; the same body still spares the reading."""
    again.crawl()
    again.crawl(revalidate=False)
    assert (conditional(farm), again.read) == ([], [])


def test_another_way_of_reading_takes_facts_of_the_kept_body(again: Again, farm: Farm) -> None:
    """A new version of the auditor needs no page sent again."""
    again.crawl()
    again.stamp = "two"
    again.crawl()
    assert sorted(again.read) == ["/", "/a", "/b", "/c"]
    assert conditional(farm) == ["/a", "/c"]
    assert again.outcome() == again.fresh()


def test_a_page_that_moved_nearer_has_its_new_depth(again: Again, farm: Farm) -> None:
    """Though it is itself unchanged."""
    again.crawl()
    farm.routes["/"] = versioned(links_to("/a", "/b", "/c", "/dead", "/f.pdf"), '"home-2"')
    again.crawl()
    assert again.read == ["/", "/c"]
    assert [p.depth for p in again.frontier.kept.facts()] == [0, 1, 1, 1]
    assert again.outcome() == again.fresh()


@pytest.mark.parametrize("answer", [page("", "404 No"), page("", "500 Oops"), redirect("/a"), reply(b"%PDF")])
def test_a_page_that_is_none_any_more_is_not_judged(again: Again, farm: Farm, answer: bytes) -> None:
    """Whatever stands in its place."""
    again.crawl()
    farm.routes["/c"] = answer
    again.crawl()
    assert [p.url.removeprefix(farm.url) for p in again.frontier.kept.facts()] == ["/", "/a", "/b"]
    assert again.outcome() == again.fresh()


def test_a_304_that_nobody_asked_for_is_no_page(again: Again, farm: Farm) -> None:
    """There is nothing it could stand for."""
    farm.routes["/b"] = reply(b"", "304 Not Modified")
    again.crawl()
    assert "/b" not in again.read
    again.crawl()
    assert again.outcome() == again.fresh()


def test_a_failure_leaves_the_memory_for_the_second_round(again: Again, farm: Farm) -> None:
    """What fails in passing is asked with its condition once more."""
    again.crawl()
    asked: list[int] = []
    good = farm.routes["/a"]

    def flaky(talk: Talk) -> None:
        asked.append(1)
        if len(asked) == 1 or not callable(good):
            talk.send(page("", "503 Busy", retry_after="0"))
        else:
            good(talk)

    farm.routes["/a"] = flaky
    result = again.crawl()
    assert (again.read, conditional(farm).count("/a"), result.pages_unchanged) == ([], 2, 4)


class Killed(Exception):
    """In place of SIGKILL: nothing after it is written."""


@pytest.mark.parametrize("after", [1, 2, 3])
def test_stopped_in_the_middle_it_goes_on(again: Again, farm: Farm, after: int) -> None:
    """With the same outcome, and what was done before is not asked again."""
    again.crawl()
    farm.routes["/b"] = page(links_to("/", "/a"))
    left = [after]

    def stop(_: Progress) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed

    with pytest.raises(Killed):
        again.crawl(stop, threads=1)
    assert not again.frontier.noted("finished")
    again.crawl()
    assert again.outcome() == again.fresh()


def test_a_site_that_is_down_leaves_the_last_crawl_as_it_was(again: Again, farm: Farm) -> None:
    """The kept one can still be read."""
    again.crawl()
    before = again.outcome()
    farm.routes["/"] = page("", "404 No")
    with pytest.raises(Unreachable):
        again.crawl()
    assert again.outcome() == before
    assert again.frontier.noted("finished")


def test_what_a_budget_cuts_is_not_kept(again: Again) -> None:
    """Nor judged, though an earlier run had read it."""
    again.crawl()
    again.crawl(budget=Budget(pages=2))
    assert len(list(again.frontier.kept.facts())) == 2
    again.crawl()
    assert again.outcome() == again.fresh()


def test_hits_are_taken_over_under_the_same_stamp_only(again: Again) -> None:
    """Other rules judge the kept facts."""
    again.crawl()
    assert {stamp for _, stamp, _ in again.frontier.kept.judged()} == {"one"}
    assert all(msgspec.msgpack.decode(packed) for _, _, packed in again.frontier.kept.judged())
