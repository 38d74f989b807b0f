"""What the content folder has already of a village, an item and a period, and of which files it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from plugins.build.article import Article
from plugins.catalogue import VILLAGES
from plugins.desk.intake.address import Address
from plugins.desk.intake.affair import document_id
from plugins.desk.part import Headers
from plugins.identifiers.registry import read_registry
from plugins.village_ledger import period_of
from standards.village_rhythm import PROMPT

_DIGEST = re.compile(r"^(?:import_digest|导入摘要): *['\"]?([0-9a-f]+)", re.MULTILINE)
_HEADER = 8192


@dataclass(frozen=True)
class Standing:
    """What is to be done with an address. ``id`` is that of the document to write; ``path`` the one that is there."""

    what: Literal["new", "known", "replace", "taken"]
    id: str
    path: str = ""
    article: Article | None = None


class Record:
    """The documents of all villages by village and item."""

    def __init__(self, headers: Headers) -> None:
        self.headers = headers
        self._by_item: dict[tuple[str, str], list[Article]] = {}
        for article in headers.articles.values():
            if article.type == "village_affair":
                village = article.folder.removeprefix(f"{VILLAGES}/")
                self._by_item.setdefault((village, article.extra["item"]), []).append(article)
        self._ids = {article.id for article in headers.articles.values()} | read_registry(headers.tree).ids

    def standing(self, address: Address, digest: str, *, replacing: bool) -> Standing:
        """Whether files of this digest were imported before, and whether something else stands at this address."""
        own = document_id(address)
        there = list(self._of(address, own))
        for article in there:
            if digest in self._digests(article):
                return Standing("known", article.id, article.path)
        if there and replacing and len(there) == 1:
            return Standing("replace", there[0].id, there[0].path, there[0])
        if there:
            return Standing("taken", own, there[0].path, there[0])
        id_, number = own, 1
        while id_ in self._ids:
            number += 1
            id_ = f"{own}-{number}"
        return Standing("new", id_)

    def _of(self, address: Address, own: str) -> Iterator[Article]:
        """The documents of the same period; of what is made public as it comes, of the same subject."""
        item, village = address.item, address.village
        for article in self._by_item.get((village.id, item.id), ()):
            if item.rhythm == PROMPT:
                same = article.id == own
            else:
                same = not item.periodic or period_of(article, item, village) in (address.period, "")
            if same:
                yield article

    def _digests(self, article: Article) -> list[str]:
        with open(self.headers.tree.root / article.path, "rb") as stream:
            return _DIGEST.findall(stream.read(_HEADER).decode("utf-8", "replace"))
