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
from standards.words.silence import why_silent

REPEATED = 120
"""Characters of a text that may well stand on the next page too: titles, links, the rows of lists."""


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
        day = published or now.date().isoformat()
        kept: list[_Candidate] = []
        for found in sorted(self._candidates(normal.text), key=lambda one: (one.start, -one.end, one.entry.severity)):
            if kept and found.start < kept[-1].end:
                continue
            if not why_silent(found.entry, normal.text, (found.start, found.end), quoted=quoted, day=day):
                kept.append(found)
        return [_hit(found, text, normal, quoted or bool(_dated(found.entry) and not published)) for found in kept]

    def explain(self, text: str, *, now: datetime, quoted: bool = False, published: str = "") -> list[Considered]:
        """Everything in a text that was looked at, in order: what was found, and what was not and why."""
        normal = normalise(text)
        hits = self.find(text, now=now, quoted=quoted, published=published)
        told = {(hit.entry_id, hit.start, hit.end): hit for hit in hits}
        day = published or now.date().isoformat()
        considered = [
            Considered(*place, entry, None, f"“{form}”中的用字正确") for place, entry, form in self._spared(normal)
        ]
        for found in self._candidates(normal.text):
            start, end = normal.span(found.start, found.end)
            hit = told.get((found.entry.id, start, end))
            why = why_silent(found.entry, normal.text, (found.start, found.end), quoted=quoted, day=day)
            over = next((hit.found for hit in hits if hit.start < end and start < hit.end), "")
            considered.append(
                Considered(start, end, found.entry, hit, "" if hit else why or f"与已报的“{over}”重叠，只报一次")
            )
        return sorted(considered, key=lambda one: (one.start, one.end, one.entry.id))

    def _spared(self, normal: Normal) -> Iterator[tuple[tuple[int, int], Entry, str]]:
        """Wrong forms inside a longer span in which they are right: place in the text as written, entry, span."""
        matches = self._automaton.find_matches_as_indexes(normal.text, overlapping=True) if self._automaton else []
        for place, start, end in matches:
            for entry, _ in self._wrong[place]:
                for other, s, t in matches:
                    if entry in self._allow[other] and s <= start and end <= t:
                        yield normal.span(start, end), entry, normal.text[s:t]
                        break

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
