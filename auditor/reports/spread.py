"""How the findings are spread over the columns and the pages of the site: two plain tables for readers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from auditor.reports.printed import Place, Row
from auditor.reports.words import NO_COLUMN, SHARED

NAMED = 12
"""So many findings of a line are linked by their number."""


@dataclass(frozen=True, slots=True)
class Line:
    """A column or a page with the findings in it, the first ``NAMED`` of them to be linked."""

    name: str
    page: Place | None
    fails: int
    reviews: int
    urgent: int
    first: tuple[Row, ...]

    @property
    def total(self) -> int:
        """All findings of the line."""
        return self.fails + self.reviews

    @property
    def more(self) -> int:
        """How many are not linked."""
        return self.total - len(self.first)


def by_column(rows: Iterable[Row]) -> list[Line]:
    """The columns, those with the most findings first; what belongs to no one column comes last."""
    lines = _lines(rows, lambda row: row.column, lambda row: (row.column, None))
    return sorted(lines, key=lambda line: (line.name in (SHARED, NO_COLUMN), -line.total, -line.urgent, line.name))


def by_page(rows: Iterable[Row]) -> list[Line]:
    """The pages, those with the most findings first. What stands on several pages is counted at none of them."""
    own = (row for row in rows if row.finding.reach == 1)
    lines = _lines(own, lambda row: row.finding.url, lambda row: (row.finding.page_title, row.page))
    return sorted(lines, key=lambda line: (-line.total, -line.urgent, line.page.text if line.page else ""))


def _lines(
    rows: Iterable[Row], key: Callable[[Row], str], head: Callable[[Row], tuple[str, Place | None]]
) -> list[Line]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return [_line(*head(members[0]), members) for members in groups.values()]


def _line(name: str, page: Place | None, rows: Sequence[Row]) -> Line:
    verdicts = Counter(row.finding.verdict for row in rows)
    return Line(
        name=name,
        page=page,
        fails=verdicts["fail"],
        reviews=verdicts["review"],
        urgent=sum(row.finding.severity == "P0" for row in rows),
        first=tuple(rows[:NAMED]),
    )
