"""From hits to findings: one cause is one finding, with its reach, masked evidence and a stable fingerprint.

A defect of a template stands on a thousand pages and is mended once. Hits are therefore joined:

1. hits that name the same ``cause`` are one finding;
2. hits in the frame of the page (header, nav, aside, footer) are one finding wherever they repeat;
3. hits in the body that repeat with the same words in the same place of three pages or more come from a template;
4. all other hits are one finding for each page, with the number of occurrences there: those with the same guilty
   words, or, where the check says so (``by_target``), with the same target.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from heapq import nsmallest
from typing import TypeVar

import msgspec

from auditor.model import Check, Finding, Hit, Locator, Severity
from standards.privacy import mask

TEMPLATE_PAGES = 3
"""From this many pages on, the same words in the same place of the body are taken for the template's."""

PAGES_NAMED = 20
"""A finding names at most so many of its pages."""

Group = tuple[str, ...]
T = TypeVar("T")


def join_hits(
    hits: Iterable[tuple[Check, Hit]], clauses: Mapping[str, tuple[str, ...]], drawn: Collection[str] = frozenset()
) -> tuple[Finding, ...]:
    """Join hits into findings, the most serious first. ``clauses`` maps a check's id to its clauses.

    ``drawn`` are the pages of the score sheet's samples: a finding names all of these that it stands on. Hits may be a
    stream of millions: kept of them is what the findings will say.
    """
    joined = _Joined()
    for check, hit in hits:
        joined.add(check, hit)
    return tuple(sorted((_finding(key, members, clauses, drawn) for key, members in joined.groups()), key=rank))


class _Members(msgspec.Struct):
    """The hits of one finding: ``hit`` stands for them, ``severity`` is the gravest."""

    check: Check
    hit: Hit
    severity: Severity
    number: int = 0
    pages: set[str] = msgspec.field(default_factory=set)

    def add(self, other: _Members) -> None:
        if _order(other.hit) < _order(self.hit):
            self.hit = other.hit
        self.severity = min(self.severity, other.severity)
        self.number += other.number
        self.pages |= other.pages


class _Joined:
    """Hits joined as they come."""

    def __init__(self) -> None:
        self._single: dict[Group, _Members] = {}
        self._places: dict[Group, dict[Group, _Members]] = {}
        """Body hits by what they say and where: one page's each, until they are so many that it is the template."""
        self._templates: dict[Group, _Members] = {}
        self._place_of: dict[int, Group] = {}
        """The place of a page's group; by a hash of the group, since there may be one for every page."""
        self._known: dict[Group | str, Group | str] = {}
        """One object for equal places and addresses."""

    def add(self, check: Check, hit: Hit) -> None:
        key = _group(check, hit)
        one = _Members(check, hit, hit.severity or check.severity, 1, {self._same(hit.url)})
        place = None
        if not hit.cause and hit.region == "main" and key not in self._single:
            place = self._place_of.get(hash(key))
            if place is None and hit.evidence and hit.locator.selector:
                where = (check.id, hit.reason, hit.target, _fold(hit.evidence), _place(hit.locator))
                place = self._place_of[hash(key)] = self._same(where)
        if place is None:
            _put(self._single, key, one)
        elif place in self._templates:
            self._templates[place].add(one)
        else:
            groups = self._places.setdefault(place, {})
            _put(groups, key, one)
            if len(groups) >= TEMPLATE_PAGES:
                for group in self._places.pop(place).values():
                    _put(self._templates, place, group)

    def groups(self) -> Iterator[tuple[Group, _Members]]:
        yield from self._single.items()
        for groups in self._places.values():
            yield from groups.items()
        for place, members in self._templates.items():
            yield (place[0], f"template:{place[-1]}", *place[1:4]), members

    def _same(self, value: T) -> T:
        return self._known.setdefault(value, value)  # type: ignore[arg-type, return-value]


def _put(groups: dict[Group, _Members], key: Group, members: _Members) -> None:
    if key in groups:
        groups[key].add(members)
    else:
        groups[key] = members


def _order(hit: Hit) -> tuple[bool, str, int]:
    return (hit.verdict != "fail", hit.url, hit.locator.line or 0)


def _group(check: Check, hit: Hit) -> Group:
    if hit.cause:
        return (check.id, "cause", hit.cause)
    what = (hit.reason, hit.target, "" if check.by_target else _guilty(hit))
    if hit.region != "main":
        return (check.id, f"frame:{hit.region}", *what)
    return (check.id, hit.url, *what)


def _finding(key: Group, members: _Members, clauses: Mapping[str, tuple[str, ...]], drawn: Collection[str]) -> Finding:
    check, hit = members.check, members.hit
    return Finding(
        fingerprint=blake2b("\x1f".join(mask(part) for part in key).encode(), digest_size=10).hexdigest(),
        check=check.id,
        family=check.family,
        title=check.title,
        verdict=hit.verdict,
        severity=members.severity,
        clauses=clauses.get(check.id, ()) if hit.clauses is None else hit.clauses,
        url=hit.url,
        target=mask(hit.target),
        reason=hit.reason,
        locator=hit.locator,
        evidence=mask(hit.evidence),
        mark=hit.mark,
        message=mask(hit.message),
        remedy=hit.remedy or check.remedy,
        occurrences=members.number,
        pages=tuple(nsmallest(PAGES_NAMED, members.pages)),
        reach=len(members.pages),
        drawn=tuple(sorted(members.pages.intersection(drawn))),
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
