"""Dates as Chinese government pages write them, as ISO 8601. Impossible dates are refused, not mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

import msgspec
from turbohtml import Document

from auditor.facts.regions import Places
from auditor.model import Dated, Meta, TextBlock
from standards.calendar import BEIJING

_WIDTHS = str.maketrans({c - 0x20 + 0xFF00: chr(c) for c in b"0123456789:/.-"} | dict.fromkeys(map(ord, "—–"), "-"))
_HANZI = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "Ο": 0, "元": 1, "两": 2}
_CN = "零〇○一二三四五六七八九"
_HINT = re.compile(r"[1\uff11][9\uff19][0-9\uff10-\uff19]{2}|[2\uff12][0\uff10][0-9\uff10-\uff19]{2}|[一二][九〇○零O]")
"""No text without one of these holds a date: it spares most texts the rest."""

_TIME = (
    r"(?:[ \u3000\xa0T,,]{0,4}(?:(?:上|下)午 ?)?(?P<hour>[01]?\d|2[0-3])"
    r"(?:[:\uff1a](?P<minute>[0-5]\d)(?:[:\uff1a][0-5]\d(?:\.\d+)?)?|时(?P<minute2>[0-5]?\d)分)(?!\d))?"
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
_YEAR_MONTH_DAY_APART = re.compile(
    r"(?<!\d)(?:(?P<day1>\d{1,2})\s+(?P<year1>20\d\d)[-/.年]\s?(?P<month1>\d{1,2})(?:月|(?![\d\-/.]))"
    r"|(?P<year2>20\d\d)[-/.年]\s?(?P<month2>\d{1,2})月?\s+(?P<day2>\d{1,2})(?!\d)"
    r"|(?<![\d\-/.])(?P<month3>\d{1,2})[-/.](?P<day3>\d{1,2})\s+(?P<year3>20\d\d)(?![\d\-/.年]))"
)
_MONTH_DAY = re.compile(r"(?<![\d\-/.年])(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})日?(?![\d\-/.])")
_DAY = (
    r"(?:(?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|1[0-2])月(?:0?[1-9]|[12]\d|3[01])日)"
)
_ROW_DAY = re.compile(
    rf"[\[【(（]?{_DAY}(?=[\]】)）\s]|$)|.*(?:[\s\[【(（]|(?<=[\u4e00-\u9fff])){_DAY}[\]】)）]?$", re.S
)
_MAYBE_DAY = re.compile(r"\d|[刚今昨前][刚天]")
_AGO = re.compile(r"刚刚|今天(?!是)|昨天|前天|(?<!\d)\d{1,3}\s?(?:分钟|小时|天|周|个月)前")
_YEAR_MONTH = re.compile(r"(?<![\d\-/.])(?P<year>20\d\d)(?:年|[-/.])(?P<month>\d{1,2})(?:月(?!\s?\d)|(?![\d\-/.月]))")
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_ENGLISH = re.compile(
    r"\b(?P<m1>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?P<d1>\d{1,2}),? (?P<y1>20\d\d)\b"
    r"|\b(?P<d2>\d{1,2}) (?P<m2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,? (?P<y2>20\d\d)\b",
    re.I,
)
_ODD = re.compile(
    r"(?<!\d)(?P<y1>20\d\d)(?P<s1>[ ·_、\\])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)"
    r"|(?<![\d\-/.])(?P<y2>[0-3]\d)(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<d2>\d{1,2})(?![\d\-/.])"
)
"""2026·11·20, 2026 11 20, 26-11-20."""
_PUBLISHED_DAY = re.compile(
    r"(?:发布|公布|公开|发表)(?:时间|日期|于)?[\s:：\[【(（]*(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})(?![\d\-/.])"
)
_WEEKDAY = re.compile(r"星期[一二三四五六日天]|周[一二三四五六日](?![\u4e00-\u9fff])")
"""What stands beside the date of a page's clock, which is the reader's and not the site's."""
_CLOSERS = re.compile(r"[\s\]】〕))]+")
_OPENERS = re.compile(r"[\s\[【〔((::]+")
_YEAR = re.compile(r"(?<!\d)(20\d\d|199\d)(?!\d)")
_URL_DATE = re.compile(
    r"/(?P<y1>20\d\d)[-_/]?(?P<m1>0?[1-9]|1[0-2])[-_/](?P<d1>0[1-9]|[12]\d|3[01])(?=/)"
    r"|[/_tTP](?P<y2>20\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?=[_/.\-]|$)"
)
_URL_YEAR = re.compile(r"/(20\d\d)(?=[-_/]|\d{2}(?:\d\d)?[-_/])|[/_t](20\d\d)(?:0[1-9]|1[0-2])")

