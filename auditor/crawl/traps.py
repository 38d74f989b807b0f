"""Traps: places where a site makes addresses without end. They are recognised by rules, cut, and named in the report.

A page lost to a wrong rule is worse than a page read in vain. So a rule needs either a shape that no honest address
has, or the proof that the pages behind such addresses say nothing new. Paging, articles by number and archives by
month say something new on every page and are read however many they are.

- ``permuted``    the parameters of a known address in another order
- ``repeating``   path segments that repeat (/a/b/a/b/a/b/), or more than MAX_SEGMENTS of them
- ``parameters``  the same parameter again and again
- ``calendar``    a page of a month leads to one more month, more than a year ahead or before 1990
- ``same``        addresses that differ in parameters only, and whose pages all say the same
- ``echo``        a page that says what the pages before it said (``CHAINS``), and leads to one more of its kind; or
                 says what ECHOES others say, and leads deeper or adds a parameter
- ``filters``     combinations of filters and orders that have long led to no page that was not known
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from auditor.crawl.url import origin
from auditor.model import PageFacts

Rule = Literal["permuted", "repeating", "parameters", "calendar", "same", "echo", "filters"]

TITLES: dict[Rule, str] = {
    "permuted": "参数相同、只是次序不同的地址，只抓取其中一个",
    "repeating": "目录层层重复或过深的地址，多由相对链接写错造成",
    "parameters": "同一参数反复叠加的地址",
    "calendar": "日历自动生成的年月，已超出可能有内容的范围",
    "same": "只是参数不同、内容都相同的地址（如会话号），查看若干个后不再抓取",
    "echo": "一连许多页内容都相同，由它们引出的同类地址，如空白日历、错误的相对链接",
    "filters": "筛选和排序条件的组合，已长时间引不出新页面",
}
"""Why such pages were left out, as the report says it."""

MAX_SEGMENTS = 16
MAX_SAME_NAME = 4
AHEAD_MONTHS = 13
FIRST_YEAR = 1990
SAME_PAGES = 16
"""Pages of one family that all say the same, from which the rest is left out."""
MANY_PAGES = 60
"""The same, where one in twenty may say something else."""
ECHOES = 12
CHAINS = {"": 24, "month": 120, "day": 60}
"""Pages that say the same and lead to each other, by what their addresses count: an archive may have a gap of years."""
FILTER_PAGES = 200
FIRST_WAVE = 16
VOLATILE_WAVE = 3
"""Pages of a family that are read before it is judged the first time; the second where a name smells of sessions."""

_DIGITS = re.compile(r"\d+")
_VOLATILE = re.compile(
    r"(?:^|_)(?:sid|sess\w*|s?token|ticket|t|ts|_|timestamp|time|rnd|rand\w*|r|nocache|nonce)$", re.I
)
_PAGE_NAME = re.compile(r"page|^p$|^pn$|^cur|index$|start|offset|^from$|skip", re.I)
_DATE_NAME = re.compile(r"date|month|year|day|^ym|^rq$|^nian|^yue|^y$|^m$|^d$|cal|period|week", re.I)
_PATH_MONTH = re.compile(r"/(\d{4})(?:/|-|_)(\d{1,2})(?=[/._-]|$)")
_VALUE_MONTH = re.compile(r"(\d{4})[-/_.](\d{1,2})(?:[-/_.]\d{1,2})?|(\d{4})(\d{2})(?:\d{2})?")
_CALENDAR_NUMBER = re.compile(r"(?<![\d.,])(?:0?[1-9]|[12]\d|3[01]|\d{4})(?![\d.,%]*\d|[%‰])")
MIN_TEXT = 60
"""Characters from which a page's words prove something: stubs that lead on all say 正在跳转."""


def pairs_of(url: str) -> list[tuple[str, str]]:
    """The parameters of an address as written, in their order."""
    query = url.partition("?")[2]
    return [(name, value) for name, _, value in (part.partition("=") for part in query.split("&") if part)]


def family_of(url: str) -> str:
    """What addresses made by one program have in common: the path and the names of the parameters, or, where there
    are none, the path with its numbers left out.
    """
    path, question, _ = url.partition("?")
    if question:
        return path + "?" + "&".join(sorted({name for name, _ in pairs_of(url)}))
    own = origin(url)
    return own + _DIGITS.sub("#", path[len(own) :])


def query_key(url: str) -> str:
    """An address with its parameters in order; empty where there are fewer than two."""
    pairs = pairs_of(url)
    if len(pairs) < 2:
        return ""
    return url.partition("?")[0] + "?" + "&".join(sorted(f"{name}={value}" for name, value in pairs))


def first_wave(family: str) -> int:
    """How many pages of a family are read before it is judged."""
    return VOLATILE_WAVE if volatile(family) else FIRST_WAVE


def volatile(family: str) -> bool:
    """Whether one of the family's parameters is named like a session id or a time stamp."""
    names = family.partition("?")[2]
    return any(_VOLATILE.search(name) for name in names.split("&")) if names else False


def shape_rule(url: str, finder: str, today: date) -> Rule | None:
    """The rule that an address breaks by itself. ``finder`` is the page it was first found on, or empty."""
    if _repeats(url):
        return "repeating"
    names = [name for name, _ in pairs_of(url)]
    if names and max(names.count(name) for name in names) > MAX_SAME_NAME and len(set(pairs_of(url))) < len(names):
        return "parameters"
    if finder and family_of(url) == family_of(finder):
        month = month_of(url)
        if month and not _plausible(month, today):
            return "calendar"
    return None


