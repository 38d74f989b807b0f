"""The last mask before anything is printed, should a private number have come this far."""

from __future__ import annotations

import msgspec

from auditor.model import Finding, NotRun, Report
from standards.privacy import mask


def masked(report: Report) -> Report:
    """The report with private numbers masked in every free text. Offsets stay true, addresses of pages stay whole."""
    coverage = msgspec.structs.replace(
        report.coverage, not_run=_lines(report.coverage.not_run), cut=_lines(report.coverage.cut)
    )
    return msgspec.structs.replace(report, coverage=coverage, findings=tuple(map(_finding, report.findings)))


def _finding(finding: Finding) -> Finding:
    return msgspec.structs.replace(
        finding,
        target=mask(finding.target),
        evidence=mask(finding.evidence),
        message=mask(finding.message),
        locator=msgspec.structs.replace(finding.locator, selector=mask(finding.locator.selector)),
    )


def _lines(lines: tuple[NotRun, ...]) -> tuple[NotRun, ...]:
    return tuple(NotRun(what=mask(line.what), why=mask(line.why)) for line in lines)
