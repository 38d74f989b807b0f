"""words/sum_mismatch

## What it does
Adds up the parts that a sentence gives for a total, where it gives them all in the same unit:
“8101条（双随机2257条，重点5754条）”, “134家，其中A类9家，……”. Parts in brackets ought to make the whole. After 其中 a
list may leave something out: there the parts are asked about only where they make more than the whole, or end in 其他
or 其余. Rounded figures may differ by their rounding; sentences with 约, 近, 余 are left alone. Always ``review``:
categories may overlap.

## Why it matters
A total that its parts do not make is the error every reader with a pencil finds.

## Bad
    <p>行政检查数据8101条（双随机检查2257条，重点监管检查5754条）</p>

## Instead
    <p>行政检查数据8011条（双随机检查2257条，重点监管检查5754条）</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params

UNIT = r"人次|户次|万元|亿元|公里|平方米|[条个件家户人项名次场起处篇份亩吨辆台套座所村元]"
NUMBER = r"(?<![\d.])(?P<{0}>\d[\d,]*(?:\.\d+)?)(?P<{0}_scale>[万亿])?"
TOTAL = re.compile(NUMBER.format("total") + rf"(?P<unit>{UNIT})")
PART = re.compile(r"(?P<label>[^\d，,、；;。：:（）()]{1,20})" + NUMBER.format("part") + rf"(?P<unit>{UNIT})")
MAY = re.compile(r"[（(]|其中|分别|包括")
OPENS = re.compile(r"[（(](?:其中|包括|含)?[：:，,]?")
AMONG = re.compile(r"[，,、]?(?:其中|分别为|分别是|包括)[：:，,]?")
SEPARATOR = re.compile(r"[，,、；;](?:以及|和|及|与)?|以及|和|及|与")
CLOSES = re.compile(r"[）)]")
BRACKETS = re.compile(r"[（(][^（）()]{0,200}[）)]")
VAGUE = re.compile(r"[约近余多超逾占比均较]|左右|以上|同比|环比|增长|下降|减少")
VAGUE_TOTAL = re.compile(rf"{VAGUE.pattern}|第")
OTHER_MATTER = re.compile(r"累计|完成|参与|发放|办理|培训|走访|新增|每|共")
OTHERS = re.compile(r"其他|其它|其余")


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total and its parts over ``text[start:end]``, as numbers and (total first) as written.

    ``slack`` is what rounding may explain, ``whole`` whether the parts ought to make the total.
    """

    start: int
    end: int
    total: Decimal
    parts: tuple[Decimal, ...]
    slack: Decimal
    whole: bool
    unit: str
    written: tuple[str, ...]


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each total that its parts do not make."""
    for block in facts.blocks:
        if block.kind != "text" or block.region != "main":
            continue
        if not MAY.search(block.text):
            continue
        for found in _sums(block.text):
            difference = sum(found.parts) - found.total
            if difference > found.slack or (found.whole and -difference > found.slack):
                evidence, mark = excerpt(block.text, found.start, found.end)
                adding = f"{' + '.join(found.written[1:])} = {sum(found.parts).normalize():f}{found.unit}"
                yield Hit(
                    url=facts.url,
                    message=f"分项之和与总数不符：{adding}，总数写作 {found.written[0]}",
                    evidence=evidence,
                    mark=mark,
                    verdict="review",
                    reason="sum",
                    target=found.written[0],
                    region=block.region,
                    locator=block.locator,
                )


def _sums(text: str) -> Iterator[_Sum]:
    for total in TOTAL.finditer(text):
        if VAGUE_TOTAL.search(text, max(0, total.start() - 2), total.start()):
            continue
        if opening := OPENS.match(text, total.end()):
            if closing := CLOSES.search(text, opening.end()):
                yield from _sum(
                    text, total, (opening.end(), closing.start()), bracketed=True, whole="其中" not in opening[0]
                )
        elif among := AMONG.match(text, total.end()):
            yield from _sum(text, total, (among.end(), len(text)), bracketed=False, whole=False)


def _sum(text: str, total: re.Match[str], span: tuple[int, int], *, bracketed: bool, whole: bool) -> Iterator[_Sum]:
    parts: list[Decimal] = []
    written = [total[0]]
    label, places = "", _places(total["total"])
    scale = _scale(total["total_scale"])
    slack = _half(total["total"]) * scale
    at, limit = span
    end = at
    while match := PART.match(text, at, limit):
        label = match["label"]
        if match["unit"] != total["unit"] or VAGUE.search(label) or (not bracketed and OTHER_MATTER.match(label)):
            break
        part_scale = _scale(match["part_scale"])
        parts.append(Decimal(match["part"].replace(",", "")) * part_scale)
        written.append(match[0].removeprefix(label))
        slack += _half(match["part"]) * part_scale
        places = max(places, _places(match["part"]))
        end = match.end()
        inner = BRACKETS.match(text, end)
        separator = SEPARATOR.match(text, inner.end() if inner else end)
        if separator is None:
            break
        at = separator.end()
    if len(parts) < 2 or (bracketed and text[end:limit].strip("，,、；; ")):
        return
    whole = whole or bool(OTHERS.search(label))
    value = Decimal(total["total"].replace(",", "")) * scale
    slack = slack if places else Decimal(0)
    yield _Sum(total.start(), end, value, tuple(parts), slack, whole, total["unit"], tuple(written))


def _scale(word: str | None) -> Decimal:
    return {"万": Decimal(10_000), "亿": Decimal(100_000_000)}.get(word or "", Decimal(1))


def _places(number: str) -> int:
    return len(number.partition(".")[2])


def _half(number: str) -> Decimal:
    """Half of the last place: what rounding may hide."""
    return Decimal(5).scaleb(-_places(number) - 1)


CHECK = Check(
    id="words/sum_mismatch",
    title="分项之和与总数不符",
    severity="P2",
    remedy="请核对总数和各分项，改正写错的数字；分项有交叉或未列全的，请写明",
    scope="page",
    check=check,
)
