"""How one item of the sheet stands: decided by findings, by a person, or open between two bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from auditor.model import Answer, Coverage, Finding, Sample, ScoreItem, Standing, Watched
from auditor.scorecard.charges import Charge
from standards.scoresheet import RuleItem

CUT = ("页面 ", "链接目标 ")
"""How the lines of ``Coverage.cut`` begin that tell of pages or links which were not read at all."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Points at least and at most, before the row's cap."""

    low: Fraction
    high: Fraction


def plain(points: Fraction) -> float:
    """Points as they are printed and stored: two decimals."""
    return float(round(points, 2))


def deduction_item(
    item: RuleItem, cap: Fraction, charge: Charge, answer: Answer | None, unsaid: str
) -> tuple[ScoreItem, Bounds]:
    """An item that takes points. ``cap`` is its row's; ``unsaid`` says why findings are not the whole answer."""
    most = _most(item, cap)
    certain, with_open = (_counted(item, found) for found in (charge.certain, [*charge.certain, *charge.open]))
    low, high = (min(most, item.points * times) for times in (certain, with_open))
    if answer is not None:
        said = min(most, item.points * answer.times)
        low = high = said if item.decides != "software" else max(low, said)
        status: Standing = "扣分" if low else "合格"
        note = _beside(certain, answer, item)
    elif item.decides == "person" or (item.decides == "both" and not low):
        asked = bool(item.feeds) and not unsaid
        high, status, note = most, "待人工", "有线索待核实" if charge.open else "程序没有发现" if asked else ""
    elif item.decides == "both":
        high, status, note = most, "扣分", "程序只能列出一部分，其余待人工"
    elif unsaid:
        high, status, note = most, "扣分" if low else "未检", unsaid
    else:
        status, note = ("扣分", "") if low else ("疑似", "") if high > low else ("合格", "")
    if charge.elsewhere and not note:
        note = f"另有 {charge.elsewhere} 条已在其他指标扣分，不重复扣"
    bounds = Bounds(low, high)
    return _item(item, status, bounds, charge, answer, count=certain, note=note), bounds


def bonus_item(item: RuleItem, cap: Fraction, charge: Charge, answer: Answer | None) -> tuple[ScoreItem, Bounds]:
    """An item that brings points: a finding shows that it is not so, only a person that it is."""
    most, nothing = _most(item, cap), Fraction(0)
    if answer is not None:
        low = high = min(most, item.points * answer.times)
        status: Standing = "加分" if low else "不加分"
    elif charge.certain:
        low, high, status = nothing, nothing, "不加分"
    else:
        low, high, status = nothing, most, "待人工"
    bounds = Bounds(low, high)
    if charge.certain and low:
        note = f"程序发现 {len(charge.certain)} 处没有做到，人工认定做到了"
    else:
        note = "有线索待核实" if charge.open and answer is None else ""
    return _item(item, status, bounds, charge, answer, note=note), bounds


def veto_item(item: RuleItem, charge: Charge, answer: Answer | None, unsaid: str, watched: Watched | None) -> ScoreItem:
    """A veto: 疑似 where the evidence reaches the threshold, 不合格 only where a person has confirmed it."""
    if item.code == "V2":
        charge_of = [watched.fingerprint] if watched and watched.state.startswith("疑似") else []
        if watched is None or not (charge_of or watched.state == "正常"):
            unsaid = f"监测结果：{watched.state}" if watched else "没有给出 auditor watch 的监测记录"
    else:
        charge_of = [finding.fingerprint for finding in charge.certain]
    hints = [finding.fingerprint for finding in charge.open]
    status, note = _by_evidence(item, len(charge_of), len(hints), unsaid)
    if answer is not None and answer.times:
        confirmed = set(answer.fingerprints) & {*charge_of, *hints}
        told = item.decides != "software" and bool(answer.note)  # of what cannot be seen from outside
        if len(confirmed) >= item.at_least or told:
            status, note = "不合格", answer.note
        else:
            note = "确认所依据的条目不在本报告中，或不够数，未作数"
    elif answer is not None:
        seen = set(answer.fingerprints)
        status, note = _after_denial(item, len({*charge_of} - seen), len({*hints} - seen))
    if status == "合格" and charge_of and not note:
        note = f"{len(charge_of)} 个，不到 {item.at_least} 个"
    return ScoreItem(
        code=item.code,
        text=item.text,
        status=status,
        low=0.0,
        high=0.0,
        count=len(charge_of),
        decides=item.decides,
        finding_fingerprints=tuple(sorted(charge_of)),
        review_fingerprints=tuple(sorted(hints)),
        answer="" if answer is None else "属实" if answer.times else "不属实",
        by=answer.by if answer else "",
        on=answer.on if answer else "",
        note=note,
    )


