"""The questionnaire: what software cannot say of a site, asked of a person in the words of the sheet.

A report decides what is asked: items that a person decides, items of software that are open (not run, 待核实), vetoes
that the evidence touches, and, where a site would fail by its points, the confirmation of that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import msgspec

from auditor.model import Report
from auditor.scorecard.items import most_times
from auditor.scorecard.score import OPEN, TOTAL
from standards.rulefile import RuleFile, RuleRow
from standards.scoresheet import RuleItem, exact, exact_or

PARTS = {"veto": "单项否决", "deduction": "扣分指标", "bonus": "加分指标"}
MOST_SAMPLES = 10


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the questionnaire."""

    code: str
    part: str
    group: str
    row: str
    clause: str
    text: str
    kind: Literal["veto", "once", "count"]
    points: str
    """What it takes or brings, in words; empty for a veto."""
    options: str
    """What may be written as the answer."""
    how: str = ""
    sample: str = ""
    lines: int = 1
    """How many sample lines there are to fill in."""
    most: int = 1
    """The largest number that may be answered."""
    said: str = ""
    """What software says of it so far."""
    fingerprints: tuple[str, ...] = ()


def questions(report: Report, rules: RuleFile) -> tuple[Question, ...]:
    """What is asked of a person about the site of a report, in the order of the sheet."""
    if report.score is None or rules.score is None:
        return ()
    figures = rules.score.kinds[report.score.kind].points
    rows = {row.code: row for row in rules.rows if row.code}
    asked = []
    for row in report.rows:
        ruled = rows.get(row.code)
        if ruled is None or row.status == "不适用":
            continue
        known = {made.code: made for made in row.items}
        for item in ruled.items:
            made = known.get(item.code)
            if made is None:
                continue
            if item.decides != "software" or made.status in OPEN:
                cap = exact(figures.get(row.code, ruled.cap or 0))
                points = exact_or(figures, item.code, item.points)
                marks = (*made.finding_fingerprints, *made.review_fingerprints)
                asked.append(
                    _question(
                        ruled,
                        item,
                        points=float(points),
                        most=most_times(replace(item, points=points), cap) if item.points else 1,
                        said=_said(made.status, made.note, len(marks)),
                        fingerprints=marks if ruled.part == "veto" else (),
                    )
                )
    if report.score.max is not None and report.score.max < rules.score.fail_below:
        asked.append(_total(rules))
    return tuple(asked)


def all_questions(rules: RuleFile) -> dict[str, tuple[RuleRow, RuleItem]]:
    """Every item of the sheet by its code: what an answer may be about."""
    return {item.code: (row, item) for row in rules.rows if row.code for item in row.items}


def _question(
    row: RuleRow, item: RuleItem, *, points: float, most: int, said: str, fingerprints: tuple[str, ...]
) -> Question:
    veto = row.part == "veto"
    counts = not veto and item.each != "once"
    verb = "加" if row.part == "bonus" else "扣"
    options = "属实 / 不属实" if veto else f"0 至 {most} 的整数" if counts else "是 / 否"
    return Question(
        code=item.code,
        part=PARTS[row.part],
        group=row.group,
        row=row.title,
        clause=row.clause,
        text=item.text,
        kind="veto" if veto else "count" if counts else "once",
        points="" if veto else f"{'每处' if counts else ''}{verb} {points:g} 分，本项最多 {row.cap:g} 分",
        options=options,
        how=item.how,
        sample=row.sample,
        lines=min(MOST_SAMPLES, item.most or 5) if row.sample and not veto else 1,
        most=most,
        said=said,
        fingerprints=fingerprints,
    )


def _total(rules: RuleFile) -> Question:
    assert rules.score is not None
    return Question(
        code=TOTAL,
        part="总分",
        group="",
        row="总分",
        clause=rules.title,
        text=f"得分低于 {rules.score.fail_below:g} 分，认定为不合格",
        kind="veto",
        points="",
        options="属实 / 不属实",
        how="核对扣分依据后确认",
    )


def _said(status: str, note: str, found: int) -> str:
    parts = [f"程序：{status}", note, f"涉及 {found} 条" if found else ""]
    return "，".join(part for part in parts if part)
