"""The gateway hands every request of its client to one function, encrypted ones too, and lets nothing else through."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from auditor.browser.gateway import MOST_SENT, REFUSED, Gateway, Reply, Request, gateway

YES = Reply(status=200, headers=(("Content-Type", "text/plain"),), body=b"yes")


@dataclass
class Desk:
    """Who answers: keeps what was asked, and says yes unless told otherwise."""

    asked: list[Request] = field(default_factory=list)
    reply: Reply = YES
    held: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)
    hold: bool = False

    def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        self.arrived.set()
        if self.hold:
            assert self.held.wait(10)
        return self.reply


@pytest.fixture
def desk() -> Desk:
    """Who answers."""
    return Desk()


@pytest.fixture
def running(desk: Desk) -> Iterator[Gateway]:
    """A gateway that asks the desk."""
    with gateway(desk.answer) as one:
        yield one


def port(running: Gateway) -> int:
    """The port that its flags name."""
    return int(running.flags[0].rpartition(":")[2])


def client(running: Gateway) -> http.client.HTTPConnection:
    """A client as Chromium is one for http addresses."""
    return http.client.HTTPConnection("127.0.0.1", port(running), timeout=10)


def secure(running: Gateway, host: str, number: int = 443) -> http.client.HTTPSConnection:
    """A client as Chromium is one for https addresses, that believes any certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port(running), timeout=10, context=context)
    connection.set_tunnel(host, number)
    return connection


def test_a_request_arrives_as_it_was_sent(desk, running):
    """Method, whole address, headers and body; the answer goes back with its status and headers."""
    desk.reply = Reply(status=201, headers=(("X-One", "1"), ("Connection", "close"), ("X-Odd", "a\r\nb")), body=b"made")
    connection = client(running)
    connection.request("POST", "http://www.mingchuan.example/api?a=1", b"q=1", {"X-Asked": "yes"})
    answer = connection.getresponse()
    assert (answer.status, answer.read(), answer.headers["X-One"]) == (201, b"made", "1")
    assert (answer.headers["X-Odd"], answer.headers["Connection"]) == ("a  b", None)
    (request,) = desk.asked
    assert (request.method, request.url, request.body) == ("POST", "http://www.mingchuan.example/api?a=1", b"q=1")
    assert request.header("x-asked") == "yes"


@pytest.mark.parametrize(("number", "origin"), [(443, "https://gov.example"), (8443, "https://gov.example:8443")])
def test_what_goes_through_a_tunnel_is_seen_as_well(desk, running, number, origin):
    """Two requests in one tunnel, each with its address."""
    connection = secure(running, "gov.example", number)
    for path in ("/one", "/two"):
        connection.request("GET", path)
        assert connection.getresponse().read() == b"yes"
    assert [request.url for request in desk.asked] == [origin + "/one", origin + "/two"]


def test_a_tunnel_without_encryption_is_seen_as_well(desk, running):
    """So a web socket to a plain address is asked for."""
    connection = client(running)
    connection.set_tunnel("10.0.0.1", 80)
    connection.request("GET", "/ws", headers={"Upgrade": "websocket"})
    connection.getresponse().read()
    assert [(request.method, request.url) for request in desk.asked] == [(REFUSED, "http://10.0.0.1/ws")]


def test_a_head_and_a_304_have_no_body(desk, running):
    """Else the next answer would be read at the wrong place."""
    connection = client(running)
    connection.request("HEAD", "http://a.example/")
    assert connection.getresponse().read() == b""
    desk.reply = Reply(status=304, body=b"none of this")
    connection.request("GET", "http://a.example/")
    assert connection.getresponse().read() == b""
    desk.reply = Reply(status=200, body=b"next")
    connection.request("GET", "http://a.example/")
    assert connection.getresponse().read() == b"next"


@pytest.mark.parametrize(
    ("path", "headers", "body"),
    [
        ("http://a.example/ws", {"Connection": "Upgrade", "Upgrade": "websocket"}, b""),
        ("http://a.example/", {"Content-Length": "1e9"}, b""),
        ("http://a.example/", {"Content-Length": str(MOST_SENT + 1)}, b""),
        ("http://a.example/", {"Transfer-Encoding": "chunked"}, b"0\r\n\r\n"),
    ],
)
def test_what_is_no_plain_request_is_told_as_refused(desk, running, path, headers, body):
    """A socket for good, more than a page may send: it gets one answer, and is hung up on."""
    desk.reply = Reply(status=403)
    connection = client(running)
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (403, b"")
    assert [(request.method, request.url, request.body) for request in desk.asked] == [(REFUSED, path, b"")]


@pytest.mark.parametrize("path", ["/no/address", "ftp://a.example/"])
def test_what_names_no_page_of_the_web_is_hung_up_on(desk, running, path):
    """Nobody is asked."""
    connection = client(running)
    connection.request("GET", path)
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.getresponse()
    assert desk.asked == []


def test_rubbish_ends_one_connection_and_no_more(desk, running):
    """What is no HTTP, and a tunnel without TLS in it."""
    for first in (b"\x00\x01\x02\r\n\r\n", b"CONNECT a.example:443 HTTP/1.1\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port(running)), timeout=10) as raw:
            raw.sendall(first)
            assert raw.recv(4096)
            with suppress(OSError):
                raw.sendall(b"plain words\r\n\r\n")
                while raw.recv(4096):
                    pass
    connection = client(running)
    connection.request("GET", "http://a.example/")
    assert connection.getresponse().read() == b"yes"


def test_it_is_idle_only_when_nothing_is_under_way(desk, running):
    """While one request waits for its answer there is no idleness, however long."""
    desk.hold = True
    connection = client(running)
    connection.request("GET", "http://a.example/")
    assert desk.arrived.wait(10)
    assert running.idle_for() == 0.0
    desk.held.set()
    assert connection.getresponse().read() == b"yes"
    assert running.idle_for() >= 0.0


def test_what_the_page_before_is_still_waiting_for_does_not_hold_up_the_next(desk, running):
    """A slow answer counts for the page that asked."""
    desk.hold = True
    connection = client(running)
    connection.request("GET", "http://a.example/")
    assert desk.arrived.wait(10)
    running.turn()
    assert running.idle_for() > 0
    desk.held.set()
    assert connection.getresponse().read() == b"yes"
    assert running.idle_for() > 0


def test_a_large_answer_arrives_whole(desk, running):
    """Through the tunnel, where a write may take a part only."""
    desk.reply = Reply(status=200, body=bytes(range(256)) * 40_000)
    connection = secure(running, "gov.example")
    connection.request("GET", "/large")
    assert connection.getresponse().read() == desk.reply.body


def test_nobody_answers_after_the_end(desk):
    """The port is closed when the gateway is left."""
    with gateway(desk.answer) as one:
        number = port(one)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", number), timeout=5)
