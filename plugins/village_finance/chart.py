"""Bars for a page: lengths in per cent, so that they fit any screen; what they say is text beside them."""

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


@dataclass(frozen=True)
class Bar:
    """A bar: amount as printed, length, what it is (``in``, ``out`` or ``plain``)."""

    value: str
    width: str
    kind: str


@dataclass(frozen=True)
class Group:
    """Bars under one name."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A picture of amounts: what it is called, and its groups from the top."""

    title: str
    groups: tuple[Group, ...]


def draw(title: str, values: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Chart | None:
    """Groups of a name and amounts (kind, 分), from the top; None where there is nothing to be seen."""
    most = max((abs(cents) for _, amounts in values for _, cents in amounts), default=0)
    if not most:
        return None
    groups = []
    for name, amounts in values:
        bars = (
            Bar(WORDS.get(kind, "") + in_money(cents), f"{abs(cents) * LONGEST / most:.2f}%", kind)
            for kind, cents in amounts
        )
        groups.append(Group(name, tuple(bars)))
    return Chart(title, tuple(groups))
