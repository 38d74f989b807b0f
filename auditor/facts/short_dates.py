"""Days as the rows of lists write them: MM-DD, a day apart from its year and month, 3天前, rare forms."""

from __future__ import annotations

import re

from auditor.facts.dates import LINE, WIDTHS, find_dates, iso

_YEAR_MONTH_DAY_APART = re.compile(
    r"(?<!\d)(?:(?P<day1>\d{1,2})\s+(?P<year1>20\d\d)[-/.年]\s?(?P<month1>\d{1,2})(?:月|(?![\d\-/.]))"
    r"|(?P<year2>20\d\d)[-/.年]\s?(?P<month2>\d{1,2})月?\s+(?P<day2>\d{1,2})(?!\d)"
    r"|(?<![\d\-/.])(?P<month3>\d{1,2})(?:[-/.]|月\s+)(?P<day3>\d{1,2})日?\s+(?P<year3>20\d\d)(?![\d\-/.])年?)"
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
_CLOSERS = re.compile(r"[\s\]】〕)）]+")


def read_item_date(text: str, year_nearby: str = "") -> str:
    """The date of a list's row: a full one, a day beside its year and month, or MM-DD where a year stands nearby."""
    if found := find_dates(text):
        # A title may hold dates of its own: the one that ends the row is the row's.
        return found[0 if _CLOSERS.sub("", text[found[-1].end :]) else -1].value
    narrow = text.translate(WIDTHS)
    if m := _YEAR_MONTH_DAY_APART.search(narrow):
        return iso(*(m[f"{part}1"] or m[f"{part}2"] or m[f"{part}3"] for part in ("year", "month", "day")))
    if year_nearby and (m := _MONTH_DAY.search(narrow)):
        return iso(year_nearby, m["month"], m["day"])
    return ""


def shows_day(text: str) -> bool:
    """Whether a row or cell begins or ends with MM-DD and no year: the date of a row on many an older site."""
    return len(text) <= LINE and _ROW_DAY.match(text.translate(WIDTHS)) is not None


def read_day(text: str) -> str:
    """What a row shows in place of a Chinese date: ``11-20`` (no year), ``2026-11`` (no day), the words 昨天, 3天前,
    or a full date in a rare form (26-11-20, Nov 20, 2026) as ISO 8601; empty where it shows none of them."""
    if len(text) > LINE or not _MAYBE_DAY.search(text):
        return ""
    narrow = text.translate(WIDTHS)
    if (m := _AGO.search(text)) is not None:
        return m[0]
    if (m := _ODD.search(narrow)) and (value := iso(m["y1"] or f"20{m['y2']}", m["m1"] or m["m2"], m["d1"] or m["d2"])):
        return value
    if m := _ENGLISH.search(narrow):
        month = _MONTHS.index((m["m1"] or m["m2"])[:3].lower()) // 3 + 1
        return iso(m["y1"] or m["y2"], str(month), m["d1"] or m["d2"])
    if (m := _YEAR_MONTH.search(narrow)) and 1 <= int(m["month"]) <= 12:
        return f"{m['year']}-{int(m['month']):02}"
    if (m := _PUBLISHED_DAY.search(narrow)) and _is_day(m):
        return f"{int(m['month']):02}-{int(m['day']):02}"
    if _ROW_DAY.match(narrow) is None:
        return ""
    days = [f"{int(m['month']):02}-{int(m['day']):02}" for m in _MONTH_DAY.finditer(narrow) if _is_day(m)]
    return days[-1] if days else ""


def _is_day(m: re.Match[str]) -> bool:
    return bool(iso("2024", m["month"], m["day"]))
