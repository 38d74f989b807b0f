"""One address, asked: redirects followed by hand, one deadline over everything, nothing read without a bound.

Redirects, cookies and retries are ours and not requests' (see ``wire``): each hop passes the guard, takes its host's
turn and leaves less of the one deadline.
"""

from __future__ import annotations

import threading
import time
from http.cookies import SimpleCookie

import msgspec
import urllib3

import auditor
from auditor.crawl.answer import REDIRECTS, Answer, Want, read_answer, response_of
from auditor.crawl.codings import OFFERED
from auditor.crawl.cookies import cookie_header, keep_cookies
from auditor.crawl.flights import Flights
from auditor.crawl.host import Hosts, Stopped
from auditor.crawl.reasons import NotFetched
from auditor.crawl.response import Response, Validators, validators_of
from auditor.crawl.url import Origins, resolve
from auditor.crawl.wire import Wire
from auditor.model import Hop

ROBOT = "GongkaiAuditor"
"""The name in User-Agent and robots.txt. No "link" in it: rules of mod_security refuse any agent with that word."""

LANGUAGE = "zh-CN,zh;q=0.9"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of one fetch. Times in seconds, sizes in bytes after decompression."""

    seconds: float = 30.0
    """Over all hops together: names, connections, heads, bodies. Waiting for a host's pace is not counted."""
    connect_seconds: float = 10.0
    body_bytes: int = 20 * 1024 * 1024
    redirects: int = 10


