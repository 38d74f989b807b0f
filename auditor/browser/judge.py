"""Open pages in Chromium one after the other and ask axe-core; a page that hangs or crashes costs only itself."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ada_url import URL

from auditor.browser.axe import AxeFailed, AxeMissing, find_axe, run_axe
from auditor.browser.chromium import WIDTH, Browser, BrowserMissing, chromium
from auditor.model import AxeResult, BrowserFacts, NotRun

if TYPE_CHECKING:
    from selenium.common.exceptions import WebDriverException

Progress = Callable[[int, int, str], None]
"""Pages done, pages in all, the address at hand."""

MARGIN = 10
"""Seconds granted to the driver beyond a page's own time, before it is given up."""

_QUIET = """
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
  Object.defineProperty(window, name, {value: () => null, configurable: true});
}
"""

# The address a document was loaded from, whatever history.pushState made of it since; its status; and how many style
# sheets for the screen it has on other origins, which are out of reach.
_LOADED = """
const entry = performance.getEntriesByType('navigation')[0];
const sheets = Array.from(document.querySelectorAll('link[rel~=stylesheet i][href]:not([disabled])'));
const foreign = sheets.filter(link => new URL(link.href).origin !== location.origin && matchMedia(link.media).matches);
return [entry ? entry.name : location.href, entry ? entry.responseStatus : 0, foreign.length];
"""


def judge_pages(
    urls: Sequence[str],
    *,
    served: Callable[[str], str] = lambda url: url,
    limit_seconds: float = 900,
    page_seconds: float = 60,
    progress: Progress | None = None,
    axe_core: Path | None = None,
) -> tuple[list[BrowserFacts], list[NotRun]]:
    """Judge canonical addresses at 1280 pixels' width. Returns what was said of each page, and what was left out.

    ``served`` gives the address at which a page can be opened; Chromium reaches the origins of these and no other.
    ``limit_seconds`` bounds the whole, ``page_seconds`` one page. Nothing is raised for a page: its error stands in
    its BrowserFacts, and pages that were not reached in time have none.
    """
    try:
        folder = find_axe(axe_core)
    except AxeMissing as missing:
        return [], [_pages_left(len(urls), str(missing))]
    return _Judge(folder, served, limit_seconds, page_seconds, progress or (lambda *_: None)).judge(urls)


