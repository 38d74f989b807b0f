"""words/punctuation

## What it does
Looks for marks that cannot stand together (“、。” “，，” “。，”), and for “” and 《》 of which one half is missing.
A pair may be opened in one paragraph and closed in another, an item of a list may be cut short: so a lone half is
always ``review``, and so are two colons. Commas and brackets of half width are not asked about.

## Why it matters
Doubled marks and lost quotation marks show that a text was not read before it was published.

## Bad
    <p>累计收到评价20余万条、。</p>

## Instead
    <p>累计收到评价20余万条。</p>
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import datetime

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params, TextBlock

DOUBLED = re.compile(
    r"(?=[、，,。；;：])(?<=[\u4e00-\u9fff\d%”》）)])"
    r"(?:、[。,，；;：、]|[,，](?:[。，、；;]|(?<=，),|,(?=[\u4e00-\u9fff]))|。[,，、；;]|。。(?!。)|；[。,，、；]|(?<=[\u4e00-\u9fff]);[。,，、；;]|：[：。，])"
    r"(?![。.,，])"
)
TOGETHER = re.compile("[、，,。；;：][。,，；;：、]")
"""What every doubled mark begins with: most text has no such two, and a quick look says so."""
ASKED = frozenset({"：：", "::"})
"""Parts of a name are joined so in programming (配置：：网络)."""
PAIRS = {"”": "“", "》": "《"}
OPENING = frozenset(PAIRS.values())
MARKS = re.compile("[“”《》]")
NOTHING: tuple[list[int], list[int]] = ([], [])
SHORT = 50
"""Titles of lists and cells shorter than this are often cut by the template, closing mark and all."""
MOST = 20
"""Halves told of one block: more is not a slip of the pen but broken text."""
CUT = frozenset({"li", "a", "td", "th", "dd", "dt", "title", "span"})


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each impossible pair of marks and for each half of a pair."""
    visible = [block for block in facts.blocks if block.kind == "text" and block.tag not in {"pre", "code"}]
    for block in visible:
        for match in DOUBLED.finditer(block.text) if TOGETHER.search(block.text) else ():
            evidence, mark = excerpt(block.text, *match.span())
            yield Hit(
                url=facts.url,
                message=f"标点“{match[0]}”连用有误，请删去其中一个",
                evidence=evidence,
                mark=mark,
                verdict="review" if match[0] in ASKED else "fail",
                reason="doubled",
                target=match[0],
                region=block.region,
                locator=block.locator,
            )
    for block, at in _lone_halves(visible):
        evidence, mark = excerpt(block.text, at, at + 1)
        half = block.text[at]
        yield Hit(
            url=facts.url,
            message=f"“{half}”没有与之成对的标点，请核对前后文"
            if half in "《》"
            else f"引号 {half} 没有成对，请核对前后文",
            evidence=evidence,
            mark=mark,
            verdict="review",
            reason="unpaired",
            target=half,
            region=block.region,
            locator=block.locator,
        )


def _lone_halves(blocks: list[TextBlock]) -> Iterator[tuple[TextBlock, int]]:
    """Halves without their other half, in the block or in the five blocks after it."""
    waiting: deque[tuple[int, TextBlock, int]] = deque()
    for number, block in enumerate(blocks):
        while waiting and waiting[0][0] < number - 5:
            yield waiting.popleft()[1:]
        opened, closed = _halves(block.text) if MARKS.search(block.text) else NOTHING
        for at in closed:
            before = next((one for one in reversed(waiting) if one[1].text[one[2]] == PAIRS[block.text[at]]), None)
            if before:
                waiting.remove(before)
            else:
                yield block, at
        if block.tag in CUT and len(block.text) < SHORT:
            continue
        # The paragraphs of a long quotation each open it anew, and only the last one closes it.
        goes_on = number + 1 < len(blocks) and blocks[number + 1].text.startswith("“")
        waiting.extend((number, block, at) for at in opened if not (goes_on and block.text[at] == "“"))
    yield from (one[1:] for one in waiting)


def _halves(text: str) -> tuple[list[int], list[int]]:
    """Offsets of opening marks never closed and of closing marks never opened, within a text."""
    opened: dict[str, list[int]] = {mark: [] for mark in OPENING}
    closed: list[int] = []
    for match in MARKS.finditer(text):
        char = match[0]
        if char in OPENING:
            opened[char].append(match.start())
        elif opened[PAIRS[char]]:
            opened[PAIRS[char]].pop()
        else:
            closed.append(match.start())
    return sorted(at for places in opened.values() for at in places)[:MOST], closed[:MOST]


CHECK = Check(
    id="words/punctuation",
    title="标点使用有误",
    severity="P3",
    remedy="请改正标点：删去多余的，补上缺少的一半",
    scope="page",
    check=check,
)
