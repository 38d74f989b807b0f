"""公开时限 of a 标准目录: what the words ask for, and the last day that keeps them where that can be computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from unicodedata import normalize

from standards.cadence import last_day
from standards.calendar import add_working_days

Kind = Literal["working_days", "days", "cycle", "posted", "real_time", "prompt", "lasting"]

_NUMERALS = "零一二三四五六七八九十百两"
_NUMBER = rf"(?<![\d第{_NUMERALS}])(\d{{1,3}}|[{_NUMERALS}]{{1,5}})"
_WITHIN = re.compile(rf"{_NUMBER}个?(?:(工作日)(?:之内|以内|内)?|(自然日|日历日|小时|月|日|天|年)(?:之内|以内|内))")
_POSTED = re.compile(rf"公示(?:期|时间)?(?:为|限|：|:|不少于|不得少于|至少)*{_NUMBER}个?(?:工作日|日|天)")
_CYCLES = (
    (1, re.compile("每月|按月")),
    (3, re.compile("每季|按季")),
    (6, re.compile("每半年")),
    (12, re.compile("每年|按年|年度|每一年")),
)
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("real_time", re.compile("实时|即时|同步")),
    ("prompt", re.compile("及时|适时|第一时间")),
    ("lasting", re.compile("长期|永久|常年|动态")),
)


@dataclass(frozen=True)
class Limit:
    """``number`` are days of the kind, months of a ``cycle``, 0 for words without a number.

    ``working_days`` and ``days`` run from the day on which the information was made or changed, ``cycle`` from the last
    publication; ``posted`` is how long a 公示 hangs, which limits nothing.
    """

    kind: Kind
    number: int = 0

    def until(self, made: date | None, published: date | None) -> date | None:
        """The last day that keeps the limit, for information made and published on these days; None where the words or
        the days do not say. Working days are those of the State Council's arrangement (``calendar.py``)."""
        if self.kind == "cycle" and published:
            return last_day(published, {"months": self.number})
        if self.kind == "working_days" and made:
            return add_working_days(made, self.number)
        return made + timedelta(days=self.number) if self.kind == "days" and made else None

    def in_words(self) -> str:
        """The limit in few words, as a page prints it."""
        every = {1: "每月", 3: "每季度", 6: "每半年", 12: "每年"}
        return {
            "working_days": f"{self.number}个工作日内",
            "days": f"{self.number}日内",
            "cycle": every.get(self.number, f"每{self.number}个月"),
            "posted": "按公示期",
            "real_time": "实时",
            "prompt": "及时",
            "lasting": "长期",
        }[self.kind]


def parse_limit(text: str) -> Limit | None:
    """What the words of a 公开时限 ask for; None where nobody can tell.

    Of several limits in one cell the one with a number of days counts, then the rhythm, then the words.
    """
    text = re.sub(r"\s+", "", normalize("NFKC", text))
    posted = _POSTED.search(text)
    if found := _WITHIN.search(_POSTED.sub("", text)):
        return _within(_number(found[1]), found[2] or found[3])
    for months, words in _CYCLES:
        if words.search(text):
            return Limit("cycle", months)
    if posted:
        return Limit("posted", _number(posted[1]))
    return next((Limit(kind) for kind, words in _WORDS if words.search(text)), None)


def _within(number: int, unit: str) -> Limit | None:
    if not number:
        return None
    if unit == "工作日":
        return Limit("working_days", number)
    if unit == "小时":
        return Limit("days", -(-number // 24))
    return Limit("days", number * {"月": 30, "年": 365}.get(unit, 1))


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    total, digit = 0, 0
    for char in text.replace("两", "二"):
        if char in "十百":
            total, digit = total + (digit or 1) * (10 if char == "十" else 100), 0
        else:
            digit = "零一二三四五六七八九".index(char)
    return total + digit
