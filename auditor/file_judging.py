"""What is wrong in one attachment: its own checks, and those page checks whose word holds for what is written in it.

Privacy is looked for in everything, hidden or not. Of the words' checks the lexicon is asked of every kind of file; of
those that go by paragraphs some are asked of Word files, where a paragraph is one: a PDF has but lines, a table only
cells, and a form is full of XX and of blanks on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import msgspec

from auditor.checks import load_checks
from auditor.crawl.reading import Hits
from auditor.facts.file import as_page, called
from auditor.model import Check, FileFacts, Hit, PageFacts, Params

LEXICON = "words/wrong_wording"
OF_PARAGRAPHS = frozenset({"words/punctuation", "words/sum_mismatch", "words/date_after_signature"})
WITHOUT_LINES = ("pdf", "ofd")
"""Kinds whose text is put together from pieces of the page: what goes over a gap may not be one word."""
MOST = 5
"""Hits of one kind in a file that are told one by one; how many more there are is said with the last."""


def judge_file(params: dict[str, Params], now: datetime, file: FileFacts) -> Hits:
    """Every hit in an attachment with the id of its check, its message naming the file and the place in it."""
    everything, seen = as_page(file), as_page(file, seen_only=True)
    found: Hits = []
    for check in load_checks():
        its = params.get(check.id, {})
        if check.scope == "file":
            found += [(check.id, hit) for hit in _hits(check, file, its, now)]
        elif check.scope == "page" and check.family == "privacy":
            found += [(check.id, _placed(file, hit)) for hit in _hits(check, everything, its, now)]
        elif check.id == LEXICON or (check.id in OF_PARAGRAPHS and file.kind == "docx"):
            found += [(check.id, _placed(file, _sure(file, hit))) for hit in _hits(check, seen, its, now)]
    return list(_few(found))


def _hits(check: Check, facts: FileFacts | PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    return (hit for hit in check.check(facts, params, now) if isinstance(hit, Hit))


def asks(check: Check) -> bool:
    """Whether attachments are asked by a check."""
    return check.scope == "file" or check.family == "privacy" or check.id == LEXICON or check.id in OF_PARAGRAPHS


def _placed(file: FileFacts, hit: Hit) -> Hit:
    where = f"（{hit.locator.selector}）" if hit.locator.selector else ""
    return msgspec.structs.replace(hit, message=f"{called(file)}{where}：{hit.message}")


def _sure(file: FileFacts, hit: Hit) -> Hit:
    guilty = hit.evidence[slice(*hit.mark)] if hit.mark else ""
    if file.kind in WITHOUT_LINES and any(char.isspace() for char in guilty):
        return msgspec.structs.replace(hit, verdict="review")
    return hit


def _few(found: Hits) -> Iterator[tuple[str, Hit]]:
    """Of a list of five thousand numbers the first few, and how many there are."""
    kinds = [(id, hit.reason, hit.verdict) for id, hit in found]
    total, told = Counter(kinds), Counter[tuple[str, str, str]]()
    for kind, (id, hit) in zip(kinds, found, strict=True):
        told[kind] += 1
        left = total[kind] - MOST
        if told[kind] < MOST or (told[kind] == MOST and left <= 0):
            yield id, hit
        elif told[kind] == MOST:
            yield id, msgspec.structs.replace(hit, message=f"{hit.message}；同类的还有 {left} 处")
