"""Number plates of vehicles (GA 36-2018) in a text: where they stand, and how they look masked."""

from __future__ import annotations

import re
from typing import NamedTuple

_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z])[·•\s.]?"
    r"([A-HJ-NP-Z0-9]{4}(?:[A-HJ-NP-Z0-9]{1,2}|[学警挂港澳]))(?![0-9A-Za-z*＊×])"
)
_HIDDEN = re.compile(r"[X0]{3}|XX")


class Plate(NamedTuple):
    """A plate from ``start`` to ``end`` of a text; ``shown`` is it masked."""

    start: int
    end: int
    shown: str


def find_plates(text: str) -> list[Plate]:
    """The plates in a text that could be somebody's: three digits among its last five at least, and no XX."""
    return [
        Plate(*match.span(), match[1] + "·" + "*" * len(match[2]))
        for match in _PLATE.finditer(text)
        if sum(char.isdecimal() for char in match[2]) > 2 and not _HIDDEN.search(match[2])
    ]
