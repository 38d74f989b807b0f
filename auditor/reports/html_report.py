"""report.html: one file that is read offline, printed, listened to, and filtered where scripts run.

The evidence in it comes from strangers' pages. Everything is escaped, hidden characters are printed by number, only
http and https addresses become links, and a content security policy lets run what we wrote and nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor.model import Finding, Report
from auditor.reports.hidden import reveal
from auditor.reports.masked import masked
from auditor.reports.whole_file import write_whole
from auditor.reports.words import FAMILIES, SEVERITIES, SEVERITY_MEANS, STATES, VERDICTS, may_veto
from standards.calendar import BEIJING
from standards.rulefile import RuleError, load_rules

TEMPLATES = Path(__file__).parent / "templates"

LONGEST_EVIDENCE = 400
LONGEST_LINE = 600
"""Characters of evidence, and of any other text from outside, that are printed."""

OPEN_ROWS = 50
"""Findings of one check that stand open; the rest are one click away."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address as the report prints it: the text, and where a click leads (empty: nowhere)."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the report prints it."""

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


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one check, with what they have in common."""

    id: str
    title: str
    remedy: str
    clauses: tuple[str, ...]
    rows: tuple[Row, ...]
    fails: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Section:
    """A family with its checks and its counts."""

    id: str
    name: str
    groups: tuple[Group, ...]
    verdicts: Counter[str]
    severities: Counter[str]

    @property
    def total(self) -> int:
        """All findings of the family."""
        return self.verdicts.total()


def write_html(report: Report, path: Path, titles: Mapping[str, str] | None = None) -> None:
    """Write the report as one HTML file, atomically. The same report gives the same bytes.

    ``titles`` names checks that found nothing (by default the ones of this version). Raises CannotRun when the file
    cannot be written.
    """
    write_whole(path, (chunk.encode("utf-8", "replace") for chunk in html_chunks(report, titles)))


def html_chunks(report: Report, titles: Mapping[str, str] | None = None) -> Iterator[str]:
    """The text of report.html in pieces: twenty thousand findings need not be in memory at once."""
    if titles is None:
        from auditor.checks import load_checks

        titles = {check.id: check.title for check in load_checks()}
    report = masked(report)
    style, script = _asset("report.css"), _asset("report.js")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": _shown,
        "moment": _moment,
        "thousands": "{:,}".format,
        "place": _place,
        "day": _day,
    }
    sections = _sections(report.findings)
    stream = environment.get_template("report.html.j2").stream(
        report=report,
        sections=sections,
        counts=Counter(finding.verdict for finding in report.findings),
        severities=Counter(finding.severity for finding in report.findings),
        vetoes=sum(may_veto(finding) for finding in report.findings),
        most=max((section.total for section in sections), default=0),
        not_seen=(*report.coverage.not_run, *report.coverage.cut),
        checked=_checked(report, titles),
        rules_title=_rules_title(report),
        FAMILIES=FAMILIES,
        VERDICTS=VERDICTS,
        SEVERITIES=SEVERITIES,
        SEVERITY_MEANS=SEVERITY_MEANS,
        STATES=STATES,
        OPEN_ROWS=OPEN_ROWS,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'",
    )
    stream.enable_buffering(200)
    yield from stream


def _sections(findings: tuple[Finding, ...]) -> tuple[Section, ...]:
    order = list(FAMILIES)

    def rank(finding: Finding) -> tuple[int, str]:
        return (order.index(finding.family) if finding.family in order else len(order), finding.family)

    anchors: set[str] = set()
    sections = []
    for (_, family), members in groupby(sorted(findings, key=rank), key=rank):
        of_family = sorted(members, key=lambda finding: finding.check)
        groups = [
            _group(check, tuple(of_check), anchors)
            for check, of_check in groupby(of_family, key=lambda finding: finding.check)
        ]
        groups.sort(key=lambda group: (min(row.finding.severity for row in group.rows), group.id))
        sections.append(
            Section(
                id=family,
                name=FAMILIES.get(family, family),
                groups=tuple(groups),
                verdicts=Counter(finding.verdict for finding in of_family),
                severities=Counter(finding.severity for finding in of_family),
            )
        )
    return tuple(sections)


