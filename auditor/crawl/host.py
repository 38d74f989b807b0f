"""How hard a host may be asked: few connections, a pause between requests, and patience when it says so."""

from __future__ import annotations

import email.utils
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from auditor.crawl.url import host_port


class Stopped(Exception):
    """The run is being stopped; what was in flight goes back to the queue."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Politeness towards one host. Times in seconds."""

    interval: float = 0.25
    """From the start of one request to the start of the next."""
    connections: int = 2
    retry_after_cap: float = 60.0
    """A server may ask for hours; then its addresses are left to the second round, and to the report."""
    backoff_cap: float = 30.0
    crawl_delay_cap: float = 10.0


LOOPBACK = Pace(interval=0.0, connections=32)
"""A server on this machine is ours to ask as fast as we like."""


class HostStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """What one host was asked, and how it took it."""

    host: str
    requests: int
    seconds: float
    """Spent waiting for answers, not for the pace."""
    throttled: int
    """Answers 429 and 503."""


class Host:
    """One host's pace. Threads wait here, never while holding a lock."""

    def __init__(self, name: str, pace: Pace) -> None:
        self.name = name
        self.connections = pace.connections
        self._pace = pace
        self._interval = pace.interval
        self._next = 0.0
        self._backoff = 0.0
        self._requests = 0
        self._throttled = 0
        self._seconds = 0.0
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(pace.connections)

    @contextmanager
    def slot(self, stop: threading.Event) -> Iterator[None]:
        """Hold one of the host's connections, entered when its turn comes. Raises Stopped."""
        while not self._slots.acquire(timeout=0.5):
            if stop.is_set():
                raise Stopped
        try:
            self._wait_for_turn(stop)
            started = time.monotonic()
            try:
                yield
            finally:
                with self._lock:
                    self._seconds += time.monotonic() - started
        finally:
            self._slots.release()

    def _wait_for_turn(self, stop: threading.Event) -> None:
        while not stop.is_set():
            with self._lock:
                now = time.monotonic()
                wait = self._next - now
                if wait <= 0:
                    self._next = now + self._interval
                    self._requests += 1
                    return
            stop.wait(wait)
        raise Stopped

    def answered(self, status: int, retry_after: str = "") -> None:
        """Learn from an answer: back off on 429 and 503, more slowly on other 5xx, and forget it on success."""
        with self._lock:
            if status in (429, 503):
                self._throttled += 1
                self._backoff = min(max(0.5, self._backoff * 2), self._pace.backoff_cap)
                asked = min(_seconds(retry_after), self._pace.retry_after_cap)
                self._next = max(self._next, time.monotonic() + max(asked, self._backoff))
            elif status >= 500:
                self._backoff = min(self._backoff + 0.2, self._pace.backoff_cap)
                self._next = max(self._next, time.monotonic() + self._backoff)
            elif 200 <= status < 400:
                self._backoff = 0.0

    def pause(self) -> float:
        """Seconds until it may be asked again, as far as this run knows."""
        with self._lock:
            return max(0.0, self._next - time.monotonic())

    def crawl_delay(self, seconds: float) -> None:
        """Obey robots.txt's Crawl-delay, up to the cap."""
        with self._lock:
            self._interval = max(self._interval, min(seconds, self._pace.crawl_delay_cap))

    def statistics(self) -> HostStatistics:
        """What has happened so far."""
        with self._lock:
            return HostStatistics(
                host=self.name, requests=self._requests, seconds=self._seconds, throttled=self._throttled
            )


class Hosts:
    """The hosts of a run, made when first asked. ``loopback`` is the pace of this machine's own servers."""

    def __init__(self, pace: Pace | None = None, loopback: Pace = LOOPBACK) -> None:
        self._pace = pace or Pace()
        self._loopback = loopback
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()

    def of(self, url: str) -> Host:
        """The host of a normalised http(s) address, whatever the port: one machine, one pace."""
        name = host_port(url)[0]
        with self._lock:
            host = self._hosts.get(name)
            if host is None:
                local = name.startswith("127.") or name in ("localhost", "::1")
                host = self._hosts[name] = Host(name, self._loopback if local else self._pace)
            return host

    def statistics(self) -> tuple[HostStatistics, ...]:
        """Of every host, by name."""
        with self._lock:
            hosts = sorted(self._hosts.values(), key=lambda host: host.name)
        return tuple(host.statistics() for host in hosts)


def _seconds(retry_after: str) -> float:
    """Retry-After in seconds: a number, or an HTTP date (RFC 9110, 10.2.3). Zero where it says nothing usable."""
    text = retry_after.strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0
