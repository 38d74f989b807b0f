"""The last mask before anything is printed, should a private number have come this far."""

from __future__ import annotations

import msgspec

from auditor.model import Finding, NotRun, Report, SiteName
from standards.privacy import mask


def masked(report: Report) -> Report:
    """The report with private numbers masked in every text and address from outside. Offsets stay true.

    An address with a number in it cannot be followed any more; who may see it finds the page by what is left of it
    (and the ``*`` is a wildcard of the ignore file).
    """
    coverage = msgspec.structs.replace(
        report.coverage, not_run=_lines(report.coverage.not_run), cut=_lines(report.coverage.cut)
    )
    site = SiteName(
        url=mask(report.site.url),
        canonical=mask(report.site.canonical),
        name=mask(report.site.name),
        id_code=mask(report.site.id_code),
    )
    return msgspec.structs.replace(report, site=site, coverage=coverage, findings=tuple(map(_finding, report.findings)))


def _finding(finding: Finding) -> Finding:
    return msgspec.structs.replace(
        finding,
        url=mask(finding.url),
        pages=tuple(map(mask, finding.pages)),
        target=mask(finding.target),
        evidence=mask(finding.evidence),
        message=mask(finding.message),
        column_path=tuple(map(mask, finding.column_path)),
        page_title=mask(finding.page_title),
        locator=msgspec.structs.replace(finding.locator, selector=mask(finding.locator.selector)),
    )


def _lines(lines: tuple[NotRun, ...]) -> tuple[NotRun, ...]:
    return tuple(NotRun(what=mask(line.what), why=mask(line.why)) for line in lines)
