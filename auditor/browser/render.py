"""Run a page's scripts in Chromium and take the document they leave behind.

One page at a time in one Chromium, started when it is first needed and anew after a page that broke it. A page has
come to rest when it is loaded, nothing that it asked for is under way and its tree has not changed, all for half a
second. The watching is done in a world of its own (CDP, ``Page.createIsolatedWorld``), which the page's scripts do
not see and cannot lie to.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec

from auditor.browser.chromium import Browser, BrowserMissing, chromium
from auditor.browser.gateway import Gateway, Reply, Request, gateway
from auditor.model import NotRun

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

QUIET = 0.5
"""Seconds without a request and without a change after which a page has come to rest."""

PATIENT = 1.5
"""The same where scripts have changed nothing yet: they may be waiting for a timer of theirs."""

POLL = 0.1

MARGIN = 3.0
"""Seconds beyond a page's own in which the driver must answer; a script that never ends makes it silent."""

LONGEST = 10_000_000
"""Characters of a document that are taken."""

BROKEN_IN_A_ROW = 3
"""Pages that may break Chromium one after the other before it is left alone."""

TRIES = 3
"""Times that a page is asked anew when it has just been replaced by another."""

_GONE = re.compile(r"No frame|Cannot find (?:context|default execution)|context was destroyed|Frame with", re.I)

WORLD = "gongkai"

# No dialogs, no new windows, no printing: they would only hold the page up. The popup blocker does the rest.
_HUSH = """
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
  Object.defineProperty(window, name, {value: () => null, configurable: true});
}
"""

_WATCH = """
globalThis.changedAt = performance.now();
globalThis.changes = 0;
new MutationObserver(() => {
  changedAt = performance.now();
  if (document.readyState === 'complete') changes += 1;
}).observe(document, {subtree: true, childList: true, characterData: true});
"""

_STATE = """JSON.stringify([
  document.readyState === 'complete', performance.now() - globalThis.changedAt || 0, globalThis.changes || 0,
  (performance.getEntriesByType('navigation')[0] || {name: location.href}).name.split('#')[0],
  (performance.getEntriesByType('navigation')[0] || {responseStatus: 0}).responseStatus
])"""

_DOCUMENT = f"""JSON.stringify([
  document.baseURI, document.querySelector('base[href]') !== null,
  document.documentElement ? document.documentElement.outerHTML.slice(0, {LONGEST}).toWellFormed() : ''
])"""

Outcome = Literal["whole", "part", "moved", "hung", "crashed", "failed"]


class Rendered(msgspec.Struct, frozen=True):
    """What became of a page. ``html`` is its document, for ``whole`` and ``part`` only.

    ``whole``: its scripts had all that they asked for and came to rest. ``part``: they had not, or did not.
    ``moved``: they led to ``moved_to``, another page. ``hung``: they never let go. ``crashed``: Chromium did not live
    through it. ``failed``: Chromium did not show it.
    """

    outcome: Outcome
    html: str = ""
    moved_to: str = ""


class Page(msgspec.Struct, frozen=True):
    """A page to render: its address, and what is told to whoever answers its requests."""

    url: str
    begin: Callable[[], None] = lambda: None
    missed: Callable[[], bool] = lambda: False
    """Whether it asked for something in vain."""


class Rendering(Protocol):
    """Who renders pages (``Renderer``; tests have others)."""

    def render(self, page: Page, seconds: float) -> Rendered:
        """Raises BrowserMissing where there is no Chromium, or none that lives."""

    def close(self) -> None: ...


class Renderer:
    """Renders pages through a gateway that ``answer`` answers for."""

    def __init__(self, answer: Callable[[Request], Reply], agent: str) -> None:
        """``agent`` says in every page's User-Agent who we are; nobody else knows it (see ``secret_agent``)."""
        self._answer, self._agent = answer, agent
        self._stack = ExitStack()
        self._browser: Browser | None = None
        self._gateway: Gateway | None = None
        self._broken = 0
        self.notes: tuple[NotRun, ...] = ()
        """What the report says of how Chromium ran."""

    def render(self, page: Page, seconds: float) -> Rendered:
        """Open a page and take its document, after ``seconds`` as it is. Raises BrowserMissing."""
        from selenium.common.exceptions import WebDriverException
        from urllib3.exceptions import HTTPError

        if self._broken >= BROKEN_IN_A_ROW:
            raise BrowserMissing(f"Chromium 连续 {self._broken} 次被页面弄坏，不再使用")
        browser, running = self._started()
        page.begin()
        running.turn()
        try:
            _patience(browser.driver, seconds + MARGIN)
            found = _open(browser.driver, running, page, seconds)
            self._broken = 0
        except (HTTPError, OSError):
            found = self._gave_up("hung")
        except WebDriverException as error:
            found = self._gave_up("hung" if "timeout" in (error.msg or "").lower() else "crashed")
        except (ValueError, KeyError, TypeError):  # an answer of a shape that Chromium does not give when it is well
            found = self._gave_up("failed")
        return found

    def close(self) -> None:
        """End Chromium and the gateway."""
        self._browser = self._gateway = None
        self._stack.close()

    def _gave_up(self, outcome: Outcome) -> Rendered:
        self._broken += 1
        self.close()
        return Rendered(outcome)

    def _started(self) -> tuple[Browser, Gateway]:
        from selenium.common.exceptions import WebDriverException
        from urllib3.exceptions import HTTPError

        if self._browser is None or self._gateway is None:
            self._gateway = self._stack.enter_context(gateway(self._answer))
            try:
                self._browser = self._stack.enter_context(chromium(through=self._gateway.flags))
                _settle(self._browser, self._agent)
            except (WebDriverException, HTTPError, OSError) as error:
                self.close()
                raise BrowserMissing(
                    f"Chromium 启动后没有应答（{str(error).strip().partition(chr(10))[0][:200]}）"
                ) from error
            except BaseException:
                self.close()
                raise
            self.notes = self._browser.notes
        return self._browser, self._gateway


