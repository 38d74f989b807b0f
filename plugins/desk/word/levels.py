"""Which lines of a document are headings, and of which level on the page: from ## down, no level skipped."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from plugins.desk.word.lines import Line
from plugins.desk.word.numbers import CHINESE_VALUES

LIMIT = 60
"""Characters above which a line is a paragraph, whatever its style says."""
SHORT = 40
"""Characters up to which a numbered line without a style can be a heading."""
DEEPEST = 6
_NUMBER = "([一二三四五六七八九十百]+)"
_FAMILIES = tuple(
    re.compile(pattern) for pattern in (rf"第{_NUMBER}章(?=\s)", rf"{_NUMBER}、", rf"[（(]{_NUMBER}[）)]")
)
"""The official numbering, outermost first (GB/T 9704, 7.3.3)."""
_SENTENCE = re.compile(r"[。；：:;！？!?]|[，,]\Z")


def read_levels(lines: Sequence[Line], taken: Collection[int]) -> dict[int, int]:
    """Number of a line → its level from 2, for the headings among the lines that the header did not take.

    Styles decide where there are any; else the official numbering, if it leaves no doubt.
    """
    styled = {
        number: line.level
        for number, line in enumerate(lines)
        if line.level and number not in taken and len(line.text) <= LIMIT and not line.is_bullet
    }
    return _without_skips(styled) if styled else _numbered(lines, taken)


def _without_skips(styled: Mapping[int, int]) -> dict[int, int]:
    """Levels as deep as they stand below one another, whatever numbers the styles have."""
    above: list[int] = []
    levels = {}
    for number, level in styled.items():
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        levels[number] = min(len(above) + 1, DEEPEST)
    return levels


def _numbered(lines: Sequence[Line], taken: Collection[int]) -> dict[int, int]:
    """Headings by their numbers. A family of numbers counts only if every line that begins with one is a heading."""
    levels: dict[int, int] = {}
    level = 2
    for family in _FAMILIES:
        found = {
            number: CHINESE_VALUES.get(match[1], 0)
            for number, line in enumerate(lines)
            if number not in taken and not line.is_table and (match := family.match(line.text))
        }
        if not found:
            continue
        if not _is_clear(found, lines, levels):
            break
        levels |= dict.fromkeys(found, level)
        level += 1
    return levels


def _is_clear(found: Mapping[int, int], lines: Sequence[Line], above: Mapping[int, int]) -> bool:
    """Whether these lines are headings beyond doubt: short, no sentences, counted without a gap from one on below each
    heading of the level above, and with something to read below every one."""
    expected, last = 1, -1
    for number, value in found.items():
        parent = max((other for other in above if other < number), default=-1)
        if above and parent < 0:
            return False
        expected = 1 if parent > last else expected
        text = lines[number].text
        below = lines[number + 1] if number + 1 < len(lines) else None
        if value != expected or len(text) > SHORT or "\n" in text or _SENTENCE.search(text):
            return False
        if below is None or number + 1 in found or (number + 1 in above):
            return False
        expected, last = expected + 1, number
    return len(found) > 1