LABELS = (
    ("发布时间", "发布日期", "公开日期", "公开时间", "公布日期", "公布时间", "发稿时间", "发表时间", "发布于",
     "信息时间"),
    ("时间", "日期", "录入时间", "上传时间", "添加时间", "来源"),
    ("更新时间", "更新日期", "修改时间"),
    ("印发日期", "发文日期", "发文时间", "成文日期", "成文时间", "生成日期", "签发日期"),
)  # fmt: skip
"""Labels of a date by how well they tell when the page was published; a writing date is not a publication date."""

_RANK = {label: rank for rank, labels in enumerate(LABELS) for label in labels}
_LABEL = re.compile(
    "(?<![\u4e00-\u9fff])("
    + "|".join(r"[ \u3000\xa0]*".join(label) for label in sorted(_RANK, key=len, reverse=True) if label != "来源")
    + r")[\s\u3000\xa0]*[】\]〕]?[\s\u3000\xa0]*[:\uff1a]?[\s\u3000\xa0]*[\[【(]?$"
)
_SOURCE_LINE = re.compile(
    r"来源|信息来源|稿源|作者|发布人|发布者|录入人|责任编辑|编辑|审核|浏览|点击|阅读次数|字号|字体"
)
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
    narrow = text.translate(_WIDTHS)
    found = [FoundDate(m.start(), m.end(), value) for m in _DATE.finditer(narrow) if (value := _western(m))]
    if "月" in text and "年" in text:
        found += [FoundDate(m.start(), m.end(), value) for m in _HANZI_DATE.finditer(text) if (value := _hanzi(m))]
        found.sort(key=lambda one: one.start)
    if compact and not found:
        for m in _COMPACT.finditer(narrow):
            if value := _iso(m["year"], m["month"], m["day"]):
                found.append(FoundDate(m.start(), m.end(), value))
    return found


_found_before = lru_cache(16_384)(_find)
"""The rows of lists and of source lines stand on page after page."""


def read_date(text: str) -> str:
    """The first full date of a short text (an attribute, a cell) as ISO 8601, or empty."""
    found = find_dates(text, compact=True)
    return found[0].value if found else ""


def read_item_date(text: str, year_nearby: str = "") -> str:
    """The date of a list's row: a full one, a day beside its year and month, or MM-DD where a year stands nearby."""
    if found := find_dates(text):
        # A title may hold dates of its own: the one that ends the row is the row's.
        return found[0 if _CLOSERS.sub("", text[found[-1].end :]) else -1].value
    narrow = text.translate(_WIDTHS)
    if m := _YEAR_MONTH_DAY_APART.search(narrow):
        return _iso(*(m[f"{part}1"] or m[f"{part}2"] or m[f"{part}3"] for part in ("year", "month", "day")))
    if year_nearby and (m := _MONTH_DAY.search(narrow)):
        return _iso(year_nearby, m["month"], m["day"])
    return ""


def is_clock(text: str) -> bool:
    """Whether a short text is the page's clock: 今天是2026年11月20日 星期五."""
    if len(text) > CLOCK or not ("是" in text or "时间" in text):
        return False
    return "今天是" in text or "现在是" in text or "当前时间" in text or "北京时间" in text


def shows_day(text: str) -> bool:
    """Whether a row or cell begins or ends with MM-DD and no year: the date of a row on many an older site."""
    return len(text) <= LINE and _ROW_DAY.match(text.translate(_WIDTHS)) is not None


def read_day(text: str) -> str:
    """What a row shows in place of a Chinese date: ``11-20`` (no year), ``2026-11`` (no day), the words 昨天, 3天前,
    or a full date in a rare form (26-11-20, Nov 20, 2026) as ISO 8601; empty where it shows none of them."""
    if len(text) > LINE or not _MAYBE_DAY.search(text):
        return ""
    narrow = text.translate(_WIDTHS)
    if (m := _AGO.search(text)) is not None:
        return m[0]
    if (m := _ODD.search(narrow)) and (
        value := _iso(m["y1"] or f"20{m['y2']}", m["m1"] or m["m2"], m["d1"] or m["d2"])
    ):
        return value
    if m := _ENGLISH.search(narrow):
        month = _MONTHS.index((m["m1"] or m["m2"])[:3].lower()) // 3 + 1
        return _iso(m["y1"] or m["y2"], str(month), m["d1"] or m["d2"])
    if (m := _YEAR_MONTH.search(narrow)) and 1 <= int(m["month"]) <= 12:
        return f"{m['year']}-{int(m['month']):02}"
    if (m := _PUBLISHED_DAY.search(narrow)) and _is_day(m):
        return f"{int(m['month']):02}-{int(m['day']):02}"
    if _ROW_DAY.match(narrow) is None:
        return ""
    days = [f"{int(m['month']):02}-{int(m['day']):02}" for m in _MONTH_DAY.finditer(narrow) if _is_day(m)]
    return days[-1] if days else ""