def month_of(url: str) -> tuple[int, int] | None:
    """Year and month that an address names (``/2031/05/``, ``?date=2031-05-01``, ``?year=2031&month=5``), or None."""
    path, _, query = url.partition("?")
    if query:
        year = month = 0
        for name, value in pairs_of(url):
            if not _DATE_NAME.search(name):
                continue
            if (found := _VALUE_MONTH.fullmatch(value)) is not None:
                year, month = int(found[1] or found[3]), int(found[2] or found[4])
            elif value.isdecimal() and len(value) == 4:
                year = int(value)
            elif value.isdecimal() and len(value) <= 2 and name.lower()[:1] in ("m", "y"):
                month = int(value)
        if year and 0 <= month <= 12:
            return year, month or 1
    for found in _PATH_MONTH.finditer(path):
        if 1 <= int(found[2]) <= 12:
            return int(found[1]), int(found[2])
    return None


def _plausible(month: tuple[int, int], today: date) -> bool:
    ahead = (month[0] - today.year) * 12 + month[1] - today.month
    return ahead <= AHEAD_MONTHS and month[0] >= FIRST_YEAR


def _repeats(url: str) -> bool:
    segments = [part for part in url.partition("?")[0].split("/")[3:] if part]
    if len(segments) > MAX_SEGMENTS:
        return True
    for period in range(1, 5):
        times = 4 if period == 1 else 3
        for start in range(len(segments) - period * times + 1):
            once = segments[start : start + period]
            if all(part.isdecimal() for part in once):
                continue
            if segments[start : start + period * times] == once * times:
                return True
    return False


def says_the_same(pages: int, distinct: int, family: str) -> bool:
    """Whether so many pages with so many different contents prove that what tells their addresses apart does nothing.

    Months are not judged so: an archive may be empty for years, and its end is near (``calendar``).
    """
    grain = grain_of(family)
    if grain == "month" or ("?" not in family and grain != "day"):
        return False
    enough = VOLATILE_WAVE if volatile(family) else SAME_PAGES
    return (pages >= enough and distinct == 1 and not grain) or (pages >= MANY_PAGES and distinct * 20 <= pages)


def grain_of(family: str) -> Literal["", "month", "day"]:
    """What a family's addresses count in, where they are dates."""
    path, question, names = family.partition("?")
    if question:
        dated = [name for name in names.split("&") if _DATE_NAME.search(name)]
        days = any(re.search(r"day|date|^d$|^rq", name, re.I) for name in dated)
        return ("day" if days else "month") if dated else ""
    found = re.search(r"/#[/_-]#(?:([/_-])#)?/?(?:\.\w+)?$", path)
    return ("day" if found[1] else "month") if found else ""


def echo_limit(url: str, finder: str) -> tuple[Literal["", "alike", "chain"], int]:
    """After how many pages that say the same an address found on such a page is a trap; ``alike`` counts all of the
    site's, ``chain`` those that led to it one after the other. Empty where the address is of another kind.
    """
    path, own = url.partition("?")[0], finder.partition("?")[0]
    if family_of(url) == family_of(finder):
        return "chain", CHAINS[grain_of(family_of(url))]
    wider = path == own and set(pairs_of(finder)) < set(pairs_of(url))
    deeper = path.startswith(own.rpartition("/")[0] + "/") and path.count("/") > own.count("/")
    return ("alike", ECHOES) if wider or deeper else ("", 0)


def combines_filters(urls: list[str]) -> bool:
    """Whether a family's addresses are combinations of at least two filters, paging left out."""
    values: dict[str, set[str]] = {}
    for url in urls:
        for name, value in pairs_of(url):
            values.setdefault(name, set()).add(value)
    filters = [
        name
        for name, seen in values.items()
        if 1 < len(seen) <= len(urls) / 4 and not _PAGE_NAME.search(name) and not _DATE_NAME.search(name)
    ]
    return len(filters) >= 2


def content_of(page: PageFacts) -> int | None:
    """What a page says, as a number of 64 bits: its words and pictures in any order, without the numbers of a
    calendar. None where it says too little to be compared.
    """
    texts = {block.text for block in page.blocks if block.kind == "text"}
    said = {_cached(text) if len(text) < SHORT else _digest(text) for text in texts}
    if sum(length for length, _ in said) < MIN_TEXT:
        return None
    shown = {
        link.url.partition("?")[0] for link in page.links if link.tag in ("img", "iframe", "frame", "video", "embed")
    }
    total = sum(number for _, number in said) + sum(_cached(url)[1] for url in shown) + 3 * _digest(page.title)[1]
    return total % (1 << 64) - (1 << 63)


SHORT = 200
"""Characters of a text that is likely to stand on many pages."""


def _digest(text: str) -> tuple[int, int]:
    """Length and digest of what a text says."""
    if _DIGITS.search(text):
        text = _CALENDAR_NUMBER.sub("", text)
    plain = "".join(text.split())
    return len(plain), int.from_bytes(blake2b(plain.encode("utf-8", "replace"), digest_size=8).digest(), "big")


_cached = lru_cache(8192)(_digest)
