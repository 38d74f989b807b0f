"""Politeness, measured on the server."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import pytest

from auditor.crawl.fetch import Fetcher, Limits
from auditor.crawl.guard import Guard
from auditor.crawl.host import Host, Hosts, Pace, Stopped
from auditor.crawl.wire import Wire

from .farm import Farm, Talk, page

SLACK = 0.02
"""The server's clock reads a little after ours."""


def polite(farm: Farm, pace: Pace) -> Fetcher:
    """A fetcher that treats loopback like any other host."""
    return Fetcher(Wire(Guard([farm.url])), Hosts(pace, loopback=pace), limits=Limits(seconds=5))


def test_requests_to_a_host_keep_their_distance(farm: Farm) -> None:
    """Whatever the number of threads."""
    farm.routes["/"] = page()
    fetcher = polite(farm, Pace(interval=0.25, connections=4))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fetcher.get, [f"{farm.url}/?{n}" for n in range(8)]))
    assert len(farm.log) == 8
    # The server notes a request when its thread gets its turn: one gap may look short, their sum cannot.
    assert sum(farm.gaps()) >= 7 * 0.25 - SLACK
    assert min(farm.gaps()) >= 0.25 / 2


def test_no_more_connections_than_allowed_are_open_at_once(farm: Farm) -> None:
    """Counted by the server."""
    busy, most, lock = [0], [0], threading.Lock()

    def slow(talk: Talk) -> None:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        talk.over.wait(0.05)
        with lock:
            busy[0] -= 1
        talk.send(page())

    farm.routes["/"] = slow
    fetcher = polite(farm, Pace(interval=0.0, connections=2))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fetcher.get, [f"{farm.url}/?{n}" for n in range(10)]))
    assert most[0] == 2


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Busy"])
def test_retry_after_is_obeyed(farm: Farm, status: str) -> None:
    """The next request to the host comes no sooner, whichever page it asks for."""
    farm.routes |= {"/busy": page("<p>", status, retry_after="1"), "/": page()}
    fetcher = polite(farm, Pace(interval=0.0))
    fetcher.get(farm.url + "/busy")
    fetcher.get(farm.url + "/")
    assert farm.gaps()[0] >= 1 - SLACK


def test_retry_after_is_capped(farm: Farm) -> None:
    """A server may ask for a day."""
    farm.routes |= {"/busy": page("<p>", "429 No", retry_after="86400"), "/": page()}
    fetcher = polite(farm, Pace(interval=0.0, retry_after_cap=0.2))
    fetcher.get(farm.url + "/busy")
    assert fetcher.get(farm.url + "/").reason == "ok"


def test_retry_after_may_be_a_date() -> None:
    """RFC 9110 allows both."""
    host = Host("a.test", Pace(interval=0.0))
    host.answered(429, formatdate(time.time() + 3, usegmt=True))
    assert host._next - time.monotonic() > 1.5


def test_back_off_doubles_and_success_forgets_it() -> None:
    """Without Retry-After: half a second, one, two, up to the cap."""
    host = Host("a.test", Pace(interval=0.0, backoff_cap=2.0))
    seen = []
    for _ in range(4):
        host.answered(429, "soon")
        seen.append(host._backoff)
    host.answered(200)
    assert (seen, host._backoff) == ([0.5, 1.0, 2.0, 2.0], 0.0)


def test_a_slow_host_does_not_hold_up_another(farm: Farm, other: Farm) -> None:
    """Nobody sleeps holding a lock."""
    farm.routes |= {"/busy": page("<p>", "429 No", retry_after="30"), "/": page()}
    other.routes["/"] = page()
    pace = Pace(interval=0.0)
    fetcher = Fetcher(Wire(Guard([farm.url, other.url])), Hosts(pace, loopback=pace), limits=Limits(seconds=5))
    fetcher.get(farm.url + "/busy")
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(fetcher.get, farm.url + "/")
        assert fetcher.get(other.url + "/").reason == "ok"
        assert not waiting.done()
        fetcher.close()
        with pytest.raises(Stopped):
            waiting.result(timeout=5)


def test_closing_cuts_a_running_transfer(farm: Farm) -> None:
    """Ctrl-C does not wait for a server."""
    farm.routes["/"] = lambda talk: talk.drip(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 5000)
    fetcher = Fetcher(Wire(Guard([farm.url])), Hosts(), limits=Limits(seconds=60))
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(fetcher.get, farm.url + "/")
        while not farm.talks:
            time.sleep(0.01)
        fetcher.close()
        with pytest.raises(Stopped):
            running.result(timeout=5)


def test_statistics_tell_how_a_host_took_it(farm: Farm) -> None:
    """Requests and throttled answers."""
    farm.routes |= {"/": page(), "/busy": page("<p>", "429 No", retry_after="0")}
    fetcher = polite(farm, Pace(interval=0.0))
    for path in ("/", "/busy"):
        fetcher.get(farm.url + path)
    (host,) = fetcher.hosts.statistics()
    assert (host.host, host.requests, host.throttled) == ("127.0.0.1", 2, 1)
