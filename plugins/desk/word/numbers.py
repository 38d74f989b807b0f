"""Automatic numbers of Word, worked out: what stands on the page as 一、 or （二） is in no text of the file.

A number is part of an official text ("见第二条第（三）项"), so it is written down as it is printed, not left to the web
page's own counting. Bullets say nothing and stay bullets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.desk.word.package import W

_DIGITS = "〇一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_CHINESE = {"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "taiwaneseCounting",
            "taiwaneseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseDigital"}  # fmt: skip
_MOST = 9999
DEEPEST = 8


def in_chinese(number: int) -> str:
    """1 to 9999 as 一, 十二, 二十, 一百零三."""
    if not 0 < number <= _MOST:
        return str(number)
    written, rest, gap = "", number, False
    for worth, place in _PLACES:
        digit, rest = divmod(rest, worth)
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + place
        gap = bool(written) and not digit and rest > 0
    written += ("零" if gap else "") + (_DIGITS[rest] if rest else "")
    return written.removeprefix("一") if 10 <= number < 20 else written


CHINESE_VALUES: Mapping[str, int] = {in_chinese(number): number for number in range(1, 1000)}


@dataclass(frozen=True)
class Level:
    """One level of a list: how it counts, what it prints (``%1、``), where it starts, and the style tied to it."""

    form: str
    text: str
    start: int
    style: str


@dataclass(frozen=True)
class Label:
    """What stands before a paragraph: a printed number, or a bullet where ``text`` is empty; ``depth`` from 0."""

    text: str
    depth: int


@dataclass
class Numbers:
    """The lists of a document and how far each has counted. Ask for the paragraphs in their order."""

    lists: Mapping[str, Mapping[int, Level]]
    kin: Mapping[str, str]
    restarts: Mapping[tuple[str, int], int]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, number: str, depth: int, style: str) -> Label | None:
        """The label of the next paragraph of list ``number``; None where it has none. ``depth`` -1: by its style."""
        levels = self.lists.get(number)
        if levels is None:
            return None
        if depth < 0:
            depth = next((at for at, level in levels.items() if level.style and level.style == style), 0)
        level = levels.get(depth)
        if level is None or level.form == "none":
            return None
        if level.form == "bullet":
            return Label("", depth)
        counts = self._counts.setdefault(self.kin[number], {})
        if number not in self._begun:
            self._begun.add(number)
            for at in range(DEEPEST + 1):
                if (number, at) in self.restarts:
                    counts[at] = self.restarts[number, at] - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return Label(_print(level.text, levels, counts), depth)


def read_numbers(root: Any | None) -> Numbers:
    """The lists of a numbering part, which may be absent."""
    if root is None:
        return Numbers({}, {}, {})
    patterns = {}
    for pattern in root.iter(f"{W}abstractNum"):
        levels = {}
        for element in pattern.iter(f"{W}lvl"):
            depth = whole(element.get(f"{W}ilvl", "0"))
            levels[depth] = Level(
                _value(element, "numFmt", "decimal"),
                _value(element, "lvlText", ""),
                whole(_value(element, "start", "0")),
                _value(element, "pStyle", ""),
            )
        patterns[pattern.get(f"{W}abstractNumId", "")] = levels
    lists, kin, restarts = {}, {}, {}
    for element in root.iter(f"{W}num"):
        number, pattern = element.get(f"{W}numId", ""), _value(element, "abstractNumId", "")
        if number != "0" and pattern in patterns:
            lists[number], kin[number] = patterns[pattern], pattern
            for override in element.iter(f"{W}lvlOverride"):
                if start := _value(override, "startOverride", ""):
                    restarts[number, whole(override.get(f"{W}ilvl", "0"))] = whole(start)
    return Numbers(lists, kin, restarts)


def whole(text: str) -> int:
    """A small number as a file says it; 0 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return str(found.get(f"{W}val", default)) if found is not None else default


def _print(text: str, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    def counted(found: re.Match[str]) -> str:
        depth = int(found[1]) - 1
        level = levels.get(depth)
        return _form(level.form, counts.get(depth, level.start)) if level else ""

    return re.sub(r"%([1-9])", counted, text)


def _form(form: str, number: int) -> str:
    if not 0 < number <= _MOST:
        return str(number)
    if form in _CHINESE:
        return in_chinese(number)
    if form in ("ideographTraditional", "ideographZodiac"):
        names = _STEMS if form == "ideographTraditional" else _BRANCHES
        return names[(number - 1) % len(names)]
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        roman = ""
        for worth, sign in _ROMAN:
            while number >= worth:
                roman, number = roman + sign, number - worth
        return roman if form == "upperRoman" else roman.lower()
    return f"{number:02}" if form == "decimalZero" else str(number)