def _is_day(m: re.Match[str]) -> bool:
    return bool(_iso("2024", m["month"], m["day"]))


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
        if value := _iso(m["y1"] or m["y2"], m["m1"] or m["m2"], m["d1"] or m["d2"]):
            return value
    return ""


def _path(url: str) -> str:
    """The path of a normalised address."""
    path = url.partition("?")[0].partition("://")[2]
    return path[max(path.find("/"), 0) :]


def read_page_dates(
    document: Document, url: str, metas: Sequence[Meta], blocks: Sequence[TextBlock], places: Places
) -> tuple[Dated, ...]:
    """The dates a page shows as its own, best source first and within one source best label first."""
    dates = [
        *(Dated(value=value, source="meta", label=m.name) for m in metas if m.name.lower() == "pubdate"
          for value in [read_date(m.content)] if value),
        *_times(document, places),
        *sorted(_labelled(blocks), key=lambda dated: _RANK.get(dated.label, 1)),
        *_bare(blocks),
    ]  # fmt: skip
    if value := date_of_url(url):
        dates.append(Dated(value=value, source="url"))
    return tuple(dict.fromkeys(dates))


def _times(document: Document, places: Places) -> Iterator[Dated]:
    """``<time datetime>`` outside of lists: those date other pages."""
    for time in document.select("time[datetime]"):
        if places.of(time).region != "main" or time.closest("li,a,dd,tr,[data-gk=list],[data-gk=list-item]"):
            continue
        if value := _machine(time.attr("datetime") or ""):
            yield Dated(value=value, source="time")


def _machine(written: str) -> str:
    """A ``datetime`` attribute; other time zones are told in Chinese time."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return read_date(written)
    if moment.tzinfo is None or len(written.strip()) < 16:
        return read_date(written)
    try:
        return moment.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
    except OverflowError:
        return ""


def _labelled(blocks: Sequence[TextBlock]) -> Iterator[Dated]:
    label = ""
    for block in blocks:
        if block.region not in ("main", "header") or block.kind != "text":
            continue
        text = block.text
        dates = find_dates(text, compact=bool(label)) if len(text) <= LINE else []
        if dates and len(text) <= CLOCK and not _SOURCE_LINE.search(text) and (is_clock(text) or _WEEKDAY.search(text)):
            continue
        after = 0
        for found in dates:
            before = text[after : found.start]
            own = _label_at_end(before) or (label if not after and not _OPENERS.sub("", before) else "")
            if not own and len(dates) == 1 and _SOURCE_LINE.search(text):
                own = "来源"
            if own:
                yield Dated(value=found.value, source="label", label=own)
            after = found.end
        # The label may stand in the cell before: <th>发布日期</th><td>2026-11-20</td>
        label = _label_at_end(text) if len(text) <= 12 else ""


def _label_at_end(text: str) -> str:
    found = _LABEL.search(text)
    return re.sub(r"\s", "", found[1]) if found else ""


def _bare(blocks: Sequence[TextBlock]) -> Iterator[Dated]:
    """Blocks that are nothing but a date: under a headline, or the date line at the end of a document."""
    for block in blocks:
        if block.region != "main" or block.kind != "text" or not 8 <= len(block.text) <= 24 or block.tag == "li":
            continue
        found = find_dates(block.text)
        if len(found) == 1 and not re.sub(r"[\W_]+", "", block.text[: found[0].start] + block.text[found[0].end :]):
            yield Dated(value=found[0].value, source="text")


def _western(m: re.Match[str]) -> str:
    day = _iso(m["year"], m["m1"] or m["m2"], m["d1"] or m["d2"])
    if not day or m["hour"] is None:
        return day
    hour, minute = int(m["hour"]), int(m["minute"] or m["minute2"])
    if "下午" in m[0] and hour < 12:
        hour += 12
    return f"{day}T{hour:02}:{minute:02}"


def _hanzi(m: re.Match[str]) -> str:
    year = "".join(str(_HANZI[c]) for c in m["year"])
    month = 1 if m["month"] in ("元", "正") else _hanzi_number(m["month"])
    return _iso(year, str(month), str(_hanzi_number(m["day"])))


def _hanzi_number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        value = 0
        for c in text:
            value = value * 10 + _HANZI[c]
        return value
    return (_HANZI[tens] if tens else 1) * 10 + (_HANZI[ones] if ones else 0)


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
