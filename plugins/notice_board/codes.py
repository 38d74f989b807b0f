"""QR codes of printed pages, drawn when the page is made: paper needs no script."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004)."""
MASK = 3
"""One mask for all: choosing the best of eight takes five times as long, and readers take any."""


class Code(NamedTuple):
    """A code as an SVG path of its dark modules, on a square of ``side`` units with the quiet zone."""

    path: str
    side: int


@lru_cache(maxsize=256)
def code_of(address: str) -> Code:
    """The QR code of an address, of correction level M: a fifteenth of a poster may be worn off."""
    import segno  # an eightieth of a second, which other builds need not spend

    matrix = segno.make(address, error="m", micro=False, mask=MASK).matrix
    parts = []
    for y, row in enumerate(matrix, QUIET):
        x = QUIET
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                parts.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return Code("".join(parts), len(matrix) + 2 * QUIET)
