"""words/repeated_paragraph

## What it does
Looks for a passage that stands twice in the main text of one page: a whole paragraph, or a long run of characters that
two paragraphs share. Punctuation, spaces and mark-up do not count, so a passage copied with small changes around it is
found. Tables, forms, quotations and text that is not Chinese are left out, and so is what comes after the first
200,000 letters of a page. Several paragraphs repeated one after another are one hit. Whether
the repetition is meant is for a person: always ``review``.

## Why it matters
A passage pasted twice is the surest sign that nobody read the whole text; bulletins list it as 内容重复.

## Bad
    <p>2.推进标准服务。总结国家级标准化试点成功经验，……</p>
    <p>4.推进标准化建设。总结国家级标准化试点成功经验，……</p>

## Instead
    keep the passage where it belongs, and say at the other place what is new
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params

LEFT_OUT = frozenset({"td", "th", "li", "option", "label", "pre", "code", "caption"})
NO_LETTER = re.compile(r"[\W_]+")
HAN = re.compile(r"[\u4e00-\u9fff]+")
LETTERS = 200_000
"""A page with more is a book or an attack: it would cost seconds."""
SHORT = 8000
"""Letters up to which looking for each shingle costs less than remembering them."""
SHOWN = 60
"""Characters of the passage that the evidence marks."""


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for the second standing of each passage. ``params``: paragraph and run, in letters and digits."""
    pairs = [
        (block, letters)
        for block in facts.blocks
        if block.kind == "text"
        and block.region == "main"
        and not block.quote
        and block.tag not in LEFT_OUT
        and len(block.text) >= params["paragraph"]
        if len(letters := NO_LETTER.sub("", block.text)) >= params["paragraph"] and _chinese(letters)
    ]
    letters_before = accumulate((len(letters) for _, letters in pairs), initial=0)
    pairs = [pair for pair, before in zip(pairs, letters_before, strict=False) if before < LETTERS]
    text = "\n".join(["", *(letters for _, letters in pairs), ""])
    starts = list(accumulate((len(letters) + 1 for _, letters in pairs), initial=1))
    told: set[tuple[int, int]] = set()
    for first, second, length in _runs(text, params["paragraph"], params["run"]):
        before, here = (bisect_right(starts, at) - 1 for at in (first, second))
        if (before, here) in told:
            continue
        told.add((before, here))
        block = pairs[here][0]
        places = [at for at, char in enumerate(block.text) if not NO_LETTER.match(char)]
        start = places[second - starts[here]]
        evidence, mark = excerpt(block.text, start, min(places[-1] + 1, start + min(length, SHOWN)))
        line = pairs[before][0].locator.line
        where = f"（前一处在源文件第 {line} 行）" if line else ""
        yield Hit(
            url=facts.url,
            message=f"有 {length} 个字的一段文字在本页出现两次{where}，请核对是否重复粘贴",
            evidence=evidence,
            mark=mark,
            verdict="review",
            reason="repeated",
            target=text[second : second + 16].replace("\n", ""),
            region=block.region,
            locator=block.locator,
        )


def _chinese(letters: str) -> bool:
    return sum(map(len, HAN.findall(letters[:2000]))) * 2 >= min(len(letters), 2000)


def _runs(text: str, paragraph: int, run: int) -> Iterator[tuple[int, int, int]]:
    """Where a passage stands first, where it stands again, and how many letters it has.

    A run of ``2 n`` letters covers a whole shingle of ``n`` that begins at a multiple of ``n``: only those are
    remembered, every place is looked up, and the page costs time in proportion to its length.
    """
    size = max(min(paragraph, run) // 2, 1)
    places = range(len(text) - size + 1)
    # Most pages are short and say nothing twice: looking for each shingle is the quickest way to know.
    if len(text) < SHORT and not any(text.find(text[at : at + size], at + size) >= 0 for at in places[::size]):
        return
    known: dict[str, int] = {}
    for at in places[::size]:
        known.setdefault(text[at : at + size], at)
    met = [(at, first) for at in places if (first := known.get(text[at : at + size], at)) < at]
    done = 0
    for at, first in met:
        if at < done or first + size > at:
            continue
        start, end = _grown(text, first, at, size, done)
        stood = first - (at - start)
        passage = text[start:end]
        done = end
        letters = len(passage) - passage.count("\n")
        # Of two equal paragraphs next to each other the first's end is the second's beginning, and no part of the run.
        ends = text[end : end + 1] == "\n" == text[end - (at - first)]
        if letters >= run or any(len(line) >= paragraph for line in (passage + "\n" * ends).split("\n")[1:-1]):
            skipped = len(passage) - len(passage.lstrip("\n"))
            yield stood + skipped, start + skipped, letters


def _grown(text: str, first: int, second: int, size: int, floor: int) -> tuple[int, int]:
    """The second of two equal spans, made as long as both stay equal and apart, not reaching back beyond ``floor``."""
    start, end = second, second + size
    gap = second - first
    while start - gap > 0 and start > max(first + size, floor) and text[start - 1] == text[start - 1 - gap]:
        start -= 1
    while end < len(text) and end - gap < start and text[end] == text[end - gap]:
        end += 1
    return start, end


CHECK = Check(
    id="words/repeated_paragraph",
    title="同一段文字重复出现",
    severity="P2",
    remedy="请通读全文，删去重复粘贴的段落",
    scope="page",
    check=check,
)
