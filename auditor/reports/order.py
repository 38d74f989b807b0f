"""The order in which every form of the report lists its findings, so that number 12 is the same one in all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from auditor.model import Finding
from auditor.reports.words import FAMILIES


def by_check(findings: Iterable[Finding]) -> Iterator[tuple[str, list[tuple[str, list[Finding]]]]]:
    """Families in the order of ``FAMILIES``, unknown ones last; in each its checks, those with the gravest first."""
    families: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        families[finding.family][finding.check].append(finding)
    order = list(FAMILIES)
    for family in sorted(families, key=lambda name: (order.index(name) if name in order else len(order), name)):
        checks = families[family].items()
        yield family, sorted(checks, key=lambda pair: (min(finding.severity for finding in pair[1]), pair[0]))


def ordered(findings: Iterable[Finding]) -> Sequence[Finding]:
    """The findings one after the other; the first is number 1."""
    return [finding for _, checks in by_check(findings) for _, members in checks for finding in members]
