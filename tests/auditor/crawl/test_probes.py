"""What no page asks of a host: the address that is not there, the other scheme, the IPv6 address."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import Pace
from auditor.crawl.probes import Host, keep_probes, left_out, read_probes
from auditor.crawl.reasons import NotFetched
from auditor.crawl.response import Response
from auditor.crawl.site import CrawledSite
from auditor.crawl.target import Budget, FolderTarget, Options, WebTarget
from auditor.crawl.url import Origins
from auditor.facts.document import read_page
from auditor.model import Hop, PageFacts, Probe

from .farm import Farm, page
from .toy import TOY

HOME = "https://www.mingchuan.gov.cn/"
HTML = (("content-type", "text/html; charset=utf-8"),)
PUBLIC = (socket.AF_INET, ("93.184.216.34", 443))
PUBLIC6 = (socket.AF_INET6, ("2606:2800:220:1::1", 443, 0, 0))


def facts(response: Response, depth: int) -> PageFacts:
    return read_page(response.final_url, response.status, response.headers, response.body)


def answer(url: str, status: int = 200, html: str = "<p>x", reason: str = "", **more: Any) -> Response:
    """What a server says of an address."""
    known = {404: "not-found", 500: "server-error", 403: "forbidden"}
    more = {"final_url": url} | more
    return Response(
        url=url, status=status, reason=reason or known.get(status, "ok"), headers=HTML, body=html.encode(), **more
    )


def ask(
    get: Callable[[str], Response],
    *,
    home: str = HOME,
    addresses: Callable[[str], Any] = lambda host: (PUBLIC,),
    copied: bool = False,
) -> dict[str, Probe]:
    """The answers by kind."""
    host = Host(home, get=get, refusal=lambda url: "", addresses=addresses, copied=copied)
    return {probe.kind: probe for probe in host.ask(facts)}


def server(missing: Callable[[str], Response]) -> Callable[[str], Response]:
    """A host that leads http to https and answers ``missing`` for all but its home page."""
    hop = Hop(url="http://www.mingchuan.gov.cn/", status=301, location=HOME)

    def get(url: str) -> Response:
        if url == hop.url:
            return answer(url, final_url=HOME, hops=(hop,))
        return missing(url)

    return get


def test_an_honest_host_is_asked_twice_and_once_resolved() -> None:
    """One missing address, one home page by http."""
    asked: list[str] = []

    def get(url: str) -> Response:
        asked.append(url)
        return server(lambda url: answer(url, 404, "<p>没有<a href='/'>首页</a>"))(url)

    probes = ask(get, addresses=lambda host: (PUBLIC, PUBLIC6))
    assert len(asked) == 2
    assert (probes["not-found"].status, probes["not-found"].why) == (404, "")
    page = probes["not-found"].page
    assert page is not None
    assert [link.url for link in page.links] == [HOME]
    assert probes["plain-http"].final_url == HOME
    assert probes["ipv6"].outcome == "found"


def test_what_is_odd_is_asked_once_more() -> None:
    """A 200 for an address that nobody has written counts when the second is answered so too."""
    assert ask(server(answer))["not-found"].status == 200
    statuses = iter([200, 404])
    unsure = ask(server(lambda url: answer(url, next(statuses))))["not-found"]
    assert unsure.why == "两次询问的答复不一致"


@pytest.mark.parametrize("status", [403, 0])
def test_a_firewall_or_silence_says_nothing_of_the_site(status: int) -> None:
    """They are told as not judged, with the reason in Chinese."""
    probe = ask(server(lambda url: answer(url, status, reason="" if status else "timeout")))["not-found"]
    assert probe.why
    assert [line.why for line in left_out([probe])] == [probe.why]


def test_a_host_without_an_ipv6_address() -> None:
    """And one whose name nobody could resolve is not judged."""
    assert ask(server(answer))["ipv6"].outcome == "none"

    def fails(host: str) -> Any:
        raise NotFetched("dns-failed", host)

    assert ask(server(answer), addresses=fails)["ipv6"].why == "域名暂时解析不了"


@pytest.mark.parametrize("home", ["http://127.0.0.1:8080/", "http://192.168.3.4/", "http://[::1]/"])
def test_an_intranet_tells_nothing_of_the_public(home: str) -> None:
    """Neither DNS nor the other scheme is asked there."""
    probes = ask(lambda url: answer(url, 404), home=home, addresses=pytest.fail)
    assert probes["not-found"].why == ""
    assert probes["secure-http"].why == probes["ipv6"].why != ""


def test_a_copy_tells_nothing_of_the_host_it_stands_for() -> None:
    """With --as neither the canonical host's name nor its other scheme is asked."""
    asked: list[str] = []

    def get(url: str) -> Response:
        asked.append(url)
        return answer(url, 404)

    probes = ask(get, addresses=pytest.fail, copied=True)
    assert all(url.startswith(HOME) for url in asked)
    assert "--as" in probes["ipv6"].why
    assert "--as" in probes["plain-http"].why