def secret_agent(name: str) -> str:
    """Our name with a word that only this run knows: by it the gateway tells pages from others on this machine."""
    return f"{name.removeprefix('Mozilla/5.0 ')} {secrets.token_hex(8)}"


def _settle(browser: Browser, agent: str) -> None:
    """What holds for all pages of this Chromium."""
    driver = browser.driver
    major = browser.version.partition(".")[0]
    name = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36"
    driver.execute_cdp_cmd("Emulation.setUserAgentOverride", {"userAgent": f"{name} {agent}"})
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "deny"})
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setBypassServiceWorker", {"bypass": True})
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})  # the relay remembers
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _HUSH})
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH, "worldName": WORLD})


def _patience(driver: Chrome, seconds: float) -> None:
    driver.command_executor.client_config.timeout = seconds  # type: ignore[union-attr]


def _open(driver: Chrome, running: Gateway, page: Page, seconds: float) -> Rendered:
    """Load, wait, take; and leave nothing of the page behind."""
    end = time.monotonic() + seconds
    said = driver.execute_cdp_cmd("Page.navigate", {"url": page.url})
    if said.get("errorText"):
        return Rendered("failed")
    settled = _wait(driver, running, end)
    *_, loaded, status = _ask(driver, _STATE)
    base, has_base, html = _ask(driver, _DOCUMENT)
    _leave(driver, page.url)
    if loaded != page.url.partition("#")[0]:
        return Rendered("moved", moved_to=loaded if loaded.startswith(("http://", "https://")) else "")
    if status >= 400:  # it loads itself for ever, and was at last refused
        return Rendered("failed")
    whole = settled and not page.missed() and len(html) < LONGEST
    return Rendered("whole" if whole else "part", _with_base(str(html), str(base), page.url, bool(has_base)))


def _wait(driver: Chrome, running: Gateway, end: float) -> bool:
    """Whether the page came to rest before ``end``."""
    while time.monotonic() < end:
        loaded, still, changes, *_ = _ask(driver, _STATE)
        quiet = QUIET if changes else PATIENT
        if loaded and still / 1000 >= quiet and running.idle_for() >= quiet:
            return True
        time.sleep(POLL)
    return False


def _ask(driver: Chrome, expression: str) -> Any:
    """What an expression is in our world of the page as it is now; a page may go while it is being asked."""
    from selenium.common.exceptions import WebDriverException

    for _ in range(TRIES):
        try:
            return _asked_once(driver, expression)
        except WebDriverException as error:
            if not _GONE.search(error.msg or ""):
                raise
            time.sleep(POLL)
    return _asked_once(driver, expression)


def _asked_once(driver: Chrome, expression: str) -> Any:
    frame = driver.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"]["id"]
    world = driver.execute_cdp_cmd("Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD})
    answer = driver.execute_cdp_cmd(
        "Runtime.evaluate",
        {"expression": expression, "contextId": world["executionContextId"], "returnByValue": True},
    )
    return json.loads(answer["result"]["value"])


def _leave(driver: Chrome, url: str) -> None:
    """Go to an empty page, close what was opened, and forget what the page kept."""
    driver.execute_cdp_cmd("Page.navigate", {"url": "about:blank"})
    own = "/".join(url.split("/", 3)[:3])
    driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": own, "storageTypes": "all"})
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})


def _with_base(html: str, base: str, url: str, has_base: bool) -> str:
    """The document with the base that its relative links have: a script may have given it another address."""
    if has_base or base.partition("#")[0] == url.partition("#")[0]:
        return html
    head, tag, rest = html.partition("<head>")
    escaped = base.replace("&", "&amp;").replace('"', "&quot;")
    return f'{head}{tag}<base href="{escaped}">{rest}' if tag else html
