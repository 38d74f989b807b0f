"""Documents' text, assembled by seed from the frames. Same generator state, same text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from bench.build.frames import HEADINGS, OPENINGS, SENTENCES, TITLES, WORDS

NUMERALS = [*"一二三四五六七八九十", *(f"十{unit}" for unit in "一二三四五六七八九"), "二十"]
LINK = re.compile(r"\(@(\d+)@\)")
"""An internal link as bodies are kept: the number of the document in place of its address."""

_Draw = Callable[[], float]
_NUMBERS: dict[str, Callable[[_Draw], str]] = {
    "few": lambda draw: str(2 + int(draw() * 8)),
    "few2": lambda draw: str(1 + int(draw() * 3)),
    "num": lambda draw: str(20 + int(draw() * 980)),
    "num2": lambda draw: str(5 + int(draw() * 25)),
    "big": lambda draw: str(1000 + int(draw() * 90000)),
    "money": lambda draw: f"{10 + draw() * 4990:.2f}",
    "money2": lambda draw: f"{1 + draw() * 99:.2f}",
    "pct": lambda draw: f"{2 + draw() * 96:.1f}",
    "score": lambda draw: f"{85 + draw() * 14:.1f}",
    "month": lambda draw: str(1 + int(draw() * 11)),
    "date": lambda draw: f"{1 + int(draw() * 11)}月{1 + int(draw() * 28)}日",
    "phone": lambda draw: f"{100 + int(draw() * 18)}",
}


def _word_gap(name: str) -> Callable[[_Draw], str]:
    words = WORDS[name]
    count = len(words)
    return lambda draw: words[int(draw() * count)]


def _gap(name: str) -> Callable[[_Draw], str]:
    return _NUMBERS[name] if name in _NUMBERS else _word_gap(name.rstrip("2"))


class _Frame:
    """A sentence taken apart once: text, gap, text, gap … ``serial`` is filled by the caller."""

    __slots__ = ("gaps", "texts")

    def __init__(self, text: str) -> None:
        parts = re.split(r"\{(\w+)\}", text)
        self.texts = parts[::2]
        self.gaps = [None if name == "serial" else _gap(name) for name in parts[1::2]]

    def fill(self, draw: _Draw, serial: str = "") -> str:
        made = [self.texts[0]]
        for gap, text in zip(self.gaps, self.texts[1:], strict=True):
            made.append(gap(draw) if gap else serial)
            made.append(text)
        return "".join(made)


def _taken_apart(themes: dict[str, tuple[str, ...]]) -> dict[str, list[_Frame]]:
    return {theme: [_Frame(text) for text in texts] for theme, texts in themes.items()}


_OPENINGS, _SENTENCES, _TITLES = _taken_apart(OPENINGS), _taken_apart(SENTENCES), _taken_apart(TITLES)
_CLAUSES = ("{who}：{stage}{num}件", "{town}：{thing}", "{thing}，{date}前{result}", "{project}{stage}")
_CLAUSE = [_Frame(text) for text in _CLAUSES]
_ROW = [_Frame("{town}"), _Frame("{who}"), _Frame("{project}"), _Frame("{thing}")]


class Writer:
    """Writes the parts of one document of a theme; ``rng`` decides everything."""

    def __init__(self, rng: Random, theme: str) -> None:
        self.rng, self.draw, self.theme = rng, rng.random, theme
        self._sentences = _SENTENCES[theme]
        self._at = int(self.draw() * len(self._sentences))

    def pick(self, frames: Sequence[_Frame], serial: str = "") -> str:
        """One of the frames, filled."""
        return frames[int(self.draw() * len(frames))].fill(self.draw, serial)

    def title(self, serial: int) -> str:
        """A title; ``serial`` is the document's number, which most titles carry in some form."""
        return self.pick(_TITLES[self.theme], str(serial + 1))

    def opening(self) -> str:
        """How a document of the theme begins."""
        return self.pick(_OPENINGS[self.theme])

    def word(self, name: str) -> str:
        """One of WORDS."""
        return WORDS[name][int(self.draw() * len(WORDS[name]))]

    def paragraph(self, sentences: int) -> str:
        """So many sentences; now and then a few words are bold."""
        said = [self._sentence() for _ in range(sentences)]
        if self.draw() < 0.08:
            said[0] = f"**{self.word('thing')}方面**，{said[0]}"
        return "".join(said)

    def _sentence(self) -> str:
        """The theme's next sentence, or one a little further on, so that neighbours differ."""
        self._at = (self._at + 1 + int(self.draw() * 3)) % len(self._sentences)
        return self._sentences[self._at].fill(self.draw)

    def listing(self, ordered: bool) -> str:
        """Three to seven entries."""
        count = 3 + int(self.draw() * 5)
        marks = [f"{at}." if ordered else "-" for at in range(1, count + 1)]
        return "\n".join(f"{mark} {self.pick(_CLAUSE)}；" for mark in marks)[:-1] + "。"

    def table(self, rows: int) -> str:
        """A table of four columns; the last row sums the numbers up."""
        lines = ["| 序号 | 名称 | 数量 | 金额（万元） |", "|---|---|---:|---:|"]
        counts, sums = 0, 0
        for at in range(1, rows + 1):
            count, cents = 1 + int(self.draw() * 400), int(self.draw() * 900000)
            counts, sums = counts + count, sums + cents
            lines.append(f"| {at} | {self.pick(_ROW)} | {count} | {cents / 100:.2f} |")
        return "\n".join([*lines, f"| 合计 | | {counts} | {sums / 100:.2f} |"])


def body(writer: Writer, length: int, *, links: Sequence[str], signed: str) -> str:
    """Markdown of about ``length`` characters.

    ``links`` are Markdown links to be worked into it, ``signed`` its last lines. Half of the documents have headings;
    official ones and long ones always do.
    """
    draw = writer.draw
    parts = [writer.opening()]
    if draw() < 0.4 or length > 4000 or writer.theme in ("policy", "service"):
        parts += _sections(writer, length)
    else:
        parts += _paragraphs(writer, length - len(parts[0]))
    for link in links:
        parts.insert(1 + int(draw() * (len(parts) - 1)), f"有关规定见{link}。")
    return "\n\n".join([*parts, signed]) + "\n"


def _paragraphs(writer: Writer, length: int) -> list[str]:
    """Paragraphs, seldom a list or a table among them, until they are ``length`` characters long."""
    made: list[str] = []
    draw = writer.draw
    while length > 0:
        chance = draw()
        if chance < 0.009 and made:
            made.append(f"具体情况见下表：\n\n{writer.table(3 + int(draw() * 10))}")
        elif chance < 0.045 and made:
            made.append(f"主要包括：\n\n{writer.listing(ordered=draw() < 0.6)}")
        else:
            made.append(writer.paragraph(2 + int(draw() * 4)))
        length -= len(made[-1])
    return made


def _sections(writer: Writer, length: int) -> list[str]:
    """Numbered sections; sections of long documents are long themselves and have headings below them."""
    draw = writer.draw
    count = min(len(NUMERALS), 2 + int(draw() * 3) + length // 2000)
    names = HEADINGS[writer.theme]
    made: list[str] = []
    for at in range(count):
        made.append(f"## {NUMERALS[at]}、{names[at % len(names)]}")
        share = length // count
        if share > 900:
            for part in range(2):
                made.append(f"### （{NUMERALS[part]}）{writer.word('thing')}")
                made += _paragraphs(writer, share // 2)
        else:
            made += _paragraphs(writer, share)
    return made
