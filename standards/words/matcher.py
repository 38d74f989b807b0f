"""Finding the lexicon's wordings in a text.

One Aho-Corasick automaton over all wrong forms, allowed longer spans and anchors of patterns, then the entry's own
conditions. All matches are taken, overlapping ones too; a hit inside an allowed span of its entry falls, and of what
overlaps then the leftmost, and of those the longest, stays. (A leftmost-longest automaton would let one entry's allowed
span swallow another entry's hit.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from ahocorasick_rs import AhoCorasick

from standards.words.entries import Entry, LexiconError, Severity
from standards.words.normalise import Normal, normalise, traditional

_CONTEXT = 20
_LONGEST = 200
"""A title or quotation is not longer than this on either side: a lost bracket must not silence the rest of a page."""
_QUOTES = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"))


@dataclass(frozen=True, slots=True)
class WordHit:
    """A wording found in a text, from ``start`` to ``end`` of the text as given; ``found`` is it as written there."""

    start: int
    end: int
    found: str
    right: str
    entry_id: str
    category: str
    severity: Severity
    verdict: Literal["fail", "review"]
    message: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    entry: Entry
    right: str


REPEATED = 120
"""Characters of a text that may well stand on the next page too: titles, links, the rows of lists."""


class Matcher:
    """A lexicon ready to search with. Build it once per process; it does not change."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._forms: list[str] = []
        self._wrong: list[list[tuple[Entry, str]]] = []
        self._allow: list[list[Entry]] = []
        self._anchor: list[list[Entry]] = []
        places: dict[str, int] = {}
        ids: set[str] = set()
        for entry in self.entries:
            if entry.id in ids:
                raise LexiconError(f"词库中有两个词条的 id 都是“{entry.id}”，请改其中一个")
            ids.add(entry.id)
            for form, right in _forms(entry):
                self._wrong[self._place(form, places)].append((entry, right))
            for form in entry.allow:
                self._allow[self._place(form, places)].append(entry)
            for form in entry.anchors:
                self._anchor[self._place(form, places)].append(entry)
        self._automaton = AhoCorasick(self._forms) if self._forms else None
        self._is_clean = lru_cache(20_000)(lambda text: next(self._candidates(normalise(text).text), None) is None)

    def _place(self, form: str, places: dict[str, int]) -> int:
        folded = normalise(form).text
        if folded not in places:
            places[folded] = len(self._forms)
            self._forms.append(folded)
            self._wrong.append([])
            self._allow.append([])
            self._anchor.append([])
        return places[folded]

    def find(self, text: str, *, now: datetime, quoted: bool = False, published: str = "") -> list[WordHit]:
        """The wordings found in a block of text, in order, none overlapping another.

        ``quoted`` says that the block stands in a quotation, ``published`` (ISO 8601) when the page appeared: entries
        bound to a time judge by it; where it is empty they judge by ``now`` and ask for a person.
        """
        if len(text) <= REPEATED and self._is_clean(text):
            return []
        normal = normalise(text)
        kept: list[_Candidate] = []
        for found in sorted(self._candidates(normal.text), key=lambda one: (one.start, -one.end, one.entry.severity)):
            if kept and found.start < kept[-1].end:
                continue
            if _applies(found, normal.text, quoted, published or now.date().isoformat()):
                kept.append(found)
        return [_hit(found, text, normal, quoted or bool(_dated(found.entry) and not published)) for found in kept]

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        wrong: list[_Candidate] = []
        allowed: list[tuple[int, int, Entry]] = []
        anchored: dict[str, Entry] = {}
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True) if self._automaton else []
        for place, start, end in matches:
            wrong.extend(_Candidate(start, end, entry, right) for entry, right in self._wrong[place])
            allowed.extend((start, end, entry) for entry in self._allow[place])
            anchored.update((entry.id, entry) for entry in self._anchor[place])
        for found in wrong:
            inside = (found.entry is e and s <= found.start and found.end <= t for s, t, e in allowed)
            if not any(inside):
                yield found
        for entry in anchored.values():
            if entry.pattern:
                for match in entry.pattern.finditer(text):
                    right = match.expand(entry.right[0]) if entry.right else ""
                    yield _Candidate(match.start(), match.end(), entry, right)


def _forms(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every wrong form with its right one, variants included."""
    rights = entry.right if len(entry.right) == len(entry.wrong) else (entry.right or ("",)) * len(entry.wrong)
    for form, right in zip(entry.wrong, rights, strict=True):
        yield form, right
        if entry.traditional:
            yield from ((variant, right) for variant in sorted(traditional(form)))


def _applies(found: _Candidate, text: str, quoted: bool, day: str) -> bool:
    entry, start, end = found.entry, found.start, found.end
    left, right = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    if day[:10] < entry.not_before or day[:10] > (entry.not_after or "9"):
        return False
    if not _context_fits(entry, left, right, left + text[start:end] + right):
        return False
    if not entry.in_titles and _inside(text, start, end, "《", "》"):
        return False
    if entry.unless_quoted and (quoted or any(_inside(text, start, end, *marks) for marks in _QUOTES)):
        return False
    return entry.severity == "P0" or not _mentioned(text, start, end)


def _context_fits(entry: Entry, left: str, right: str, near: str) -> bool:
    wanted = ((entry.only_left, left), (entry.only_right, right), (entry.only_near, near))
    refused = ((entry.unless_left, left), (entry.unless_right, right), (entry.unless_near, near))
    return all(pattern is None or pattern.search(around) for pattern, around in wanted) and not any(
        pattern is not None and pattern.search(around) for pattern, around in refused
    )


def _inside(text: str, start: int, end: int, opening: str, closing: str) -> bool:
    """Whether the span stands between the marks of a pair."""
    opened = text.rfind(opening, max(0, start - _LONGEST), start)
    closed = text.find(closing, end, end + _LONGEST)
    return opened >= 0 and closed >= 0 and text.find(closing, opened, start) < 0


def _mentioned(text: str, start: int, end: int) -> bool:
    """Whether the wording alone fills a pair of quotation marks: then the text speaks of it and does not use it."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return around == '""' or any(around == opening + closing for opening, closing in _QUOTES)


def _dated(entry: Entry) -> bool:
    return bool(entry.not_before or entry.not_after)


def _hit(found: _Candidate, text: str, normal: Normal, unsure: bool) -> WordHit:
    start, end = normal.span(found.start, found.end)
    entry, written = found.entry, text[start:end]
    spaced = any(char.isspace() for char in written)
    review = entry.needs_person or unsure or spaced
    message = f"“{written}”"
    if found.right:
        message += f"疑有误，请核对是否应为“{found.right}”" if review else f"应为“{found.right}”"
    else:
        message += "疑有误，请核对" if review else "有误"
    if entry.note:
        message += f"：{entry.note}"
    verdict: Literal["fail", "review"] = "review" if review else "fail"
    return WordHit(start, end, written, found.right, entry.id, entry.category, entry.severity, verdict, message)
