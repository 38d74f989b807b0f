"""privacy/person_list

## What it does
Looks at tables that name persons in need (低保, 残疾, 救助, 补贴, 困境儿童 …) for columns that are nobody's business:
telephone numbers and homes down to the door are ``fail``; what ails them, and the same columns where the list may be
one of staff, are ``review``. Merged heads are read as what they span. Lists without a table, one person a line or a
clause (“张三，男，13800000000；…”), are ``review``. So is a list that names children in distress, orphans, pupils who
get aid, or people under treatment or correction at all: whether it may stand on the web is for a person. Lists of
offices, doctors and grid workers, masked numbers and surnames with 某 are silent.

## Why it matters
条例 Art. 15 and 个人信息保护法 Art. 28 forbid it, 未成年人保护法 Art. 72 protects children most; such lists are where
public bodies leak most.

## Bad
    <th>姓名</th><th>联系电话</th><th>残疾类别</th><th>补贴金额</th>

## Instead
    <th>姓名</th><th>村组</th><th>补贴金额</th>
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from auditor.model import Check, Hit, PageFacts, Params, Table, TextBlock, Verdict
from standards.household import SURNAMES, heads_below, heads_of, is_name
from standards.privacy import find_addresses, find_phones, mask
from standards.private.table import exposures

PROTECTED = re.compile(r"困境儿童|孤儿|事实无人抚养|留守儿童|流浪未成年|受救助未成年|残疾儿童")
CHILDREN = "未成年人名单"
PUPILS = re.compile(r"中小?学生?|小学|初中|幼儿|儿童|义务教育|学前")
AID = re.compile(r"资助|助学|补助|困难|贫困|脱贫|低保|建档立卡|营养")
CLASS_HEAD = re.compile(r"班级|年级|学校|就读|园所")
ILL = re.compile(r"精神障碍|精神病|艾滋|结核|传染病|肝炎|尿毒症|肿瘤|尘肺|戒毒|吸毒|社区矫正|刑满释放")
STAFF = re.compile(r"医院|医师|医生|机构|科室|职务|职称|培训|专家")
LISTED = re.compile(r"名单|公示|花名册|名册|一览表|发放表|登记表")
NEED = re.compile(r"低保|特困|残疾|救助|困难|困境|孤儿|临时救助|脱贫|监测户|危房|优抚|高龄|失能|慰问|五保")
CLAUSE = re.compile(r"[；;。\n]")
PERSON = re.compile(
    r"(?:\d{1,3}[.、．)）]|[（(]\d{1,3}[)）])?\s*([\u4e00-\u9fff]{2,4})[，,、：:\s]\s*(?=[^，,、：:\s])"
)
Said = tuple[str, Verdict, str, str]
"""Message, verdict, reason and target of a hit."""
FEW = 3
"""Persons from which a run of clauses is a list."""


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each exposing column of each table, or one for a list of children."""
    for table in facts.tables:
        rows = [table.heads, *table.rows]
        top = heads_of(rows)
        heads, deep = heads_below(rows, top) if top is not None else (list(table.heads), 1)
        for spot in exposures(rows, facts.title):
            find, head = spot.find, heads[spot.column]
            yield _hit(facts.url, table, heads, (find.what, "fail" if find.certain else "review", find.kind, head))
        if (named := _named(heads, rows[(top or 0) + deep :])) and (said := _at_all(facts.title, heads, named)):
            yield _hit(facts.url, table, heads, said)
    yield from _in_text(facts)


def _at_all(title: str, heads: Sequence[str], named: int) -> Said | None:
    """What is said of a list that may not name anybody on the web."""
    about = " ".join([title, *heads])
    pupils = CLASS_HEAD.search(" ".join(heads)) and AID.search(about) and PUPILS.search(about)
    if PROTECTED.search(about) or pupils:
        who = "学生" if pupils else "儿童"
        return f"名单公开了 {named} 名{who}的姓名，请核对能不能上网公开", "review", "children", CHILDREN
    if ILL.search(about) and not STAFF.search(about):
        said = f"名单公开了 {named} 人的姓名，并说明其患病、矫治等情况，请核对能不能上网公开"
        return said, "review", "patients", "患病、矫治人员名单"
    return None


def _in_text(facts: PageFacts) -> Iterator[Hit]:
    """A list of persons in need that is written as text."""
    titles = " ".join([facts.title, *(block.text for block in facts.blocks if block.tag in {"h1", "h2", "h3"})])
    if not (LISTED.search(titles) and NEED.search(titles)):
        return
    found: dict[str, list[tuple[TextBlock, str]]] = {"phone": [], "address": []}
    for block in facts.blocks:
        if block.kind != "text" or block.tag in {"td", "th"} or block.region != "main":
            continue
        for clause in CLAUSE.split(block.text):
            person = PERSON.match(clause.strip())
            if person is None or person[1][0] not in SURNAMES or not is_name(person[1]):
                continue
            if find_phones(clause):
                found["phone"].append((block, person[1]))
            if find_addresses(clause):
                found["address"].append((block, person[1]))
    for kind, persons in found.items():
        if len({name for _, name in persons}) >= FEW:
            block = persons[0][0]
            what = "手机号码" if kind == "phone" else "住址"
            yield Hit(
                url=facts.url,
                message=f"正文逐个列出 {len(persons)} 人的姓名和{what}，请核对并删去{what}",
                evidence=mask(block.text[:60]),
                verdict="review",
                reason=f"{kind}-text",
                target=f"正文名单中的{what}",
                region=block.region,
                locator=block.locator,
            )


def _named(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How many rows hold the whole name of a person below a head 姓名."""
    column = next((at for at, head in enumerate(heads) if re.search(r"姓名|儿童|孤儿", head)), None)
    if column is None:
        return 0
    return sum(column < len(row) and is_name(row[column]) for row in rows)


def _hit(url: str, table: Table, heads: Sequence[str], said: Said) -> Hit:
    message, verdict, reason, target = said
    return Hit(
        url=url,
        message=message,
        evidence="、".join(head for head in heads if head)[:120],
        verdict=verdict,
        reason=reason,
        target=target,
        region=table.region,
        locator=table.locator,
    )


CHECK = Check(
    id="privacy/person_list",
    title="名单公开了不该公开的个人信息",
    severity="P1",
    remedy="名单只公布姓名、村组、类别和金额：请删去电话、住址、残疾和疾病情况各列；儿童的名单请撤下，改在村里公示",
    scope="page",
    check=check,
)