class _Judge:
    """One run over a list of pages: the deadline, the facts so far and what was left out."""

    def __init__(
        self, folder: Path, served: Callable[[str], str], limit: float, page_seconds: float, progress: Progress
    ) -> None:
        self.folder, self.served, self.progress = folder, served, progress
        self.deadline = time.monotonic() + limit
        self.limit, self.page_seconds = limit, page_seconds
        self.facts: list[BrowserFacts] = []
        self.left_out: Counter[str] = Counter()
        self.notes: dict[NotRun, None] = {}

    def judge(self, urls: Sequence[str]) -> tuple[list[BrowserFacts], list[NotRun]]:
        """Go through the pages; start Chromium anew after each page that broke it."""
        origins = sorted({URL(self.served(url)).origin for url in urls})
        why = f"总时限 {self.limit:.0f} 秒已到"
        try:
            while len(self.facts) < len(urls) and self._seconds_left() > 0:
                with chromium(origins) as browser:
                    self.notes |= dict.fromkeys(browser.notes)
                    _settle(browser)
                    self._pages(browser, urls)
        except BrowserMissing as missing:
            why = str(missing)
        self.progress(len(self.facts), len(urls), "")
        left = [_pages_left(len(urls) - len(self.facts), why)] if len(self.facts) < len(urls) else []
        return self.facts, [*left, *self._left_out(), *self.notes]

    def _pages(self, browser: Browser, urls: Sequence[str]) -> None:
        """Go on through the pages until the last, the deadline, or one that breaks this Chromium."""
        alive = True
        while alive and len(self.facts) < len(urls) and self._seconds_left() > 0:
            url = urls[len(self.facts)]
            self.progress(len(self.facts), len(urls), url)
            facts, alive = self._page(browser, url)
            self.facts.append(facts)

    def _page(self, browser: Browser, url: str) -> tuple[BrowserFacts, bool]:
        """Judge one page; also whether Chromium can be used for the next."""
        from selenium.common.exceptions import JavascriptException, WebDriverException
        from urllib3.exceptions import HTTPError

        seconds = min(self.page_seconds, self._seconds_left())
        engine = f"Chromium {browser.version}"
        try:
            limit_waiting(browser, seconds)
            started = time.monotonic()
            address = self.served(url)
            browser.driver.get(address)
            loaded, status, foreign_sheets = browser.driver.execute_script(_LOADED)
            if _bare(loaded) != _bare(address):
                return self._failed(url, engine, "页面打开后自动跳转到其他地址"), True
            if status >= 400:
                return self._failed(url, engine, f"浏览器打开时服务器答复 {status}"), True
            limit_waiting(browser, max(1.0, seconds - (time.monotonic() - started)))
            version, results, left_out = run_axe(browser.driver, self.folder)
        except AxeFailed as error:
            return self._failed(url, engine, f"axe-core 未能完成（{str(error)[:200]}）"), True
        except JavascriptException as error:
            return self._failed(url, engine, f"页面脚本妨碍检查（{_first_line(error)}）"), False
        except WebDriverException as error:
            return self._failed(url, engine, _reason(error, seconds)), _still_usable(error)
        except (HTTPError, OSError):
            return self._failed(url, engine, f"浏览器 {seconds:.0f} 秒内没有应答"), False
        if foreign_sheets:
            left_out = (*left_out, "样式表在外站，浏览器只访问被审查网站、未加载，结果一律列为待核实")
            results = tuple(_doubted(result) for result in results)
        self.left_out.update(left_out)
        return BrowserFacts(url=url, engine=f"{engine},{version}", results=results), True

    def _failed(self, url: str, engine: str, why: str) -> BrowserFacts:
        self.notes[NotRun(what=f"浏览器无障碍检查：{url}", why=why)] = None
        return BrowserFacts(url=url, engine=engine, error=why)

    def _seconds_left(self) -> float:
        return self.deadline - time.monotonic()

    def _left_out(self) -> Iterator[NotRun]:
        for what, pages in sorted(self.left_out.items()):
            yield NotRun(what=f"浏览器无障碍检查：{pages} 个页面", why=what)
        if self.facts:
            yield NotRun(what="手机宽度下的无障碍检查", why=f"浏览器只按 {WIDTH} 像素宽度打开页面")
            yield NotRun(
                what="无障碍人工检查", why="自动检查只能发现约三分之一种类的障碍，其余须用键盘和读屏软件人工检查"
            )


def _pages_left(count: int, why: str) -> NotRun:
    return NotRun(what=f"浏览器无障碍检查：{count} 个抽样页面", why=why)


def _settle(browser: Browser) -> None:
    """No dialogs, no new windows, no downloads: they would only hold the page up."""
    driver = browser.driver
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _QUIET})
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "deny"})


def limit_waiting(browser: Browser, seconds: float) -> None:
    """Give a page, a script in it, and with a margin the driver itself so many seconds."""
    driver = browser.driver
    driver.set_page_load_timeout(seconds)
    driver.set_script_timeout(seconds)
    config = driver.command_executor.client_config  # type: ignore[union-attr]
    config.timeout = seconds + MARGIN


def _bare(url: str) -> str:
    return URL(url).href.partition("#")[0]


def _doubted(result: AxeResult) -> AxeResult:
    """Without its style sheets a page shows other colours and sizes: nothing seen there is certain."""
    return AxeResult(
        rule=result.rule,
        outcome="incomplete",
        impact=result.impact,
        help=result.help,
        tags=result.tags,
        nodes=result.nodes,
    )


def _reason(error: WebDriverException, seconds: float) -> str:
    from selenium.common.exceptions import TimeoutException

    said = _first_line(error)
    if isinstance(error, TimeoutException):
        return f"页面 {seconds:.0f} 秒内没有加载或检查完"
    if "ERR_PROXY_CONNECTION_FAILED" in said or "ERR_NAME_NOT_RESOLVED" in said:
        return "页面跳转到被审查网站以外的地址"
    if "crash" in said or "disconnected" in said or "closed" in said:
        return "页面使浏览器崩溃"
    return f"浏览器打不开（{said}）"


def _still_usable(error: WebDriverException) -> bool:
    """A page that could not be reached leaves Chromium well; whatever else happened may have broken it."""
    return "net::ERR_" in _first_line(error)


def _first_line(error: WebDriverException) -> str:
    return (error.msg or type(error).__name__).strip().partition("\n")[0][:200]
