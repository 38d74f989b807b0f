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
VAGUE = re.compile(
    r"[约近余多超逾占比均]|较(?![大小重轻高低强弱好差])|左右|(?<!规模)(?<!限额)以上|同比|环比|增长|下降|减少"
)
VAGUE_TOTAL = re.compile(rf"{VAGUE.pattern}|第")
OTHER_MATTER = re.compile(r"累计|完成|参与|发放|办理|培训|走访|新增|每|共")
LONGEST = 500
"""Characters that a list of parts may take: a sentence, not a page."""
TOTALLED = re.compile(r"(?:合计|共计|总计|累计|合共|总共)")
OTHERS = re.compile(r"其他|其它|其余")


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total and its parts over ``text[start:end]``, in the total's scale, and (total first) as they are written.

    ``slack`` is what rounding may explain, ``whole`` whether the parts ought to make the total.
    """

    start: int
    end: int
    total: Decimal
    parts: tuple[Decimal, ...]
    slack: Decimal
    whole: bool
    written: tuple[str, ...]
    unit: str


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each total that its parts do not make."""
    for block in facts.blocks:
        if block.kind != "text" or block.region != "main" or not MAY.search(block.text):
            continue
        for found in _sums(block.text):
            made = sum(found.parts, Decimal(0))
            if abs(made - found.total) <= found.slack or (made < found.total and not found.whole):
                continue
            evidence, mark = excerpt(block.text, found.start, found.end)
            total, *parts = found.written
            adding = f"{' + '.join(parts)} = {made.normalize():f}{found.unit}"
            yield Hit(
                url=facts.url,
                message=f"分项之和与总数不符：{adding}，总数写作 {total}",
                evidence=evidence,
                mark=mark,
                verdict="review",
                reason="sum",
                target=total,
                region=block.region,
                locator=block.locator,
            )


def _sums(text: str) -> Iterator[_Sum]:
    for total in TOTAL.finditer(text):
        if VAGUE_TOTAL.search(text, max(0, total.start() - 2), total.start()):
            continue
        if opening := OPENS.match(text, total.end()):
            closing = CLOSES.search(text, opening.end(), opening.end() + LONGEST)
            parts = _parts(text, total, opening.end(), closing.start()) if closing else []
            if closing and parts and not text[parts[-1].end() : closing.start()].strip("，,、；; "):
                yield _sum(total, parts, whole="其中" not in opening[0])
        elif among := AMONG.match(text, total.end()):
            parts = _parts(text, total, among.end(), among.end() + LONGEST)
            other = next((at for at, part in enumerate(parts) if OTHER_MATTER.match(part["label"])), len(parts))
            if other > 1:
                yield _sum(total, parts[:other], whole=False)


def _parts(text: str, total: re.Match[str], at: int, limit: int) -> list[re.Match[str]]:
    """The parts that follow one another in the total's unit; none where there is only one."""
    parts: list[re.Match[str]] = []
    semicolons: bool | None = None
    while match := PART.match(text, at, limit):
        if match["unit"] != total["unit"] or VAGUE.search(match["label"]):
            break
        if parts and match["label"].startswith("其中"):
            break  # a part of the last part
        if TOTALLED.match(match["label"]):
            break  # the total once more
        parts.append(match)
        inner = BRACKETS.match(text, match.end())
        separator = SEPARATOR.match(text, inner.end() if inner else match.end())
        # A list parted by commas ends at a semicolon: what follows is another matter.
        if separator is None or (semicolons is False and separator[0].startswith((";", "；"))):
            break
        semicolons = separator[0].startswith((";", "；"))
        at = separator.end()
    return parts if len(parts) > 1 else []


def _sum(total: re.Match[str], parts: list[re.Match[str]], *, whole: bool) -> _Sum:
    scale = _scale(total["total_scale"])
    scales = [_scale(part["part_scale"]) / scale for part in parts]
    rounding = [_half(total["total"]), *(_half(part["part"]) * by for part, by in zip(parts, scales, strict=True))]
    exact = all("." not in number for number in (total["total"], *(part["part"] for part in parts))) and scale == 1
    return _Sum(
        start=total.start(),
        end=parts[-1].end(),
        total=_number(total["total"]),
        parts=tuple(_number(part["part"]) * by for part, by in zip(parts, scales, strict=True)),
        slack=Decimal(0) if exact else sum(rounding, Decimal(0)),
        whole=whole or bool(OTHERS.search(parts[-1]["label"])),
        written=(total[0], *(part[0].removeprefix(part["label"]) for part in parts)),
        unit=f"{total['total_scale'] or ''}{total['unit']}",
    )


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _scale(word: str | None) -> Decimal:
    return {"万": Decimal(10_000), "亿": Decimal(100_000_000)}.get(word or "", Decimal(1))


def _half(number: str) -> Decimal:
    """Half of the last place: what rounding may hide."""
    return Decimal(5).scaleb(-len(number.partition(".")[2]) - 1)


CHECK = Check(
    id="words/sum_mismatch",
    title="分项之和与总数不符",
    severity="P2",
    remedy="请核对总数和各分项，改正写错的数字；分项有交叉或未列全的，请写明",
    scope="page",
    check=check,
)
