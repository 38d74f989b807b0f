"""Characters that are one another's other form: traditional and simplified, wide and narrow, of the same sound.

Read once from two text files beside this one, whose sources stand in their first lines. Every table is one character
for one, so that offsets into a text hold.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import chain


@cache
def simplified() -> dict[str, str]:
    """The simplified character of each traditional one. Some stand in simplified texts too (乾隆, 宫商角徵羽)."""
    return {pair[0]: pair[1] for line in _lines("traditional.txt") for pair in line.split()}


@cache
def plain() -> dict[str, str]:
    """Whatever is written otherwise than it is matched: simplified characters, and for letters, digits and radicals of
    any width and style (Ａ, ３, ٣, 𝟑, ⼈, 金 of the compatibility block) the common ones; capitals in lower case."""
    table = dict(simplified())
    blocks = chain(range(0x2E80, 0x2FD6), range(0xF900, 0xFB00), range(0x1D400, 0x1D800), range(0xFF01, 0xFF5F))
    for char in map(chr, chain(blocks, _digits())):
        common = unicodedata.normalize("NFKC", char)
        digit = unicodedata.decimal(char, None)
        common = common if digit is None else str(digit)
        if len(common) == 1 and common != char:
            table[char] = common
    table.update((capital, capital.lower()) for capital in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return {char: table.get(other, other) for char, other in table.items()}


@cache
def homophones() -> dict[str, str]:
    """For each character of GB 2312 all that have its sound, whatever the tone, itself among them."""
    return {char: group for line in _lines("homophones.txt") for group in line.split()[1:] for char in group}


def mistaken(form: str, *, common: bool = False) -> list[str]:
    """The form with one of its characters replaced by another of the same sound: 扫黑除恶 as 扫黑锄恶. ``common``
    leaves it to those of level 1 of GB 2312, which a keyboard offers first."""
    sounds = homophones()
    return [
        form[:at] + other + form[at + 1 :]
        for at, char in enumerate(form)
        for other in sounds.get(char, "")
        if other != char and (not common or _is_common(other))
    ]


@cache
def _is_common(char: str) -> bool:
    """Whether a character is one of the 3755 of level 1 (GB 2312-1980, rows 16–55)."""
    code = char.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def slipped(form: str) -> list[str]:
    """The form as fingers slip: an inner character left out or written twice, or two neighbours changed.

    Never its first or last one: what is then left, or added, stands in right texts too.
    """
    inner = range(1, len(form) - 1)
    found = [form[:at] + form[at + 1 :] for at in inner]
    found += [form[: at + 1] + form[at:] for at in inner]
    found += [form[:at] + form[at + 1] + form[at] + form[at + 2 :] for at in range(len(form) - 1)]
    return [text for text in dict.fromkeys(found) if form not in text and text not in form]


def _digits() -> list[int]:
    """The decimal digits of all scripts but the first."""
    return [code for code in range(0x600, 0x1FBFA) if unicodedata.decimal(chr(code), None) is not None]


def _lines(name: str) -> list[str]:
    text = (files("standards.words") / name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
