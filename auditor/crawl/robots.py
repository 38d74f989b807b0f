"""robots.txt as RFC 9309 says, read by protego, asked once per origin."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

import msgspec
from protego import Protego

from auditor.crawl.fetch import ROBOT, Fetcher
from auditor.crawl.response import Response
from auditor.crawl.url import origin

MAX_BYTES = 500 * 1024
"""RFC 9309, 2.5: at least 500 KiB are read; what comes after is ignored."""


# What is wrong with the whole host, and so with every address of it.
_NO_HOST = {"dns", "dns-failed", "no-network", "refused", "unreachable", "private-address"}


class Rules(msgspec.Struct, frozen=True):
    """What one origin allows us. ``reason`` is set when nothing may be asked because the file cannot be had."""

    parsed: Any = None
    reason: str = ""
    detail: str = ""
    sitemaps: tuple[str, ...] = ()
    delay: float = 0.0

    def refusal(self, url: str) -> str:
        """Empty when ``url`` may be asked, else robots, robots-unreachable or the host's own fault."""
        if self.reason:
            return self.reason
        return "" if self.parsed is None or self.parsed.can_fetch(url, ROBOT) else "robots"


class Robots:
    """The rules of every origin of a run; the first thread to ask fetches, the others wait for it."""

    def __init__(self, fetcher: Fetcher, obey: bool = True) -> None:
        self._fetcher = fetcher
        self._obey = obey
        self._rules: dict[str, Future[Rules]] = {}
        self._lock = threading.Lock()

    def refusal(self, url: str) -> str:
        """Empty when ``url`` may be asked, else the reason code."""
        return self.rules(url).refusal(url) if self._obey else ""

    def rules(self, url: str) -> Rules:
        """The rules of the origin of ``url``. Raises Stopped."""
        own = origin(url)
        with self._lock:
            known = self._rules.get(own)
            first = known is None
            if known is None:
                known = self._rules[own] = Future()
        if first:
            try:
                known.set_result(self._fetch(own))
            except BaseException as error:
                known.set_exception(error)
                raise
        return known.result()

    def forget_failures(self) -> None:
        """Ask again for the files that could not be had."""
        with self._lock:
            for own in [own for own, known in self._rules.items() if known.done() and known.result().reason]:
                del self._rules[own]

    def _fetch(self, own: str) -> Rules:
        response = self._fetcher.get(own + "/robots.txt", body_bytes=MAX_BYTES)
        rules = read_rules(response)
        if rules.delay and self._obey:
            self._fetcher.hosts.of(self._fetcher.origins.to_served(own + "/")).crawl_delay(rules.delay)
        return rules


def read_rules(response: Response) -> Rules:
    """Judge the answer to a request for robots.txt.

    No answer, 5xx and 429 forbid everything (RFC 9309, 2.3.1.4); every other 4xx allows everything (2.3.1.3), and so
    does an HTML page in its place, which many sites answer for any address.
    """
    status = response.status
    if response.reason in _NO_HOST or response.reason.startswith("tls"):
        return Rules(reason=response.reason, detail=response.detail)
    if status == 429 or status >= 500 or (response.reason != "ok" and not 400 <= status < 500):
        return Rules(reason="robots-unreachable", detail=response.detail or f"{status} {response.reason}")
    if response.reason != "ok" or response.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return Rules()
    parsed = Protego.parse(response.body.decode("utf-8", "replace").lstrip("\ufeff"))
    delay = parsed.crawl_delay(ROBOT) or 0.0
    return Rules(parsed=parsed, sitemaps=tuple(parsed.sitemaps), delay=max(0.0, float(delay)))
