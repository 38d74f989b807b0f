"""Finding the lexicon's wordings in a text.

One Aho-Corasick automaton over all wrong forms, allowed longer spans and anchors of patterns, then the entry's own
conditions. All matches are taken, overlapping ones too; a hit inside an allowed span of its entry falls, and of what
overlaps then the leftmost, and of those the longest, stays. (A leftmost-longest automaton would let one entry's allowed
span swallow another entry's hit.) A long text is read in pieces: what is held in memory does not grow with it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from ahocorasick_rs import AhoCorasick, Implementation

from standards.words.entries import Entry, LexiconError, Severity
from standards.words.forms import Form, forms_of, is_traditional
from standards.words.normalise import Normal, normalise
from standards.words.silence import REACH, why_silent

REPEATED = 120
"""Characters of a text that may well stand on the next page too: titles, links, the rows of lists."""

SAME = 100
"""Times that one entry is told of in one text: more often is one mistake, and its place is known."""

PIECE = 100_000
"""Characters that are looked at together."""

FAST = 20_000
"""Forms up to which the faster automaton is not too large."""


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
    sure: bool = True
    traditional: bool = False


@dataclass(frozen=True, slots=True)
class Considered:
    """A place that an entry looked at: ``hit`` where it was told, otherwise ``why`` it was not, for an inspector."""

    start: int
    end: int
    entry: Entry
    hit: WordHit | None
    why: str


class Matcher:
    """A lexicon ready to search with. Build it once per process; it does not change."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._forms: list[str] = []
        self._wrong: list[list[tuple[Entry, Form]]] = []
        self._allow: dict[int, list[Entry]] = {}
        self._anchor: dict[int, list[Entry]] = {}
        self._longest = 0
        places: dict[str, int] = {}
        ids: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.id in ids:
                first = f"（第一个在 {ids[entry.id].where}）" if ids[entry.id].where else ""
                raise LexiconError(f"{entry.where}: 词库中有两个词条的 id 都是“{entry.id}”{first}，请改其中一个")
            ids[entry.id] = entry
            for form in forms_of(entry):
                place = self._place(form.text, places, folded=form.folded)
                self._wrong[place].append((entry, form))
            for text in entry.allow:
                self._allow.setdefault(self._place(text, places), []).append(entry)
                self._longest = max(self._longest, len(text))
            for text in entry.anchors:
                self._anchor.setdefault(self._place(text, places), []).append(entry)
        kind = Implementation.DFA if len(self._forms) <= FAST else Implementation.ContiguousNFA
        self._automaton = AhoCorasick(self._forms, implementation=kind) if self._forms else None
        self._is_clean = lru_cache(20_000)(lambda text: next(self._candidates(normalise(text).text), None) is None)

    def _place(self, form: str, places: dict[str, int], *, folded: bool = False) -> int:
        plain = form if folded else normalise(form).text
        if plain not in places:
            places[plain] = len(self._forms)
            self._forms.append(plain)
            self._wrong.append([])
        return places[plain]

    def find(self, text: str, *, now: datetime, quoted: bool = False, published: str = "") -> list[WordHit]:
        """The wordings found in a block of text, in order, none overlapping another, each at most ``SAME`` times.

        ``quoted`` says that the block stands in a quotation, ``published`` (ISO 8601) when the page appeared: entries
        bound to a time judge by it; where it is empty they judge by ``now`` and ask for a person.
        """
        if len(text) <= REPEATED and self._is_clean(text):
            return []
        normal = normalise(text)
        day = published or now.date().isoformat()
        hits: list[WordHit] = []
        told: Counter[str] = Counter()
        after = 0
        for found in self._in_order(normal.text):
            if found.start < after or told[found.entry.id] >= SAME:
                continue
            if _other_script(found, text, normal):
                continue
            if not why_silent(found.entry, normal.text, (found.start, found.end), quoted=quoted, day=day):
                after = found.end
                told[found.entry.id] += 1
                hits.append(_hit(found, text, normal, quoted or bool(_dated(found.entry) and not published)))
        return hits

    def explain(self, text: str, *, now: datetime, quoted: bool = False, published: str = "") -> list[Considered]:
        """Everything in a text that was looked at, in order: what was found, and what was not and why."""
        normal = normalise(text)
        hits = self.find(text, now=now, quoted=quoted, published=published)
        told = {(hit.entry_id, hit.start, hit.end): hit for hit in hits}
        day = published or now.date().isoformat()
        considered = [
            Considered(*normal.span(start, end), entry, None, f"“{form}”中的用字正确")
            for start, end, entry, form in self._spared(normal.text)
        ]
        ends = [hit.end for hit in hits]
        for found in self._in_order(normal.text):
            start, end = normal.span(found.start, found.end)
            hit = told.get((found.entry.id, start, end))
            why = ""
            if hit is None:
                why = _other_script(found, text, normal) or why_silent(
                    found.entry, normal.text, (found.start, found.end), quoted=quoted, day=day
                )
            if hit is None and not why:
                place = bisect_right(ends, start)
                over = hits[place].found if place < len(hits) and hits[place].start < end else ""
                why = f"与已报的“{over}”重叠，只报一次" if over else f"这一词条已报 {SAME} 处，不再逐一列出"
            considered.append(Considered(start, end, found.entry, hit, why))
        return sorted(considered, key=lambda one: (one.start, one.end, one.entry.id))

    def _in_order(self, text: str) -> Iterator[_Candidate]:
        """The candidates of a text from left to right, the longest first; read piece by piece."""
        if len(text) <= PIECE:
            yield from sorted(_surest(list(self._candidates(text))), key=_order)
            return
        for begin in range(0, len(text), PIECE):
            around = max(0, begin - REACH)
            for found in sorted(_surest(list(self._candidates(text[around : begin + PIECE + REACH]))), key=_order):
                start = found.start + around
                if begin <= start < begin + PIECE:
                    right, sure = found.right, found.sure
                    yield _Candidate(start, found.end + around, found.entry, right, sure, found.traditional)

    def _spared(self, text: str) -> Iterator[tuple[int, int, Entry, str]]:
        """Wrong forms inside a longer span in which they are right: place in the folded text, entry, span."""
        matches = self._matches(text)
        allowed = self._allowed(matches)
        for place, start, end in matches:
            for entry, _ in self._wrong[place]:
                if span := self._around(allowed.get(entry.id, []), start, end):
                    yield start, end, entry, text[slice(*span)]

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        matches = self._matches(text)
        if not matches:
            return
        allowed = self._allowed(matches)
        anchored: dict[str, Entry] = {}
        for place, start, end in matches:
            for entry, form in self._wrong[place]:
                if not (entry.allow and self._around(allowed.get(entry.id, []), start, end)):
                    yield _Candidate(start, end, entry, form.right, form.sure, form.traditional)
            anchored.update((entry.id, entry) for entry in self._anchor.get(place, ()))
        for entry in anchored.values():
            if entry.pattern:
                for match in entry.pattern.finditer(text):
                    right = match.expand(entry.right[0]) if entry.right else ""
                    yield _Candidate(match.start(), match.end(), entry, right)

    def _matches(self, text: str) -> list[tuple[int, int, int]]:
        return self._automaton.find_matches_as_indexes(text, overlapping=True) if self._automaton else []

    def _allowed(self, matches: list[tuple[int, int, int]]) -> dict[str, list[tuple[int, int]]]:
        """The allowed spans of each entry, in order."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for place, start, end in matches:
            for entry in self._allow.get(place, ()):
                spans.setdefault(entry.id, []).append((start, end))
        for places in spans.values():
            places.sort()
        return spans

    def _around(self, spans: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
        """The first allowed span that a place stands in: none is longer than the longest, so few are looked at."""
        first = None
        at = bisect_right(spans, (start, end + self._longest)) - 1
        while at >= 0 and spans[at][0] + self._longest >= end:
            if spans[at][1] >= end:
                first = spans[at]
            at -= 1
        return first


def _surest(found: list[_Candidate]) -> list[_Candidate]:
    """The candidates without those told by sound alone that overlap one that somebody wrote down."""
    if all(one.sure for one in found):
        return found
    known = sorted((one.start, one.end) for one in found if one.sure)
    ends = list(accumulate((end for _, end in known), max))

    def is_new(one: _Candidate) -> bool:
        before = bisect_left(known, (one.end, 0))
        return not before or ends[before - 1] <= one.start

    return [one for one in found if one.sure or is_new(one)]


def _order(found: _Candidate) -> tuple[int, int, Severity]:
    return found.start, -found.end, found.entry.severity


def _dated(entry: Entry) -> bool:
    return bool(entry.not_before or entry.not_after)


def _other_script(found: _Candidate, text: str, normal: Normal) -> str:
    """Why a wording does not count in the script it is written in; empty where it does.

    佈署 is right in traditional characters, where 布署 would be folded from; 乾 and 干 are two words in both scripts.
    """
    if found.entry.traditional:
        return ""
    start, end = normal.span(found.start, found.end)
    if is_traditional(text[start:end]) != found.traditional:
        return "写法是繁体字，这一词条只看简体" if not found.traditional else "写法是简体字，这一词条说的是繁体"
    return ""


def _hit(found: _Candidate, text: str, normal: Normal, unsure: bool) -> WordHit:
    start, end = normal.span(found.start, found.end)
    entry, written = found.entry, text[start:end]
    spaced = any(char.isspace() for char in written)
    review = entry.needs_person or unsure or spaced or not found.sure
    message = f"“{written}”"
    if found.right:
        message += f"疑有误，请核对是否应为“{found.right}”" if review else f"应为“{found.right}”"
    else:
        message += "疑有误，请核对" if review else "有误"
    if entry.note:
        message += f"：{entry.note}"
    verdict: Literal["fail", "review"] = "review" if review else "fail"
    return WordHit(start, end, written, found.right, entry.id, entry.category, entry.severity, verdict, message)
