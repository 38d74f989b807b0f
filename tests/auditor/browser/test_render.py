"""Pages are taken as their scripts leave them; what hangs, flees or dies costs itself alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import psutil
import pytest

from auditor.browser import render
from auditor.browser.chromium import BrowserMissing
from auditor.browser.gateway import Reply, Request
from auditor.browser.render import Page, Rendered, Renderer, secret_agent

pytestmark = pytest.mark.browser

SITE = "http://www.mingchuan.example"
SECURE = "https://www.mingchuan.example"
AGENT = secret_agent("Mozilla/5.0 (compatible; GongkaiAuditor/1.0)")
SECONDS = 4
SHELL = "<!doctype html><title>明川县</title><div id=app></div><script>{}</script>"


@dataclass
class Web:
    """The whole web as pages see it: bodies by address; everything asked is noted."""

    bodies: dict[str, str] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    missed: set[str] = field(default_factory=set)
    deadly: str = ""

    def answer(self, request: Request) -> Reply:
        if AGENT not in request.header("user-agent"):
            self.strangers.append(request.url)
            return Reply(status=403)
        self.asked.append(request)
        if request.url == self.deadly:
            kill_renderers()
        body = self.bodies.get(request.url)
        if body is None:
            if not request.url.endswith("/favicon.ico"):
                self.missed.add(request.url)
            return Reply(status=404)
        kind = "application/json" if body[:1] in "[{" else "text/html; charset=utf-8"
        return Reply(status=200, headers=(("Content-Type", kind),), body=body.encode())

    def put(self, url: str, body: str) -> str:
        self.bodies[url] = body
        return url


def kill_renderers() -> None:
    """Kill the processes in which our Chromium shows pages, and those from which it makes new ones."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if {"--type=renderer", "--type=zygote"} & set(process.cmdline()):
                process.kill()


@pytest.fixture(scope="module")
def web() -> Web:
    """The web."""
    return Web()


