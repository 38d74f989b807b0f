"""privacy/vehicle_plate

## What it does
Looks for number plates that tell whose a vehicle is: in a sentence beside a word for a person (车主, 驾驶人, 当事人,
来信人 …), or in a table with a column of plates and one of persons' names, which is told once. Always ``review``: a
decision on a penalty may have to name the vehicle. Plates of offices, buses, taxis and lorries, of vehicles to be
sold, examples, and plates with XX or stars are silent.

## Why it matters
A plate and a name find a person's home and movements; 个人信息保护法 Art. 4 counts both as personal information.

## Bad
    <p>车主张三驾驶鄂R12345小型客车违停。</p>

## Instead
    <p>张某驾驶鄂R***45小型客车违停。</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params, Table
from standards.household import is_name
from standards.private.plates import find_plates

PERSON = re.compile(r"车主|驾驶|司机|当事人|所有人|机主|申请人|来信人|投诉人|举报人|违法行为人|死者|伤者|身份证")
OTHERS = re.compile(
    r"公务用?车|公车|拍卖|竞拍|处置|报废|公司|企业|运输|出租|公交|客运|货运|校车|救护|消防|执法车|警车|教练车|工程车|作业车|洒水车|环卫|样式|格式|例如|示例|填写|"
    r"车牌号码?由|号段|号牌号码?资源"
)
PERSON_HEAD = re.compile(r"姓名|车主|所有人|驾驶[人员]|当事人|申请人")
PLATE_HEAD = re.compile(r"车牌|号牌|车号")
NEAR = 30
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
MAY = re.compile(f"[{PROVINCES}][A-HJ-NP-Z]")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each plate beside a person, and one for each table of them."""
    if any(MAY.search(cell) for table in facts.tables for row in table.rows for cell in row) and not OTHERS.search(
        facts.title
    ):
        for table in facts.tables:
            if hit := _in_table(facts, table):
                yield hit
    for block in facts.blocks:
        if block.kind != "text" or block.tag in {"td", "th"} or not MAY.search(block.text):
            continue
        for plate in find_plates(block.text):
            around = block.text[max(0, plate.start - NEAR) : plate.end + NEAR]
            if not PERSON.search(around) or OTHERS.search(around):
                continue
            evidence, mark = excerpt(block.text, plate.start, plate.end)
            yield Hit(
                url=facts.url,
                message=f"车牌号 {plate.shown} 与个人写在一起，请核对能不能公开",
                evidence=evidence[: mark[0]] + plate.shown + evidence[mark[1] :],
                mark=(mark[0], mark[0] + len(plate.shown)),
                verdict="review",
                reason="plate",
                target=plate.shown,
                region=block.region,
                locator=block.locator,
            )


def _in_table(facts: PageFacts, table: Table) -> Hit | None:
    person = next((at for at, head in enumerate(table.heads) if PERSON_HEAD.search(head)), None)
    plate = next((at for at, head in enumerate(table.heads) if PLATE_HEAD.search(head)), None)
    if person is None or plate is None or OTHERS.search(" ".join(table.heads)):
        return None
    rows = sum(is_name(row[person]) and bool(find_plates(row[plate])) for row in table.rows)
    if not rows:
        return None
    return Hit(
        url=facts.url,
        message=f"“{table.heads[plate]}”一列有 {rows} 人的姓名和车牌号对得上，请核对能不能公开",
        evidence="、".join(head for head in table.heads if head)[:120],
        verdict="review",
        reason="list",
        target=table.heads[plate],
        region=table.region,
        locator=table.locator,
    )


CHECK = Check(
    id="privacy/vehicle_plate",
    title="公开了个人的车牌号",
    severity="P2",
    remedy="请核对：属于个人的请遮盖中间几位或删去；公务车辆、拍卖标的可以保留",
    scope="page",
    check=check,
)
