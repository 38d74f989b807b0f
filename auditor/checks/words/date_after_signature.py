"""words/date_after_signature

## What it does
Looks for “截至4月29日，……累计……” in a text that was signed on 28 April, or published before that day: figures cannot be
counted to a day that had not come. Only sentences that report what is done count, not deadlines (报名截至……) and plans.
A date without a year takes the year of the signature; one that would lie half a year ahead is last year's. Later than
signature *and* publication is ``fail``, later than the only one known is ``review``. With several signatures on a page
the latest counts.

## Why it matters
It shows that figures were changed after approval, or that the date of signing is not the true one (弄虚作假 is a veto).

## Bad
    <p>截至4月29日，累计申领379.7万人。</p> … <p>2020年4月28日</p>

## Instead
    <p>截至4月28日，累计申领379.6万人。</p> … <p>2020年4月28日</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params

DIGITS = {char: str(number) for number, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
SIGNED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
SIGNED_HAN = re.compile(
    r"([一二〇零○Ｏ三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
COUNTED = re.compile(r"截[至止]到?(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
DONE = re.compile(r"[^。；;]{0,40}?(?:累计|已|共|完成|达到?|受理|办结|实现|新增|发放|报告|申领|注册)")
COUNTED_ALREADY = re.compile(r"[^。；;]{0,40}?(?:累计|已|(?:共|办结|受理)[^。；;]{0,8}\d)")
"""Only these say for certain that something was counted; “截至11月25日，各镇完成公示” may be a plan."""
AHEAD = re.compile(r"[，,]?[^。；;，,]{0,16}?(?:将|计划|力争|预计|应当|前完成|尚未)")
DEADLINE = re.compile(r"(?:报名|申报|申请|投标|缴费|征集|公示|有效|期限|时间|受理期|登记期)[^。；;]{0,8}\Z")
BLOCK_ENDS = re.compile(r"[\s（(].*\Z")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each day that figures were counted to after the text was signed or published."""
    visible = [block for block in facts.blocks if block.kind == "text" and block.region == "main"]
    signatures = [signed for block in visible if (signed := _signature(block.text))]
    signed = max(signatures, default=None)
    published = _day(facts.published())
    limit = max((day for day in (signed, published) if day), default=None)
    earliest = min((day for day in (signed, published) if day), default=None)
    if limit is None or earliest is None:
        return
    for block in visible:
        if "截" not in block.text:
            continue
        for match in COUNTED.finditer(block.text):
            if DEADLINE.search(block.text[max(0, match.start() - 20) : match.start()]) or not DONE.match(
                block.text, match.end()
            ):
                continue
            if AHEAD.match(block.text, match.end()):
                continue
            counted = _counted(match, signed or earliest)
            if counted is None or counted <= earliest:
                continue
            evidence, mark = excerpt(block.text, *match.span())
            certain = COUNTED_ALREADY.match(block.text, match.end())
            what = "落款日期" if signed and counted > signed else "发布日期"
            day = signed if signed and counted > signed else earliest
            yield Hit(
                url=facts.url,
                message=f"“{match[0]}”晚于{what}（{day.isoformat()}），请核对",
                evidence=evidence,
                mark=mark,
                verdict="fail" if signed and published and counted > limit and certain else "review",
                reason="later",
                target=counted.isoformat(),
                region=block.region,
                locator=block.locator,
            )


def _signature(text: str) -> date | None:
    """The day a block states when it is nothing but a date, perhaps followed by a note in brackets."""
    if len(text) > 40 or "日" not in text:
        return None
    stripped = BLOCK_ENDS.sub("", text.strip())
    if match := SIGNED.fullmatch(stripped):
        return _date(*match.groups())
    if match := SIGNED_HAN.fullmatch(stripped):
        year, month, day = match.groups()
        return _date("".join(DIGITS[char] for char in year), _han(month), _han(day))
    return None


def _han(number: str) -> str:
    """Chinese numerals up to 三十一 as digits."""
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return DIGITS[ones] if len(ones) == 1 else "0"
    return str(int(DIGITS.get(tens, "1")) * 10 + int(DIGITS.get(ones, "0")))


def _counted(match: re.Match[str], reference: date) -> date | None:
    counted = _date(match[1] or str(reference.year), match[2], match[3])
    if counted and not match[1] and (counted - reference).days > 180:
        return counted.replace(year=counted.year - 1, day=min(counted.day, 28))
    return counted


def _day(text: str) -> date | None:
    return _date(text[:4], text[5:7], text[8:10])


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


CHECK = Check(
    id="words/date_after_signature",
    title="文中日期晚于落款或发布日期",
    severity="P2",
    remedy="请核对数据截止的日期与落款、发布日期，改正其中写错的一个",
    scope="page",
    check=check,
)
