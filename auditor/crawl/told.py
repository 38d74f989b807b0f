"""The addresses that the database was told of, remembered to spare it: most links of a page are its site's menu."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 50_000
"""Addresses remembered at most; when full all are forgotten, which costs time and nothing else."""

ANYWHERE = (-1, "")
"""Of a link target it is not kept where it was found."""


class Told:
    """Where each address was found, as (rank, page); the better place counts."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[int, str]] = {}

    def news(self, urls: Iterable[str], place: tuple[int, str]) -> list[str]:
        """Those of ``urls`` that the database may have to be told of: not found yet at that rank and page or better."""
        places = self._places
        if len(places) > _MOST:
            places.clear()
        new = []
        for url in urls:
            key = hash(url) if place[0] >= 0 else ~hash(url)
            if (before := places.get(key)) is None or before > place:
                places[key] = place
                new.append(url)
        return new

    def forget(self, url: str) -> None:
        """Take the next mention of a page for news."""
        self._places.pop(hash(url), None)

    def forget_all(self) -> None:
        """As after a transaction that was rolled back."""
        self._places.clear()
