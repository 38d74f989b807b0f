"""A visit to servers that are up, down, slow and flapping."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator

import pytest

from auditor.crawl.host import Stopped
from auditor.watch.visitor import Visitor, has_ipv6
from tests.auditor.crawl.farm import Farm, Talk, page, redirect, reply, running
from tests.auditor.crawl.test_wire import certificate

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make certificates")


@pytest.fixture
def farm() -> Iterator[Farm]:
    """A site on loopback."""
    with running() as one:
        yield one


@pytest.fixture
def visitor() -> Visitor:
    """One that waits half a second."""
    return Visitor(0.5)


def slow(talk: Talk) -> None:
    """Never answers in time."""
    talk.over.wait(5)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page("<p>ok"), "ok"),
        (page("busy", "503 Busy"), "server-error"),
        (page("gone", "404 Not Found"), "not-found"),
        (page("no", "403 Forbidden"), "forbidden"),
        (redirect("/home"), "ok"),
        (slow, "timeout"),
        (lambda talk: talk.drip(page("x" * 500), every=0.02), "timeout"),
        (reply(b"half", content_type="text/html", content_length="400"), "timeout"),
        (b"rubbish\r\n\r\n", "bad-response"),
    ],
    ids=["up", "503", "404", "403", "moved", "silent", "dripping", "cut", "rubbish"],
)
def test_a_visit_says_what_a_visitor_would_see(farm, visitor, answer, reason):
    """Within the limit, body included; robots.txt is not asked for."""
    farm.routes["/"] = answer
    farm.routes["/home"] = page("<p>home")
    visit = visitor.visit(f"{farm.url}/", 3, 77.0)
    assert visit.reason == reason
    assert (visit.slot, visit.at) == (3, 77.0)
    assert visit.seconds < 2.0
    assert {entry.path for entry in farm.log} <= {"/", "/home"}


def test_a_closed_port_is_a_failure(visitor):
    """Told at once."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert visitor.visit(f"http://127.0.0.1:{port}/", 0, 0.0).reason == "refused"


def test_a_flapping_site_is_seen_up_and_down(farm, visitor):
    """Each visit is a connection of its own, so that none is answered from the last one's."""
    seen = []
    for answer in (page("<p>ok"), page("no", "500 Oops"), page("<p>ok")):
        farm.routes["/"] = answer
        seen.append(visitor.visit(f"{farm.url}/", 0, 0.0).reason)
    assert seen == ["ok", "server-error", "ok"]


def test_a_visitor_that_is_closed_says_nothing_about_a_site(farm):
    """A visit that we cut must not count as the site's failure."""
    patient = Visitor(20.0)

    def closes(talk: Talk) -> None:
        patient.close()
        talk.over.wait(5)

    farm.routes["/"] = closes
    with pytest.raises(Stopped):
        patient.visit(f"{farm.url}/", 0, 0.0)
    with pytest.raises(Stopped):
        patient.visit(f"{farm.url}/", 1, 0.0)


def test_a_host_without_ipv6_and_without_https_is_told(farm, visitor):
    """An IPv4 address has none; nothing speaks TLS there."""
    farm.routes["/"] = page()
    look = visitor.look(f"https://127.0.0.1:{farm.port}/", 2, 5.0)
    assert (look.ipv6, look.day, look.certificate_days) == ("no-address", 2, None)
    assert look.https in ("tls", "reset", "timeout", "bad-response")


def test_ipv6_is_reached_or_not_over_ipv6(visitor):
    """::1, once with and once without a server."""
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no ::1 here")
    with listening:
        port = listening.getsockname()[1]
        assert visitor.look(f"http://[::1]:{port}/", 0, 0.0).ipv6 == "yes"
    assert visitor.look(f"http://[::1]:{port}/", 0, 0.0).ipv6 == "no-connection"


def test_a_machine_without_ipv6_knows(monkeypatch):
    """No route, no judgement."""

    class NoRoute(socket.socket):
        def connect(self, *_: object) -> None:
            raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "socket", NoRoute)
    assert not has_ipv6()


@needs_openssl
def test_https_tells_the_days_of_a_certificate_that_holds(server, visitor, tmp_path, monkeypatch):
    """Made for two days, so one whole day is left."""
    files = certificate(tmp_path, "good")
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    look = visitor.look(f"{server(files)}/", 0, 0.0)
    assert (look.https, look.certificate_days) == ("ok", 1)


@needs_openssl
def test_https_says_what_is_wrong_with_a_certificate(server, visitor, tmp_path):
    """Nobody vouches for this one."""
    look = visitor.look(f"{server(certificate(tmp_path, 'own'))}/", 0, 0.0)
    assert (look.https, look.certificate_days) == ("tls-self-signed", None)