class Fetcher:
    """Asks addresses for a whole run; shared by its threads. The only part that knows where a site is served."""

    def __init__(
        self,
        wire: Wire,
        hosts: Hosts,
        *,
        origins: Origins | None = None,
        limits: Limits | None = None,
        contact: str = "",
    ) -> None:
        self.hosts = hosts
        self.limits = limits or Limits()
        self.origins = origins or Origins()
        self.wire = wire
        self.stop = threading.Event()
        self._agent = user_agent(contact)
        self._flights: Flights[tuple[Answer, float]] = Flights()

    def get(
        self,
        url: str,
        *,
        method: str = "GET",
        only_html: bool = False,
        body_bytes: int | None = None,
        part: int = 0,
        unless: Validators = Validators(),  # noqa: B008 - frozen
        files: int = 0,
        patient: bool = False,
    ) -> Response:
        """Ask for a canonical ``url`` and follow its redirects. Never raises for what a server may do.

        ``only_html`` leaves a body of any other type unread, but for an attachment of up to ``files`` bytes; with
        ``patient`` what has arrived when the time is over is enough; ``part`` asks for the first bytes only. With
        ``unless`` the answer may be 304 without a body; one that names another version than asked about is not
        believed, and the page asked for whole. Raises Stopped when the run is being stopped.
        """
        want = Want(method, only_html, body_bytes or part or self.limits.body_bytes, part, unless, files, patient)
        hops: list[Hop] = []
        cookies: dict[str, SimpleCookie] = {}
        seen: set[tuple[str, str]] = set()
        current, left = url, self.limits.seconds
        status = 0
        try:
            while True:
                served = self.origins.to_served(current)
                step = (current, cookie_header(cookies, served))
                if step in seen:
                    raise NotFetched("redirect-loop", current)
                if len(hops) > self.limits.redirects:
                    raise NotFetched("too-many-redirects", f"{len(hops)}")
                seen.add(step)
                answer, spent = self._once(want, served, step[1], left, bool(hops))
                left -= spent
                status = answer.status
                if answer.late:
                    raise NotFetched("timeout", f"{answer.received} bytes in {self.limits.seconds:.0f} s")
                keep_cookies(cookies, served, answer.headers)
                if status == 304 and want.unless.deny(validators_of(answer.headers)):
                    want, seen = msgspec.structs.replace(want, unless=Validators()), set()
                    continue
                location = answer.header("location")
                if status not in REDIRECTS or not location:
                    return msgspec.structs.replace(
                        response_of(url, current, answer, tuple(hops)), method=method, expires=self.wire.expires(served)
                    )
                target = self._redirect_target(served, location)
                hops.append(Hop(url=current, status=status, location=target))
                current = target
                want = msgspec.structs.replace(want, unless=Validators())
        except NotFetched as problem:
            if self.stop.is_set():
                raise Stopped from problem
            return Response(
                url=url, final_url=current, status=status, hops=tuple(hops),
                reason=problem.reason, detail=problem.detail,
            )  # fmt: skip

    def relay(self, method: str, url: str, headers: dict[str, str], body: bytes = b"") -> Response:
        """Ask for a canonical ``url`` in the words of a page's script, in its host's turn, under our own name.

        One hop: a redirect is the answer, its Location canonical. Never raises for what a server may do. Raises
        Stopped when the run is being stopped.
        """
        served = self.origins.to_served(url)
        sent = {"Accept-Language": LANGUAGE, **headers, "User-Agent": self._agent, "Accept-Encoding": OFFERED}
        host = self.hosts.of(served)
        try:
            with host.slot(self.stop):
                limits = self.limits
                raw = self.wire.request(method, served, sent, limits.connect_seconds, limits.seconds, body=body)
                answer = read_answer(raw, Want(method, False, limits.body_bytes, 0))
            host.answered(answer.status, answer.header("retry-after"))
            if answer.late:
                raise NotFetched("timeout", f"{answer.received} bytes in {limits.seconds:.0f} s")
            if answer.status in REDIRECTS and (location := answer.header("location")):
                target = self._redirect_target(served, location)
                kept = (field for field in answer.headers if field[0] != "location")
                answer.headers = (*kept, ("location", target))
            return response_of(url, url, answer, ())
        except NotFetched as problem:
            if self.stop.is_set():
                raise Stopped from problem
            return Response(url=url, final_url=url, reason=problem.reason, detail=problem.detail)

    def close(self) -> None:
        """Stop waiting threads and cut running transfers."""
        self.stop.set()
        self.wire.close()

    def _redirect_target(self, served: str, location: str) -> str:
        try:  # header bytes arrive as Latin-1; browsers read them as UTF-8
            location = location.encode("latin-1").decode("utf-8")
        except UnicodeError:
            # No UTF-8: browsers ask with the bytes as they came, whatever they mean (a GBK server knows its own).
            location = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in _bytes(c)) for c in location)
        target = resolve(served, location)
        if not target.url:
            raise NotFetched("bad-redirect", location[:200])
        return self.origins.to_canonical(target.url)

    def _once(self, want: Want, served: str, cookie: str, left: float, led: bool) -> tuple[Answer, float]:
        """``_ask``, but never twice at a time; a page that a redirect ``led`` to is kept until it is asked itself."""

        def size(found: tuple[Answer, float]) -> int | None:
            whole = led and found[0].status == 200 and not found[0].late
            return len(found[0].body) + 1024 if whole else None

        return self._flights.share((want, served, cookie), lambda: self._ask(want, served, cookie, left), size)

    def _ask(self, want: Want, served: str, cookie: str, left: float) -> tuple[Answer, float]:
        """One hop, in its host's turn; also says how many seconds it took."""
        headers = {
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": LANGUAGE,
            "Accept-Encoding": "identity" if want.part else OFFERED,
        }
        if cookie:
            headers["Cookie"] = cookie
        if want.part:
            headers["Range"] = f"bytes=0-{want.part - 1}"
        if want.unless.etag:
            headers["If-None-Match"] = want.unless.etag
        if want.unless.modified:
            headers["If-Modified-Since"] = want.unless.modified
        host = self.hosts.of(served)
        with host.slot(self.stop):
            started = time.monotonic()
            try:
                response = self._send(want.method, served, headers, left)
                answer = read_answer(response, want)
            except NotFetched:
                host.answered(0)
                raise
            spent = time.monotonic() - started
        host.answered(answer.status, answer.header("retry-after"))
        return answer, spent

    def _send(self, method: str, served: str, headers: dict[str, str], left: float) -> urllib3.BaseHTTPResponse:
        end = time.monotonic() + left
        try:
            return self.wire.request(method, served, headers, self.limits.connect_seconds, max(left, 0.001))
        except NotFetched as problem:
            # A kept connection may have been closed by the server just as we used it: that says nothing about the page.
            if problem.reason != "reset" or end <= time.monotonic() or self.stop.is_set():
                raise
        return self.wire.request(method, served, headers, self.limits.connect_seconds, end - time.monotonic())


def _bytes(char: str) -> bytes:
    """A character of a header as it came over the wire."""
    return char.encode("latin-1") if ord(char) < 256 else char.encode("utf-8", "replace")


def user_agent(contact: str = "") -> str:
    """How we name ourselves. ``contact`` is an address where a webmaster can complain."""
    version = ".".join(auditor.__version__.split(".")[:2])
    return f"Mozilla/5.0 (compatible; {ROBOT}/{version}{'; +' + contact if contact else ''})"
