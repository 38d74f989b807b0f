"""From hits to findings: one cause is one finding, with its reach, masked evidence and a stable fingerprint.

A defect of a template stands on a thousand pages and is mended once. Hits are therefore joined:

1. hits that name the same ``cause`` are one finding;
2. hits in the frame of the page (header, nav, aside, footer) are one finding wherever they repeat;
3. hits in the body that repeat with the same words in the same place of three pages or more come from a template;
4. all other hits are one finding for each page, with the number of occurrences there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from auditor.model import Check, Finding, Hit, Locator
from standards.privacy import mask

TEMPLATE_PAGES = 3
"""From this many pages on, the same words in the same place of the body are taken for the template's."""

PAGES_NAMED = 20
"""A finding names at most so many of its pages."""

Group = tuple[str, ...]


def join_hits(hits: Iterable[tuple[Check, Hit]], clauses: Mapping[str, tuple[str, ...]]) -> tuple[Finding, ...]:
    """Join hits into findings, the most serious first. ``clauses`` maps a check's id to its clauses."""
    groups: dict[Group, list[tuple[Check, Hit]]] = defaultdict(list)
    for check, hit in hits:
        groups[_group(check, hit)].append((check, hit))
    findings = [_finding(key, members, clauses) for key, members in _templates(groups).items()]
    return tuple(sorted(findings, key=rank))


def _group(check: Check, hit: Hit) -> Group:
    if hit.cause:
        return (check.id, "cause", hit.cause)
    what = (hit.reason, hit.target, _guilty(hit))
    if hit.region != "main":
        return (check.id, f"frame:{hit.region}", *what)
    return (check.id, hit.url, *what)


def _templates(groups: dict[Group, list[tuple[Check, Hit]]]) -> dict[Group, list[tuple[Check, Hit]]]:
    """Move body hits that repeat word for word in one place of several pages into a group of their own."""
    places: dict[Group, list[Group]] = defaultdict(list)
    for key, members in groups.items():
        check, hit = members[0]
        if not hit.cause and hit.region == "main" and hit.evidence and hit.locator.selector:
            places[(check.id, hit.reason, hit.target, _fold(hit.evidence), _place(hit.locator))].append(key)
    joined = dict(groups)
    for place, keys in places.items():
        if len(keys) >= TEMPLATE_PAGES:
            joined[(place[0], f"template:{place[-1]}", *place[1:4])] = [m for key in keys for m in joined.pop(key)]
    return joined


def _finding(key: Group, members: list[tuple[Check, Hit]], clauses: Mapping[str, tuple[str, ...]]) -> Finding:
    members.sort(key=lambda pair: (pair[1].verdict != "fail", pair[1].url, pair[1].locator.line or 0))
    check, hit = members[0]
    pages = sorted({member.url for _, member in members})
    return Finding(
        fingerprint=blake2b("\x1f".join(mask(part) for part in key).encode(), digest_size=10).hexdigest(),
        check=check.id,
        family=check.family,
        title=check.title,
        verdict=hit.verdict,
        severity=min((member.severity or check.severity) for _, member in members),
        clauses=clauses.get(check.id, ()) if hit.clauses is None else hit.clauses,
        url=hit.url,
        target=mask(hit.target),
        reason=hit.reason,
        locator=hit.locator,
        evidence=mask(hit.evidence),
        mark=hit.mark,
        message=mask(hit.message),
        remedy=hit.remedy or check.remedy,
        occurrences=len(members),
        pages=tuple(pages[:PAGES_NAMED]),
        reach=len(pages),
    )


def _guilty(hit: Hit) -> str:
    """The marked part of the evidence: it stays when the words around it are edited."""
    return _fold(hit.evidence[slice(*hit.mark)] if hit.mark else hit.evidence)


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _place(locator: Locator) -> str:
    """A selector without the counting: the third paragraph here may be the fourth there."""
    return re.sub(r":nth-[a-z-]+\([^)]*\)|#[\w-]+", "", locator.selector)


def rank(finding: Finding) -> tuple[str, bool, str, str, str, str]:
    """By what findings are put in order: the most serious and certain first."""
    return (
        finding.severity,
        finding.verdict != "fail",
        finding.check,
        finding.url,
        finding.target,
        finding.fingerprint,
    )
