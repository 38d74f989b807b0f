"""One cell of a disclosure table: the text that pages print, or what is wrong with it.

Spreadsheets write days in five ways and clerks put 无 where there is nothing; what is meant is clear, so it is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from plugins.build.problems import suggestion
from plugins.content_types.core import UNPRINTABLE
from plugins.records.schema import Field
from plugins.site import Unit
from standards.numbers import is_credit_code, is_resident_id

NOTHING = frozenset({"无", "暂无", "/", "／", "—", "——", "-", "－"})
"""What is written in a cell that has nothing to say; in a column of texts it is left as it is."""
_DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?: 00:00(?::00)?)?")
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_DOCNO = re.compile(r"(.+?)[〔\[(【［（](\d{4})[〕\])】］）](.*\d+号(?:之.+)?)")
_FORMULA = re.compile(r"[=@]|[+\-](?![\d\s()\-]*\Z)")
"""What a spreadsheet takes for a formula in a CSV file; numbers and telephones may have their sign."""
_SEPARATOR = re.compile(r"[;；]")


class CellError(Exception):
    """What is wrong with a cell, and what to do."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what, self.cure = what, cure


def read_cell(field: Field, text: str, units: Mapping[str, Unit]) -> str:
    """The text to print of a cell that is not empty: days as YYYY-MM-DD, amounts as plain numbers, units by their full
    name, several choices joined by 、. Empty where the cell says that there is nothing. Raises CellError."""
    text = " ".join(text.split())
    if UNPRINTABLE.search(text):
        raise CellError("含有看不见的控制字符", "请删去这一格重新输入")
    if _FORMULA.match(text):
        raise CellError(f"以“{text[0]}”开头，下载后会被表格软件当作公式", "请删去开头的符号")
    if field.kind == "text":
        return text
    text = unicodedata.normalize("NFKC", text).strip() if field.kind != "docno" else text
    if text in NOTHING:
        if field.required:
            raise CellError(f"“{field.head}”没有填", "请补上")
        return ""
    return _readers[field.kind](field, text, units)


def _day(_: Field, text: str, __: Mapping[str, Unit]) -> str:
    if found := _DAY.fullmatch(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            pass
    raise CellError(f"“{text}”不是日期", "请写成 2026-11-03")


def _amount(_: Field, text: str, __: Mapping[str, Unit]) -> str:
    if _NUMBER.fullmatch(text):
        return text.replace(",", "")
    cure = "请只写数字，例如 12.5；单位写在表头里" if re.search(r"\d", text) else "请只写数字，没有的留空"
    raise CellError(f"“{text}”不是数字", cure)


def _unit(_: Field, text: str, units: Mapping[str, Unit]) -> str:
    if unit := units.get(text):
        return unit.name
    raise CellError(f"没有单位“{text}”", suggestion(text, units) + "请写 units.csv 里的单位 id 或名称")


def _choice(field: Field, text: str, _: Mapping[str, Unit]) -> str:
    if text in field.choices:
        return text
    # Brackets and full-width letters of the choices themselves need not be normal.
    for choice in field.choices:
        if unicodedata.normalize("NFKC", choice) == text:
            return choice
    raise CellError(f"“{field.head}”不能写“{text}”", suggestion(text, field.choices) + _one_of(field))


def _choices(field: Field, text: str, units: Mapping[str, Unit]) -> str:
    parts = [part.strip() for part in _SEPARATOR.split(text)]
    return "；".join(dict.fromkeys(_choice(field, part, units) for part in parts if part))


def _one_of(field: Field) -> str:
    several = "，有几个的用“；”隔开" if field.kind == "choices" else ""
    return f"请从这些里选：{'，'.join(field.choices)}{several}"


def _credit(_: Field, text: str, __: Mapping[str, Unit]) -> str:
    code = text.upper().replace(" ", "")
    if is_resident_id(code):
        raise CellError("填的是居民身份证号码", "请立即删去：自然人不填统一社会信用代码")
    if is_credit_code(code):
        return code
    what = f"统一社会信用代码“{text}”的校验码不对" if len(code) == 18 else f"统一社会信用代码“{text}”不是18位"
    raise CellError(what, "请照营业执照核对；自然人不填这一列")


def _docno(_: Field, text: str, __: Mapping[str, Unit]) -> str:
    if found := _DOCNO.fullmatch(text):
        return f"{found[1]}〔{found[2]}〕{found[3]}"
    raise CellError(f"文号“{text}”的写法不对", "请写成 明市监罚〔2026〕12号，年份用六角括号")


_readers = {
    "day": _day,
    "money": _amount,
    "number": _amount,
    "unit": _unit,
    "choice": _choice,
    "choices": _choices,
    "credit": _credit,
    "docno": _docno,
}


def shorten(name: str) -> str:
    """A person's name as others may read it: the first character and 某某; what is hidden already stays."""
    return name if "某" in name or "*" in name or "＊" in name else f"{name[:1]}某某"
