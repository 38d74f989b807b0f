"""The one way out of a Chromium that runs other people's scripts: every request it makes is asked of us.

Chromium is given a proxy on a loopback port and nothing else: no name is looked up, no other address is reached. For
https the proxy shows a certificate of its own, which this Chromium alone accepts (by the digest of its key), so that
encrypted requests are seen one by one as well. What a request is answered with is decided by whoever owns the gateway.
"""

from __future__ import annotations

import socket
import ssl
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec

MOST_SENT = 1024 * 1024
"""Bytes that a page may send with one request; more is refused."""

IDLE = 30
"""Seconds for which an idle connection of Chromium is kept open."""

HEAP = 512
"""Megabytes that a page's scripts may fill."""

REFUSED = "REFUSED"
"""In the place of a method: the page wants a socket for good, or to send more than it may. Its answer is its last."""

_HANDSHAKE = b"\x16"
"""The first byte of TLS (RFC 8446, 5.1)."""

_DROPPED = frozenset((
    "connection", "keep-alive", "transfer-encoding", "content-length", "proxy-authenticate", "proxy-connection",
    "upgrade", "trailer", "te", "date", "server", "strict-transport-security", "alt-svc", "clear-site-data",
))  # fmt: skip
"""Header fields that belong to one connection (RFC 9110, 7.6.1), or that would outlive the page."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a page asks for. ``url`` is absolute; names of ``headers`` are in lower case."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of that lower-case name, or empty."""
        return next((value for key, value in self.headers if key == name), "")


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What it gets. The body is not compressed."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Gateway:
    """A running proxy. ``flags`` make a Chromium use it and nothing else."""

    def __init__(self, port: int, key_digest: str) -> None:
        self.flags = (
            f"--proxy-server=http://127.0.0.1:{port}",
            "--proxy-bypass-list=<-loopback>",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            f"--ignore-certificate-errors-spki-list={key_digest}",
            "--disable-quic",
            f"--js-flags=--max-old-space-size={HEAP}",
        )
        self._lock = threading.Lock()
        self._turn = 0
        self._open = 0
        self._since = time.monotonic()

    def turn(self) -> None:
        """Another page begins: what is still under way for the one before no longer counts."""
        with self._lock:
            self._turn, self._open, self._since = self._turn + 1, 0, time.monotonic()

    def idle_for(self) -> float:
        """Seconds since the last request of this page was answered; 0 while one is under way."""
        with self._lock:
            return 0.0 if self._open else time.monotonic() - self._since

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While a request is under way."""
        with self._lock:
            turn = self._turn
            self._open += 1
        try:
            yield
        finally:
            with self._lock:
                if turn == self._turn:
                    self._open -= 1
                    self._since = time.monotonic()


@contextmanager
def gateway(answer: Callable[[Request], Reply]) -> Iterator[Gateway]:
    """A gateway on a free port of 127.0.0.1. ``answer`` is called in a thread for each request and must not raise."""
    context, digest = _certificate()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        running = Gateway(server.server_port, digest)
        server.answer, server.context, server.busy = answer, context, running.busy
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    answer: Callable[[Request], Reply]
    context: ssl.SSLContext
    busy: Callable[[], Any]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Chromium has hung up, or speaks something that is no HTTP: the page goes without."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE
    server: _Server
    tunnel = ""
    """``https://host[:port]`` once Chromium has asked for a tunnel there."""

    def do_CONNECT(self) -> None:
        """Take the place of the server behind the tunnel."""
        self.send_response(200)
        self.end_headers()
        if self.connection.recv(1, socket.MSG_PEEK) != _HANDSHAKE:  # a web socket without TLS comes so as well
            self.tunnel = f"http://{self.path.removesuffix(':80')}"
            self.close_connection = False
            return
        self.tunnel = f"https://{self.path.removesuffix(':443')}"
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = self.connection.makefile("wb")
        self.close_connection = False

    def _asked(self) -> None:
        length = self.headers.get("content-length", "0")
        url = self.tunnel + self.path
        fits = (
            length.isdigit() and int(length) <= MOST_SENT and not {"transfer-encoding", "upgrade"} & set(self._names())
        )
        self.close_connection = self.close_connection or not fits
        if not url.startswith(("http://", "https://")):
            self.close_connection = True
            return
        request = Request(
            method=self.command if fits else REFUSED,
            url=url,
            headers=tuple((name.lower(), value) for name, value in self.headers.items()),
            body=self.rfile.read(int(length)) if fits else b"",
        )
        with self.server.busy():
            reply = self.server.answer(request)
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            if name.lower() not in _DROPPED:
                self.send_header(name, value.replace("\r", " ").replace("\n", " "))
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status not in (204, 304):
            self.wfile.write(reply.body)

    def _names(self) -> Iterator[str]:
        return (name.lower() for name in self.headers)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _asked

    def finish(self) -> None:
        """Close also what lies inside of the tunnel."""
        with suppress(OSError, ValueError):
            super().finish()
        with suppress(OSError):
            self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the crawl has its own record."""


def _certificate() -> tuple[ssl.SSLContext, str]:
    """A key that lives as long as the gateway, and the digest by which Chromium knows it (RFC 7469, 2.4)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gongkai")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile(prefix="gongkai-", suffix=".pem") as file:  # readable by us alone
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        Path(file.name).write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(file.name)
    return context, b64encode(sha256(public).digest()).decode()
