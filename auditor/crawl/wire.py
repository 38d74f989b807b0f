"""Connections that keep an overall deadline and go only where the guard allows.

A socket's timeout counts from each read, so a server that sends a byte a second is never late. Here ``settimeout``
sets a moment instead: every later read gets only what is left of it. urllib3 sets the timeout once per request.

Of requests the transport adapter is used and not the session: a session reads the whole body of a redirect that
nobody follows, keeps cookies, and asks the environment for proxies.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection

from auditor.crawl.guard import Guard
from auditor.crawl.reasons import NotFetched
from auditor.crawl.url import host_port, origin

POOLS = 64
"""Origins whose idle connections are kept; beyond that the one unused longest is closed."""

# OpenSSL verify results (X509_V_ERR_*) that have a reason code of their own.
_CERTIFICATE_REASONS = {10: "tls-expired", 62: "tls-name", 64: "tls-name", 18: "tls-self-signed"}
_CERTIFICATE_REASONS |= {19: "tls-chain", 20: "tls-chain", 21: "tls-chain"}


class _Deadline:
    """Makes a socket's timeout a moment and not a pause between two reads."""

    _end: float | None = None

    def settimeout(self, value: float | None, /) -> None:
        self._end = None if value is None else time.monotonic() + value
        super().settimeout(value)  # type: ignore[misc]

    def recv_into(self, *arguments: Any, **options: Any) -> int:
        if self._end is not None:
            super().settimeout(_left(self._end))  # type: ignore[misc]
        read: int = super().recv_into(*arguments, **options)  # type: ignore[misc]
        return read


class DeadlineSocket(_Deadline, socket.socket):
    """A plain socket with a deadline."""


class DeadlineSSLSocket(_Deadline, ssl.SSLSocket):
    """The same over TLS. (The handshake and a write keep one overall timeout by themselves.)"""


class _Adapter(HTTPAdapter):
    """requests' transport over pools of ours, whose TLS context alone says which certificates hold."""

    def __init__(self, pool: Callable[[str], urllib3.HTTPConnectionPool]) -> None:
        super().__init__(max_retries=0)
        self._pool = pool

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, *_: Any, **__: Any
    ) -> urllib3.HTTPConnectionPool:
        return self._pool(request.url or "")

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """The pool's context verifies."""


