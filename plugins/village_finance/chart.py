"""Bars for a page: lengths in per cent and places in rem, so that they fit any screen and any size of letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.village_finance.cells import in_money

LONGEST = 55
"""Per cent of the width: the rest is for the amount behind the bar."""
MOST = 12
"""Bars of one table: the largest."""
WORDS = {"in": "收入 ", "out": "支出 "}
"""What is said before the amount, so that nobody has to tell colours apart."""
_LABEL, _BAR, _GAP = 1.7, 1.5, 0.5
_NAME = 22


@dataclass(frozen=True)
class Bar:
    """A bar: amount as printed, length, what it is (``in``, ``out`` or ``plain``), the height at which it lies."""

    value: str
    width: str
    kind: str
    top: str
    base: str


@dataclass(frozen=True)
class Group:
    """Bars under one name."""

    name: str
    base: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A picture of amounts: what it is called, what it shows in a sentence, its height, its groups from the top."""

    title: str
    about: str
    height: str
    groups: tuple[Group, ...]


def draw(title: str, about: str, values: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Chart | None:
    """Groups of a name and amounts (kind, 分), drawn from the top; None where there is nothing to be seen."""
    most = max((abs(cents) for _, amounts in values for _, cents in amounts), default=0)
    if not most:
        return None
    groups = []
    top = 0.0
    for name, amounts in values:
        bars = []
        base = top + _LABEL - 0.4
        top += _LABEL
        for kind, cents in amounts:
            width = f"{abs(cents) * LONGEST / most:.2f}%"
            bars.append(
                Bar(WORDS.get(kind, "") + in_money(cents), width, kind, f"{top:.2f}rem", f"{top + _BAR - 0.35:.2f}rem")
            )
            top += _BAR
        groups.append(Group(name if len(name) <= _NAME else f"{name[:_NAME]}…", f"{base:.2f}rem", tuple(bars)))
        top += _GAP
    return Chart(title, about, f"{top:.2f}rem", tuple(groups))
