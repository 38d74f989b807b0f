"""Which findings take points under which item, each thing once.

国办秘函〔2019〕19号, 指标说明: 因空白、应更新未更新等原因已按其他指标扣分的，不重复扣分.

A thing is a finding, or, of the checks that ``once_per_page`` names, whatever they say of one page (a column). Of the
deductions one item takes it: the rows of ``precedence`` first, then the others in their order. An item that is taken
off once takes first what nobody else could. Vetoes are counted for themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.model import Finding
from standards.rulefile import RuleFile, RuleRow
from standards.scoresheet import RuleItem


@dataclass(slots=True)
class Charge:
    """The findings of one item: those that count, and those that only leave it open."""

    certain: list[Finding] = field(default_factory=list)
    open: list[Finding] = field(default_factory=list)
    elsewhere: int = 0
    """Findings that fit and were taken off under another item."""


def charges(findings: Iterable[Finding], rules: RuleFile, rows: Sequence[RuleRow], home: str) -> Mapping[str, Charge]:
    """The charge of every item of ``rows``, by its code."""
    ordered = sorted(findings, key=lambda finding: (finding.verdict != "fail", finding.fingerprint))
    by_check: dict[str, list[Finding]] = defaultdict(list)
    for finding in ordered:
        by_check[finding.check].append(finding)
    fitting = {item.code: _fitting(item, by_check, home) for row in rows for item in row.items}
    made = {code: Charge() for code in fitting}
    for row in rows:
        if row.part != "deduction":
            for item in row.items:
                for finding in fitting[item.code]:
                    _put(made[item.code], finding)
    assert rules.score is not None
    order = {code: at for at, code in enumerate(rules.score.precedence)}
    deductions = sorted(
        (row for row in rows if row.part == "deduction"), key=lambda row: order.get(row.code, len(order))
    )
    _share([item for row in deductions for item in row.items], fitting, made, frozenset(rules.score.once_per_page))
    return made


def _fitting(item: RuleItem, by_check: Mapping[str, Sequence[Finding]], home: str) -> list[Finding]:
    found = {}
    for feed in item.feeds:
        for finding in by_check.get(feed.check, ()):
            if feed.reasons and finding.reason not in feed.reasons:
                continue
            if not set(feed.cites) & set(finding.clauses):
                continue
            on_home = home in (finding.url, *finding.pages)
            if not item.where or on_home == (item.where == "home"):
                found[finding.fingerprint] = finding
    return list(found.values())


def _share(
    items: Sequence[RuleItem],
    fitting: Mapping[str, Sequence[Finding]],
    made: Mapping[str, Charge],
    once_per_page: frozenset[str],
) -> None:
    def thing(finding: Finding) -> str:
        return finding.url if finding.check in once_per_page else finding.fingerprint

    def of_item(item: RuleItem, finding: Finding) -> bool:
        return item.each != "drawn" or bool(finding.drawn)

    wanted = Counter(name for item in items for name in {thing(found) for found in fitting[item.code]})
    taken: set[str] = set()
    for item in items:
        mine: set[str] = set()
        candidates = [finding for finding in fitting[item.code] if of_item(item, finding)]
        if item.each == "once":
            candidates.sort(key=lambda finding: (finding.verdict != "fail", wanted[thing(finding)] > 1))
        for finding in candidates:
            name = thing(finding)
            if item.each == "drawn":  # what one page has is counted by pages, and a template's mistake is on many
                _put(made[item.code], finding)
                mine.add(name)
            elif name in taken:
                made[item.code].elsewhere += 1
            elif item.each == "once" and mine and wanted[name] > 1:
                continue  # taken off already: left for the item that it could still be taken off under
            else:
                _put(made[item.code], finding)
                mine.add(name)
        taken |= mine


def _put(charge: Charge, finding: Finding) -> None:
    (charge.certain if finding.verdict == "fail" else charge.open).append(finding)
