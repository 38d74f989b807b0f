"""A finding as it is printed: cut to a length that can be read, hidden characters shown, addresses safe to follow."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model import Finding
from auditor.reports.hidden import reveal
from auditor.reports.words import COLUMN_MARK, NO_COLUMN, SHARED, may_veto

LONGEST_EVIDENCE = 400
LONGEST_LINE = 600
"""Characters of evidence, and of any other text from outside, that are printed."""

LONGEST_HREF = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """An address as the report prints it: the text, and where a click leads (empty: nowhere)."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the report prints it. ``number`` counts from 1 and is the same in every form of the report."""

    number: int
    finding: Finding
    anchor: str
    before: str
    guilty: str
    after: str
    page: Place
    pages: tuple[Place, ...]
    target: Place | None
    where: str
    remedy: str
    clauses: tuple[str, ...]
    veto: bool
    column: str


def row_of(number: int, finding: Finding, anchor: str, remedy: str, clauses: tuple[str, ...]) -> Row:
    """Make a row; ``remedy`` and ``clauses`` are what its group says for all, and are not said again."""
    before, guilty, after = evidence(finding)
    return Row(
        number=number,
        finding=finding,
        anchor=anchor,
        before=before,
        guilty=guilty,
        after=after,
        page=place(finding.url),
        pages=tuple(place(url) for url in finding.pages) if finding.reach > 1 else (),
        target=place(finding.target) if finding.target not in ("", guilty, finding.locator.selector) else None,
        where=where(finding),
        remedy=finding.remedy if finding.remedy != remedy else "",
        clauses=finding.clauses if finding.clauses != clauses else (),
        veto=may_veto(finding),
        column=column_of(finding),
    )


def evidence(finding: Finding) -> tuple[str, str, str]:
    """The evidence in front of the mark, within, and behind; cut so that the mark stays in sight."""
    text = finding.evidence
    start, end = finding.mark or (0, 0)
    if not 0 <= start < end <= len(text):
        return cut(text, LONGEST_EVIDENCE), "", ""
    guilty = cut(text[start:end], LONGEST_EVIDENCE)
    room = max(LONGEST_EVIDENCE - (end - start), 40)
    before, after = text[:start], text[end:]
    if len(before) > room // 2:
        before = "…" + before[-(room // 2) :]
    return reveal(before), guilty, cut(after, room // 2)


def cut(text: str, longest: int) -> str:
    """The text with hidden characters shown, at most about ``longest`` of its characters."""
    if len(text) <= longest:
        return reveal(text)
    return f"{reveal(text[:longest])}…（共 {len(text)} 字，其余从略）"


def shown(text: str) -> str:
    """A line from outside as it is printed."""
    return cut(text, LONGEST_LINE)


def place(address: str) -> Place:
    """An address to read and, where it is a plain web address, to follow."""
    plain = address.startswith(("http://", "https://")) and reveal(address) == address and len(address) < LONGEST_HREF
    return Place(cut(address, LONGEST_LINE), address if plain else "")


def where(finding: Finding) -> str:
    """Line and column of the page's source, or nothing."""
    locator = finding.locator
    if locator.line and locator.column:
        return f"第 {locator.line} 行第 {locator.column} 列"
    return f"第 {locator.line} 行" if locator.line else ""


def column_of(finding: Finding) -> str:
    """The path of its column in one line; where it has none, why not."""
    if finding.column_path:
        return COLUMN_MARK.join(shown(name) for name in finding.column_path)
    return SHARED if finding.reach > 1 else NO_COLUMN
