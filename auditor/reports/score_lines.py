"""The score in lines for a terminal: outcome, points or their range, vetoes, and what each point hangs on."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.model import Report, Row, Score, ScoreItem
from auditor.reports.hidden import reveal
from auditor.reports.masked import masked

UNDECIDED = "未作结论（没有查完）"
TITLES = {"deduction": "扣", "bonus": "加"}


def outcome_of(score: Score) -> str:
    """合格, 疑似不合格 or 不合格, or that nothing can be said."""
    return score.qualified or UNDECIDED


def points_of(score: Score) -> str:
    """The total, or between what it lies; why there is none."""
    if score.min is None or score.max is None:
        return "不计分"
    if score.total is not None:
        return f"{score.total:g} 分"
    if score.min == score.max and score.base_min == score.base_max:
        return f"{score.min:g} 分（扣分、加分指标已经查完，单项否决还没有定论；不计加分为 {score.base_min:g} 分）"
    base = f"{score.base_min:g}～{score.base_max:g}" if score.base_min != score.base_max else f"{score.base_min:g}"
    return f"{score.min:g}～{score.max:g} 分（没有查完，按范围列出；不计加分为 {base} 分）"


def taken_of(item_or_row: ScoreItem | Row) -> str:
    """Points as the sheet prints them: one figure, or a range."""
    low, high = item_or_row.low, item_or_row.high
    return f"{low:g}" if low == high else f"{low:g}～{high:g}"


def score_lines(report: Report, *, every: bool = False) -> Iterator[str]:
    """The lines; with ``every`` the rows that took points or are open as well."""
    report = masked(report)
    score = report.score
    if score is None:
        yield "评分：规则文件没有评分表"
        return
    yield f"评分（{score.kind_title}）：{outcome_of(score)}；得分 {points_of(score)}"
    for item in score.veto:
        marks = (*item.finding_fingerprints, *item.review_fingerprints)
        yield f"  单项否决 {item.code} {item.status}：{reveal(item.text)}{f'（涉及 {len(marks)} 条）' if marks else ''}"
    if not every:
        lost = [row for row in report.rows if row.part == "deduction" and row.low]
        if lost:
            yield "  已扣分：" + "、".join(f"{row.title} {row.low:g}" for row in lost)
        return
    for part, verb in TITLES.items():
        for row in report.rows:
            if row.part == part and (row.low or row.high):
                name = f"{row.code} {row.group}·{row.title}"
                yield f"  {name}：{row.status}，{verb} {taken_of(row)} 分（最多 {row.cap:g}）"
                for item in row.items:
                    if item.low:
                        hangs = "、".join(item.finding_fingerprints[:3])
                        more = f" 等 {len(item.finding_fingerprints)} 条" if len(item.finding_fingerprints) > 3 else ""
                        basis = f"条目 {hangs}{more}" if hangs else f"{item.by or '人工'} {item.on} 回答“{item.answer}”"
                        yield f"      {item.code} {taken_of(item)} 分：{reveal(item.text)} ← {reveal(basis)}"
    for line in score.why:
        yield f"  · {reveal(line)}"


def score_json(report: Report) -> str:
    """The score and the sheet as report.json has them."""
    report = masked(report)
    said = {"score": report.score, "rows": report.rows}
    return msgspec.json.format(msgspec.json.encode(said), indent=2).decode()
