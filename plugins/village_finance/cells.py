"""One cell of a statement: an amount in 分, a day, a number, a text, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from plugins.content_types.core import UNPRINTABLE
from plugins.records.cells import NOTHING, CellError
from standards.village_rhythm import Span

YUAN, WAN = "元", "万元"
UNITS = {YUAN: 100, WAN: 1_000_000}
"""分 to one of each."""
MOST = 10**13
"""分: what a village cannot have."""
_DIGITS = 20
_MONEY = re.compile(r"([-(]?)[¥]?(-?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(\)?)(元|万元|万)?(整)?")
_LOST = re.compile(r"\.\d*?(?:0{6,}\d{0,2}|9{6,}\d{0,2})")
"""What a spreadsheet's binary numbers make of two decimals."""
_WHOLE_DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?: \d\d:\d\d(?::\d\d)?)?")
_DAY = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?")
_PLAIN_DAY = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"4\d{4}")
"""The days of 2009 to 2036 as spreadsheets count them."""
_EPOCH = date(1899, 12, 30)
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_FORMULA = re.compile(r"[=@]|[+\-](?![\d\s()\-]*\Z)")
"""What a spreadsheet takes for a formula in the file that readers download."""
_DITTO = frozenset({"〃", "″", '"', "同上", "''"})


def normal(text: str) -> str:
    """Full-width digits, letters and brackets as plain ones, without white space and with one kind of minus."""
    return re.sub(r"[−–—﹣－]", "-", "".join(unicodedata.normalize("NFKC", text).split()))


def says_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say (暂无, /, -)."""
    return not text or text in NOTHING or normal(text) in NOTHING


def read_money(text: str, unit: str) -> int | None:
    """An amount in 分; None where there is none. ``unit`` is the table's. Raises CellError."""
    if says_nothing(text):
        return None
    plain = normal(text)
    found = _MONEY.fullmatch(plain.replace("¥-", "-¥"))
    if not found or (found[1] == "(") != (found[5] == ")"):
        cure = "请只写数字，例如 1234.50；没有的留空" if re.search(r"\d", plain) else "请写数字，没有的留空"
        raise CellError(f"“{text}”不是金额", cure)
    own = {"万": WAN, None: unit}.get(found[6], found[6])
    if own != unit:
        raise CellError(f"“{text}”的单位是{own}，表里其他金额的单位是{unit}", f"请换算成{unit}，一张表只用一个单位")
    if len(found[3]) > _DIGITS or len(found[4] or "") > _DIGITS:
        raise CellError(f"“{text[:20]}”太长，不是金额", "请核对金额；账号、编号不要写在金额一列")
    amount = Decimal(found[3].replace(",", "") + (found[4] or "")) * UNITS[unit]
    cents = amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    if amount != cents and not _LOST.match(found[4] or ""):
        raise CellError(f"“{text}”的小数算不到分", "金额最多到分（0.01元）；表里用了除法的，请先四舍五入到分")
    if cents > MOST:
        raise CellError(f"“{text}”太大", "请核对金额和单位")
    return -int(cents) if found[1] or found[2] else int(cents)


def read_day(text: str, span: Span) -> date | None:
    """A day; one without a year is of the year of ``span``. None where there is none. Raises CellError."""
    if says_nothing(text):
        return None
    plain = normal(text)
    try:
        if found := _WHOLE_DAY.fullmatch(" ".join(unicodedata.normalize("NFKC", text).split())):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _WHOLE_DAY.fullmatch(plain) or _PLAIN_DAY.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY.fullmatch(plain):
            return date(span.first.year, int(found[1]), int(found[2]))
        if _SERIAL.fullmatch(plain):
            return _EPOCH + timedelta(days=int(plain))
    except ValueError:
        pass
    raise CellError(f"“{text}”不是日期", f"请写成 {span.first:%Y-%m-%d}，或者 {span.first.month}月{span.first.day}日")


def read_number(text: str) -> str:
    """A number as its digits; empty where there is none. Raises CellError."""
    if says_nothing(text):
        return ""
    if not _NUMBER.fullmatch(plain := normal(text)):
        raise CellError(f"“{text}”不是数字", "请只写数字，计量单位写在表头里；没有的留空")
    return plain.replace(",", "")


def read_words(text: str, above: str) -> str:
    """A text as pages print it; a ditto mark stands for the text ``above``. Raises CellError."""
    text = " ".join(text.split())
    if text in _DITTO:
        return above
    if says_nothing(text):
        return ""
    if UNPRINTABLE.search(text):
        raise CellError("含有看不见的控制字符", "请删去这一格重新输入")
    if _FORMULA.match(text):
        raise CellError(f"以“{text[0]}”开头，下载后会被表格软件当作公式", "请删去开头的符号")
    return text


def is_ditto(text: str) -> bool:
    """Whether a cell only says that it is as the one above."""
    return text.strip() in _DITTO


def plain_money(cents: int | None) -> str:
    """1234.50, as files have it; empty for None."""
    return "" if cents is None else f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def in_money(cents: int) -> str:
    """1,234.50, as pages and messages print it."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}"
