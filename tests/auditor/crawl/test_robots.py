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


@pytest.mark.parametrize(
    ("body", "allowed", "refused"),
    [
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /x", "/a", "/x"),
        (b"User-agent: *\r\nDisallow: /*.php$\r\nAllow: /ok.php$\r\n", "/ok.php", "/x.php"),
        (b"User-agent: a\nUser-agent: *\nDisallow: /x\n", "/a", "/x"),
        (b"User-agent: gongkaiauditor\nDisallow: /x\nUser-agent: *\nDisallow: /\n", "/a", "/x"),
        (b"User-agent: *\nDisallow: /x\nUser-agent: other\nDisallow: /a\n", "/a", "/x"),
        ("User-agent: *\nDisallow: /内\n".encode(), "/a", "/%E5%86%85"),
    ],
)
def test_groups_wildcards_and_byte_order_marks(
    farm: Farm, fetcher: Fetcher, body: bytes, allowed: str, refused: str
) -> None:
    """RFC 9309, 2.2: the longest rule of our own group, else of the group for all."""
    farm.routes["/robots.txt"] = reply(body, content_type="text/plain")
    robots = Robots(fetcher)
    assert [robots.refusal(farm.url + path) for path in (allowed, refused)] == ["", "robots"]


def test_redirects_of_the_file_are_followed_to_another_host(
    farm: Farm, other: Farm, fetcher_for: Callable[..., Fetcher]
) -> None:
    """RFC 9309, 2.3.1.2: the rules found there hold for the host that was asked."""
    farm.routes |= {f"/r{number}": redirect(f"/r{number + 1}") for number in range(4)}
    farm.routes |= {"/robots.txt": redirect("/r0"), "/r4": redirect(other.url + "/rules")}
    other.routes["/rules"] = text("User-agent: *\nDisallow: /x")
    robots = Robots(fetcher_for(farm.url, other.url))
    assert [robots.refusal(farm.url + path) for path in ("/a", "/x")] == ["", "robots"]
