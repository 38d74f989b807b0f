"""One address, asked: redirects followed by hand, one deadline over everything, nothing read without a bound.

Redirects, cookies and retries are ours and not requests' (see ``wire``): each hop passes the guard, takes its host's
turn and leaves less of the one deadline.
"""

from __future__ import annotations

import threading
import time
from http.cookies import CookieError, SimpleCookie

import msgspec
import urllib3

import auditor
from auditor.crawl.body import read_body
from auditor.crawl.challenge import HEAD, is_challenge
from auditor.crawl.codings import OFFERED
from auditor.crawl.file_type import FIRST, is_attachment
from auditor.crawl.flights import Flights
from auditor.crawl.host import Hosts, Stopped
from auditor.crawl.reasons import NotFetched
from auditor.crawl.url import Origins, host_port, resolve
from auditor.crawl.wire import Wire
from auditor.model import Hop

ROBOT = "GongkaiAuditor"
"""The name in User-Agent and robots.txt. No "link" in it: rules of mod_security refuse any agent with that word."""

LANGUAGE = "zh-CN,zh;q=0.9"

_REDIRECTS = {301, 302, 303, 307, 308}
_STATUS_REASONS = {404: "not-found", 410: "gone", 401: "login", 403: "forbidden", 429: "rate-limited", 451: "legal"}
_COOKIE_BYTES = 4096


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of one fetch. Times in seconds, sizes in bytes after decompression."""

    seconds: float = 30.0
    """Over all hops together: names, connections, heads, bodies. Waiting for a host's pace is not counted."""
    connect_seconds: float = 10.0
    body_bytes: int = 20 * 1024 * 1024
    redirects: int = 10


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one address. ``url`` was asked, ``final_url`` answered; both canonical, without fragment.

    ``reason`` is a code of ``reasons.REASONS``: ``ok`` for a final status 2xx, also after redirects. ``status`` is 0
    where no answer came. ``headers`` are the final answer's, names in lower case. ``body`` is decompressed;
    ``truncated`` says why it is not whole: too-large, short-body, bad-encoding, timeout, not-html, or empty.
    ``received`` counts the body bytes that came over the wire.
    """

    url: str
    final_url: str
    status: int = 0
    reason: str = "ok"
    detail: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    truncated: str = ""
    received: int = 0
    method: str = "GET"
    expires: str = ""
    """When the certificate that ``final_url`` was answered under runs out, ISO 8601; empty without TLS."""

    rendered: str = ""
    """The document after its scripts have run, as HTML; empty where it was not rendered."""
    settled: bool = False
    """Of a rendered one: whether its scripts had all that they asked for, and had come to rest."""

    def header(self, name: str) -> str:
        """The first header of that lower-case name, or empty."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def shown(self) -> bytes:
        """The bytes of what a reader sees: the rendered document (a BOM outranks the header's charset), or the body."""
        return ("\ufeff" + self.rendered).encode() if self.rendered else self.body

    @property
    def is_html(self) -> bool:
        """Whether the answer says it is HTML, or says nothing and looks like it."""
        return is_html(self.header("content-type"), self.body)


class Validators(msgspec.Struct, frozen=True):
    """What a server said of a version of a page (RFC 9110, 8.8): ETag and Last-Modified as sent, or empty."""

    etag: str = ""
    modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.modified)

    def deny(self, other: Validators) -> bool:
        """Whether ``other`` speaks of another version: what both name differs, the weakness of an ETag aside."""
        etags = self.etag and other.etag and self.etag.removeprefix("W/") != other.etag.removeprefix("W/")
        return bool(etags or (self.modified and other.modified and self.modified != other.modified))


def validators_of(headers: tuple[tuple[str, str], ...]) -> Validators:
    """The validators among headers whose names are in lower case."""
    named = dict(reversed(headers))
    return Validators(named.get("etag", ""), named.get("last-modified", ""))


