"""One visit to a home page, and a day's look at its IPv6 and HTTPS. Nothing here raises for what a site does."""

from __future__ import annotations

import socket
import ssl
import threading
import time

from auditor.crawl.fetch import Fetcher, Limits
from auditor.crawl.guard import Guard, is_private_literal
from auditor.crawl.host import Hosts, Pace, Stopped
from auditor.crawl.reasons import NotFetched
from auditor.crawl.response import Response
from auditor.crawl.url import host_port
from auditor.crawl.wire import Wire, not_fetched
from auditor.watch.plan import DAY
from auditor.watch.records import Ipv6, Reach, Visit

BODY = 5_000_000
"""Bytes of a home page that are read at most: it is open when they came in time."""
_AT_ONCE = Pace(interval=0.0, connections=1)
"""One page an hour needs no pause, and a pause between two redirects would count as the site's slowness."""
_SOMEWHERE = ("2400:3200::1", 53)
"""An address in the IPv6 internet. It is never sent anything: connecting a datagram socket only looks for a route."""


class Visitor:
    """Visits as a member of the public would: a new connection and a new look at the name each time, no robots.txt.

    ``limit`` is the seconds after which a page counts as not open. Threads may share it.
    """

    def __init__(self, limit: float, *, allow_private: bool = False) -> None:
        self.limit = limit
        self._allow_private = allow_private
        self._live: set[Fetcher] = set()
        self._closed = False
        self._lock = threading.Lock()

    def close(self) -> None:
        """Cut the visits that are under way."""
        with self._lock:
            self._closed = True
            live = list(self._live)
        for fetcher in live:
            fetcher.close()

    def visit(self, url: str, slot: int, at: float) -> Visit:
        """Open the home page. Raises Stopped."""
        limits = Limits(seconds=self.limit, connect_seconds=self.limit, body_bytes=BODY)
        fetcher = Fetcher(Wire(self._guard(url)), Hosts(_AT_ONCE), limits=limits)
        with self._lock:
            if self._closed:
                raise Stopped
            self._live.add(fetcher)
        started = time.monotonic()
        try:
            response = fetcher.get(url)
        finally:
            with self._lock:
                self._live.discard(fetcher)
            fetcher.close()
        seconds = time.monotonic() - started
        if self._closed:
            raise Stopped  # cut by us: says nothing about the site
        reason, detail = _judged(response)
        return Visit(
            url=url, slot=slot, at=at, reason=reason, status=response.status, seconds=seconds, detail=detail[:200]
        )

    def look(self, url: str, day: int, at: float) -> Reach:
        """IPv6 and HTTPS of the home page's host."""
        host, port = host_port(url)
        ipv6, why = self._ipv6(host.strip("[]"), port)
        https, days, more = self._https(host, port if url.startswith("https:") else 443)
        detail = "；".join(part for part in (why, more) if part)[:200]
        return Reach(url=url, day=day, at=at, ipv6=ipv6, https=https, certificate_days=days, detail=detail)

    def _guard(self, url: str) -> Guard:
        return Guard([url] if is_private_literal(host_port(url)[0]) else [], self._allow_private)

    def _ipv6(self, host: str, port: int) -> tuple[Ipv6, str]:
        """Whether the name has an IPv6 address that takes a connection."""
        try:
            addresses = self._guard(f"http://{_bracketed(host)}:{port}/").addresses(host, port, self.limit)
        except NotFetched as problem:
            return "not-tested", problem.reason
        found = [address for family, address in addresses if family == socket.AF_INET6]
        if not found:
            return "no-address", ""
        if not has_ipv6() and not is_private_literal(host):
            return "not-tested", "本机没有 IPv6"
        why = ""
        for address in found[:3]:
            try:
                with socket.create_connection(address[:2], timeout=self.limit):
                    return "yes", ""
            except OSError as error:
                why = str(error)
        return "no-connection", why

    def _https(self, host: str, port: int) -> tuple[str, int | None, str]:
        """Whether a browser's handshake succeeds, and for how many days the certificate will hold."""
        try:
            guard = Guard([f"https://{host}:{port}/"] if is_private_literal(host) else [], self._allow_private)
            addresses = guard.addresses(host.strip("[]"), port, self.limit)
            with (
                _connected([address[:2] for _, address in addresses], self.limit) as plain,
                ssl.create_default_context().wrap_socket(plain, server_hostname=host.strip("[]")) as secure,
            ):
                ends = ssl.cert_time_to_seconds(str((secure.getpeercert() or {})["notAfter"]))
        except NotFetched as problem:
            return "not-tested", None, problem.reason
        except (OSError, ValueError, KeyError) as error:
            failed = not_fetched(error)
            return failed.reason, None, failed.detail
        return "ok", int((ends - time.time()) // DAY), ""


def _connected(addresses: list[tuple[str, int]], seconds: float) -> socket.socket:
    """A connection to the first address that takes one. Raises OSError."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection(address, timeout=seconds)
        except OSError:
            continue
    return socket.create_connection(addresses[-1], timeout=seconds)


def has_ipv6() -> bool:
    """Whether this machine has a way into the IPv6 internet."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.connect(_SOMEWHERE)
    except OSError:
        return False
    return True


def _judged(response: Response) -> tuple[str, str]:
    if response.reason == "ok" and response.truncated in ("timeout", "short-body"):
        return ("timeout" if response.truncated == "timeout" else "reset"), "页面没有传完"
    return response.reason, response.detail


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
