"""A web server that misbehaves on purpose: raw sockets on loopback, a route per fault, a log of who asked when."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it; ``at`` in seconds of the monotonic clock."""

    at: float
    method: str
    path: str
    headers: dict[str, str]


class Talk:
    """The server's end of one request."""

    def __init__(self, connected: socket.socket, asked: Asked, over: threading.Event) -> None:
        self.connected, self.asked, self.over = connected, asked, over
        self.sent = 0
        self.cut = threading.Event()

    def send(self, data: bytes) -> bool:
        """Send; False once the client has gone."""
        try:
            self.connected.sendall(data)
        except OSError:
            self.cut.set()
            return False
        self.sent += len(data)
        return True

    def drip(self, data: bytes, every: float = 0.05) -> None:
        """Send a byte at a time until done, or the client has gone, or the farm closes."""
        for byte in data:
            if self.over.wait(every) or not self.send(bytes([byte])):
                self.cut.set()
                return


Handler = Callable[[Talk], None]


def page(html: str = "<p>ok", status: str = "200 OK", **headers: str) -> bytes:
    """A whole response; header names are written with underscores."""
    return reply(html.encode(), status, **{"content_type": "text/html; charset=utf-8"} | headers)


def reply(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """A whole response with any body."""
    fields = {"content_length": str(len(body))} | headers
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """A redirect without body."""
    return reply(b"", status, location=location)


@dataclass
class Farm:
    """Routes by path (query included, else without it); bytes are sent as they are, a handler does as it likes."""

    host: str
    port: int
    over: threading.Event
    routes: dict[str, bytes | Handler] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    otherwise: Handler | None = None
    """How it answers for what no route names; None for 404."""
    tls: ssl.SSLContext | None = None
    greeting: bytes = b""
    """Said to whoever connects, before he speaks; then the line is closed."""

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.tls else ''}://{host}:{self.port}"

    def paths(self, but: str = "/robots.txt") -> list[str]:
        """What was asked for, in order, robots.txt left out."""
        return [asked.path for asked in self.log if asked.path != but]

    def gaps(self) -> list[float]:
        """Seconds between the starts of requests."""
        times = sorted(asked.at for asked in self.log)
        return [later - earlier for earlier, later in pairwise(times)]


@contextlib.contextmanager
def running(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Farm]:
    """A farm on a free port, closed with all its connections."""
    listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    farm = Farm(host, listener.getsockname()[1], threading.Event(), tls=tls)
    opened: list[socket.socket] = []

    def accept() -> None:
        while not farm.over.is_set():
            try:
                connected, _ = listener.accept()
            except OSError:
                return
            opened.append(connected)
            threading.Thread(target=_serve, args=(farm, connected), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield farm
    finally:
        farm.over.set()
        for one in [listener, *opened]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _serve(farm: Farm, connected: socket.socket) -> None:
    if farm.greeting:
        with contextlib.suppress(OSError):
            connected.sendall(farm.greeting)
            connected.recv(4096)
        connected.close()
        return
    if farm.tls is not None:
        try:
            connected = farm.tls.wrap_socket(connected, server_side=True)
        except OSError:  # the client does not like the certificate
            return
    reader = connected.makefile("rb")
    with contextlib.suppress(OSError, ValueError):
        while line := reader.readline():
            method, path, _ = line.decode("latin-1").split(" ", 2)
            headers = {}
            while (text := reader.readline().decode("latin-1").strip()) != "":
                name, _, value = text.partition(":")
                headers[name.lower()] = value.strip()
            asked = Asked(time.monotonic(), method, path, headers)
            farm.log.append(asked)
            talk = Talk(connected, asked, farm.over)
            farm.talks.append(talk)
            route = farm.routes.get(path, farm.routes.get(path.partition("?")[0]))
            if route is None and farm.otherwise is not None:
                route = farm.otherwise
            if route is None:
                route = page("<p>none", "404 Not Found")
            if callable(route):
                route(talk)
                break  # a handler's answer may be anything: the connection is not used again
            head, _, body = route.partition(b"\r\n\r\n")
            if not talk.send(head + b"\r\n\r\n" + (b"" if method == "HEAD" else body)):
                break
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
    connected.close()
