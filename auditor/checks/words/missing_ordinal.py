"""words/missing_ordinal

## What it does
Follows the ordinals that open the paragraphs and headings of a text: 一、二、三、 and within each （一）（二）（三）.
Where the row leaps over one (一、二、四、) that does not stand in what lies between, or says one twice and goes on
(二、二、三、), it asks: always ``review``, since a page may show a part of a document only. Rows with more than one
such step or that do not begin with one, tables, lists and quotations, and numbers in digits are left alone.

## Why it matters
A missing ordinal is a lost paragraph or a lost hour of counting; readers cite documents by these numbers.

## Bad
    <p>一、总体要求</p> <p>二、重点任务</p> <p>四、保障措施</p>

## Instead
    <p>一、总体要求</p> <p>二、重点任务</p> <p>三、保障措施</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params, TextBlock

TAGS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "body", "strong"})
DIGITS = "一二三四五六七八九"
FIRST = re.compile(r"\s*([一二三四五六七八九十]{1,3})、")
SECOND = re.compile(r"\s*[（(]([一二三四五六七八九十]{1,3})[)）]")
LEAST = 3
"""Ordinals of a row from which it is one: two may be a slip of another kind."""

Place = tuple[int, int, int, int]
"""An ordinal's number, the number of its block, and where it stands in it."""


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each leap and each repetition in the rows of ordinals of a page."""
    for row, mark in _rows(facts.blocks):
        numbers = [number for number, *_ in row]
        steps = [after - before for before, after in pairwise(numbers)]
        if len(row) < LEAST or numbers[0] != 1 or sum(step != 1 for step in steps) != 1:
            continue
        for (before, above, *_), (number, place, start, end) in pairwise(row):
            block = facts.blocks[place]
            if number == before + 2:
                lost = mark.format(_written(before + 1))
                between = "".join(between.text for between in facts.blocks[above : place + 1])
                if lost not in between.replace("(", "（").replace(")", "）"):
                    said = f"“{block.text[start:end]}”前面没有“{lost}”，请核对是漏了一段还是编号有误"
                    yield _hit(facts, block, (start, end), "missing", said)
            elif number == before:
                said = f"“{block.text[start:end]}”在本层编号中出现两次，请核对编号"
                yield _hit(facts, block, (start, end), "repeated", said)


def _rows(blocks: tuple[TextBlock, ...]) -> list[tuple[list[Place], str]]:
    """The rows of ordinals in the main text, each with how its ordinals are written. One begins anew at one."""
    first: list[Place] = []
    second: list[Place] = []
    rows = [(first, "{}、"), (second, "（{}）")]
    for at, block in enumerate(blocks):
        if block.kind != "text" or block.region != "main" or block.quote or block.tag not in TAGS:
            continue
        if (match := FIRST.match(block.text)) and (number := _number(match[1])):
            if number == 1:
                first = []
                rows.append((first, "{}、"))
            first.append((number, at, match.start(1), match.end()))
            second = []
            rows.append((second, "（{}）"))
        elif (match := SECOND.match(block.text)) and (number := _number(match[1])):
            if number == 1:
                second = []
                rows.append((second, "（{}）"))
            second.append((number, at, match.start(1) - 1, match.end()))
    return [row for row in rows if row[0]]


def _number(text: str) -> int:
    """十二 is 12; 0 for what is no number below a hundred."""
    tens, ten, units = text.partition("十")
    if not ten:
        return DIGITS.find(text) + 1 if len(text) == 1 else 0
    if len(tens) > 1 or len(units) > 1 or "十" in units:
        return 0
    return (DIGITS.find(tens) + 1 if tens else 1) * 10 + (DIGITS.find(units) + 1 if units else 0)


def _written(number: int) -> str:
    tens, units = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else DIGITS[tens - 1] + "十") + (DIGITS[units - 1] if units else "")


def _hit(facts: PageFacts, block: TextBlock, span: tuple[int, int], reason: str, said: str) -> Hit:
    evidence, mark = excerpt(block.text, *span)
    return Hit(
        url=facts.url,
        message=said,
        evidence=evidence,
        mark=mark,
        verdict="review",
        reason=reason,
        target=block.text[slice(*span)],
        region=block.region,
        locator=block.locator,
    )


CHECK = Check(
    id="words/missing_ordinal",
    title="序号缺漏或重复",
    severity="P3",
    remedy="请对照原件：漏了段落的补上，编号有误的改正",
    scope="page",
    check=check,
)
