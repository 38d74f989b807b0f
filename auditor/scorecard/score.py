"""The score of a site: pure, from findings, coverage and answers to a Score and the rows of its sheet.

国办秘函〔2019〕19号, 指标说明: any veto fails a site and nothing else is scored; without one, 100 points less what is
taken; under 60 fails; over 80 the bonus is added. Software only says 疑似: 不合格 needs a person's confirmation on
record. What is not decided (a person's rows, findings for review, checks that did not run) is a range, and the score
says partial.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import msgspec

from auditor.model import Answer, Coverage, Finding, Outcome, Row, Sample, Score, ScoreItem, Standing, Watched
from auditor.scorecard.charges import Charge, charges
from auditor.scorecard.items import Bounds, bonus_item, deduction_item, in_sample, not_asked, plain, veto_item
from standards.rulefile import RuleFile, RuleRow
from standards.scoresheet import Kind, Scoring, exact

TOTAL = "TOTAL"
"""The code under which a person confirms that a site fails by its points."""

SUSPECTED: Outcome = "疑似不合格（待人工核实）"


def make_score(
    findings: Iterable[Finding],
    rules: RuleFile,
    coverage: Coverage,
    *,
    home: str,
    kind: str = "portal",
    samples: Sequence[Sample] = (),
    answers: Sequence[Answer] = (),
    watched: Watched | None = None,
    notes: Sequence[str] = (),
) -> tuple[Score | None, tuple[Row, ...]]:
    """The score and its sheet; None and no rows where the rule file has no sheet, KeyError for an unknown kind.

    ``home`` is the address of the home page; ``notes`` are said with the score (what became of the answers).
    """
    if rules.score is None:
        return None, ()
    site = rules.score.kinds[kind]
    scored = [_figures(row, site) for row in rules.rows if row.code]
    asked = [row for row in scored if _applies(row, site)]
    charged = charges(findings, rules, asked, home)
    said = _valid(answers, asked)
    drawn = {sample.item: sample for sample in samples}
    unsaid = {item.code: not_asked(item, coverage, drawn.get(item.code)) for row in asked for item in row.items}
    evidence = Evidence(charged, said, unsaid, drawn)
    rows, bounds = [], {}
    for row in scored:
        if row not in asked:
            rows.append(_row(row, "不适用", ()))
        elif row.part == "veto":
            items = [
                veto_item(one, charged[one.code], said.get(one.code), unsaid[one.code], watched) for one in row.items
            ]
            items = _once(row, items)
            rows.append(_row(row, _gravest(items), items))
        else:
            bounds[row.code], made = _points_row(row, evidence)
            rows.append(made)
    score = _score(rows, bounds, site, rules.score, said)
    given = {"samples": tuple(samples), "answers": tuple(answers), "watched": watched, "notes": tuple(notes)}
    why = (*score.why, *notes)
    return msgspec.structs.replace(score, kind=site.id, kind_title=site.title, why=why, **given), tuple(rows)


def _once(row: RuleRow, items: Sequence[ScoreItem]) -> list[ScoreItem]:
    """The items of a veto, of which one that another stands for says nothing of its own."""
    status = {item.code: item.status for item in items}
    return [
        msgspec.structs.replace(made, status="合格", note=f"按 {item.unless} 计")
        if made.status == "疑似" and status.get(item.unless) in ("疑似", "不合格")
        else made
        for item, made in zip(row.items, items, strict=True)
    ]


def _figures(row: RuleRow, kind: Kind) -> RuleRow:
    """The row with the figures that this kind of site has."""
    own = kind.points
    items = tuple(replace(one, points=exact(own[one.code])) if one.code in own else one for one in row.items)
    return replace(row, cap=own.get(row.code, row.cap), items=items)


def _applies(row: RuleRow, kind: Kind) -> bool:
    return row.part in kind.parts and not {row.code, row.group} & set(kind.without)


def _valid(answers: Iterable[Answer], rows: Sequence[RuleRow]) -> dict[str, Answer]:
    """Answers by code; a veto is a person's word only with a name and a day."""
    vetoes = {item.code for row in rows if row.part == "veto" for item in row.items} | {TOTAL}
    return {one.code: one for one in answers if one.code not in vetoes or (one.by.strip() and one.on.strip())}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the items hang on, by their code: findings, answers, why findings are not the whole answer, samples."""

    charged: Mapping[str, Charge]
    said: Mapping[str, Answer]
    unsaid: Mapping[str, str]
    drawn: Mapping[str, Sample]


def _points_row(row: RuleRow, evidence: Evidence) -> tuple[Bounds, Row]:
    """A row that takes or brings points, within its cap."""
    cap = exact(row.cap or 0)
    made: dict[str, tuple[ScoreItem, Bounds]] = {}
    for item in row.items:
        charge = evidence.charged[item.code]
        if item.each == "drawn":
            charge = in_sample(charge, evidence.drawn.get(item.code))
        answer = evidence.said.get(item.code)
        if row.part == "bonus":
            made[item.code] = bonus_item(item, cap, charge, answer)
        else:
            made[item.code] = deduction_item(item, cap, charge, answer, evidence.unsaid[item.code])
    counted = [
        bounds
        for item in row.items
        for bounds in [made[item.code][1]]
        if not item.unless or not made[item.unless][1].high
    ]
    low = min(cap, sum((one.low for one in counted), Fraction(0)))
    high = min(cap, sum((one.high for one in counted), Fraction(0)))
    items = [one for one, _ in made.values()]
    return Bounds(low, high), _row(row, _standing(row, items, low, high), items, low, high)


def _standing(row: RuleRow, items: Sequence[ScoreItem], low: Fraction, high: Fraction) -> Standing:
    if low:
        return "加分" if row.part == "bonus" else "扣分"
    if low == high:
        return "不加分" if row.part == "bonus" else "合格"
    return next(word for word in OPEN if any(item.status == word for item in items))


OPEN: tuple[Standing, ...] = ("疑似", "待人工", "未检")
"""How an item stands that is not decided; the first of them is how its row stands."""


def _gravest(items: Sequence[ScoreItem]) -> Standing:
    standing = {item.status for item in items}
    order: tuple[Standing, ...] = ("不合格", *OPEN)
    return next((word for word in order if word in standing), "合格")


def _row(
    row: RuleRow,
    status: Standing,
    items: Sequence[ScoreItem],
    low: Fraction = Fraction(0),
    high: Fraction = Fraction(0),
) -> Row:
    marks = sorted({mark for item in items for mark in item.finding_fingerprints})
    decided = low == high and row.part != "veto" and status != "不适用"
    return Row(
        code=row.code,
        part=row.part,
        group=row.group,
        clause=row.clause,
        title=row.title,
        sample=row.sample,
        points=plain(low) if decided else None,
        cap=row.cap,
        status=status,
        low=plain(low),
        high=plain(high),
        finding_fingerprints=tuple(marks),
        items=tuple(items),
    )


def _score(
    rows: Sequence[Row], bounds: Mapping[str, Bounds], kind: Kind, scoring: Scoring, said: Mapping[str, Answer]
) -> Score:
    vetoes = [item for row in rows if row.part == "veto" for item in row.items]
    failed = [item for item in vetoes if item.status == "不合格"]
    (lowest, base_low), (highest, base_high) = _range(rows, bounds, kind, scoring)
    decided = lowest == highest and not any(item.status in OPEN for item in vetoes)
    qualified, why = _outcome(vetoes, lowest, highest, scoring, said)
    scored = "deduction" in kind.parts and not failed
    return Score(
        status="complete" if failed or decided else "partial",
        qualified=qualified,
        total=plain(lowest) if scored and decided else None,
        min=plain(lowest) if scored else None,
        max=plain(highest) if scored else None,
        base_min=plain(base_low) if scored else None,
        base_max=plain(base_high) if scored else None,
        veto=tuple(item for item in vetoes if item.status in ("不合格", "疑似") or _has_hints(item)),
        deductions=_items(rows, "deduction"),
        bonus=_items(rows, "bonus"),
        why=(*why, *_open(rows)),
    )


def _has_hints(item: ScoreItem) -> bool:
    return item.status == "待人工" and bool(item.review_fingerprints or item.finding_fingerprints)


def _items(rows: Sequence[Row], part: str) -> tuple[ScoreItem, ...]:
    return tuple(item for row in rows if row.part == part for item in row.items if item.low)


def _range(
    rows: Sequence[Row], bounds: Mapping[str, Bounds], kind: Kind, scoring: Scoring
) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
    """The score at least and at most, each with what it is without the bonus, which good points open."""
    full = exact(scoring.full)
    start = exact(kind.out_of) if kind.out_of else full
    of = {part: [bounds[row.code] for row in rows if row.part == part and row.code in bounds] for part in kind.parts}
    taken, brought = of.get("deduction", []), of.get("bonus", [])
    most_taken, least_taken = (sum((getattr(one, side) for one in taken), Fraction(0)) for side in ("high", "low"))
    least_brought, most_brought = (
        sum((getattr(one, side) for one in brought), Fraction(0)) for side in ("low", "high")
    )

    def total(lost: Fraction, bonus: Fraction) -> tuple[Fraction, Fraction]:
        points = max(Fraction(0), start - lost) * full / start
        opened = points > exact(scoring.bonus_above)
        return points + (min(bonus, exact(scoring.bonus_full)) if opened else 0), points

    return total(most_taken, least_brought), total(least_taken, most_brought)


def _outcome(
    vetoes: Sequence[ScoreItem], lowest: Fraction, highest: Fraction, scoring: Scoring, said: Mapping[str, Answer]
) -> tuple[Outcome | None, list[str]]:
    """What the evidence says, and why."""
    failed = [item for item in vetoes if item.status == "不合格"]
    suspected = [item for item in vetoes if item.status == "疑似"]
    line = exact(scoring.fail_below)
    if failed:
        return "不合格", [f"单项否决已由 {one.by} 于 {one.on} 确认：{one.text}" for one in failed] + [
            "出现单项否决情形，第二、三部分不再计分"
        ]
    if suspected:
        return SUSPECTED, [f"疑似触及单项否决，待人工核实：{one.text}" for one in suspected]
    if highest < line:
        confirmed = said.get(TOTAL)
        if confirmed and confirmed.times:
            return "不合格", [f"得分低于 {float(line):g} 分，已由 {confirmed.by} 于 {confirmed.on} 确认"]
        return SUSPECTED, [f"得分低于 {float(line):g} 分，待人工核实"]
    if lowest >= line and not any(item.status in OPEN for item in vetoes):
        return "合格", []
    return None, ["有指标尚未查完，不作合格与否的结论"]


def _open(rows: Sequence[Row]) -> list[str]:
    """How much is not decided, by why."""
    means: dict[str, str] = {"待人工": "须由人检查，见检查问卷", "未检": "程序没有查", "疑似": "有待核实的条目"}
    counts: Counter[str] = Counter(
        item.status for row in rows if row.part != "bonus" for item in row.items if item.status in means
    )
    return [f"{counts[word]} 条细则{word}：{means[word]}" for word in means if counts[word]]
