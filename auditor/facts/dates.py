"""Dates as Chinese government pages write them, as ISO 8601. Impossible dates are refused, not mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import msgspec

WIDTHS = str.maketrans({c - 0x20 + 0xFF00: chr(c) for c in b"0123456789:/.-"} | dict.fromkeys(map(ord, "—–"), "-"))
_HANZI = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "Ο": 0, "元": 1, "两": 2}
_CN = "零〇○一二三四五六七八九"
_HINT = re.compile(r"[1\uff11][9\uff19][0-9\uff10-\uff19]{2}|[2\uff12][0\uff10][0-9\uff10-\uff19]{2}|[一二][九〇○零O]")
"""No text without one of these holds a date: it spares most texts the rest."""

_TIME = (
    r"(?:[ \u3000\xa0T,，]{0,4}(?:(?:上|下)午 ?)?(?P<hour>[01]?\d|2[0-3])"
    r"(?:[:：](?P<minute>[0-5]\d)(?:[:：][0-5]\d(?:\.\d+)?)?|时(?P<minute2>[0-5]?\d)分)(?!\d))?"
)
_DATE = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?:"
    r"\s?年\s?(?P<m1>\d{1,2})\s?月\s?(?P<d1>\d{1,2})\s?[日号]"
    r"|(?P<sep>[-/.]) ?(?P<m2>\d{1,2})(?P=sep) ?(?P<d2>\d{1,2})(?![\d]|(?P=sep)\d)"
    r")" + _TIME
)
_HANZI_DATE = re.compile(
    rf"(?P<year>[一二][{_CN}O]{{3}})年(?P<month>元|正|十?[一二三四五六七八九]|十)月(?P<day>[一二三]?十?[{_CN}]|[二三]?十)[日号]"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d\d|19\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d|199\d)(?!\d)")
_URL_DATE = re.compile(
    r"/(?P<y1>20\d\d)[-_/]?(?P<m1>0?[1-9]|1[0-2])[-_/](?P<d1>0[1-9]|[12]\d|3[01])(?=/)"
    r"|[/_tTP](?P<y2>20\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?=[_/.\-]|$)"
)
_URL_YEAR = re.compile(r"/(20\d\d)(?=[-_/]|\d{2}(?:\d\d)?[-_/])|[/_t](20\d\d)(?:0[1-9]|1[0-2])")


CLOCK = 60
"""Characters of a page's clock at most."""
LINE = 160
"""Characters a source line has at most; a paragraph that mentions a source is not one."""


class FoundDate(msgspec.Struct, frozen=True):
    """A date within a text: ``text[start:end]`` reads as ``value`` (``2026-11-20`` or ``2026-11-20T09:00``)."""

    start: int
    end: int
    value: str


def find_dates(text: str, *, compact: bool = False) -> Sequence[FoundDate]:
    """Every full date in a text, left to right. ``compact`` also reads 20261120, which elsewhere may be any number."""
    return _found_before(text, compact) if len(text) <= LINE else _find(text, compact)


def _find(text: str, compact: bool) -> Sequence[FoundDate]:
    if not _HINT.search(text):
        return ()
    narrow = text.translate(WIDTHS)
    found = [FoundDate(m.start(), m.end(), value) for m in _DATE.finditer(narrow) if (value := _western(m))]
    if "月" in text and "年" in text:
        found += [FoundDate(m.start(), m.end(), value) for m in _HANZI_DATE.finditer(text) if (value := _hanzi(m))]
        found.sort(key=lambda one: one.start)
    if compact and not found:
        for m in _COMPACT.finditer(narrow):
            if value := iso(m["year"], m["month"], m["day"]):
                found.append(FoundDate(m.start(), m.end(), value))
    return found


_found_before = lru_cache(16_384)(_find)
"""The rows of lists and of source lines stand on page after page."""


def read_date(text: str) -> str:
    """The first full date of a short text (an attribute, a cell) as ISO 8601, or empty."""
    found = find_dates(text, compact=True)
    return found[0].value if found else ""


def is_clock(text: str) -> bool:
    """Whether a short text is the page's clock: 今天是2026年11月20日 星期五."""
    if len(text) > CLOCK or not ("是" in text or "时间" in text):
        return False
    return "今天是" in text or "现在是" in text or "当前时间" in text or "北京时间" in text


def year_in(text: str) -> str:
    """The only year a text names, or empty when it names none or several."""
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else ""


def year_of_url(url: str) -> str:
    """The year in an address's path (/2026-11/…, t20261120_…), or empty."""
    found = _URL_YEAR.search(_path(url))
    return (found[1] or found[2]) if found else ""


def date_of_url(url: str) -> str:
    """The date in an address's path: /2026-05/05/, /2026/05/05/, t20260505_1.html; empty when it has none."""
    for m in _URL_DATE.finditer(_path(url)):
        if value := iso(m["y1"] or m["y2"], m["m1"] or m["m2"], m["d1"] or m["d2"]):
            return value
    return ""


def _path(url: str) -> str:
    """The path of a normalised address."""
    path = url.partition("?")[0].partition("://")[2]
    return path[max(path.find("/"), 0) :]


def _western(m: re.Match[str]) -> str:
    day = iso(m["year"], m["m1"] or m["m2"], m["d1"] or m["d2"])
    if not day or m["hour"] is None:
        return day
    hour, minute = int(m["hour"]), int(m["minute"] or m["minute2"])
    if "下午" in m[0] and hour < 12:
        hour += 12
    return f"{day}T{hour:02}:{minute:02}"


def _hanzi(m: re.Match[str]) -> str:
    year = "".join(str(_HANZI[c]) for c in m["year"])
    month = 1 if m["month"] in ("元", "正") else _hanzi_number(m["month"])
    return iso(year, str(month), str(_hanzi_number(m["day"])))


def _hanzi_number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        value = 0
        for c in text:
            value = value * 10 + _HANZI[c]
        return value
    return (_HANZI[tens] if tens else 1) * 10 + (_HANZI[ones] if ones else 0)


def iso(year: str, month: str, day: str) -> str:
    """ISO 8601 of three numbers as written; empty where there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
