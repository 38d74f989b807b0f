"""What a reader will read of a Markdown file, and where in the file each character of it stands.

The build's own text comes from the rendered page, which keeps no places; here marks are stripped line by line and the
place of every character is kept, so that a message can name line and column and a mend can be written back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from plugins.build.front_matter import FrontMatter

_INLINE = re.compile(
    r"\\(?P<kept>[\\`*_{}\[\]()#+\-.!|<>])"
    r"|\[\^[^\]\s]+\]|!?\[(?=[^\]]*\]\()|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)"
    r"|<!--.*?-->|(?P<tag></?[A-Za-z][^<>]*>)|\*+|`+|(?<!\w)_+|_+(?!\w)|\{:?[^{}\n]*\}\s*$|\s+$"
)
_BLOCK_TAG = re.compile(r"</?(?:t[dhr]|table|thead|tbody|caption|p|div|li|[ou]l|d[dtl]|figure|figcaption|br|h[1-6])\b")
_START = re.compile(r"\s*(?:(?P<mark>#{1,6}\s+|[-*+]\s+|\d{1,3}[.)]\s+|\[\^[^\]\s]+\]:\s*|(?P<quote>(?:>\s?)+)))?")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-+:?\s*)*\|?\s*$|\s*([-*_]\s*){3,}$|\s*=+\s*$")
_HAN = re.compile(r"[\u3400-\u9fff\u3001-\u3011\uff00-\uffef]")


@dataclass(frozen=True)
class Passage:
    """A stretch of text that is read in one go.

    ``places`` gives the offset in the file of each character of ``text``; ``head`` is the head of the table column it
    stands under; ``quoted`` whether it stands in a block quote; ``key`` the front matter key, empty in the body.
    """

    text: str
    places: tuple[int, ...]
    quoted: bool = False
    head: str = ""
    key: str = ""

    def position(self, at: int, file: str) -> tuple[int, int]:
        """1-based line and column, in the file, of the character ``at``."""
        place = self.places[min(at, len(self.places) - 1)]
        return file.count("\n", 0, place) + 1, place - file.rfind("\n", 0, place)


def read_passages(file: str, front: FrontMatter) -> Iterator[Passage]:
    """Every passage of a document in order; ``file`` is its text as ``read_text`` gives it."""
    for key, value in front.values.items():
        yield from _header(file, front, key, value)
    lines = file.split("\n")
    yield from _Body(file, sum(len(line) + 1 for line in lines[: front.end_line])).passages()


def _header(file: str, front: FrontMatter, key: str, value: Any) -> Iterator[Passage]:
    """The strings of a front matter value, found in the file from the line of their key on."""
    lines = file.split("\n")
    start = sum(len(line) + 1 for line in lines[: front.lines[key] - 1]) + len(front.spelled[key])
    end = sum(len(line) + 1 for line in lines[: front.end_line - 1])
    for text in _strings(value):
        at = file.find(text, start, end)
        if at >= 0:
            yield Passage(text, tuple(range(at, at + len(text))), key=key)
            start = at + len(text)
        elif text:  # folded over lines, or with escapes: the place of its key must do
            yield Passage(text, (start,) * len(text), key=key)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


class _Body:
    """One pass over the lines of a body."""

    def __init__(self, file: str, start: int) -> None:
        self.file, self.start = file, start
        self.chars: list[str] = []
        self.places: list[int] = []
        self.quoted = False
        self.heads: list[str] = []

    def passages(self) -> Iterator[Passage]:
        at, fenced = self.start, False
        for line in self.file[self.start :].split("\n"):
            if re.match(r"\s*(```|~~~)", line):
                fenced = not fenced
                yield from self.flush()
            elif not line.strip() or _RULE.match(line):
                yield from self.flush()
                self.heads = self.heads if line.strip() else []
            elif fenced:
                yield Passage(line, tuple(range(at, at + len(line))))
            elif line.lstrip().startswith("|"):
                yield from self.flush()
                yield from self.row(line, at)
            else:
                yield from self.line(line, at)
            at += len(line) + 1
        yield from self.flush()

    def line(self, line: str, at: int) -> Iterator[Passage]:
        """A line of a paragraph, heading, list item or raw HTML."""
        start = _START.match(line)
        assert start is not None  # every part of it may be absent
        mark, quote, skip = start["mark"] or "", bool(start["quote"]), start.end()
        if mark or quote != self.quoted:
            yield from self.flush()
        self.quoted = quote
        if self.chars and not (_HAN.match(self.chars[-1]) and _HAN.match(line[skip : skip + 1])):
            self.chars.append("\n")
            self.places.append(at)
        yield from self.inline(line, skip, len(line), at)
        if mark.startswith("#"):
            yield from self.flush()

    def row(self, line: str, at: int) -> Iterator[Passage]:
        """The cells of a table row; the first row of a table names its columns."""
        cells: list[str] = []
        edges = [match.start() for match in re.finditer(r"(?<!\\)\|", line)] + [len(line)]
        for number, (left, right) in enumerate(pairwise(edges)):
            inner = line[left + 1 : right]
            found = list(self.inline(line, left + 1 + len(inner) - len(inner.lstrip()), right, at))
            found += self.flush(self.heads[number] if number < len(self.heads) else "")
            cells.append("".join(passage.text for passage in found))
            yield from found
        self.heads = self.heads or cells

    def inline(self, line: str, start: int, end: int, at: int) -> Iterator[Passage]:
        """Keep what is read of a part of a line; block tags end a passage."""
        done = start
        for match in _INLINE.finditer(line, start, end):
            self.keep(line, done, match.start(), at)
            done = match.end()
            if match["kept"]:
                self.keep(line, match.start("kept"), match.end("kept"), at)
            elif match["tag"]:
                for said in re.finditer(r"\b(?:alt|title)=\"([^\"]*)\"", match["tag"]):
                    begin = match.start() + said.start(1)
                    yield Passage(said[1], tuple(range(at + begin, at + begin + len(said[1]))))
                if _BLOCK_TAG.match(match["tag"]):
                    yield from self.flush()
        self.keep(line, done, end, at)

    def keep(self, line: str, start: int, end: int, at: int) -> None:
        self.chars += line[start:end]
        self.places += range(at + start, at + end)

    def flush(self, head: str = "") -> list[Passage]:
        """What was gathered, as a passage."""
        text, places, quoted = "".join(self.chars), tuple(self.places), self.quoted
        self.chars, self.places, self.quoted = [], [], False
        return [Passage(text, places, quoted, head)] if text.strip() else []
