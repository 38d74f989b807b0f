"""report.html: one file that is read offline, printed, listened to, and filtered where scripts run.

The evidence in it comes from strangers' pages. Everything is escaped, hidden characters are printed by number, only
http and https addresses become links, and a content security policy lets run what we wrote and nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor.model import Finding, Report
from auditor.reports.accuracy import TITLE, Accuracy, accuracy
from auditor.reports.masked import masked
from auditor.reports.order import by_check
from auditor.reports.printed import Row, place, row_of, shown
from auditor.reports.score_sheet import score_sheet
from auditor.reports.spread import Line, by_column, by_page
from auditor.reports.whole_file import write_whole
from auditor.reports.words import (
    FAMILIES,
    NO_COLUMN,
    SEVERITIES,
    SEVERITY_MEANS,
    SHARED,
    STANDINGS,
    STATES,
    VERDICTS,
    may_veto,
)
from standards.calendar import BEIJING
from standards.rulefile import RuleError, load_rules

TEMPLATES = Path(__file__).parent / "templates"

OPEN_ROWS = 50
"""Findings of one check that stand open; the rest are one click away."""

OPEN_LINES = 10
MOST_PAGES = 300
"""Lines of the tables of columns and pages that stand open, and pages that are listed at all (the report says so)."""

MANY = 500
"""From this many findings on, what is not in sight is not laid out."""


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
    """The text of report.html in pieces: twenty thousand findings need not be in memory as text at once."""
    report = masked(report)
    style, script = _asset("report.css"), _asset("report.js")
    sections = _sections(report.findings)
    rows = [row for section in sections for group in section.groups for row in group.rows]
    columns, pages = by_column(rows), by_page(rows)
    checked = _checked(report, titles)
    stream = (
        _environment()
        .get_template("report.html.j2")
        .stream(
            report=report,
            sections=sections,
            counts=Counter(finding.verdict for finding in report.findings),
            severities=Counter(finding.severity for finding in report.findings),
            vetoes=sum(may_veto(finding) for finding in report.findings),
            most=max((section.total for section in sections), default=0),
            columns=columns,
            column_at={line.name: at for at, line in enumerate(columns)},
            real_columns=_real(columns),
            pages=pages,
            not_seen=(*report.coverage.not_run, *report.coverage.cut),
            checked=checked,
            accuracy=_accuracy(checked),
            accuracy_title=TITLE,
            rules_title=_rules_title(report),
            sheet=score_sheet(report, {row.finding.fingerprint: row for row in rows}) if report.score else None,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
            "base-uri 'none'; form-action 'none'",
        )
    )
    stream.enable_buffering(200)
    yield from stream


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": shown,
        "moment": _moment,
        "thousands": "{:,}".format,
        "place": place,
        "day": _day,
    }
    environment.globals |= {
        "FAMILIES": FAMILIES,
        "VERDICTS": VERDICTS,
        "SEVERITIES": SEVERITIES,
        "SEVERITY_MEANS": SEVERITY_MEANS,
        "STATES": STATES,
        "OPEN_ROWS": OPEN_ROWS,
        "OPEN_LINES": OPEN_LINES,
        "MOST_PAGES": MOST_PAGES,
        "MANY": MANY,
        "STANDINGS": STANDINGS,
    }
    return environment


def _sections(findings: Iterable[Finding]) -> tuple[Section, ...]:
    anchors: set[str] = set()
    sections, number = [], 1
    for family, checks in by_check(findings):
        groups = []
        for check, members in checks:
            groups.append(_group(check, members, number, anchors))
            number += len(members)
        of_family = [finding for _, members in checks for finding in members]
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


def _group(check: str, findings: Sequence[Finding], first: int, anchors: set[str]) -> Group:
    """The findings of a check; the remedy and clauses that most of them share are said once, at its head."""
    remedy, _ = Counter(finding.remedy for finding in findings).most_common(1)[0]
    clauses, _ = Counter(finding.clauses for finding in findings).most_common(1)[0]
    verdicts = Counter(finding.verdict for finding in findings)
    return Group(
        id=check,
        title=findings[0].title,
        remedy=remedy,
        clauses=clauses,
        rows=tuple(
            row_of(number, finding, _anchor(finding, anchors), remedy, clauses)
            for number, finding in enumerate(findings, first)
        ),
        fails=verdicts["fail"],
        reviews=verdicts["review"],
    )


def _anchor(finding: Finding, taken: set[str]) -> str:
    anchor = f"f-{finding.fingerprint}"
    while anchor in taken:
        anchor += "-"
    taken.add(anchor)
    return anchor


def _real(columns: Sequence[Line]) -> int:
    """How many of the lines are columns of the site."""
    return sum(line.name not in (SHARED, NO_COLUMN) for line in columns)


def _checked(report: Report, titles: Mapping[str, str] | None) -> list[tuple[str, str, int, int]]:
    """Each check that ran: id, title, pages it judged, findings."""
    if titles is None:
        from auditor.checks import load_checks

        titles = {check.id: check.title for check in load_checks()}
    found = Counter(finding.check for finding in report.findings)
    known = {finding.check: finding.title for finding in report.findings}
    return [
        (check, known.get(check) or titles.get(check, check), pages, found[check])
        for check, pages in sorted(report.coverage.by_check.items())
    ]


def _accuracy(checked: Sequence[tuple[str, str, int, int]]) -> Accuracy:
    """What the checks that ran have shown on labelled samples."""
    titles = {check: title for check, title, _, _ in checked}
    return accuracy(titles, titles)


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
        return shown(moment)


def _moment(moment: datetime, form: str = "%Y年%m月%d日 %H:%M") -> str:
    if moment.tzinfo:
        moment = moment.astimezone(BEIJING)
    return moment.strftime(form)


def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
