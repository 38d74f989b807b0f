"""A portal as the checks see it: facts in memory, no server."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from auditor.facts.columns import find_columns
from auditor.model import (
    BrowserFacts,
    Column,
    FileFacts,
    LinkState,
    Listed,
    PageFacts,
    PageHead,
    Probe,
    SearchTrial,
)
from tests.auditor.farm.portals.case import Case


class PortalSite:
    """A portal as a Site of one crawl; every link to a page that is not there is dead."""

    def __init__(self, pages: Mapping[str, PageFacts], case: Case | None, home: str) -> None:
        self.url, self._pages = home, dict(sorted(pages.items()))
        self._case = case
        self._columns: tuple[Column, ...] | None = None

    def pages(self, linking_to: Collection[str] | None = None) -> Iterator[PageFacts]:
        """All of them."""
        return iter(self._pages.values())

    def heads(self) -> Iterator[PageHead]:
        """The same."""
        return iter(self._pages.values())

    def page(self, url: str) -> PageFacts | None:
        """One of them."""
        return self._pages.get(url)

    def columns(self) -> tuple[Column, ...]:
        """Those that the auditor finds."""
        if self._columns is None:
            self._columns = find_columns(self.url, self._pages.values())
        return self._columns

    def link(self, url: str) -> LinkState | None:
        """Pages of the portal are there, other hosts were not asked."""
        if url in self._pages:
            expires = "2027-06-01T00:00:00+00:00" if url == self.url else ""
            return LinkState(url=url, verdict="ok", reason="ok", status=200, expires=expires)
        if not url.startswith(self.url) or not url.endswith("gone.html"):
            return None
        return LinkState(url=url, verdict="broken", reason="not-found", status=404)

    def failed(self) -> frozenset[str]:
        """The one dead page."""
        return frozenset({f"{self.url}gone.html"})

    def probe(self, kind: str) -> Probe | None:
        """As the case says."""
        return self._case.probes.get(kind) if self._case else None

    def search(self) -> SearchTrial | None:
        """As the case says."""
        return self._case.search if self._case else None

    def sheets(self) -> Iterator[PageFacts]:
        """None."""
        return iter(())

    def files(self) -> Iterator[FileFacts]:
        """None."""
        return iter(())

    def browser(self) -> Iterator[BrowserFacts]:
        """None."""
        return iter(())

    def listed_before(self, url: str) -> Listed | None:
        """Nobody looked."""
        return None
