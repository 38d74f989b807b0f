"""robots.txt by RFC 9309."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from auditor.crawl.fetch import Fetcher
from auditor.crawl.robots import MAX_BYTES, Robots

from .farm import Farm, Handler, Talk, page, redirect, reply


def text(body: str) -> bytes:
    """A robots.txt."""
    return reply(body.encode(), content_type="text/plain")


def test_rules_for_us_go_before_rules_for_all(farm: Farm, fetcher: Fetcher) -> None:
    """The most specific group counts."""
    farm.routes["/robots.txt"] = text(
        "User-agent: *\nDisallow: /\n\nUser-agent: GongkaiAuditor\nDisallow: /内部/\nAllow: /\n"
    )
    robots = Robots(fetcher)
    assert robots.refusal(farm.url + "/") == ""
    assert robots.refusal(farm.url + "/%E5%86%85%E9%83%A8/a.html") == "robots"


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (page("<p>", "404 Not Found"), ""),
        (page("<p>", "403 Forbidden"), ""),
        (page("<html>not a robots.txt"), ""),
        (reply(b"\x00\xff\xfe junk"), ""),
        (page("<p>", "500 Oops"), "robots-unreachable"),
        (page("<p>", "429 Slow down", retry_after="0"), "robots-unreachable"),
        (redirect("/robots.txt"), "robots-unreachable"),
        (lambda talk: talk.drip(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 5000), "robots-unreachable"),
    ],
)
def test_each_failure_is_taken_as_the_rfc_says(
    farm: Farm, fetcher: Fetcher, answer: bytes | Handler, refusal: str
) -> None:
    """4xx allows everything; 5xx, silence and loops forbid everything."""
    farm.routes["/robots.txt"] = answer
    assert Robots(fetcher).refusal(farm.url + "/a") == refusal


def test_a_dead_host_gives_its_own_reason(fetcher_for: Callable[..., Fetcher]) -> None:
    """A link to it is refused, not forbidden."""
    fetcher = fetcher_for("http://127.0.0.2:1")
    assert Robots(fetcher).refusal("http://127.0.0.2:1/a") == "refused"


def test_the_file_is_asked_for_once_per_origin(farm: Farm, fetcher: Fetcher) -> None:
    """Also by threads in a hurry."""

    def slow(talk: Talk) -> None:
        talk.over.wait(0.1)
        talk.send(text("User-agent: *\nDisallow: /x"))

    farm.routes["/robots.txt"] = slow
    robots = Robots(fetcher)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(robots.refusal, [f"{farm.url}/x{n}" for n in range(8)]))
    assert answers == ["robots"] * 8
    assert len(farm.log) == 1


def test_only_the_first_500_kib_are_read(farm: Farm, fetcher: Fetcher) -> None:
    """A rule after them is not seen, one before them is."""
    filler = "#" * (MAX_BYTES - 30)
    farm.routes["/robots.txt"] = text(f"User-agent: *\nDisallow: /a\n{filler}\n\nDisallow: /b\n")
    robots = Robots(fetcher)
    assert [robots.refusal(farm.url + path) for path in ("/a", "/b")] == ["robots", ""]


def test_crawl_delay_slows_the_host_down(farm: Farm, fetcher: Fetcher) -> None:
    """Up to the cap, measured on the server."""
    farm.routes |= {"/robots.txt": text("User-agent: *\nCrawl-delay: 0.2"), "/": page()}
    Robots(fetcher).refusal(farm.url + "/")
    for number in range(3):
        fetcher.get(f"{farm.url}/?{number}")
    assert min(farm.gaps()[1:]) >= 0.18


def test_sitemaps_are_listed_and_robots_may_be_switched_off(farm: Farm, fetcher: Fetcher) -> None:
    """The owner of a site may look behind it."""
    farm.routes["/robots.txt"] = text("Sitemap: https://x.example/s.xml\nUser-agent: *\nDisallow: /")
    robots = Robots(fetcher, obey=False)
    assert robots.refusal(farm.url + "/") == ""
    assert robots.rules(farm.url + "/").sitemaps == ("https://x.example/s.xml",)


def test_failures_are_asked_again_in_the_second_round(farm: Farm, fetcher: Fetcher) -> None:
    """And rules that were had are kept."""
    farm.routes["/robots.txt"] = page("<p>", "500 Oops")
    robots = Robots(fetcher)
    assert robots.refusal(farm.url + "/") == "robots-unreachable"
    farm.routes["/robots.txt"] = text("")
    robots.forget_failures()
    assert robots.refusal(farm.url + "/") == ""
