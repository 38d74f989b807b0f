"""words/missing_ordinal

## What it does
Follows the ordinals that open the paragraphs and headings of a text: 一、二、三、 and in each （一）（二）（三）, the
chapters and articles of a rule (第一章, 第一条), and the 一是…二是…三是 within a paragraph. Where the row leaps over
one (一、二、四、) that does not stand in what lies between, or says one twice and goes on (二、二、三、), it asks:
always ``review``, since a page may show a part of a document only. Rows of two, with more than one such step or that
do not begin with one, what says itself that something is left out (略, 不予公开), tables, lists and quotations, and
numbers in digits are left alone.

## Why it matters
A missing ordinal is a lost paragraph or a lost hour of counting; readers cite documents by these numbers.

## Bad
    <p>一、总体要求</p> <p>二、重点任务</p> <p>四、保障措施</p>

## Instead
    <p>一、总体要求</p> <p>二、重点任务</p> <p>三、保障措施</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params, TextBlock

TAGS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "body", "strong"})
DIGITS = "一二三四五六七八九"
FIRST = re.compile(r"\s*([一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十\d])")
SECOND = re.compile(r"\s*[（(]([一二三四五六七八九十]{1,3})[)）]")
ARTICLE = re.compile(r"\s*第([一二三四五六七八九十]{1,3})(章|条)(?=[\s　]|\Z)")
SAID = re.compile(r"(?:\A|[，。；：、！？,;:\s“])([一二三四五六七八九十]{1,3})是")
LEFT_OUT = re.compile(r"[（(]?略[）)]|…|\.{3}|不予公开|不公开|涉密|敏感信息")
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
                if not _stands_or_left_out(before + 1, lost, between):
                    said = f"“{block.text[start:end]}”前面没有“{lost}”，请核对是漏了一段还是编号有误"
                    yield _hit(facts, block, (start, end), "missing", said)
            elif number == before:
                said = f"“{block.text[start:end]}”在本层编号中出现两次，请核对编号"
                yield _hit(facts, block, (start, end), "repeated", said)


def _stands_or_left_out(number: int, lost: str, between: str) -> bool:
    """Whether the ordinal stands in the text between its neighbours in some form, or the text says why it does not."""
    if lost in between.replace("(", "（").replace(")", "）") or LEFT_OUT.search(between):
        return True
    return re.search(f"第{_written(number)}[项条款点部章节]|{_written(number)}[要为则]", between) is not None


def _rows(blocks: tuple[TextBlock, ...]) -> list[tuple[list[Place], str]]:
    """The rows of ordinals in the main text, each with how its ordinals are written. One begins anew at one."""
    read = [
        (at, block)
        for at, block in enumerate(blocks)
        if block.kind == "text" and block.region == "main" and not block.quote and block.tag in TAGS
    ]
    return [*_listed(read), *_articles(read), *_said(read)]


def _listed(blocks: Sequence[tuple[int, TextBlock]]) -> list[tuple[list[Place], str]]:
    """Rows of 一、 and, in each, of （一）."""
    first: list[Place] = []
    second: list[Place] = []
    rows = [(first, "{}、"), (second, "（{}）")]
    for at, block in blocks:
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


def _articles(blocks: Sequence[tuple[int, TextBlock]]) -> list[tuple[list[Place], str]]:
    """Rows of 第一章 and of 第一条; articles are counted through all chapters."""
    rows: list[tuple[list[Place], str]] = []
    open_rows: dict[str, list[Place]] = {}
    for at, block in blocks:
        if (match := ARTICLE.match(block.text)) and (number := _number(match[1])):
            if number == 1 or match[2] not in open_rows:
                open_rows[match[2]] = []
                rows.append((open_rows[match[2]], "第{}" + match[2]))
            open_rows[match[2]].append((number, at, match.start(1) - 1, match.end(2)))
    return rows


def _said(blocks: Sequence[tuple[int, TextBlock]]) -> list[tuple[list[Place], str]]:
    """Rows of 一是 within one paragraph."""
    rows: list[tuple[list[Place], str]] = []
    for at, block in blocks:
        if "二是" not in block.text:
            continue
        row: list[Place] = []
        for match in SAID.finditer(block.text):
            number = _number(match[1])
            if number == 1 or not row:
                row = []
                rows.append((row, "{}是"))
            row.append((number, at, match.start(1), match.end()))
    return rows


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
