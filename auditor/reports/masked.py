"""The last mask before anything is printed, should a private number have come this far."""

from __future__ import annotations

import msgspec

from auditor.model import Answer, Finding, NotRun, Report, Row, Sample, Score, ScoreItem, SiteName
from standards.privacy import mask


def masked(report: Report) -> Report:
    """The report with private numbers masked in every text and address from outside. Offsets stay true.

    An address with a number in it cannot be followed any more; who may see it finds the page by what is left of it
    (and the ``*`` is a wildcard of the ignore file).
    """
    coverage = msgspec.structs.replace(
        report.coverage,
        not_run=_lines(report.coverage.not_run),
        cut=_lines(report.coverage.cut),
    )
    site = SiteName(
        url=mask(report.site.url),
        canonical=mask(report.site.canonical),
        name=mask(report.site.name),
        id_code=mask(report.site.id_code),
    )
    return msgspec.structs.replace(
        report,
        site=site,
        coverage=coverage,
        score=_score(report.score) if report.score else None,
        rows=tuple(map(_row, report.rows)),
        findings=tuple(map(_finding, report.findings)),
    )


def _finding(finding: Finding) -> Finding:
    return msgspec.structs.replace(
        finding,
        url=mask(finding.url),
        pages=tuple(map(mask, finding.pages)),
        drawn=tuple(map(mask, finding.drawn)),
        target=mask(finding.target),
        evidence=mask(finding.evidence),
        message=mask(finding.message),
        column_path=tuple(map(mask, finding.column_path)),
        page_title=mask(finding.page_title),
        locator=msgspec.structs.replace(finding.locator, selector=mask(finding.locator.selector)),
    )


def _lines(lines: tuple[NotRun, ...]) -> tuple[NotRun, ...]:
    return tuple(NotRun(what=mask(line.what), why=mask(line.why)) for line in lines)


def _sample(sample: Sample) -> Sample:
    return msgspec.structs.replace(sample, pages=tuple(map(mask, sample.pages)))


def _score(score: Score) -> Score:
    """What persons wrote in a questionnaire comes from outside too."""
    return msgspec.structs.replace(
        score,
        veto=tuple(map(_item, score.veto)),
        deductions=tuple(map(_item, score.deductions)),
        bonus=tuple(map(_item, score.bonus)),
        why=tuple(map(mask, score.why)),
        notes=tuple(map(mask, score.notes)),
        samples=tuple(map(_sample, score.samples)),
        answers=tuple(map(_answer, score.answers)),
    )


def _row(row: Row) -> Row:
    return msgspec.structs.replace(row, items=tuple(map(_item, row.items)))


def _item(item: ScoreItem) -> ScoreItem:
    return msgspec.structs.replace(item, by=mask(item.by), note=mask(item.note))


def _answer(answer: Answer) -> Answer:
    return msgspec.structs.replace(
        answer, by=mask(answer.by), note=mask(answer.note), samples=tuple(map(mask, answer.samples))
    )
