"""A crawl as the checks see it: model.Site over the frontier, nothing of it in memory but what was just asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

import msgspec

from auditor.crawl.frontier import Frontier
from auditor.crawl.links import skipped
from auditor.crawl.probes import read_probes
from auditor.model import (
    BrowserFacts,
    Column,
    FileFacts,
    Hit,
    LinkState,
    Listed,
    NotRun,
    PageFacts,
    PageHead,
    Probe,
    SearchTrial,
)

FindColumns = Callable[[str, Iterable[PageFacts]], tuple[Column, ...]]
"""``auditor.facts.columns.find_columns``: the home page's address and the pages, one at a time."""

_REMEMBERED = 4096
"""Verdicts kept in memory: every page of a site links to the same few hundred addresses."""


class Beside(msgspec.Struct, frozen=True):
    """What checks of the site read that is not in the crawl's file; goes from process to process with its path."""

    find_columns: FindColumns | None = None
    browser: tuple[BrowserFacts, ...] = ()
    before: dict[str, Listed] = {}
    """What columns listed on an earlier day, by their address."""
    search: SearchTrial | None = None


NOTHING_BESIDE = Beside()


class CrawledSite:
    """``model.Site`` over a frontier that a crawl has filled."""

    def __init__(self, frontier: Frontier, beside: Beside = NOTHING_BESIDE) -> None:
        self.url = frontier.noted("home")
        self.path = frontier.path
        self.beside = beside
        self._frontier = frontier
        self._columns: tuple[Column, ...] | None = None
        self._failed: frozenset[str] | None = None
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

    def addresses(self, kind: str) -> Iterator[str]:
        """The addresses of the pages of a kind, in order."""
        return self._frontier.kept.addresses(kind)

    def judged(self) -> Iterator[tuple[str, str | None, bytes]]:
        """What page checks found on each page, and under which stamp; None where none ran."""
        return self._frontier.kept.judged()

    def stamps(self) -> dict[str, dict[str, str]]:
        """What the stamps stand for: each check's own."""
        return self._frontier.kept.stamps()

    def keep_hits(self, stamp: str, found: Iterable[tuple[str, bytes]]) -> None:
        """Store what page checks found on some pages, for the next time they are judged; without stamp, nothing."""
        if stamp:
            self._frontier.kept.keep_all_hits(stamp, found)

    def basis(self) -> str:
        """Names all that a check of the site may read: where two sites have one name, each says the same of both."""
        seen = msgspec.json.encode((self.beside.browser, self.beside.before, self.beside.search), order="sorted")
        return blake2b(seen + self._frontier.site_hits.basis().encode(), digest_size=16).hexdigest()

    def site_stamps(self) -> dict[str, str]:
        """By the id of each check of the site whose answer is kept, the stamp under which it was given."""
        return self._frontier.site_hits.stamps()

    def keep_said(self, id: str, stamp: str, said: Iterable[Hit | NotRun]) -> Iterator[Hit | NotRun]:
        """Pass on what a check of the site says, and keep it under ``stamp`` once all of it has been said."""
        return self._frontier.site_hits.keep(id, stamp, said)

    def said(self, id: str) -> Iterator[Hit | NotRun]:
        """What a check of the site has said, as it is kept."""
        return self._frontier.site_hits.said(id)

    def files(self) -> Iterator[FileFacts]:
        """The attachments that were read, in the order of addresses."""
        return self._frontier.files.facts()

    def file(self, url: str) -> FileFacts | None:
        """One attachment by its address."""
        return self._frontier.files.file(url)

    def judged_files(self, stamp: str) -> Iterator[tuple[str, bytes | None]]:
        """What the checks found in each attachment when it was read under ``stamp``; None where they did not run."""
        return self._frontier.files.judged(stamp)

    def linkers(self, urls: Collection[str]) -> dict[str, list[str]]:
        """The pages that link to each of some addresses, in order."""
        return self._frontier.kept.linkers(urls)

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
            find = self.beside.find_columns
            found = find(self.url, self._frontier.kept.facts("column")) if find else ()
            self._columns = tuple(sorted(found, key=lambda column: column.url))
        return self._columns

    def listed_before(self, url: str) -> Listed | None:
        """What the column listed when an earlier run read it."""
        return self.beside.before.get(url)

    def browser(self) -> Iterator[BrowserFacts]:
        """What the browser said of the sampled pages."""
        return iter(self.beside.browser)

    def probe(self, kind: str) -> Probe | None:
        """What the host answered to a question of its own (see ``probes``)."""
        return next((probe for probe in read_probes(self._frontier) if probe.kind == kind), None)

    def search(self) -> SearchTrial | None:
        """What came of the site's search."""
        return self.beside.search

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
