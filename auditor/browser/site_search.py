"""Type titles of the site into its own search, as the inspection does, and look whether they come up.

国办秘函〔2019〕19号, 功能设计·站内搜索: four titles drawn at random, each of which must stand on the first page of
results, and results that are sorted by kind. The search is worked like a reader would: found on the home page, typed
into, sent by Enter or its button. Chromium reaches the audited site only, so a search on another host is not tried.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ada_url import URL

from auditor.browser.chromium import Browser, BrowserMissing, chromium
from auditor.browser.judge import limit_waiting
from auditor.browser.site_search_scripts import BUTTON, FIELD, QUIET, RESULTS
from auditor.browser.titles import Title
from auditor.model import NotRun, SearchTrial, TitleTrial

if TYPE_CHECKING:
    from selenium.webdriver.remote.webelement import WebElement

SECONDS = 90.0
"""For all of them."""

PAGE_SECONDS = 20.0
CHANGE_SECONDS = 3.0
"""How long Enter may take to do something, before the button is tried."""

RESULT_SECONDS = 10.0
QUIET_SECONDS = 1.5
"""A page of results that has not changed for so long has come to its end."""

WHAT = "站内搜索"
BARRED = "robots.txt 不允许自动访问搜索页"
OUTSIDE = "搜索在另一个网站上，浏览器只访问被审查网站"


def try_search(
    home: str,
    titles: tuple[Title, ...],
    *,
    served: Callable[[str], str] = lambda url: url,
    canonical: Callable[[str], str] = lambda url: url,
    seed: int = 0,
    seconds: float = SECONDS,
    static: bool = False,
    allowed: Callable[[str], bool] = lambda url: True,
) -> tuple[SearchTrial | None, tuple[NotRun, ...]]:
    """Try the site's search with each title. Returns what came of it, and what was left out and why.

    ``allowed`` says of a canonical address whether it may be asked (robots.txt). ``static``: the site is served from a
    folder, where a search that needs a server cannot work; then an error of that server's is no result. Nothing is
    raised for what the site does.
    """
    if not titles:
        return None, (NotRun(what=WHAT, why="没有可供试搜的文章标题"),)
    tried = _Trial(URL(served(home)).href, titles, served, time.monotonic() + seconds)
    tried.allowed = lambda url: allowed(canonical(url).partition("?")[0])
    try:
        with chromium([URL(served(home)).origin]) as browser:
            trial = tried.run(browser)
    except BrowserMissing as missing:
        return None, (NotRun(what=WHAT, why=str(missing)),)
    if static and any("服务器答复" in one.why for one in trial):
        return None, (NotRun(what=WHAT, why="检查的是文件夹，搜索要靠服务器才能用"),)
    told = [NotRun(what=f"{WHAT}：{one.title}", why=one.why) for one in trial if one.why]
    if tried.entry in ("form", "link"):
        names = "、".join(f"“{title.text}”" for title in titles)
        told.insert(0, NotRun(what=f"{WHAT}：除抽取的标题 {names} 以外", why=f"按随机种子 {seed} 抽取，其余标题没有试"))
    elif tried.entry != "none":
        told = [NotRun(what=f"{WHAT}（{tried.url}）", why=OUTSIDE if tried.entry == "elsewhere" else BARRED)]
    url = canonical(tried.url)
    entry: Any = tried.entry
    return SearchTrial(entry=entry, url=url, trials=trial, classified=tried.classified, seed=seed), tuple(told)


class _Trial:
    """One go through the titles: where the search was found, and what the results looked like."""

    def __init__(self, home: str, titles: tuple[Title, ...], served: Callable[[str], str], end: float) -> None:
        self.home, self.titles, self.served, self.end = home, titles, served, end
        self.entry, self.url = "none", home
        self.classified: bool | None = None
        self.allowed: Callable[[str], bool] = lambda url: True
        self.given_up = ""

    def run(self, browser: Browser) -> tuple[TitleTrial, ...]:
        """Find the search and try each title."""
        browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": QUIET})
        browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "deny"})
        limit_waiting(browser, PAGE_SECONDS)
        trials = []
        for title in self.titles:
            given_up = self.given_up or ("试搜总时限已到" if time.monotonic() >= self.end else "")
            if given_up:
                trials.append(TitleTrial(title=title.text, url=title.url, why=given_up))
                continue
            found, why = self._guarded(browser, title)
            if self.entry in ("none", "elsewhere", "barred"):
                return ()
            trials.append(TitleTrial(title=title.text, url=title.url, found=found, why=why))
        return tuple(trials)

    def _guarded(self, browser: Browser, title: Title) -> tuple[bool | None, str]:
        from selenium.common.exceptions import TimeoutException, WebDriverException
        from urllib3.exceptions import HTTPError

        try:
            field = self._field(browser)
            return (None, "") if field is None else self._one(browser, field, title)
        except TimeoutException:
            return None, f"搜索页 {PAGE_SECONDS:.0f} 秒内没有打开"
        except WebDriverException as error:
            said = (error.msg or type(error).__name__).partition("\n")[0][:200]
            if "ERR_PROXY_CONNECTION_FAILED" in said or "ERR_NAME_NOT_RESOLVED" in said:
                self.entry = "elsewhere"
                return None, OUTSIDE
            return None, f"浏览器没有做完（{said}）"
        except (HTTPError, OSError):
            self.given_up = "浏览器没有应答"
            return None, self.given_up

    def _field(self, browser: Browser) -> WebElement | None:
        """Open the page with the field, the home page first; None where there is none that we may use."""
        browser.driver.get(self.home if self.entry != "link" else self.url)
        field: WebElement | None
        field, action, link = browser.driver.execute_script(FIELD)
        if field is None and link and self.entry == "none":
            if self._closed(link):
                return None
            self.entry, self.url = "link", link
            browser.driver.get(link)
            field, action, _ = browser.driver.execute_script(FIELD)
        if field is None:
            self.entry = "none" if self.entry == "form" else self.entry
            return None
        if action and self._closed(action):
            return None
        self.entry = "form" if self.entry == "none" else self.entry
        return field

    def _closed(self, url: str) -> bool:
        """Whether the search leads where we do not go: it is said so then."""
        if _origin(url) != _origin(self.home):
            self.entry, self.url = "elsewhere", url
        elif not self.allowed(url):
            self.entry, self.url = "barred", url
        else:
            return False
        return True

    def _one(self, browser: Browser, field: WebElement, title: Title) -> tuple[bool | None, str]:
        """Type, send, and wait for the title or for the end of the results."""
        from selenium.webdriver.common.keys import Keys

        driver = browser.driver
        before = driver.execute_script(RESULTS, title.text, "")
        button = driver.execute_script(BUTTON, field)
        field.clear()
        field.send_keys(title.text)
        field.send_keys(Keys.ENTER)
        if not self._changes(browser, title, before) and button is not None:
            driver.execute_script("arguments[0].click()", button)
            self._changes(browser, title, before)
        seen = self._results(browser, title)
        if _bare(seen["href"]) == _bare(before["href"]) and not seen["found"] and seen["size"] == before["size"]:
            return None, "输入后页面没有变化，不能判断"
        if seen["status"] >= 400:
            return False, f"搜索后服务器答复 {seen['status']}"
        if _origin(seen["href"]) != _origin(self.home):
            self.entry = "elsewhere"
            return None, OUTSIDE
        if self.entry == "form":
            self.url = seen["href"].partition("?")[0]
        if seen["found"]:
            self.classified = bool(self.classified) or bool(seen["kinds"] >= 2)
        return bool(seen["found"]), ""

    def _changes(self, browser: Browser, title: Title, before: dict[str, Any]) -> bool:
        end = time.monotonic() + CHANGE_SECONDS
        while time.monotonic() < end:
            now = browser.driver.execute_script(RESULTS, title.text, "")
            if now["href"] != before["href"] or abs(now["size"] - before["size"]) > len(title.text):
                return True
            time.sleep(0.1)
        return False

    def _results(self, browser: Browser, title: Title) -> dict[str, Any]:
        target = URL(self.served(title.url)).pathname
        end, last, since = time.monotonic() + RESULT_SECONDS, -1, time.monotonic()
        while True:
            seen: dict[str, Any] = browser.driver.execute_script(RESULTS, title.text, target)
            now = time.monotonic()
            if seen["size"] != last:
                last, since = seen["size"], now
            ended = seen["state"] == "complete" and now - since > QUIET_SECONDS
            if seen["found"] or ended or now > end:
                return seen
            time.sleep(0.1)


def _origin(url: str) -> str:
    try:
        return str(URL(url).origin)
    except ValueError:
        return ""


def _bare(url: str) -> str:
    return url.partition("#")[0]
