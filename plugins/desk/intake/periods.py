"""The period that a name of a folder or a file speaks of, in the spellings of clerks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from standards.village_rhythm import parse_period, span_of

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_HALVES = {"上": 1, "下": 2}
_MONTHS = {
    word: number
    for number, word in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
}
_YEAR = r"(?P<year>(?:19|20)\d{2})\s*(?:年度?|[-._/\s])?\s*"
_DAY = re.compile(
    r"(?:19|20)\d{2}\s*(?:年|[-._/])\s*(?:1[0-2]|0?[1-9])\s*(?:月|[-._/])\s*(?:3[01]|[12]\d|0?[1-9])\s*[日号]?(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])(?!\d)"
)
_PART = (
    r"(?:第?\s*(?P<quarter>[一二三四1-4])\s*(?:季度|季)|[Qq](?P<q>[1-4])(?!\d)|(?P<half>[上下])半年"
    r"|(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月份?)"
)
_FULL = re.compile(rf"(?:{_YEAR})?{_PART}")
_FIGURES = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:\s*[-._]\s*|(?=0[1-9]|1[0-2]))(?P<month>1[0-2]|0?[1-9])(?!\d)"
)
_ONLY_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*(?:年度|年|全年)?(?!\d)")


@dataclass(frozen=True)
class Spoken:
    """``period`` as 2026Q3, empty where the text names none or names no year (``yearless`` then); ``rest`` is the text
    without it."""

    period: str
    rest: str
    yearless: bool = False


def spoken_period(text: str, year: str = "") -> Spoken:
    """The period in a text, without blanks in full width; ``year`` is the one meant where it names none.

    A day (2026.9.30) is no period; it is taken out of the text.
    """
    text = _DAY.sub(" ", text)
    for shape in (_FULL, _FIGURES, _ONLY_YEAR):
        if found := shape.search(text):
            rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
            groups = found.groupdict()
            meant = groups.get("year") or year
            if not meant:
                return Spoken("", rest, yearless=True)
            return Spoken(parse_period(meant + _suffix(groups)), rest)
    return Spoken("", text.strip())


def _suffix(groups: dict[str, str | None]) -> str:
    if quarter := groups.get("quarter") or groups.get("q"):
        return f"Q{_QUARTERS.get(quarter) or quarter}"
    if half := groups.get("half"):
        return f"H{_HALVES[half]}"
    if month := groups.get("month"):
        return f"-{_MONTHS.get(month) or int(month):02}"
    return ""


def lies_within(inner: str, outer: str) -> bool:
    """Whether a period is part of another, or the same."""
    small, large = span_of(inner), span_of(outer)
    return large.first <= small.first and small.last <= large.last
