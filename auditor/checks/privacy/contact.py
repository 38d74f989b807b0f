"""privacy/contact

## What it does
Looks in running text for a person's own numbers beside words that say so: a passport number behind 护照号, a mobile
number behind 申请人, 举报人, 来信人, 本人 or 家长, a home down to the door behind 住址 or 户籍所在地. All of them are
``review``: the same numbers may be an office's or published with consent. Numbers of offices, hot lines and contacts of
a notice are silent, and so is what is masked.

## Why it matters
Answers to letters are copied with the writer's number; 条例 Art. 15 forbids publishing it, and the writer is found.

## Bad
    <p>来信人电话：13800000000，住址：明川县青溪镇青石村8组12号。</p>

## Instead
    <p>来信人：李先生。</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params
from standards.privacy import find_addresses, find_phones
from standards.private.find import mask_home, mask_phone

PRIVATE = re.compile(
    r"(?:申请人|举报人|投诉人|来信人|来访人|信访人|当事人|被征收人|本人|家长|监护人|家属|患者|学生)"
    r"[^。；;]{0,12}?(?:电话|手机|联系方式)[^。；;\d]{0,6}\Z"
)
PHONES = ("电话", "手机", "联系方式")
OFFICE = re.compile(r"咨询|受理|监督|服务|热线|值班|客服|拨打|可致电")
PASSPORT = re.compile(r"护照(?:号码?|编号)?[：:\s为是]{0,4}([EGDSPHegdsph]\d{8})(?!\d)")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each private number or home in the text."""
    for block in facts.blocks:
        text = block.text
        found: list[tuple[int, int, str, str]] = []
        if "护照" in text:
            found += [(*m.span(1), "passport", m[1][:2] + "*" * 7) for m in PASSPORT.finditer(text)]
        for number in find_phones(text) if any(word in text for word in PHONES) else ():
            before = text[max(0, number.start - 30) : number.start]
            if PRIVATE.search(before) and not OFFICE.search(before):
                found.append((number.start, number.end, "phone", mask_phone(number.number)))
        found += [(home.start, home.end, "address", mask_home(home.number)) for home in find_addresses(text)]
        for start, end, reason, shown in found:
            evidence, mark = excerpt(text, start, end)
            yield Hit(
                url=facts.url,
                message=f"{NAMES[reason]} {shown} 可能是个人的，请核对能不能公开",
                evidence=evidence[: mark[0]] + shown + evidence[mark[1] :],
                mark=(mark[0], mark[0] + len(shown)),
                verdict="review",
                reason=reason,
                target=shown,
                region=block.region,
                locator=block.locator,
            )


NAMES = {"passport": "护照号码", "phone": "手机号码", "address": "住址"}

CHECK = Check(
    id="privacy/contact",
    title="公开了个人的电话、住址或护照号码",
    severity="P2",
    remedy="请核对：属于个人的请遮盖或删去，办公用的可以保留",
    scope="page",
    check=check,
)