def _after_denial(item: RuleItem, certain: int, hints: int) -> tuple[Standing, str]:
    """How a veto stands that a person has denied, given how much evidence the denial does not name.

    A form that was filled in for an earlier report names none of what has come since: nobody has looked at it.
    """
    if certain >= item.at_least:
        return "疑似", f"待人工核实：问卷答“不属实”，没有写明核实过其中 {certain} 条"
    if certain + hints >= item.at_least:
        return "待人工", f"问卷答“不属实”，没有写明核实过其中 {certain + hints} 条线索"
    return "合格", "经人工核实没有此情形"


def _by_evidence(item: RuleItem, certain: int, hints: int, unsaid: str) -> tuple[Standing, str]:
    """How a veto stands before a person has spoken."""
    if certain >= item.at_least:
        return "疑似", "待人工核实"
    if certain + hints >= item.at_least:
        return "待人工", f"有 {certain + hints} 条线索待核实"
    if item.decides != "software":
        return "待人工", ""
    return ("未检", unsaid) if unsaid else ("合格", "")


def most_times(item: RuleItem, cap: Fraction) -> int:
    """How often an item can be taken at most before its row is full."""
    if item.each == "once":
        return 1
    full = -(-cap // item.points)
    return min(full, item.most or (item.draw[1] if item.draw else full))


def _most(item: RuleItem, cap: Fraction) -> Fraction:
    return min(cap, item.points * most_times(item, cap))


def _counted(item: RuleItem, findings: Sequence[Finding]) -> int:
    if item.each == "once":
        return int(bool(findings))
    if item.each == "page":
        return sum(finding.reach for finding in findings)
    if item.each == "named":
        return sum(len(finding.target.split("、")) for finding in findings)
    if item.each == "kind":
        return len({finding.target for finding in findings})
    if item.each == "drawn":
        return len({url for finding in findings for url in finding.drawn})
    return len(findings)


def in_sample(charge: Charge, sample: Sample | None) -> Charge:
    """The charge with only the pages of one sample: two items may draw of different kinds of pages."""
    pages = set(sample.pages) if sample else set()

    def kept(findings: Sequence[Finding]) -> list[Finding]:
        cut = (replace(one, drawn=tuple(url for url in one.drawn if url in pages)) for one in findings)
        return [one for one in cut if one.drawn]

    return Charge(kept(charge.certain), kept(charge.open), charge.elsewhere)


def not_asked(item: RuleItem, coverage: Coverage, sample: Sample | None) -> str:
    """Why findings cannot be the whole answer; empty where they are."""
    missing = [feed.check for feed in item.feeds if feed.check not in coverage.by_check]
    if missing:
        return f"检查项 {'、'.join(sorted(set(missing)))} 没有运行"
    if item.whole and any(line.what.startswith(CUT) for line in coverage.cut):
        return "没有查全，见“本次没有检查的”"
    if item.seen and not any(line.what == item.seen for line in coverage.not_run):
        return "没有认出可以抽查的页面"
    if item.draw and not (sample and sample.pages):
        return "没有可以抽查的页面"
    return ""


def _beside(certain: int, answer: Answer, item: RuleItem) -> str:
    if item.decides == "software" or certain == answer.times or not item.feeds:
        return ""
    return f"程序发现 {certain} 处，人工核定 {answer.times} 处"


def _item(
    item: RuleItem,
    status: Standing,
    bounds: Bounds,
    charge: Charge,
    answer: Answer | None,
    *,
    count: int = 0,
    note: str = "",
) -> ScoreItem:
    return ScoreItem(
        code=item.code,
        text=item.text,
        status=status,
        low=plain(bounds.low),
        high=plain(bounds.high),
        count=answer.times if answer is not None else count,
        decides=item.decides,
        finding_fingerprints=tuple(sorted(finding.fingerprint for finding in charge.certain)),
        review_fingerprints=tuple(sorted(finding.fingerprint for finding in charge.open)),
        answer=_in_words(item, answer),
        by=answer.by if answer else "",
        on=answer.on if answer else "",
        note=note or (answer.note if answer else ""),
    )


def _in_words(item: RuleItem, answer: Answer | None) -> str:
    if answer is None:
        return ""
    if item.each == "once":
        return "是" if answer.times else "否"
    return f"{answer.times} 处"