@pytest.fixture(scope="module")
def renderer(web: Web) -> Iterator[Renderer]:
    """One renderer for all tests of this file, less patient than others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "PATIENT", 0.75)
        patch.setattr(render, "MARGIN", 1.0)
        one = Renderer(web.answer, AGENT)
        yield one
        one.close()


@pytest.fixture
def show(web: Web, renderer: Renderer):
    """Render an address."""

    def open_page(url: str, seconds: float = SECONDS) -> Rendered:
        web.asked.clear()
        web.missed.clear()
        return renderer.render(Page(url, missed=lambda: bool(web.missed)), seconds)

    return open_page


@pytest.mark.parametrize("site", [SITE, SECURE])
def test_a_list_that_a_script_fetches_is_there(web, show, site):
    """A shell that asks for data after a while, on http and on https."""
    web.put(f"{site}/api/list", '["关于防汛工作的通知", "关于秸秆禁烧的通告"]')
    fill = (
        "setTimeout(() => fetch('/api/list').then(r => r.json()).then(all => "
        "app.innerHTML = all.map(t => `<li>${t}</li>`).join('')), 500)"
    )
    shown = show(web.put(f"{site}/", SHELL.format(fill)))
    assert shown.outcome == "whole"
    assert "<li>关于防汛工作的通知</li><li>关于秸秆禁烧的通告</li>" in shown.html


def test_what_stands_behind_a_hash_is_shown(web, show):
    """A program of one page reads its route where Chromium has it."""
    web.put(f"{SITE}/spa", SHELL.format("app.textContent = '栏目' + location.hash"))
    assert "栏目#/yw/1" in show(f"{SITE}/spa#/yw/1").html


def test_what_document_write_writes_is_there(web, show):
    """The oldest way to write a list."""
    shown = show(web.put(f"{SITE}/write", "<script>document.write('<ul><li>第一条</ul>')</script>"))
    assert (shown.outcome, "<ul><li>第一条</li></ul>" in shown.html) == ("whole", True)


def test_dialogs_windows_downloads_and_prints_hold_nothing_up(web, show):
    """They come to nothing, in frames as well, and the script goes on."""
    web.put(f"{SITE}/inner", "<script>alert('inner'); parent.heard = true</script>")
    loud = (
        "alert(1); confirm(2); prompt(3); print(); window.open('/popup');"
        "const a = document.createElement('a'); a.href = 'data:application/zip;base64,UEs='; a.download = 'x.zip';"
        "document.body.append(a); a.click(); a.remove(); onbeforeunload = () => 'stay'; document.body.append('说完了')"
    )
    shown = show(web.put(f"{SITE}/loud", f"<body><iframe src=/inner></iframe><script>{loud}</script>"))
    assert (shown.outcome, "说完了" in shown.html) == ("whole", True)
    assert f"{SITE}/popup" not in [request.url for request in web.asked]


def test_a_page_that_goes_elsewhere_is_told_and_not_taken(web, show):
    """The document is that of another address."""
    web.put(f"{SITE}/there", "<p>那里")
    shown = show(web.put(f"{SITE}/here", "<p>这里<script>location = '/there'</script>"))
    assert (shown.outcome, shown.html, shown.moved_to) == ("moved", "", f"{SITE}/there")


def test_a_page_that_only_renames_itself_keeps_the_meaning_of_its_links(web, show):
    """``history.pushState`` gives relative links another base."""
    script = "history.pushState({}, '', '/deep/er/'); document.write('<a href=z.html>z</a>')"
    shown = show(web.put(f"{SITE}/renamed", f"<!doctype html><script>{script}</script>"))
    assert f'<head><base href="{SITE}/deep/er/">' in shown.html
    kept = show(web.put(f"{SITE}/based", f"<!doctype html><base href=/b/><script>{script}</script>"))
    assert kept.html.count("<base") == 1


def test_what_was_asked_for_in_vain_makes_a_part_of_it(web, show):
    """A list that would have been filled with it is not known to be empty."""
    shown = show(web.put(f"{SITE}/vain", SHELL.format("fetch('/api/absent')")))
    assert (shown.outcome, web.missed) == ("part", {f"{SITE}/api/absent"})


def test_a_page_that_never_rests_is_taken_at_its_limit(web, show):
    """A clock that ticks ten times a second; what it shows then is a part."""
    shown = show(
        web.put(f"{SITE}/ticks", SHELL.format("setInterval(() => app.textContent = '第' + Date.now(), 100)")), 2
    )
    assert (shown.outcome, "第1" in shown.html) == ("part", True)


def test_a_script_that_never_ends_is_killed_and_the_next_page_is_well(web, show):
    """At the limit, with all of its Chromium."""
    assert show(web.put(f"{SITE}/endless", "<p>x<script>for (;;) {}</script>"), 1) == Rendered("hung")
    assert show(web.put(f"{SITE}/well", "<p>好")).outcome == "whole"


def test_a_crash_costs_only_its_page(web, show):
    """The processes that show pages die while one is shown."""
    web.deadly = web.put(f"{SITE}/kill.json", "[]")
    assert show(web.put(f"{SITE}/deadly", SHELL.format("fetch('/kill.json')"))).outcome in ("crashed", "hung", "failed")
    web.deadly = ""
    assert show(f"{SITE}/well").outcome == "whole"


def test_nothing_of_a_page_is_left_for_the_next(web, show):
    """Cookies, storage, and what it was called."""
    leave = "document.cookie = 'a=1; max-age=999'; localStorage.b = 2; sessionStorage.c = 3; window.name = 'd'"
    show(web.put(f"{SITE}/leaves", SHELL.format(leave)))
    find = "app.textContent = JSON.stringify([document.cookie, localStorage.length])"
    assert '["",0]' in show(web.put(f"{SITE}/finds", SHELL.format(find))).html


def test_a_page_cannot_lie_about_its_document(web, show):
    """What it does to the names that we use is done in its own world only."""
    lie = (
        "document.write('<p>真的'); const no = {get: () => { throw 1 }};"
        "Object.defineProperty(Document.prototype, 'documentElement', no);"
        "Object.defineProperty(Element.prototype, 'outerHTML', no); JSON.stringify = () => 'lies';"
        "performance.now = () => NaN; performance.getEntriesByType = () => []; window.MutationObserver = null"
    )
    shown = show(web.put(f"{SITE}/liar", f"<body><script>{lie}</script>"))
    assert (shown.outcome, "<p>真的</p>" in shown.html) == ("whole", True)


def test_half_a_character_is_replaced(web, show):
    """No file can hold it."""
    assert "半\ufffd个" in show(web.put(f"{SITE}/half", SHELL.format("app.textContent = '半\\ud800个'"))).html


def test_a_refused_page_is_no_document(show):
    """What Chromium shows of a 404 is not the page that was fetched."""
    assert show(f"{SITE}/absent") == Rendered("failed")


def test_a_page_that_reloads_itself_for_ever_ends(web, show):
    """At its limit, and never as a page that came to rest."""
    shown = show(web.put(f"{SITE}/reloads", "<p>x<script>setTimeout(() => location.reload(), 20)</script>"), 2)
    assert shown.outcome in ("part", "hung", "failed")


def test_sockets_and_other_schemes_come_to_nothing(web, show):
    """Web sockets are asked for and refused, files and Chromium's own pages are not opened."""
    script = (
        "const socket = new WebSocket('ws://10.0.0.1/');"
        "const busy = setInterval(() => document.body.append('.'), 100); socket.onclose = () => clearInterval(busy);"
        "for (const at of ['file:///etc/passwd', 'chrome://version'])"
        " { const f = document.createElement('iframe'); f.src = at; document.body.append(f) }"
        "new RTCPeerConnection({iceServers: [{urls: 'stun:10.0.0.1'}]}).createDataChannel('x')"
    )
    shown = show(web.put(f"{SITE}/schemes", f"<body><script>{script}</script>"))
    assert "root:" not in shown.html
    assert [request.method for request in web.asked if "10.0.0.1" in request.url] == ["REFUSED"]


def test_chromiums_own_errands_are_not_the_pages(web):
    """What it asks for by itself does not bear the page's name, and gets nothing."""
    assert all("mingchuan.example" not in url for url in web.strangers)


def test_pages_that_break_it_one_after_the_other_end_it(monkeypatch, web):
    """A renderer gives up rather than start Chromium for every page of a site that kills it."""
    one = Renderer(web.answer, AGENT)
    monkeypatch.setattr(render, "_open", lambda *_: (_ for _ in ()).throw(ValueError))
    monkeypatch.setattr(one, "_started", lambda: (_Nothing(), _Nothing()))
    monkeypatch.setattr(render, "_patience", lambda *_: None)
    assert [one.render(Page(SITE), 1).outcome for _ in range(render.BROKEN_IN_A_ROW)] == ["failed"] * 3
    with pytest.raises(BrowserMissing):
        one.render(Page(SITE), 1)


class _Nothing:
    driver = None

    def turn(self) -> None:
        """Nothing."""
