"""Labels and their values: “来信时间：2026-10-08”, ``<dt>来信时间<dd>…``, a cell beside a cell, a heading above text.

Read from blocks, so that tables, lists of definitions, paragraphs, cards and tabs come out alike. What a label is
called is the caller's: a vocabulary of names, each with the words that people use for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from auditor.model import Locator, PageFacts, TextBlock

_NUMBER = (
    r"[\s\W_]*(?:第?[一二三四五六七八九十\d]{1,3}[、.．)）]|[（(【\[][一二三四五六七八九十\d]{1,3}[)）】\]])?[\s\W_]*"
)
_BRACKETS = r"(?:\s*[（(][^）)]{0,24}[)）])?"
LONGEST_HEAD = 40
"""Characters of a block within which a label that begins it ends."""

VALUE_BLOCKS = 60
"""Blocks that may belong to one label: a reply is long, a page is not endless."""

STRIP = 3
"""Labels in a row without a value between them that are the strip of tabs or a table of contents."""


class Value(msgspec.Struct, frozen=True):
    """What stands at a label: ``text`` is joined by line breaks, ``bare`` says that it stands in a row of labels
    without values (tabs), so that an empty text proves nothing."""

    name: str
    label: str
    text: str
    locator: Locator
    bare: bool = False


class Vocabulary:
    """Names, and the words by which a page calls them."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._names = {word: name for name, synonyms in words.items() for word in synonyms}
        longest = sorted(self._names, key=len, reverse=True)
        either = "|".join(r"[\s\u3000\xa0]*".join(map(re.escape, word)) for word in longest)
        self._head = re.compile(
            rf"{_NUMBER}({either}){_BRACKETS}\s*[】\]〕]?\s*(?:([：:])|$|(?<=[】\]〕\s])(?=\S))", re.I
        )
        self._inner = re.compile(rf"({either})\s*[】\]〕]?\s*[：:]", re.I)

    def find(self, text: str) -> list[tuple[int, int, str, str]]:
        """The labels in one block: where each begins, where its value begins, its name, the word used."""
        found = []
        head = self._head.match(text[:LONGEST_HEAD])
        if head:
            found.append((0, head.end(), self._name(head[1]), head[1]))
        at = head.end() if head else 0
        for inner in self._inner.finditer(text, at):
            found.append((inner.start(), inner.end(), self._name(inner[1]), inner[1]))
        return found

    def _name(self, word: str) -> str:
        folded = re.sub(r"\s", "", word)
        return self._names.get(folded) or self._names[folded.lower()]

    def values(self, page: PageFacts) -> list[Value]:
        """Every label of the page with its value, those behind tabs after those that are seen."""
        return [*self._read(_texts(page.blocks)), *self._read(_texts(page.folded))]

    def _read(self, blocks: Sequence[TextBlock]) -> Iterator[Value]:
        spots = [(at, *spot) for at, block in enumerate(blocks) for spot in self.find(block.text)]
        values = []
        for number, (at, _, begins, name, label) in enumerate(spots):
            after = spots[number + 1] if number + 1 < len(spots) else None
            block = blocks[at]
            if after and after[0] == at:
                pieces = [block.text[begins : after[1]]]
            else:
                end = min(after[0] if after else len(blocks), at + VALUE_BLOCKS)
                pieces = [block.text[begins:], *(follower.text for follower in blocks[at + 1 : end])]
                if after and after[1] and end == after[0]:
                    pieces.append(blocks[end].text[: after[1]])
            text = "\n".join(piece.strip() for piece in pieces if piece.strip(" \u3000\xa0:：|｜"))
            values.append(Value(name, re.sub(r"\s", "", label), text, block.locator))
        yield from _strips(values)


def _strips(values: Sequence[Value]) -> Iterator[Value]:
    """The values, those without text marked ``bare`` where they stand in a run of such."""
    for empty, run in groupby(values, key=lambda value: not value.text):
        found = list(run)
        # The last label of a strip has all that follows for its value.
        bare = empty and len(found) >= STRIP - 1
        yield from (msgspec.structs.replace(value, bare=True) if bare else value for value in found)


def _texts(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """What may hold labels: no head, no foot, and no menu above the middle of the page. Strips of tabs stand in it."""
    middle = next((at for at, block in enumerate(blocks) if block.region == "main"), len(blocks))
    return [
        block
        for at, block in enumerate(blocks)
        if block.kind == "text"
        and block.text
        and block.region not in ("header", "footer")
        and (block.region != "nav" or at > middle)
    ]
