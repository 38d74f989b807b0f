"""One fetch of an address at a time, whoever asks."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from auditor.crawl import flights
from auditor.crawl.crawl import crawl
from auditor.crawl.fetch import Fetcher
from auditor.crawl.flights import Flights
from auditor.crawl.frontier import Frontier
from auditor.crawl.response import Response
from auditor.crawl.target import Budget, Options, WebTarget

from .farm import Farm, Talk, page, redirect
from .toy import TOY, links_to


def test_many_threads_share_one_fetch(farm: Farm, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them get the answer to the one request."""
    waiting = threading.Semaphore(0)

    class Flight(Future[Response]):
        def result(self, timeout: float | None = None) -> Response:
            waiting.release()
            return super().result(timeout)

    def slow(talk: Talk) -> None:
        for _ in range(5):
            waiting.acquire(timeout=20)
        talk.send(page("<p>once"))

    monkeypatch.setattr(flights, "Future", Flight)
    farm.routes |= {"/a": slow, **{f"/r{n}": redirect("/a") for n in range(4)}}
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(fetcher.get, farm.url + path) for path in ("/a", "/a", "/r0", "/r1", "/r2", "/r3")]
        answers = [one.result() for one in asked]
    assert {one.body for one in answers} == {b"<p>once"}
    assert farm.paths().count("/a") == 1


def test_a_page_that_many_redirects_lead_to_is_fetched_once(farm: Farm) -> None:
    """And not again when its own turn comes."""
    farm.routes |= {f"/r{n}": redirect("/new") for n in range(30)}
    farm.routes |= {"/": page(links_to(*(f"/r{n}" for n in range(30)))), "/new": page()}
    crawl(WebTarget(farm.url + "/"), Budget(), frontier=Frontier(":memory:"), method=TOY, options=Options(threads=4))
    assert farm.paths().count("/new") == 1


def test_failures_are_shared_while_they_fly_and_never_kept() -> None:
    """The next who asks, asks anew."""
    flights: Flights[int] = Flights()

    def fail() -> int:
        raise ValueError

    with pytest.raises(ValueError):
        flights.share("a", fail, lambda _: 1)
    assert flights.share("a", lambda: 2, lambda _: 1) == 2
    assert flights.share("a", fail, lambda _: 1) == 2
    assert flights.share("b", lambda: 3, lambda _: None) == 3
    with pytest.raises(ValueError):
        flights.share("b", fail, lambda _: None)


def test_what_is_kept_has_a_bound() -> None:
    """The one unused longest goes; what is larger than all the room is not kept."""
    flights: Flights[str] = Flights(kept_bytes=10)
    for name in "abc":
        flights.share(name, lambda name=name: name, lambda _: 4)  # type: ignore[misc]
    flights.share("big", lambda: "big", lambda _: 11)
    assert list(flights._kept) == ["b", "c"]
    assert flights._room == 2
