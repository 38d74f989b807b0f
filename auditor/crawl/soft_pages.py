"""Soft 404s among the pages of the audited site: its own directories are probed once the pages are read.

After the crawl and not during it, so that which directories are probed does not hang on the threads' luck: those with
most pages first. Pages of honest directories are not looked at again.
"""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from auditor.crawl.baseline import Baseline, directory_shape
from auditor.crawl.frontier import Frontier
from auditor.crawl.links import is_home, soft
from auditor.model import LinkState

DIRECTORIES = 30
"""Directories of the audited site that are probed at most."""


class Probes(Protocol):
    """Who asks what is not there."""

    def is_page(self, url: str) -> bool: ...
    def baseline(self, url: str) -> Baseline | None: ...


def mark_soft_pages(frontier: Frontier, source: Probes) -> int:
    """Give the pages that show what their directory shows for anything the verdict soft-404.

    Returns how many directories were not probed because there are too many.

    Home pages and the indexes of directories are never one: a site may well answer with its list to any name in it.
    """
    pages: Counter[str] = Counter()
    example: dict[str, str] = {}
    for link in frontier.links():
        if _judged(link) and source.is_page(link.url):
            shape = directory_shape(link.url)
            pages[shape] += 1
            example.setdefault(shape, link.url)
    lying = {}
    probed = sorted(pages.items(), key=lambda item: (-item[1], item[0]))[:DIRECTORIES]
    for shape, _ in probed:
        baseline = source.baseline(example[shape])
        if baseline is not None:
            lying[shape] = baseline
    if lying:
        _mark(frontier, lying)
    return len(pages) - len(probed)


def _judged(link: LinkState) -> bool:
    return (
        link.verdict in ("ok", "redirected")
        and link.status == 200
        and not is_home(link.url)
        and bool(link.url.partition("?")[0].rpartition("/")[2])
        and link.content_type.lower().startswith(("text/html", "application/xhtml"))
    )


def _mark(frontier: Frontier, lying: dict[str, Baseline]) -> None:
    found = []
    for answer in frontier.kept.responses():
        baseline = lying.get(directory_shape(answer.url))
        known = frontier.page_link(answer.url)
        if baseline is not None and known and known[1] and _judged(known[1]) and baseline.fits(answer):
            found.append(soft(known[1]))
    for link in frontier.links():
        baseline = lying.get(directory_shape(link.url))
        landed = baseline is not None and baseline.landing == link.final_url != link.url
        if landed and _judged(link):  # of an answer that was led elsewhere nothing is kept under its own address
            found.append(soft(link))
    with frontier.together():
        for link in found:
            frontier.judge_again(link)