class _Answer(msgspec.Struct):
    """One hop's answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    truncated: str = ""
    received: int = 0
    late: bool = False

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


class _Want(msgspec.Struct, frozen=True):
    """How an address is asked; ``limit`` bounds the body, ``part`` is a Range from the start (0: the whole).

    ``unless`` names the version that needs not be sent again; only the address itself is asked so, no redirect's.
    """

    method: str
    only_html: bool
    limit: int
    part: int
    unless: Validators = Validators()
    files: int = 0
    """Bytes up to which an attachment in place of a page is read whole, although only pages are asked for; 0: none."""
    patient: bool = False
    """What has arrived of the body when the time is over is enough to judge by."""


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
        self._flights: Flights[tuple[_Answer, float]] = Flights()

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
        want = _Want(method, only_html, body_bytes or part or self.limits.body_bytes, part, unless, files, patient)
        hops: list[Hop] = []
        cookies: dict[str, SimpleCookie] = {}
        seen: set[tuple[str, str]] = set()
        current, left = url, self.limits.seconds
        status = 0
        try:
            while True:
                served = self.origins.to_served(current)
                step = (current, _cookie_header(cookies, served))
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
                _keep_cookies(cookies, served, answer.headers)
                if status == 304 and want.unless.deny(validators_of(answer.headers)):
                    want, seen = msgspec.structs.replace(want, unless=Validators()), set()
                    continue
                location = answer.header("location")
                if status not in _REDIRECTS or not location:
                    return msgspec.structs.replace(
                        _response(url, current, answer, tuple(hops)), method=method, expires=self.wire.expires(served)
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
                answer = self._read(raw, _Want(method, False, limits.body_bytes, 0))
            host.answered(answer.status, answer.header("retry-after"))
            if answer.late:
                raise NotFetched("timeout", f"{answer.received} bytes in {limits.seconds:.0f} s")
            if answer.status in _REDIRECTS and (location := answer.header("location")):
                target = self._redirect_target(served, location)
                kept = (field for field in answer.headers if field[0] != "location")
                answer.headers = (*kept, ("location", target))
            return _response(url, url, answer, ())
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

    def _once(self, want: _Want, served: str, cookie: str, left: float, led: bool) -> tuple[_Answer, float]:
        """``_ask``, but never twice at a time; a page that a redirect ``led`` to is kept until it is asked itself."""

        def size(found: tuple[_Answer, float]) -> int | None:
            whole = led and found[0].status == 200 and not found[0].late
            return len(found[0].body) + 1024 if whole else None

        return self._flights.share((want, served, cookie), lambda: self._ask(want, served, cookie, left), size)

    def _ask(self, want: _Want, served: str, cookie: str, left: float) -> tuple[_Answer, float]:
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
                answer = self._read(response, want)
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

    def _read(self, response: urllib3.BaseHTTPResponse, want: _Want) -> _Answer:
        headers = tuple((name.lower(), value) for name, value in response.headers.iteritems())
        answer = _Answer(response.status, headers)
        if want.method == "HEAD" or response.status in (204, 304):
            response.drain_conn()
            response.release_conn()
        elif response.status in _REDIRECTS and answer.header("location"):
            response.close()  # nobody reads it, and it may drip for ever
        elif (
            want.only_html
            and not (want.files and is_attachment(headers))
            and response.status == 200
            and not is_html(answer.header("content-type") or "text/html", b"")
        ):
            response.close()
            answer.truncated = "not-html"
        else:
            limit = want.limit if response.status == 200 else min(want.limit, HEAD)
            if want.files and not is_html(answer.header("content-type") or "text/html", b""):
                limit = min(want.files, limit) if response.status != 200 else want.files
            body = read_body(response, limit, answer.header("content-encoding"))
            answer.body, answer.truncated, answer.received = body.data, body.truncated, body.received
            judged = (want.patient or want.files) and len(body.data) >= FIRST
            answer.late = body.truncated == "timeout" and response.status == 200 and not judged
        return answer


def _bytes(char: str) -> bytes:
    """A character of a header as it came over the wire."""
    return char.encode("latin-1") if ord(char) < 256 else char.encode("utf-8", "replace")


def user_agent(contact: str = "") -> str:
    """How we name ourselves. ``contact`` is an address where a webmaster can complain."""
    version = ".".join(auditor.__version__.split(".")[:2])
    return f"Mozilla/5.0 (compatible; {ROBOT}/{version}{'; +' + contact if contact else ''})"


def is_html(content_type: str, body: bytes) -> bool:
    """Whether a browser would show it as a page."""
    kind = content_type.partition(";")[0].strip().lower()
    if not kind:
        return body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\f")[:1] == b"<"
    return kind in ("text/html", "application/xhtml+xml")


def _response(url: str, current: str, answer: _Answer, hops: tuple[Hop, ...]) -> Response:
    status = answer.status
    if 200 <= status < 300 or status == 304:
        reason = "ok"
    elif status in _STATUS_REASONS:
        reason = _STATUS_REASONS[status]
    elif 500 <= status < 600:
        reason = "server-error"
    else:
        reason = "client-error" if 400 <= status < 500 else "odd-status"
    if reason not in ("not-found", "gone") and is_challenge(status, answer.headers, answer.body):
        reason = "challenge"
    return Response(
        url=url, final_url=current, status=status, reason=reason, headers=answer.headers, body=answer.body,
        hops=hops, truncated=answer.truncated, received=answer.received,
    )  # fmt: skip


def _keep_cookies(cookies: dict[str, SimpleCookie], served: str, headers: tuple[tuple[str, str], ...]) -> None:
    """Keep what a host sets for the length of one fetch: some sites redirect until they see their cookie again."""
    for name, value in headers:
        if name == "set-cookie" and len(value) <= _COOKIE_BYTES:
            try:
                cookies.setdefault(host_port(served)[0], SimpleCookie()).load(value)
            except CookieError:
                continue


def _cookie_header(cookies: dict[str, SimpleCookie], served: str) -> str:
    jar = cookies.get(host_port(served)[0], SimpleCookie())
    return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in sorted(jar.items()))[:_COOKIE_BYTES]
