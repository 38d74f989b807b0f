"""Which titles a search is tried with: drawn from the content pages by a seed, the same every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from auditor.model import PageHead

TITLES = 4
"""Titles that are tried. Source: 国办秘函〔2019〕19号."""

SHORTEST = 8
"""Characters of a title that is told from others."""

_BEFORE_SITE = re.compile(r"[_|｜]|\s[-–—]+\s?|[-–—]{2,}")


class Title(NamedTuple):
    """A content page's own title, and its canonical address."""

    text: str
    url: str


class Draw:
    """Draws titles from pages that go by: seeded, so that the same site gives the same four."""

    def __init__(self, seed: int, number: int = TITLES) -> None:
        self._seed, self._number = seed, number
        self._lots: list[tuple[bytes, Title]] = []

    def watching(self, pages: Iterable[PageHead]) -> Iterator[PageHead]:
        """The pages as they come; those of the home page's kind and the columns are not drawn."""
        for page in pages:
            title = title_of(page)
            if page.kind == "content" and len(title) >= SHORTEST:
                lot = blake2b(title.encode(), key=str(self._seed).encode()[:64], digest_size=16).digest()
                self._lots.append((lot, Title(title, page.url)))
                if len(self._lots) > 64:
                    self._keep()
            yield page

    def titles(self) -> tuple[Title, ...]:
        """What was drawn, in the order of lots; equal titles are drawn once."""
        self._keep()
        return tuple(title for _, title in self._lots)

    def _keep(self) -> None:
        best: dict[bytes, Title] = {}
        for lot, title in sorted(self._lots):
            best.setdefault(lot, title)
        self._lots = list(best.items())[: self._number]


def title_of(page: PageHead) -> str:
    """What a page is called: its ArticleTitle, else its title as far as the site's name behind it."""
    return page.meta("ArticleTitle") or _BEFORE_SITE.split(page.title)[0].strip()
