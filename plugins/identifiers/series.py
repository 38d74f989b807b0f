"""文号: the series in which the offices number their documents, as ``content/doc-series.csv`` lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from plugins.build.problems import Problem, suggestion
from plugins.build.scan import Tree
from plugins.site import Offices
from plugins.tables import read_table

FILE = "doc-series.csv"
HEADS = ("word", "unit", "pattern")
USUAL = "{word}〔{year}〕{serial}号"
_PIECES = ("{word}", "{year}", "{serial}")


@dataclass(frozen=True)
class Series:
    """A word (明政办规), the unit it belongs to, and how its numbers are written: one series a year."""

    word: str
    unit: str
    pattern: str = USUAL

    @cached_property
    def _shape(self) -> re.Pattern[str]:
        text = re.escape(self.pattern.replace("{word}", self.word))
        for name, digits in (("year", "[0-9]{4}"), ("serial", "[1-9][0-9]{0,6}")):
            text = text.replace(re.escape(f"{{{name}}}"), f"(?P<{name}>{digits})")
        return re.compile(text)

    def parse(self, text: str) -> tuple[int, int] | None:
        """Year and serial of a number of this series."""
        found = self._shape.fullmatch(text)
        return (int(found["year"]), int(found["serial"])) if found else None

    def stem_of(self, year: int) -> str:
        """A year's numbers, with ``*`` for the serial."""
        return self.pattern.replace("{word}", self.word).replace("{year}", f"{year:04}").replace("{serial}", "*")


def read_series(tree: Tree, offices: Offices) -> tuple[dict[str, Series], list[Problem]]:
    """The series by word; none where the site keeps no list of them."""
    if FILE not in tree.stamps:
        return {}, []
    shown = tree.shown(FILE)
    rows, problems = read_table(tree.root / FILE, shown, HEADS, ("word", "unit"))
    found = {}
    for row in rows:
        pattern = row["pattern"] or USUAL
        if offices.spellings and row["unit"] not in offices.spellings:
            cure = suggestion(row["unit"], offices.spellings) + "请写 units.csv 里的单位 id"
            problems.append(Problem(shown, row.line, 2, f"没有单位“{row['unit']}”", cure))
        if any(pattern.count(piece) != 1 for piece in _PIECES) or re.search(r'[*,"\r\n]', pattern + row["word"]):
            cure = f"请写成 {USUAL} 的样子，三项各写一次，也可以不填"
            problems.append(Problem(shown, row.line, 3, f"文号的编法“{pattern}”不对", cure))
            continue
        found[row["word"]] = Series(row["word"], row["unit"], pattern)
    return found, problems


def series_of(number: str, known: Mapping[str, Series]) -> tuple[Series, int, int] | None:
    """The series that a number belongs to, with year and serial; None for a number of another house."""
    for series in known.values():
        if parts := series.parse(number):
            return series, *parts
    return None
