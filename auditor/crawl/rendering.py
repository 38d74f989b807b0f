"""Which pages of a crawl have their scripts run in Chromium, within what bounds, and what each came to.

A page is asked for, read and written down as any other; where its reading says that scripts would have shown more
(``noticed.WAITING``), it is opened in Chromium between two waves, when nothing else is asked of the site, and what is
kept of it is replaced in one transaction. The queue is what is noticed of the pages: a kill loses nothing, and
renders no page again but the one in flight. Rendered facts are never taken over by a later run, since what scripts
fetch may be new where the page is not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import msgspec

from auditor.browser.chromium import BrowserMissing
from auditor.browser.render import Page, Renderer, Rendering, secret_agent
from auditor.crawl.fetch import user_agent
from auditor.crawl.frontier import Frontier
from auditor.crawl.noticed import WAITING
from auditor.crawl.readers import Readers
from auditor.crawl.reading import Reading
from auditor.crawl.relay import Relay
from auditor.crawl.response import Response
from auditor.crawl.source import Source
from auditor.crawl.target import Options
from auditor.model import NotRun

RENDERED = "+rendered"
"""Behind the stamp of facts that were taken of a rendered page: no run's stamp is like it, so none takes them over."""

WEAK = ("rendered-part", "rendered-whole")
"""Codes of the pages whose facts are those of the rendered document."""


class Drawn(msgspec.Struct, frozen=True):
    """What rendering a page came to: written down in one transaction."""

    url: str
    depth: int
    code: str
    """See ``noticed``."""
    reading: Reading | None = None
    moved_to: str = ""
    received: int = 0


class Renders:
    """The renderings of a run. Used by the crawl's own thread alone."""

    def __init__(self, frontier: Frontier, source: Source, readers: Readers, options: Options) -> None:
        self._frontier, self._source, self._readers, self._options = frontier, source, readers, options
        agent = secret_agent(user_agent(options.contact))
        self._relay = Relay(source.relay, source.origins, agent)
        self._renderer: Rendering = options.renderer or Renderer(self._relay.answer, agent)
        self._spent = 0.0
        self.why_not = "" if options.render != "never" else "按设置没有使用浏览器"
        """Why no more pages are rendered."""

    def pages(self) -> Iterator[Drawn]:
        """Render the pages that wait, one at a time; each is to be written down before the next is asked for."""
        said, options = self._frontier.said, self._options
        if self.why_not:
            return
        for url in said.waiting(WAITING, every=options.render == "always"):
            if said.rendered() >= options.render_pages:
                self.why_not = f"已到 {options.render_pages} 页上限（crawl.render_pages）"
            elif self._spent >= options.render_seconds:
                self.why_not = f"已到 {options.render_seconds:.0f} 秒时限（crawl.render_seconds）"
            if self.why_not:
                break
            try:
                yield self._draw(url)
            except BrowserMissing as missing:
                self.why_not = str(missing)
                break
        if self.why_not:
            self.close()

    def notes(self) -> tuple[NotRun, ...]:
        """What the report says of how Chromium ran."""
        return tuple(getattr(self._renderer, "notes", ()))

    def close(self) -> None:
        """End Chromium."""
        self._renderer.close()

    def _draw(self, url: str) -> Drawn:
        answer, depth = self._frontier.kept.answer(url)
        began, before = time.monotonic(), self._relay.received
        page = Page(url=answer.final_url, begin=lambda: self._begin(answer), missed=lambda: bool(self._relay.missed))
        found = self._renderer.render(page, self._options.render_timeout)
        self._spent += time.monotonic() - began
        drawn = Drawn(url, depth, f"rendered-{found.outcome}", received=self._relay.received - before)
        if found.html:
            settled = found.outcome == "whole"
            shown = msgspec.structs.replace(answer, rendered=found.html, settled=settled, received=0)
            return msgspec.structs.replace(drawn, reading=self._readers.read(shown, depth))
        moved = self._source.origins.to_canonical(found.moved_to)
        return msgspec.structs.replace(drawn, moved_to=moved if self._source.is_page(moved) else "")

    def _begin(self, answer: Response) -> None:
        self._relay.begin(msgspec.structs.replace(answer, url=answer.final_url.partition("#")[0]))
