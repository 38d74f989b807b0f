"""privacy/resident_id

## What it does
Looks for resident ID numbers in text, tables, titles and picture texts: whole ones whose province, date and check digit
hold, also in full-width digits, with spaces or hyphens inside, in the old form of 15 digits beside a word that says so,
and inside the numbers of disability cards. A mask that hides too few digits is as good as none. Under a head 身份证号 a
number whose check digit is wrong is ``review``: somebody mistyped somebody's ID. Credit codes, contract and order
numbers are silent. What the report shows is masked. Attachments are read as well; pictures are not.

## Why it matters
A published ID is fraud waiting to happen; it must be gone the same day, and 条例 Art. 15 forbids publishing it.

## Bad
    <td>11010519491231002X</td>

## Instead
    <td>110***********002X</td>     or no column for IDs at all
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import unquote

from auditor.checks.privacy._cells import cells_under
from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params, TextBlock, Verdict
from standards.privacy import PrivateNumber, cover, find_ids, mask, may_hold
from standards.private.find import is_of_an_office

ID_HEAD = re.compile(r"身份证|身份號|身份号|证件号|公民身份|残疾人?证")
OTHER_NUMBER = re.compile(
    r"(?:编号|单号|合同号?|流水号?|受理号?|批号|案号|编码|代码|条码|订单|序列号|项目|登记号|许可证号|信用|账号|卡号|文号)"
    r"[^。；;，,]{0,8}\Z"
)
OTHER_HEAD = re.compile(r"编号|单号|合同号|流水号|受理号|案号|代码|订单|序列号|许可证号|账号|卡号|文号")
PUPIL = re.compile(r"学籍[^。；;，,]{0,8}G\Z")
"""A pupil's number is a G and the resident ID."""
NAMED = re.compile(r"[\u4e00-\u9fff]{2}[\s_\-（(]*\Z")
INFANT_YEARS = 3
REPEATED = 120
"""Characters of a text that may well stand on the next page too."""

_may_hold = lru_cache(20_000)(may_hold)


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each resident ID that can be read. ``params``: hidden_digits, the least a mask must hide."""
    headed = cells_under(facts.tables, ID_HEAD)
    other = cells_under(facts.tables, OTHER_HEAD) - headed
    for block in facts.blocks:
        if len(block.text) <= REPEATED and not _may_hold(block.text):
            continue
        cell = block.tag in {"td", "th"}
        prefix = "身份证号 " if cell and block.text in headed else "编号 " if cell and block.text in other else ""
        for number in find_ids(prefix + block.text):
            judged = _judge(number, prefix + block.text, params["hidden_digits"], now.date())
            if judged:
                yield _hit(facts, block, (number.start - len(prefix), number.end - len(prefix)), judged)
    yield from _in_names(facts)


def _in_names(facts: PageFacts) -> Iterator[Hit]:
    """A hit for each file whose name holds an ID behind a person's name (张三429006….pdf)."""
    seen: set[str] = set()
    for link in facts.links:
        name = unquote(link.raw.partition("?")[0].rpartition("/")[2]) if link.raw not in seen else ""
        if not _may_hold(name):
            continue
        seen.add(link.raw)
        for number in find_ids(name):
            if number.kind == "resident-id" and not number.problem and NAMED.search(name[: number.start]):
                block = TextBlock(text=name, tag=link.tag, locator=link.locator, region=link.region)
                said = "写在文件名里，未作遮盖，请核对并改名后重新上传"
                yield _hit(facts, block, (number.start, number.end), ("file-name", "review", said))


def _judge(number: PrivateNumber, text: str, least: int, today: date) -> tuple[str, Verdict, str] | None:
    """Reason, verdict and what is said, or None where it is no resident ID after all."""
    before = text[max(0, number.start - 20) : number.start]
    if number.kind == "masked-id":
        if number.hidden >= least or (not number.named and OTHER_NUMBER.search(before)):
            return None
        return "thin-mask", "fail" if number.named else "review", f"只遮盖了 {number.hidden} 位，仍可辨认"
    if number.kind == "old-resident-id":
        return "full", "fail", "（15位）完整公开，未作遮盖"
    # Under 证件号码 a firm has its credit code.
    if is_of_an_office(number.number) and (number.problem or not number.named):
        return None
    lettered = re.search(r"[A-Za-z_]\Z", before) and not PUPIL.search(before)
    if not number.named and (number.problem or OTHER_NUMBER.search(before) or lettered):
        return None
    if number.problem:
        return "check-digit", "review", f"{number.problem}，可能是写错的身份证号码，请核对并遮盖"
    spaced = number.end - number.start > 18 and not number.named
    infant = int(number.number[6:10]) > today.year - INFANT_YEARS
    if not number.named and (spaced or infant):
        return "full", "review", "疑似完整公开，请核对是否为身份证号码"
    return "full", "fail", "完整公开，未作遮盖"


def _hit(facts: PageFacts, block: TextBlock, span: tuple[int, int], judged: tuple[str, Verdict, str]) -> Hit:
    start, end = span
    reason, verdict, said = judged
    evidence, mark = excerpt(block.text, start, end)
    evidence = mask(cover(evidence, *mark))
    shown = evidence[slice(*mark)]
    return Hit(
        url=facts.url,
        message=f"居民身份证号码 {shown} {said}",
        evidence=evidence,
        mark=mark,
        verdict=verdict,
        reason=reason,
        target=shown,
        region=block.region,
        locator=block.locator,
    )


CHECK = Check(
    id="privacy/resident_id",
    title="公开了居民身份证号码",
    severity="P1",
    remedy="请立即撤下或遮盖：身份证号码至少遮盖 8 位，能不公开的不公开；同时清理附件、图片和搜索引擎快照",
    scope="page",
    check=check,
)
