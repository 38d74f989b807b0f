"""A public start never leads the auditor to a private address."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from auditor.crawl.fetch import Fetcher, Limits
from auditor.crawl.guard import Guard, is_private_literal, is_public
from auditor.crawl.host import Hosts
from auditor.crawl.reasons import NotFetched
from auditor.crawl.wire import Wire

from .farm import Farm, page, redirect

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:0a00:1::1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "198.18.0.1", "192.0.2.1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_the_internet_are_private(address: str) -> None:
    """Also when they are wrapped in IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "218.1.1.1", "2400:3200::1", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """The same for both families."""
    assert is_public(address)


def test_only_names_written_as_private_are_private_starts() -> None:
    """A name that merely resolves to an intranet is not."""
    assert all(is_private_literal(host) for host in ("localhost", "a.localhost", "localhost.", "10.1.1.1", "::1"))
    assert not any(is_private_literal(host) for host in ("www.mingchuan.example", "1.1.1.1", "localhost.example"))


Resolver = dict[str, list[str] | OSError]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """A resolver of our own: name → addresses, or the error it gives; the list of questions under ``""``."""
    table: Resolver = {"": []}

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        table[""].append(host)  # type: ignore[union-attr]
        answer = table.get(host, [host] if host[0].isdigit() else socket.gaierror(socket.EAI_NONAME, "unknown"))
        if isinstance(answer, OSError):
            raise answer
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]

    monkeypatch.setattr("auditor.crawl.guard.socket.getaddrinfo", getaddrinfo)
    return table


def refusal(guard: Guard, host: str, port: int = 80) -> str:
    """The reason code, or empty."""
    try:
        guard.addresses(host, port, 1)
    except NotFetched as problem:
        return problem.reason
    return ""


def test_a_name_that_resolves_to_loopback_is_refused(names: Resolver) -> None:
    """However innocent it looks."""
    names["www.evil.test"] = ["127.0.0.1"]
    assert refusal(Guard(), "www.evil.test") == "private-address"


def test_private_addresses_among_public_ones_are_dropped(names: Resolver) -> None:
    """The connection can only go to the public ones."""
    names["mixed.test"] = ["10.0.0.1", "1.1.1.1"]
    assert [address[1][0] for address in Guard().addresses("mixed.test", 80, 1)] == ["1.1.1.1"]


def test_a_name_is_resolved_once_a_run(names: Resolver) -> None:
    """So a name that changes its mind (rebinding) stays where it was judged."""
    guard = Guard()
    names["turning.test"] = ["1.1.1.1"]
    guard.addresses("turning.test", 80, 1)
    names["turning.test"] = ["127.0.0.1"]
    assert [address[1][0] for address in guard.addresses("turning.test", 80, 1)] == ["1.1.1.1"]
    assert names[""] == ["turning.test"]


def test_an_allowed_origin_opens_one_host_and_port_only(names: Resolver) -> None:
    """A private start is no pass to the neighbours."""
    guard = Guard(["http://127.0.0.1:8080/"])
    assert refusal(guard, "127.0.0.1", 8080) == ""
    assert refusal(guard, "127.0.0.1", 9090) == "private-address"
    assert refusal(guard, "127.0.0.2", 8080) == "private-address"


def test_the_flag_opens_the_intranet(names: Resolver) -> None:
    """For whoever audits one."""
    assert refusal(Guard(allow_private=True), "10.0.0.1") == ""


def test_a_missing_name_is_told_from_a_silent_resolver(names: Resolver) -> None:
    """NXDOMAIN is certain, EAI_AGAIN is not; a label too long is no name at all."""
    names["a.gov.test"] = ["1.1.1.1"]
    names["again.test"] = socket.gaierror(socket.EAI_AGAIN, "later")
    guard = Guard()
    refusal(guard, "a.gov.test")
    assert refusal(guard, "none.gov.cn") == "dns"
    assert refusal(guard, "again.test") == "dns-failed"


def test_a_resolver_that_never_found_a_name_is_not_believed(names: Resolver) -> None:
    """On a machine without internet every name is missing; only reserved names surely are."""
    guard = Guard(["http://127.0.0.1/"])
    refusal(guard, "127.0.0.1")
    assert refusal(guard, "www.gov.cn") == "no-network"
    assert refusal(guard, "none.example") == "dns"


def test_failures_are_forgotten_for_the_second_round(names: Resolver) -> None:
    """And answers are kept."""
    guard = Guard()
    refusal(guard, "late.test")
    names["late.test"] = ["1.1.1.1"]
    assert refusal(guard, "late.test") == "dns"
    guard.forget_failures()
    assert refusal(guard, "late.test") == ""


def test_a_public_start_cannot_reach_a_loopback_server(farm: Farm, names: Resolver) -> None:
    """Not by name, not by number, not by any spelling: no connection is made."""
    farm.routes["/"] = page("secret")
    names["www.evil.test"] = ["127.0.0.1"]
    fetcher = Fetcher(Wire(Guard()), Hosts(), limits=Limits(seconds=2))
    for host in ("www.evil.test", "127.0.0.1"):
        assert fetcher.get(f"http://{host}:{farm.port}/").reason == "private-address"
    assert farm.talks == []


def test_a_redirect_into_the_intranet_is_refused(farm: Farm, other: Farm, fetcher_for: Callable[..., Fetcher]) -> None:
    """Each hop passes the same gate."""
    farm.routes["/"] = redirect(other.url + "/secret")
    response = fetcher_for(farm.url).get(farm.url + "/")
    assert (response.reason, len(response.hops)) == ("private-address", 1)
    assert other.talks == []


def test_the_connection_goes_to_the_address_that_was_judged(
    farm: Farm, names: Resolver, fetcher_for: Callable[..., Fetcher]
) -> None:
    """With the name kept in the Host header."""
    farm.routes["/"] = page("<p>here")
    names["www.mingchuan.test"] = ["127.0.0.1"]
    start = f"http://www.mingchuan.test:{farm.port}"
    assert fetcher_for(start).get(start + "/").body == b"<p>here"
    assert farm.log[0].headers["host"] == f"www.mingchuan.test:{farm.port}"