class Wire:
    """Keep-alive connections per origin, shared by the threads of a run."""

    def __init__(self, guard: Guard, context: ssl.SSLContext | None = None) -> None:
        self.guard = guard
        self._context = context or ssl.create_default_context()
        self._context.sslsocket_class = DeadlineSSLSocket
        self._pools: OrderedDict[str, urllib3.HTTPConnectionPool] = OrderedDict()
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._classes = self._connection_classes()
        self._adapter = _Adapter(self._pool)
        self._expires: dict[tuple[str, int], str] = {}

    def request(
        self, method: str, url: str, headers: dict[str, str], connect: float, total: float, *, body: bytes = b""
    ) -> urllib3.BaseHTTPResponse:
        """Send one request and read the response's head; the body is the caller's to read and close.

        ``connect`` and ``total`` are seconds; ``total`` also bounds the reading of the body. Redirects are not
        followed. Raises NotFetched.
        """
        asked = requests.PreparedRequest()
        # As it is: prepare() would quote an address that is already as browsers write it once more.
        asked.method, asked.url, asked.headers = method, url, CaseInsensitiveDict(headers)
        if body or method == "POST":
            asked.body, asked.headers["Content-Length"] = body, str(len(body))
        timeout = urllib3.Timeout(connect=min(connect, total), read=total, total=total)
        try:
            # requests takes urllib3's Timeout, though its stubs do not say so.
            answer: urllib3.BaseHTTPResponse = self._adapter.send(asked, stream=True, timeout=timeout).raw  # type: ignore[arg-type]
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, http.client.HTTPException) as error:
            raise not_fetched(error) from error
        return answer

    def expires(self, url: str) -> str:
        """When the certificate last shown by the host of ``url`` runs out, ISO 8601 in UTC; empty when unknown."""
        return self._expires.get(host_port(url), "") if url.startswith("https:") else ""

    def close(self) -> None:
        """Cut every connection, also those that another thread is reading from."""
        with self._lock:
            sockets, pools = list(self._open), list(self._pools.values())
            self._pools.clear()
        for connected in sockets:
            try:
                connected.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # already closed
        for pool in pools:
            pool.close()

    def _pool(self, url: str) -> urllib3.HTTPConnectionPool:
        own = origin(url)
        with self._lock:
            pool = self._pools.get(own)
            if pool is None:
                pool = self._pools[own] = self._new_pool(own)
                if len(self._pools) > POOLS:
                    self._pools.popitem(last=False)[1].close()
            self._pools.move_to_end(own)
        return pool

    def _new_pool(self, own: str) -> urllib3.HTTPConnectionPool:
        host, port = host_port(own)
        plain, tls = self._classes
        pool: urllib3.HTTPConnectionPool
        if own.startswith("https:"):
            pool = urllib3.HTTPSConnectionPool(host, port, maxsize=8, ssl_context=self._context)
            pool.ConnectionCls = tls
        else:
            pool = urllib3.HTTPConnectionPool(host, port, maxsize=8)
            pool.ConnectionCls = plain
        return pool

    def _connection_classes(self) -> tuple[type[HTTPConnection], type[HTTPSConnection]]:
        dial, remember, note = self._dial, self._remember, self._note

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return dial(self.host, self.port, self.timeout)

        class Tls(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return dial(self.host, self.port, self.timeout)

            def connect(self) -> None:
                super().connect()
                remember(self.sock)  # the plain socket was given up to this one
                note(self.host, self.port, self.sock)

        return Plain, Tls

    def _remember(self, connected: socket.socket) -> None:
        with self._lock:
            self._open.add(connected)

    def _note(self, host: str, port: int | None, connected: Any) -> None:
        """Keep when a host's certificate runs out (RFC 5280 4.1.2.5)."""
        shown = connected.getpeercert() if isinstance(connected, ssl.SSLSocket) else None
        if shown and isinstance(until := shown.get("notAfter"), str):
            moment = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)
            self._expires[host.strip("[]"), port or 443] = moment.isoformat()

    def _dial(self, host: str, port: int, timeout: Any) -> socket.socket:
        """Connect to the first of the guard's addresses that answers, all within ``timeout`` seconds."""
        end = time.monotonic() + float(timeout)
        addresses = self.guard.addresses(host.strip("[]"), port, float(timeout))
        failure: OSError = TimeoutError("no time left")
        for number, (family, address) in enumerate(addresses):
            connecting = DeadlineSocket(family, socket.SOCK_STREAM)
            try:
                connecting.settimeout(_left(end) / (len(addresses) - number))
                connecting.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connecting.connect(address)
                connecting.settimeout(_left(end))
            except OSError as error:
                connecting.close()
                failure = error
                continue
            self._remember(connecting)
            return connecting
        raise failure


def not_fetched(error: BaseException) -> NotFetched:
    """Give a library's exception its reason code, by the innermost cause that says something."""
    seen: list[BaseException] = []
    todo: list[object] = [error]
    while todo:
        item = todo.pop(0)
        if isinstance(item, BaseException) and item not in seen:
            seen.append(item)
            todo += [*item.args, item.__cause__, item.__context__]
    for cause in seen:
        if isinstance(cause, NotFetched):
            return cause
    for cause in reversed(seen):
        reason = _reason_of(cause)
        if reason:
            return NotFetched(reason, _say(cause))
    return NotFetched("bad-response", _say(error))


def _reason_of(cause: BaseException) -> str:
    match cause:
        case ssl.SSLCertVerificationError():
            return _CERTIFICATE_REASONS.get(cause.verify_code, "tls")
        case ssl.SSLError():
            return "tls"
        case TimeoutError() | urllib3.exceptions.TimeoutError():
            return "timeout"
        case ConnectionRefusedError():
            return "refused"
        case ConnectionError():  # http.client.RemoteDisconnected is one
            return "reset"
        case http.client.HTTPException() | urllib3.exceptions.InvalidHeader():
            return "bad-response"
        case OSError():
            return "unreachable"
    return ""


def _say(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("deadline passed")
    return left