def _group(check: str, findings: tuple[Finding, ...], anchors: set[str]) -> Group:
    """The findings of a check; the remedy and clauses that most of them share are said once, at its head."""
    remedy, _ = Counter(finding.remedy for finding in findings).most_common(1)[0]
    clauses, _ = Counter(finding.clauses for finding in findings).most_common(1)[0]
    verdicts = Counter(finding.verdict for finding in findings)
    return Group(
        id=check,
        title=findings[0].title,
        remedy=remedy,
        clauses=clauses,
        rows=tuple(_row(finding, remedy, clauses, anchors) for finding in findings),
        fails=verdicts["fail"],
        reviews=verdicts["review"],
    )


def _row(finding: Finding, remedy: str, clauses: tuple[str, ...], anchors: set[str]) -> Row:
    anchor = f"f-{finding.fingerprint}"
    while anchor in anchors:
        anchor += "-"
    anchors.add(anchor)
    before, guilty, after = _evidence(finding)
    page = _place(finding.url)
    others = tuple(_place(url) for url in finding.pages)
    return Row(
        finding=finding,
        anchor=anchor,
        before=before,
        guilty=guilty,
        after=after,
        page=page,
        pages=others if finding.reach > 1 else (),
        target=_place(finding.target) if finding.target and finding.target != finding.locator.selector else None,
        where=_where(finding),
        remedy=finding.remedy if finding.remedy != remedy else "",
        clauses=finding.clauses if finding.clauses != clauses else (),
        veto=may_veto(finding),
    )


def _evidence(finding: Finding) -> tuple[str, str, str]:
    """The evidence in front of the mark, within, and behind; cut so that the mark stays in sight."""
    text = finding.evidence
    start, end = finding.mark or (0, 0)
    if not 0 <= start < end <= len(text):
        return _cut(text, LONGEST_EVIDENCE), "", ""
    guilty = _cut(text[start:end], LONGEST_EVIDENCE)
    room = max(LONGEST_EVIDENCE - (end - start), 40)
    before, after = text[:start], text[end:]
    if len(before) > room // 2:
        before = "…" + before[-(room // 2) :]
    return reveal(before), guilty, _cut(after, room // 2)


def _cut(text: str, longest: int) -> str:
    """The text with hidden characters shown, at most about ``longest`` of its characters."""
    if len(text) <= longest:
        return reveal(text)
    return f"{reveal(text[:longest])}…（共 {len(text)} 字，其余从略）"


def _shown(text: str) -> str:
    return _cut(text, LONGEST_LINE)


def _place(address: str) -> Place:
    """An address to read and, where it is a plain web address, to follow."""
    plain = address.startswith(("http://", "https://")) and reveal(address) == address and len(address) < 2000
    return Place(_cut(address, LONGEST_LINE), address if plain else "")


def _where(finding: Finding) -> str:
    locator = finding.locator
    if locator.line and locator.column:
        return f"第 {locator.line} 行第 {locator.column} 列"
    return f"第 {locator.line} 行" if locator.line else ""


def _checked(report: Report, titles: Mapping[str, str]) -> list[tuple[str, str, int, int]]:
    """Each check that ran: id, title, pages it judged, findings."""
    found = Counter(finding.check for finding in report.findings)
    known = {finding.check: finding.title for finding in report.findings}
    return [
        (check, known.get(check) or titles.get(check, check), pages, found[check])
        for check, pages in sorted(report.coverage.by_check.items())
    ]


def _rules_title(report: Report) -> str:
    """The name of the rules, where they are ones that we ship."""
    try:
        return load_rules(report.rules.id).title
    except RuleError:
        return report.rules.id


def _day(moment: str) -> str:
    """The day of an ISO 8601 text, or the text where it is none."""
    try:
        return _moment(datetime.fromisoformat(moment), "%Y年%m月%d日")
    except ValueError:
        return _shown(moment)


def _moment(moment: datetime, form: str = "%Y年%m月%d日 %H:%M") -> str:
    if moment.tzinfo:
        moment = moment.astimezone(BEIJING)
    return moment.strftime(form)


def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
