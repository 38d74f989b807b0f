"""Which of the dates in a row is the item's: of several the published one, else the one that stands by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from turbohtml import Element

from auditor.facts.dates import FoundDate, find_dates, is_clock, read_date, year_of_url
from auditor.facts.rows import LONG, Row
from auditor.facts.short_dates import read_day, read_item_date
from auditor.facts.text import fold

SUMMARY = 40
"""Characters of a row from which it holds more than title, date and source."""

FULL = 10
"""Characters of a full date in ISO 8601."""

PIECE = 60
"""Characters of a piece of text that may be a row's line of date, source and clicks."""

PIECES = 50
_BEFORE_DATE = re.compile(r"[\s\[【〔(（]*(?:(?:发布|发表|公开|更新)?(?:时间|日期|于)[\s:：]*)?")
_AFTER_DATE = re.compile(r"[\s\]】〕)）|/·]*(?:$|(?:来源|作者|编辑|浏览|点击|阅读|访问|发布))")
_PUBLISHED = re.compile(r"(?:发布|公布|公开|发表|上网)(?:时间|日期|于)?[\s:：\[【(（]*$")
"""What stands before the day of publication where a row tells of another day too."""
_TAIL = re.compile(r"[\[(（【]?(\d{1,2}[-/.]\d{1,2})[\])）】]?$")


def spaced(element: Element) -> str:
    """The element's pieces of text with spaces between: <b>20</b><i>2026-11</i> is a day and a month."""
    return " ".join(element.stripped_strings)


def read_row_date(row: Row, text: str, year_nearby: str, *, times: bool) -> str:
    """The day of a row's item, ``text`` being what the row says; empty where no day can be told.

    ``year_nearby`` serves MM-DD where the address names no year; ``times`` tells that the document has
    ``<time datetime>`` at all.
    """
    if times:
        time = row.element.select_one("time[datetime]")
        if time is not None and (value := read_date(time.attr("datetime") or "")):
            return value
    title = row.link.text
    dates = find_dates(text)
    if len(dates) > 1:
        if value := _labelled_date(text, dates) or _headed_date(row) or _own_date(row):
            return value
    elif dates and is_clock(text):
        return ""
    elif dates and len(text) > SUMMARY and (value := _apart_date(row)):
        return value
    around = text.replace(spaced(row.anchor), " ", 1)
    if value := read_item_date(around):
        return value
    for found in find_dates(title):  # a date in the middle of a title is part of it
        if found.start <= 1 or len(title) - found.end <= 1:
            return found.value
    year = year_of_url(row.link.url) or year_nearby
    if not year:
        return ""
    tail = _TAIL.search(title)
    return read_item_date(around, year) or (read_item_date(tail[1], year) if tail else "")


def read_row_day(row: Row, text: str) -> str:
    """What an undated row shows in place of a date, beside its title or in a piece of its own within the link."""
    words = spaced(row.anchor)
    around = text.replace(words, " ", 1).strip()
    if around and (value := read_day(around)):
        return value
    if words == row.link.text:
        return ""
    pieces = [piece for piece in islice(row.anchor.stripped_strings, PIECES) if piece != row.link.text]
    return next((value for piece in pieces if len(piece) <= LONG + 4 and (value := read_day(piece))), "")


def _labelled_date(text: str, found: Sequence[FoundDate]) -> str:
    """Of several dates the one that 发布日期 stands before."""
    return next((one.value for one in found if _PUBLISHED.search(text[max(one.start - 12, 0) : one.start])), "")


def _headed_date(row: Row) -> str:
    """Of several dates in a table's row the one under the head 发布日期."""
    table = row.element.closest("table") if row.element.tag == "tr" else None
    first = table.select_one("tr") if table is not None else None
    if first is None:
        return ""
    heads = [fold(cell.text) for cell in first.children if isinstance(cell, Element)]
    cells = [cell for cell in row.element.children if isinstance(cell, Element)]
    for head, cell in zip(heads, cells, strict=False):
        if len(head) <= LONG and _PUBLISHED.search(head):
            return read_date(fold(cell.text))
    return ""


def _apart_date(row: Row) -> str:
    """The date in the short pieces of a row with a summary, which may tell of another day: 20 beside 2026/11."""
    if row.element is row.anchor:
        return ""
    inside = set(row.anchor.stripped_strings)
    pieces = islice(row.element.stripped_strings, PIECES)
    return read_item_date(" ".join(piece for piece in pieces if len(piece) <= FULL + 6 and piece not in inside))


def _own_date(row: Row) -> str:
    """The date that stands in a piece of the row by itself: a summary tells of other days.

    Of several that nothing tells apart the latest: nothing is published before the day it was written.
    """
    if row.element is row.anchor:
        return ""
    inside = set(row.anchor.stripped_strings)
    own = {
        found[0].value
        for piece in islice(row.element.stripped_strings, PIECES)
        if piece not in inside and len(piece) <= PIECE and (found := find_dates(piece))
        if _BEFORE_DATE.fullmatch(piece[: found[0].start]) and _AFTER_DATE.match(piece[found[0].end :])
    }
    return max(own, default="")
