"""privacy/bank_card

## What it does
Looks for whole bank card numbers in text and tables: digits that pass Luhn and are announced as a card (银行卡, 卡号,
一卡通), stand under such a head, or begin as cards issued in this country do (62) in a table that names persons or
beside a person's words. An account number of an office, a number that only passes Luhn, and one of which only the last
four digits are shown are silent. What the report shows is masked.

## Why it matters
A card number beside a name is all that a fraud needs; subsidies paid by 一卡通 are where such lists come from.

## Bad
    <td>张某</td><td>6222000000000000004</td>

## Instead
    <td>张某</td><td>***************0004</td>     or no column for cards at all
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks.privacy._cells import cells_under
from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params
from standards.household import SURNAMES, heads_of
from standards.private.find import CARD_HEAD, Find, judge

PERSON = re.compile(r"姓名|收款人|持卡人|户主|学生|农户|领取人|身份证")
NAME = re.compile(r"(?:[：:，,；;\s]|\A)([\u4e00-\u9fff]{2,3})[\s，,：:]*\Z")
OFFICE = re.compile(r"单位|公司|慈善|基金会|协会|财政|专户|保证金|捐款|国库|工会|对公|局|委员会|合作社|中心|学校|医院")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each bank card number that can be read whole."""
    headed = cells_under((table for table in facts.tables if heads_of([table.heads]) is not None), CARD_HEAD)
    for block in facts.blocks:
        cell = block.tag in {"td", "th"}
        for find in judge(block.text, now.year, "卡号" if cell and block.text in headed else "", phones=False):
            if find.kind != "card" or not find.certain:
                continue
            sure = _of_a_person(block.text, find, named=block.text in headed)
            if sure or _behind_a_name(block.text, find):
                evidence, mark = excerpt(block.text, find.start, find.end)
                evidence = evidence[: mark[0]] + find.masked + evidence[mark[1] :]
                yield Hit(
                    url=facts.url,
                    message=f"银行卡号 {find.masked} 完整公开，未作遮盖",
                    evidence=evidence,
                    mark=(mark[0], mark[0] + len(find.masked)),
                    verdict="fail" if sure else "review",
                    reason="full",
                    target=find.masked,
                    region=block.region,
                    locator=block.locator,
                )


def _of_a_person(text: str, find: Find, *, named: bool) -> bool:
    """An office's account is published so that people can pay into it."""
    if named:
        return True
    around = text[max(0, find.start - 40) : find.start]
    return bool(re.search(r"银行卡|卡号|一卡通", around) or PERSON.search(around)) and not OFFICE.search(around)


def _behind_a_name(text: str, find: Find) -> bool:
    """Whether what stands right before the number is a person's name, and nothing speaks of an office."""
    before = text[max(0, find.start - 40) : find.start]
    name = NAME.search(before)
    return name is not None and name[1][0] in SURNAMES and not OFFICE.search(before)


CHECK = Check(
    id="privacy/bank_card",
    title="公开了银行卡号",
    severity="P1",
    remedy="请立即撤下或遮盖：银行卡号只留后 4 位，名单里不需要这一列的整列删去；同时清理附件和搜索引擎快照",
    scope="page",
    check=check,
)
