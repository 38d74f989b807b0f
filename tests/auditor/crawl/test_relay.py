"""What scripts ask for is asked by the rules of the crawl, once a run, and what they asked in vain is known."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from auditor.browser.gateway import REFUSED, Request
from auditor.crawl.fetch import Fetcher
from auditor.crawl.folder import Folder
from auditor.crawl.host import Pace, Stopped
from auditor.crawl.relay import PER_PAGE, Relay
from auditor.crawl.response import Response
from auditor.crawl.target import FolderTarget, Options, WebTarget
from auditor.crawl.url import Origins
from auditor.crawl.web import Web

from .farm import Farm, page, redirect, reply

SITE = "https://www.mingchuan.example"
AGENT = "GongkaiAuditor/1.0 secret"
BODY = Response(url=f"{SITE}/", final_url=f"{SITE}/", status=200, body=b"<p>home",
                headers=(("content-type", "text/html; charset=gbk"), ("set-cookie", "a=1"), ("refresh", "0; /x"),
                         ("content-encoding", "gzip"), ("content-security-policy", "default-src 'self'")))  # fmt: skip


def request(url: str, method: str = "GET", body: bytes = b"", agent: str = AGENT, **headers: str) -> Request:
    """What a page asks for."""
    named = {"user-agent": f"Mozilla/5.0 {agent}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(method=method, url=url, headers=tuple(named.items()), body=body)


class Asker:
    """Who asks the web for the relay; keeps what it was told to ask."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: dict[str, Response] = {}

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Response:
        self.asked.append((method, url, headers, body))
        ok = Response(url=url, final_url=url, status=200, body=b"{}", received=2)
        return self.answers.get(url, ok)


@pytest.fixture
def asker() -> Asker:
    """Who asks the web."""
    return Asker()


@pytest.fixture
def relay(asker: Asker) -> Relay:
    """A relay with the home page open."""
    one = Relay(asker, Origins([(SITE, "http://127.0.0.1:8080")]), AGENT)
    one.begin(BODY)
    return one


def test_the_page_itself_is_not_asked_for_again(relay, asker):
    """It is what was just fetched, without what holds for the transfer only and without its cookies."""
    answer = relay.answer(request(f"{SITE}/"))
    assert (answer.status, answer.body, asker.asked) == (200, b"<p>home", [])
    assert [name for name, _ in answer.headers] == ["content-type", "content-security-policy"]


def test_a_served_copy_is_the_site(relay, asker):
    """An address on the served origin is the canonical one."""
    assert relay.answer(request("http://127.0.0.1:8080/")).body == b"<p>home"
    relay.answer(request("http://127.0.0.1:8080/api"))
    assert asker.asked[0][1] == f"{SITE}/api"


def test_only_pages_are_answered(relay, asker):
    """Chromium's own errands, and other programs of the machine, get nothing; that is no miss of the page."""
    assert relay.answer(request(f"{SITE}/", agent="Chrome/156")).status == 403
    assert (asker.asked, relay.missed) == ([], set())


def test_what_nobody_looks_at_is_not_asked_for(relay, asker):
    """Pictures, fonts, style sheets, by name or by what is accepted."""
    for url, accept in (("/a.png", "*/*"), ("/favicon.ico", ""), ("/pic?id=1", "image/avif,*/*"), ("/f.woff2", "*/*"),
                        ("/s.css", "text/css"), ("/css.jsp", "text/css,*/*;q=0.1")):  # fmt: skip
        assert relay.answer(request(SITE + url, accept=accept)).status == 200
    assert (asker.asked, relay.missed) == ([], set())


def test_scripts_words_are_passed_on_without_what_is_ours_to_say(relay, asker):
    """Its own headers go; cookies, names of the browser and conditions do not."""
    relay.answer(
        request(
            f"{SITE}/api", "POST", b"q=1", x_requested_with="XMLHttpRequest", content_type="text/plain", cookie="a=1",
            sec_fetch_mode="cors", if_none_match="x", referer=f"{SITE}/", accept_encoding="br",
        )
    )  # fmt: skip
    ((method, url, headers, body),) = asker.asked
    assert (method, url, body) == ("POST", f"{SITE}/api", b"q=1")
    assert headers == {"x-requested-with": "XMLHttpRequest", "content-type": "text/plain", "referer": f"{SITE}/"}


def test_an_address_is_asked_once_a_run(relay, asker):
    """Every page of a site asks for the same scripts; what is posted, and what was not to be had, is asked again."""
    asker.answers[f"{SITE}/gone"] = Response(url="", final_url="", status=404, reason="not-found")
    for _ in range(2):
        for method, path in (("GET", "/app.js"), ("POST", "/api"), ("GET", "/gone")):
            relay.answer(request(SITE + path, method))
        relay.begin(BODY)
    assert [url.removeprefix(SITE) for _, url, _, _ in asker.asked] == ["/app.js", "/api", "/gone", "/api", "/gone"]
    assert relay.received == 6


