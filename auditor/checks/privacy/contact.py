"""privacy/contact

## What it does
Looks in text and tables for a person's own numbers beside words, or below heads, that say so: passport, travel permit,
military and household papers; a mobile number, mailbox, QQ or WeChat name behind 申请人, 举报人, 来信人, 本人 or
家长; a home down to the door behind 住址 or 户籍所在地. All of these are ``review``: the same numbers may be an
office's or published with consent. Numbers of offices, hot lines and contacts of a notice are silent, and so is what is
masked.

## Why it matters
Answers to letters are copied with the writer's number; 条例 Art. 15 forbids publishing it, and the writer is found.

## Bad
    <p>来信人电话：13800000000，住址：明川县青溪镇青石村8组12号。</p>

## Instead
    <p>来信人：李先生。</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from ahocorasick_rs import AhoCorasick, Implementation

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params, Table
from standards.privacy import find_addresses, find_phones
from standards.private.find import mask_home, mask_phone
from standards.private.papers import find_papers

PRIVATE = re.compile(
    r"(?:(?:申请人|举报人|投诉人|来信人|来访人|信访人|当事人|被征收人|本人|家长|监护人|家属|患者|学生"
    r"|低保户|低保对象|特困人员|救助对象|脱贫户|监测户|残疾人|户主|失主|原告|被告|被申请人)"
    r"[^。；;]{0,12}?(?:电话|手机|联系方式)|(?:家庭|私人|个人)(?:电话|手机))[^。；;\d]{0,6}(?:\+?86[\s-]?)?\Z"
)
OFFICE = re.compile(r"咨询|受理|监督|服务|热线|值班|客服|拨打|可致电|请(?:打|拨)|投诉[办科]|举报中心")
ACCOUNT = re.compile(
    r"(?:申请人|举报人|投诉人|来信人|来访人|信访人|当事人|被征收人|本人|家长|监护人|家属|患者|学生)[^。；;@]{0,16}?"
    r"(?:(?:QQ号?|微信号?)[：:\s为是]{0,4}([A-Za-z0-9_-]{5,20})|邮箱(?:地址)?[：:\s为是]{0,4}([\w.+-]{1,40}@[\w.-]{3,40}))",
    re.ASCII | re.IGNORECASE,
)
WORDS = {
    "paper": (
        "护照", "通行证", "台胞证", "回乡证", "居住证", "军官证", "士兵证", "军人证", "文职干部证", "学员证", "军残证",
        "户口簿", "户口本", "户号",
    ),
    "phone": ("电话", "手机", "联系方式"),
    "account": ("QQ", "qq", "微信", "邮箱"),
    "home": ("住址", "住地", "家庭地址", "户籍", "，住", ",住", "；住", "现住", "家住"),
}  # fmt: skip
"""What each kind of number is announced by: one quick look says which a text may hold."""
SPOKEN = [kind for kind, words in WORDS.items() for _ in words]
LOOK = AhoCorasick([word for words in WORDS.values() for word in words], implementation=Implementation.DFA)
PAPER_HEAD = re.compile(r"护照|通行证|军官证|户口簿")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each private number or home in the text."""
    under = _heads(facts.tables)
    for block in facts.blocks:
        text = block.text
        cell = under.get(text, "") if under and block.tag in {"td", "th"} else ""
        spoken = {SPOKEN[word] for word, _, _ in LOOK.find_matches_as_indexes(text)}
        if not (spoken or cell):
            continue
        found: list[tuple[int, int, str, str, str]] = []
        if cell or "paper" in spoken:
            found += [(one.start, one.end, "paper", one.shown, one.what) for one in find_papers(text, cell)]
        if "phone" in spoken:
            found += _phones(text)
        if "account" in spoken:
            found += _accounts(text)
        if "home" in spoken:
            found += [(one.start, one.end, "address", mask_home(one.number), "住址") for one in find_addresses(text)]
        for start, end, reason, shown, what in found:
            evidence, mark = excerpt(text, start, end)
            yield Hit(
                url=facts.url,
                message=f"{what} {shown} 可能是个人的，请核对能不能公开",
                evidence=evidence[: mark[0]] + shown + evidence[mark[1] :],
                mark=(mark[0], mark[0] + len(shown)),
                verdict="review",
                reason=reason,
                target=shown,
                region=block.region,
                locator=block.locator,
            )


def _phones(text: str) -> Iterator[tuple[int, int, str, str, str]]:
    for number in find_phones(text):
        before = text[max(0, number.start - 30) : number.start]
        if PRIVATE.search(before) and not OFFICE.search(before):
            yield number.start, number.end, "phone", mask_phone(number.number), "手机号码"


def _accounts(text: str) -> Iterator[tuple[int, int, str, str, str]]:
    for match in ACCOUNT.finditer(text):
        group = 1 if match[1] else 2
        yield *match.span(group), "account", match[group][:2] + "*" * (len(match[group]) - 2), "网络账号"


def _heads(tables: Iterable[Table]) -> dict[str, str]:
    """The heads of cells that stand in a column of papers, by what the cells say."""
    return {
        row[at]: head
        for table in tables
        for at, head in enumerate(table.heads)
        if PAPER_HEAD.search(head)
        for row in table.rows
        if row[at : at + 1] and row[at]
    }


CHECK = Check(
    id="privacy/contact",
    title="公开了个人的电话、住址、账号或证件号码",
    severity="P2",
    remedy="请核对：属于个人的请遮盖或删去，办公用的可以保留",
    scope="page",
    check=check,
)
