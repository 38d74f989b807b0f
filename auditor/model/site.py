"""What one crawl saw, as checks see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, Protocol

import msgspec

from auditor.model.browser import BrowserFacts, SearchTrial
from auditor.model.file import FileFacts
from auditor.model.link import LinkState
from auditor.model.page import Hop, ListItem, Locator, PageFacts, PageHead


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """One question to the site's host that no page asks, put once a crawl (see ``crawl.probes``).

    ``not-found`` asks for an address that nobody has written, ``plain-http`` for the home page by http where it is
    read by https, ``secure-http`` the other way round, ``ipv6`` asks the resolver for the host's AAAA record.
    """

    kind: Literal["not-found", "plain-http", "secure-http", "ipv6"]
    url: str
    outcome: str = "ok"
    """A reason code as of LinkState; for ``ipv6`` found or none."""
    status: int = 0
    final_url: str = ""
    hops: tuple[Hop, ...] = ()
    page: PageFacts | None = None
    """What was shown, of ``not-found`` only."""
    why: str = ""
    """In Chinese, why it was not asked or tells nothing; empty where it may be judged."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the site as seen from outside: its pages, its items, the newest date among them."""

    name: str
    url: str
    type: str = ""
    """ColumnType as the page declares it, or empty."""
    items: tuple[ListItem, ...] = ()
    """The items of all its list pages, in the order listed; child columns' items are not among them."""
    children: tuple[str, ...] = ()
    """Addresses of child columns."""
    declared: bool = False
    scripted: bool = False
    archived: bool = False
    locator: Locator = Locator()


class Listed(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a column listed on a day: the oldest date among its rows, and digests of their addresses (``listed.py``)."""

    on: str
    oldest: str
    urls: tuple[str, ...] = ()


ANCHORED = "#"
"""In place of an address in ``Site.pages``: links to a place within a page."""
NOWHERE = "?"
"""In place of an address in ``Site.pages``: references that lead nowhere a reader could go (malformed, file:)."""


class Site(Protocol):
    """What one crawl saw. Pages come one at a time: a site does not fit in memory."""

    url: str
    """Canonical address of the home page."""

    def pages(self, linking_to: Collection[str] | None = None) -> Iterator[PageFacts]:
        """Every HTML page that was fetched with status 200, in the order of addresses.

        A check that looks at some links only says so with ``linking_to``: addresses (or ANCHORED, NOWHERE). Pages
        without any of them may then be left out, which spares unpacking them.
        """

    def heads(self) -> Iterator[PageHead]:
        """The same pages in the same order, without what stands on them."""

    def page(self, url: str) -> PageFacts | None:
        """One page of ``pages`` by its address."""

    def failed(self) -> frozenset[str]:
        """The addresses whose verdict is broken or suspect."""

    def sheets(self) -> Iterator[PageFacts]:
        """The style sheets of the site that its pages use, as facts of which only address and links are filled."""

    def files(self) -> Iterator[FileFacts]:
        """The attachments that were read, in the order of addresses."""

    def columns(self) -> tuple[Column, ...]:
        """The columns found, in the order of addresses."""

    def listed_before(self, url: str) -> Listed | None:
        """What the column of this address listed on an earlier day, under ``--state``; None where nobody looked."""

    def link(self, url: str) -> LinkState | None:
        """The verdict of a link target (without fragment); None when it was never asked for."""

    def browser(self) -> Iterator[BrowserFacts]:
        """What the browser said of the sampled pages."""

    def probe(self, kind: str) -> Probe | None:
        """What the host answered to a question of its own; None where it was not asked."""

    def search(self) -> SearchTrial | None:
        """What came of the site's search; None where it was not tried."""