@pytest.mark.parametrize(
    "answer",
    [
        Response(url="", final_url="", reason="private-address"),
        Response(url="", final_url="", reason="robots"),
        Response(url="", final_url="", status=500, reason="server-error"),
        Response(url="", final_url="", status=200, body=b"[1", truncated="short-body"),
    ],
)
def test_what_was_not_had_whole_is_a_miss(relay, asker, answer):
    """Refused, failed, cut off; until the next page begins."""
    asker.answers[f"{SITE}/api"] = answer
    relay.answer(request(f"{SITE}/api"))
    assert relay.missed == {f"{SITE}/api"}
    relay.begin(BODY)
    assert relay.missed == set()


def test_methods_that_change_something_are_never_passed_on(relay, asker):
    """A visitor's look changes nothing."""
    for method in ("PUT", "DELETE", "PATCH", REFUSED):
        assert relay.answer(request(f"{SITE}/api", method)).status == 403
    assert (asker.asked, relay.missed) == ([], {f"{SITE}/api"})


def test_a_page_that_asks_for_ever_is_cut_off(relay, asker):
    """After so many requests it gets nothing, and is known not to be whole."""
    for number in range(PER_PAGE + 5):
        relay.answer(request(f"{SITE}/api?{number}"))
    assert len(asker.asked) == PER_PAGE
    assert relay.missed


def test_a_run_that_is_stopped_answers_at_once(asker):
    """No thread of the gateway raises."""

    def stopped(*_: object) -> Response:
        raise Stopped

    assert Relay(stopped, Origins(), AGENT).answer(request(f"{SITE}/api")).status == 503


# -- what is behind it, over the wire ---------------------------------------------------------------------------


@pytest.fixture
def web(farm: Farm) -> Web:
    """A served site that was opened."""
    farm.routes |= {
        "/": page("<p>home"),
        "/robots.txt": reply(b"User-agent: *\nDisallow: /secret", content_type="text/plain"),
    }
    one = Web(WebTarget(farm.url + "/"), Options())
    one.open()
    return one


def test_a_request_keeps_the_name_the_method_and_the_body(farm, web):
    """One hop, our User-Agent, the body as it was."""
    farm.routes["/api"] = reply(b'{"a": 1}', content_type="application/json")
    found = web.relay("POST", f"{farm.url}/api", {"content-type": "text/plain"}, b"")
    assert (found.status, found.body, found.header("content-type")) == (200, b'{"a": 1}', "application/json")
    (asked,) = [asked for asked in farm.log if asked.path == "/api"]
    assert (asked.method, asked.headers["content-length"]) == ("POST", "0")
    assert "GongkaiAuditor" in asked.headers["user-agent"]


def test_a_redirect_is_the_answer(farm, web):
    """Chromium follows it itself, by way of us."""
    farm.routes["/moves"] = redirect("/there")
    found = web.relay("GET", f"{farm.url}/moves", {}, b"")
    assert (found.status, found.header("location")) == (302, f"{farm.url}/there")
    assert "/there" not in farm.paths()


def test_robots_the_guard_and_the_scope_are_obeyed(farm, other, web):
    """What robots.txt forbids, what lies on this machine besides the site, what would be sent to strangers."""
    assert web.relay("GET", f"{farm.url}/secret/list", {}, b"").reason == "robots"
    assert web.relay("GET", f"{other.url}/intranet", {}, b"").reason == "private-address"
    assert web.relay("POST", "http://stranger.invalid/collect", {}, b"").reason == "switched-off"
    assert (farm.paths("/robots.txt"), other.log) == (["/"], [])


def test_scripts_wait_for_the_hosts_turn(farm):
    """Requests of pages keep the same pause as pages."""
    farm.routes |= {"/": page("<p>home"), "/api": page("[]")}
    one = Web(WebTarget(farm.url + "/"), Options(loopback_pace=Pace(interval=0.15, connections=2)))
    began = time.monotonic()
    one.open()
    for number in range(3):
        one.relay("GET", f"{farm.url}/api?{number}", {}, b"")
    assert len(farm.log) == 5  # robots.txt, the home page, and these: four pauses, however slow the machine is
    assert farm.log[-1].at - began >= 4 * 0.15


def test_a_fault_is_an_answer_too(fetcher_for: Callable[..., Fetcher], farm):
    """Nothing that a server does is raised."""
    farm.routes["/broken"] = b"no http at all\r\n\r\n"
    fetcher = fetcher_for(farm.url)
    assert fetcher.relay("GET", farm.url + "/broken", {}).reason in ("bad-response", "reset")
    assert fetcher.relay("GET", "http://127.0.0.3:9/", {}).reason == "private-address"


def test_a_folder_answers_from_its_files(tmp_path):
    """Data beside the pages; nothing is sent anywhere."""
    (tmp_path / "index.html").write_text("<p>home", encoding="utf-8")
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")
    folder = Folder(FolderTarget(tmp_path, SITE + "/"))
    found = folder.relay("GET", f"{SITE}/list.json", {}, b"")
    assert (found.body, found.header("content-type")) == (b"[]", "application/json")
    assert folder.relay("POST", f"{SITE}/list.json", {}, b"").reason == "outside-folder"
    assert folder.relay("GET", "https://else.example/", {}, b"").reason == "outside-folder"
