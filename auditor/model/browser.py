"""What Chromium saw: axe-core's findings on a page, and how the site's search did."""

from __future__ import annotations

from typing import Literal

import msgspec


class AxeNode(msgspec.Struct, frozen=True, kw_only=True):
    """One element an axe rule speaks of."""

    selector: str
    html: str
    summary: str
    frame: str = ""


class AxeResult(msgspec.Struct, frozen=True, kw_only=True):
    """One axe rule's outcome on one page; ``outcome`` is ``violation`` or ``incomplete``."""

    rule: str
    outcome: Literal["violation", "incomplete"]
    impact: str
    help: str
    tags: tuple[str, ...]
    nodes: tuple[AxeNode, ...]


class BrowserFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What Chromium and axe-core said of one page; ``error`` where the page could not be judged."""

    url: str
    engine: str
    results: tuple[AxeResult, ...] = ()
    error: str = ""


class TitleTrial(msgspec.Struct, frozen=True, kw_only=True):
    """One title typed into the site's search."""

    title: str
    url: str
    found: bool | None = None
    """Whether it stood on the first page of results; None where that cannot be told."""
    why: str = ""
    """In Chinese, why it cannot."""


class SearchTrial(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the site's search in Chromium (see ``browser.site_search``)."""

    entry: Literal["form", "link", "elsewhere", "barred", "none"]
    """The home page has a field to type in, only a link, a search that leads to another host or that robots.txt keeps
    from us, or nothing of it."""
    url: str = ""
    """Where the search led, canonical."""
    trials: tuple[TitleTrial, ...] = ()
    classified: bool | None = None
    """Whether results can be narrowed by kind; None where no result was seen."""
    seed: int = 0
