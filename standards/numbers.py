"""Numbers of state: whether a resident ID, a credit code, an organisation code or a card number can be one.

Shape and check digit only; nothing here asks a register. Functions take the bare number (no spaces or hyphens,
ASCII digits) and never raise: what cannot be such a number is simply not one.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum import luhn
from stdnum.cn import ric, uscc

PROVINCES = frozenset({
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
    "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
})  # fmt: skip
"""First two digits of the codes of administrative divisions (GB/T 2260); 83 is on residence permits for Taiwan."""

_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")
_RESIDENT_ID = re.compile(r"[0-9]{17}[0-9Xx]")


def resident_id_problem(text18: str) -> str | None:
    """What keeps an 18-character text from being a resident ID number (GB 11643-1999), in Chinese; None when it is one.

    The area is held against the provinces only: lists of county codes are never complete, and a new county's people
    would go unprotected.
    """
    if not _RESIDENT_ID.fullmatch(text18):
        return "不是18位公民身份号码的样式"
    if text18[:2] not in PROVINCES:
        return "地区码无效"
    if not is_birth_date(text18[6:14]):
        return "出生日期无效"
    if ric.calc_check_digit(text18.upper()) != text18[-1].upper():
        return "校验码不符"
    return None


def is_resident_id(text: str) -> bool:
    """Whether the text is an 18-character resident ID number: province, date and check digit all hold."""
    return resident_id_problem(text) is None


def is_old_resident_id(text: str) -> bool:
    """Whether 15 digits have the form of a resident ID of before 1999: a province and a date, no check digit.

    One in seventy numbers of 15 digits does, so this counts only beside a word that says so.
    """
    return bool(re.fullmatch(r"[0-9]{15}", text)) and text[:2] in PROVINCES and is_birth_date("19" + text[6:12])


def is_birth_date(text: str) -> bool:
    """Whether eight digits are a day of the calendar on which a living person can have been born (from 1880)."""
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return 1880 <= born.year < 2100


def is_credit_code(text: str) -> bool:
    """Whether the text is a unified social credit code (GB 32100-2015). Not private: it names an organisation."""
    return len(text) == 18 and bool(re.fullmatch(r"[0-9A-Z]+", text)) and bool(uscc.is_valid(text))


def is_org_code(text: str) -> bool:
    """Whether the text is an organisation code (GB 11714-1997), nine characters with or without its hyphen."""
    code = text[:8] + text[9:] if text[8:9] == "-" else text
    if not _ORG_CODE.fullmatch(code):
        return False
    total = sum(int(char, 36) * weight for char, weight in zip(code, _ORG_WEIGHTS, strict=False))
    return code[8] == "0123456789X0"[11 - total % 11]


def luhn_ok(text: str) -> bool:
    """Whether the text is digits that pass the Luhn check of bank cards. One number in ten does by chance."""
    return bool(re.fullmatch(r"[0-9]+", text)) and bool(luhn.is_valid(text))
