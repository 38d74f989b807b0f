"""What is private in a text: numbers of persons, as certain as can be told, with what to tell and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from standards.numbers import PROVINCES, is_credit_code, luhn_ok
from standards.privacy import PrivateNumber, cover, find_addresses, find_cards, find_ids, find_phones, may_hold

CURE = "请立即遮盖（身份证号码至少遮盖8位，银行卡号只留后4位）或删去；确是其他编号的，请在它前面写明“编号”或“代码”"
ASK = "请核对：属于个人的请遮盖或删去，办公用的可以保留"
ID_HEAD = re.compile(r"身份证|身份號|身份号|证件号|公民身份|残疾人?证")
CARD_HEAD = re.compile(r"银行卡|卡号|[账帐]号|[账帐]户")
INFANT_YEARS = 3
"""Codes made of area, day and serial number look like the IDs of children who were just born."""
_DIGIT = re.compile(r"\d")
_SHORTEST = 11
"""Digits of the shortest number that is looked for, a telephone's: most of what is printed has fewer."""
_OTHER = re.compile(
    r"(?:编号|单号|合同号?|流水号?|受理号?|批号|案号|编码|代码|条码|订单|序列号|项目|登记号|许可证号|信用|文号)"
    r"[^。；;，,]{0,8}\Z"
)
_CARD_WORD = re.compile(r"银行卡|卡号|一卡通")
_NEAR = 24


@dataclass(frozen=True)
class Find:
    """Something private in a text: where, in plain digits, whether it is certain; what to tell (masked), what to do,
    what it is, and how it looks masked."""

    start: int
    end: int
    number: str
    certain: bool
    what: str
    cure: str
    kind: Literal["id", "card", "phone", "address", "health"] = "id"
    masked: str = ""


def judge(text: str, year: int, head: str = "", *, phones: bool = True) -> list[Find]:
    """Everything private in a stretch of text.

    ``year`` is the current one; ``head`` is what a table says the text is (its column's head).
    Without ``phones`` telephone numbers and homes, which are never certain, are not looked for.
    """
    homes = [_home(home) for home in find_addresses(text)] if phones else []
    if not (phones or may_hold(text)) or len(_DIGIT.findall(text)) < _SHORTEST:
        return homes
    named = "身份证号 " if ID_HEAD.search(head) else "银行卡号 " if CARD_HEAD.search(head) else ""
    whole = named + text
    found = [find for number in find_ids(whole) if (find := _id(number, whole, year))]
    others = [_card(number, whole) for number in find_cards(whole)] + (
        [_phone(n, whole) for n in find_phones(whole)] if phones else []
    )
    for find in others:
        if find and not any(find.start < other.end and other.start < find.end for other in found):
            found.append(find)
    moved = [replace(find, start=find.start - len(named), end=find.end - len(named)) for find in found]
    return sorted([*moved, *homes], key=lambda find: find.start)


def is_of_an_office(number: str) -> bool:
    """Whether a number is a credit code: one ID in thirty has the check digit of one, but hardly any its places."""
    return is_credit_code(number) and (number[2:4] in PROVINCES or number[2:4] == "10")


def mask_home(address: str) -> str:
    """An address without what leads to the door: everything but its first six characters, and its numbers."""
    return address[:6] + "*" * max(0, len(address) - 6) if len(address) > 8 else "*" * len(address)


def plain_of(text: str) -> str:
    """The first mobile number in a text, in plain digits; empty where there is none."""
    return next((found.number for found in find_phones(text)), "")


def mask_phone(number: str) -> str:
    """138********, as everywhere."""
    return number[:3] + "*" * 8


def _id(number: PrivateNumber, text: str, year: int) -> Find | None:
    before = text[max(0, number.start - _NEAR) : number.start]
    if number.kind == "masked-id" or (not number.named and _is_other_number(number.number, before)):
        return None
    shown = cover(text[number.start : number.end], 0, number.end - number.start)
    told = Find(number.start, number.end, number.number, False, "", ASK, "id", shown)
    if number.problem:
        what = f"身份证号码 {shown} {number.problem}，可能是写错的身份证号码"
        return replace(told, what=what) if number.named else None
    if not number.named and int(number.number[6:10]) > year - INFANT_YEARS:
        return replace(told, what=f"号码 {shown} 可能是身份证号码")
    return replace(told, certain=True, what=f"居民身份证号码 {shown} 完整公开，未作遮盖", cure=CURE)


def _is_other_number(number: str, before: str) -> bool:
    return bool(_OTHER.search(before) or re.search(r"[A-Za-z_]\Z", before) or is_of_an_office(number))


def _card(number: PrivateNumber, text: str) -> Find | None:
    """Certain is what a card issued in the country looks like; other long account numbers may be an office's."""
    before = text[max(0, number.start - _NEAR) : number.start]
    if not number.named and _is_other_number(number.number, before):
        return None
    shown = "*" * (len(number.number) - 4) + number.number[-4:]
    named = bool(_CARD_WORD.search(before))
    if not named and re.search(r"(?:\d{2}|(?<!\d)0)\.\Z", before):
        return None  # what stands behind a decimal point
    sure = luhn_ok(number.number) and (named or (number.number[:2] == "62" and not re.search(r"\d\.\Z", before)))
    said = f"银行卡号 {shown} 完整公开，未作遮盖" if sure else f"银行账号 {shown} 可能是个人账户"
    return Find(number.start, number.end, number.number, sure, said, CURE if sure else ASK, "card", shown)


def _phone(number: PrivateNumber, text: str) -> Find | None:
    if re.search(r"[A-Za-z0-9_.%/=]\Z", text[: number.start]):
        return None
    shown = mask_phone(number.number)
    said = f"手机号码 {shown} 可能是个人号码"
    return Find(number.start, number.end, number.number, False, said, ASK, "phone", shown)


def _home(home: PrivateNumber) -> Find:
    shown = mask_home(home.number)
    digits = "".join(_DIGIT.findall(home.number))
    return Find(home.start, home.end, digits, False, f"家庭住址 {shown} 写到了门牌号", ASK, "address", shown)