def test_other_ports_have_no_other_scheme() -> None:
    """Who serves at 8443 may serve anything at 80."""
    probe = ask(lambda url: answer(url, 404), home="https://www.mingchuan.gov.cn:8443/")["plain-http"]
    assert probe.why == "网站不在标准端口上"


def test_a_site_by_http_is_asked_by_https() -> None:
    """A refusal is an answer: there is no https."""

    def get(url: str) -> Response:
        secure = url.startswith("https:")
        return answer(url, 0, reason="refused") if secure else answer(url, 404)

    probe = ask(get, home="http://www.mingchuan.gov.cn/")["secure-http"]
    assert (probe.outcome, probe.why) == ("refused", "")


def test_answers_are_kept_with_the_crawl() -> None:
    """Page facts and all; a crawl that asked nothing has none."""
    frontier = Frontier(":memory:")
    assert read_probes(frontier) == ()
    probes = tuple(ask(server(lambda url: answer(url, 404))).values())
    keep_probes(frontier, probes)
    assert read_probes(frontier) == probes
    assert CrawledSite(frontier).probe("ipv6") == probes[-1]
    assert CrawledSite(frontier).probe("secure-http") is None


def test_a_crawl_asks_when_it_has_read_the_site(farm: Farm) -> None:
    """On loopback the missing page is judged, the rest is told as not judged; without probes nothing is asked."""
    farm.routes |= {"/": page("<p>欢迎"), "/robots.txt": page("", "404 No")}
    farm.otherwise = lambda talk: talk.send(page("<a href='/'>首页</a>", "404 Not Found"))
    quick = Pace(interval=0.0, connections=8)

    def go(probes: bool) -> tuple[CrawledSite, list[str]]:
        frontier = Frontier(":memory:")
        options = Options(probes=probes, second_round_after=0.01, loopback_pace=quick)
        result = crawl(WebTarget(farm.url + "/"), Budget(), frontier=frontier, method=TOY, options=options)
        return CrawledSite(frontier), [line.what for line in result.not_run]

    site, told = go(True)
    probe = site.probe("not-found")
    assert probe is not None
    assert (probe.status, probe.url.startswith(farm.url)) == (404, True)
    assert told == ["https 访问", "域名的 IPv6 地址（AAAA 记录）"]
    site, told = go(False)
    assert (site.probe("not-found"), told) == (None, [])


def test_a_folder_has_no_host_to_ask(tmp_path: Any) -> None:
    """And the coverage says so."""
    (tmp_path / "index.html").write_text("<p>欢迎", encoding="utf-8")
    frontier = Frontier(":memory:")
    result = crawl(FolderTarget(tmp_path, HOME), Budget(), frontier=frontier, method=TOY, options=Options(probes=True))
    assert {line.why for line in result.not_run} == {"检查的是文件夹，没有服务器可问"}
    assert len(result.not_run) == 3


def test_a_crawl_that_was_cut_asks_nothing_more(farm: Farm) -> None:
    """Its budget is spent; the questions are told as not put."""
    farm.routes |= {"/": page("<p>欢迎" + "x" * 5000), "/robots.txt": page("", "404 No")}
    frontier = Frontier(":memory:")
    options = Options(probes=True, loopback_pace=Pace(interval=0.0, connections=8))
    crawl(WebTarget(farm.url + "/", Origins()), Budget(bytes=100), frontier=frontier, method=TOY, options=options)
    probes = read_probes(frontier)
    assert [probe.why for probe in probes] == ["已到流量上限 100 字节"] * 3
