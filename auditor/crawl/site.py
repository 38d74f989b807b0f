"""A crawl as the checks see it: model.Site over the frontier, nothing of it in memory but what was just asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from auditor.crawl.frontier import Frontier
from auditor.crawl.links import skipped
from auditor.crawl.probes import read_probes
from auditor.model import BrowserFacts, Column, LinkState, PageFacts, PageHead, Probe, SearchTrial

FindColumns = Callable[[str, Iterable[PageFacts]], tuple[Column, ...]]
"""``auditor.facts.columns.find_columns``: the home page's address and the pages, one at a time."""

_REMEMBERED = 4096
"""Verdicts kept in memory: every page of a site links to the same few hundred addresses."""


class CrawledSite:
    """``model.Site`` over a frontier that a crawl has filled."""

    def __init__(
        self,
        frontier: Frontier,
        find_columns: FindColumns | None = None,
        browser: Sequence[BrowserFacts] = (),
        search: SearchTrial | None = None,
    ) -> None:
        self.url = frontier.noted("home")
        self._frontier = frontier
        self._find_columns = find_columns
        self._columns: tuple[Column, ...] | None = None
        self._failed: frozenset[str] | None = None
        self._browser = tuple(browser)
        self._search = search
        self.link = lru_cache(_REMEMBERED)(self._link)

    def pages(self, linking_to: Collection[str] | None = None) -> Iterator[PageFacts]:
        """Every HTML page that was fetched with status 200, in the order of addresses; or those that link to some."""
        return self._frontier.kept.facts(linking_to=linking_to)

    def heads(self) -> Iterator[PageHead]:
        """What the same pages say of themselves."""
        return self._frontier.kept.heads()

    def page(self, url: str) -> PageFacts | None:
        """One page by its address."""
        return self._frontier.kept.page(url)

    def judged(self, stamp: str) -> Iterator[tuple[str, bytes | None]]:
        """What the page checks found on each page when it was read under ``stamp``; None where they did not run."""
        return self._frontier.kept.judged(stamp)

    def failed(self) -> frozenset[str]:
        """The addresses whose verdict is broken or suspect."""
        if self._failed is None:
            self._failed = frozenset(
                link.url for link in self._frontier.links() if link.verdict in ("broken", "suspect")
            )
        return self._failed

    def sheets(self) -> Iterator[PageFacts]:
        """The site's own style sheets, in the order of addresses."""
        return self._frontier.kept.sheets()

    def columns(self) -> tuple[Column, ...]:
        """The columns found, in the order of addresses."""
        if self._columns is None:
            found = self._find_columns(self.url, self._frontier.kept.facts("column")) if self._find_columns else ()
            self._columns = tuple(sorted(found, key=lambda column: column.url))
        return self._columns

    def browser(self) -> Iterator[BrowserFacts]:
        """What the browser said of the sampled pages."""
        return iter(self._browser)

    def probe(self, kind: str) -> Probe | None:
        """What the host answered to a question of its own (see ``probes``)."""
        return next((probe for probe in read_probes(self._frontier) if probe.kind == kind), None)

    def search(self) -> SearchTrial | None:
        """What came of the site's search."""
        return self._search

    def _link(self, url: str) -> LinkState | None:
        """The verdict of a link target (without fragment); None when it was never asked for."""
        known = self._frontier.page_link(url) or self._frontier.target_link(url)
        if known is None:
            return None
        state, link = known
        if state == "cut" and link is None:
            return skipped(url, "out-of-budget")
        if state == "trap":
            return skipped(url, "trap")
        if link is not None and link.anchors is None and link.final_url not in ("", url):
            shown = self._frontier.page_link(link.final_url)
            if shown is not None and shown[1] is not None:
                return msgspec.structs.replace(link, anchors=shown[1].anchors)
        return link
