"""The score sheet of a rule file: its rows (二级指标), their items (评分细则), and how a score is made of them.

A row is a clause that findings may cite. A row of the parts ``veto``, ``deduction`` and ``bonus`` has items: what is
asked, what it costs or brings, who can decide it, and which checks' findings answer it. ``[score]`` says how the parts
come together (国办秘函〔2019〕19号, 指标说明). Points are exact fractions: 0.1 taken three times is 0.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

PARTS = ("veto", "deduction", "bonus", "basis")
SCORED = ("veto", "deduction", "bonus")


@dataclass(frozen=True, slots=True)
class Feed:
    """Findings that answer an item: of a check, with one of these reasons and citing one of these clauses."""

    check: str
    reasons: tuple[str, ...] = ()
    """Empty: any."""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleItem:
    """One 评分细则. ``points`` is what it costs (or brings), each time that ``each`` counts."""

    code: str
    text: str
    points: Fraction = Fraction(0)
    each: str = "once"
    """``once``; ``finding``: each cause; ``named``: each thing that its target names, parted by 、; ``kind``: each
    target of them all; ``page``: each page it stands on; ``drawn``: each page of the sample."""
    where: str = ""
    """``home``: only what stands on the home page; ``other``: only what does not."""
    at_least: int = 1
    """Of a veto: from how many findings on."""
    decides: str = "software"
    feeds: tuple[Feed, ...] = ()
    draw: tuple[str, int] | None = None
    """Pages drawn for it: the kind of page and how many."""
    whole: bool = False
    """Asked of all pages, so that a crawl that was cut leaves it open."""
    seen: str = ""
    """The line of the coverage by which a check says that it had something to look at; without it the item is open."""
    most: int | None = None
    """How often it can be taken at most, where the sample says so."""
    unless: str = ""
    """The item that brings more for the same: this one counts only where that one does not."""
    how: str = ""
    """How a person tries it."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One clause that findings may cite; with a ``code``, a row of the score sheet."""

    clause: str
    title: str
    part: str
    points: float | None = None
    cap: float | None = None
    code: str = ""
    group: str = ""
    sample: str = ""
    decides: str = "software"
    items: tuple[RuleItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of site: which parts are scored, without which rows and groups, with which other figures."""

    id: str
    title: str
    parts: tuple[str, ...] = SCORED
    without: tuple[str, ...] = ()
    out_of: float | None = None
    points: Mapping[str, float] = field(default_factory=dict)
    """Code of a row: its cap; code of an item: its points."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the rows come to a score."""

    full: float
    fail_below: float
    bonus_above: float
    bonus_full: float
    precedence: tuple[str, ...]
    """Rows that take a finding first where several could; the others follow in their order."""
    once_per_page: tuple[str, ...]
    """Checks whose findings on one page are one thing, which is taken off once."""
    kinds: Mapping[str, Kind]


def exact(number: float) -> Fraction:
    """The number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


def exact_or(points: Mapping[str, float], code: str, otherwise: Fraction) -> Fraction:
    """The figure that a kind of site has for a code, or else the sheet's."""
    return exact(points[code]) if code in points else otherwise
