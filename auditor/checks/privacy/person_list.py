"""privacy/person_list

## What it does
Looks at tables that name persons in need (低保, 残疾, 救助, 补贴, 困境儿童 …) for columns that are nobody's business:
telephone numbers and homes down to the door are ``fail``; what ails them, and the same columns where the list may be
one of staff, are ``review``. A list that names children in distress, orphans or disabled persons at all is ``review``:
whether it may stand on the web at all is for a person. Lists of offices, doctors and grid workers, masked numbers and
surnames with 某 are silent.

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
from collections.abc import Iterator
from datetime import datetime

from auditor.model import Check, Hit, PageFacts, Params, Table, Verdict
from standards.household import is_name
from standards.private.table import exposures

PROTECTED = re.compile(r"困境儿童|孤儿|事实无人抚养|留守儿童|流浪未成年|受救助未成年|残疾儿童")
CHILDREN = "未成年人名单"


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each exposing column of each table, or one for a list of children."""
    for table in facts.tables:
        for spot in exposures([table.heads, *table.rows], facts.title):
            find, head = spot.find, table.heads[spot.column]
            yield _hit(facts.url, table, (find.what, "fail" if find.certain else "review"), (find.kind, head))
        if (named := _named(table)) and PROTECTED.search(" ".join([facts.title, *table.heads])):
            said = f"名单公开了 {named} 名儿童的姓名，请核对能不能上网公开"
            yield _hit(facts.url, table, (said, "review"), ("children", CHILDREN))


def _named(table: Table) -> int:
    """How many rows hold the whole name of a person below a head 姓名."""
    column = next((at for at, head in enumerate(table.heads) if re.search(r"姓名|儿童|孤儿", head)), None)
    if column is None:
        return 0
    return sum(column < len(row) and is_name(row[column]) for row in table.rows)


def _hit(url: str, table: Table, said: tuple[str, Verdict], about: tuple[str, str]) -> Hit:
    """``said`` is message and verdict, ``about`` reason and target."""
    return Hit(
        url=url,
        message=said[0],
        evidence="、".join(head for head in table.heads if head)[:120],
        verdict=said[1],
        reason=about[0],
        target=about[1],
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
