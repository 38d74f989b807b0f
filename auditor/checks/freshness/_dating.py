"""When the items of a column were published, as seen on the day of the check: what dated each, and how surely.

A row's own full date stands first, then what the article's page says, then what the row shows in place of a date (11-20
without a year, 2026年11月, 3天前), which the day of the check and the order of the list make a date; the date in an
address last, which readers do not see.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from auditor.facts.dates import date_of_url
from auditor.facts.page_dates import LABELS
from auditor.model import ListItem, PageFacts

_PROMISED = re.compile(r"(?:发布|发表|更新|公开)(?:时间|日期)|^(?:时间|日期)\s*[:：]")
"""A label of a date: where none stands behind it, a script may write it."""
_AGO = re.compile(r"(\d{1,3})\s?(分钟|小时|天|周|个月)前")
_WORDS = {"刚刚": 0, "今天": 0, "昨天": 1, "前天": 2}
_DAYS = {"分钟": 0, "小时": 0, "天": 1, "周": 7, "个月": 31}
HOW = {
    "list": "按列表所注日期",
    "page": "按文章页所注日期",
    "text": "文章页没有标明发布时间，按页面上的日期",
    "order": "列表只注月日，年份按先后顺序推定",
    "latest": "列表只注月日，年份按最近的推定",
    "month": "列表只注年月，按当月最后一天算",
    "ago": "按列表所写“几天前”推算",
    "url": "页面未注日期，按网址中的日期",
}
"""How an item was dated, as a message says it."""


class DatedItem(NamedTuple):
    """An item with its day (None: undated), how it was dated (a key of HOW), and the latest day it can be meant."""

    item: ListItem
    day: date | None
    how: str
    latest: date | None

    @property
    def shown(self) -> bool:
        """Whether readers see the date."""
        return self.day is not None and self.how != "url"


PageDates = Mapping[str, tuple[str, str]]
"""What a page says of its own publication, and how (``page``, ``text``), by address; "" where it says nothing. Without
an entry for pages that were not read, or whose date a script may write."""


def dates_of_pages(pages: Iterable[PageFacts]) -> dict[str, tuple[str, str]]:
    """The PageDates of these pages, under the address they have and the one they were asked for by."""
    told: dict[str, tuple[str, str]] = {}
    for page in pages:
        value, how = page.published(), "page"
        if not value or _is_writing_day(page, value):
            how = "text"
            value = value or next((dated.value for dated in page.dates if dated.source == "text"), "")
        if not value and any(_PROMISED.search(block.text) for block in page.blocks if block.kind == "text"):
            continue
        told[page.url] = told[page.requested or page.url] = (value, how)
    return told


def _is_writing_day(page: PageFacts, value: str) -> bool:
    """Whether a page's only day is that of writing or issue (发文日期), which is no day of publication."""
    found = [dated for dated in page.dates if dated.value == value and dated.source in ("meta", "time", "label")]
    return all(dated.label in LABELS[3] for dated in found)


def date_items(items: Sequence[ListItem], pages: PageDates, today: date) -> list[DatedItem]:
    """The items in their order, dated. ``pages`` says what the pages of undated items call their publication."""
    turns = _years(items, today)
    return [_dated(item, *pages.get(item.url, ("", "")), turns, today) for item in items]


def _dated(item: ListItem, page: str, how: str, turns: Mapping[int, date], today: date) -> DatedItem:
    if day := as_day(item.date):
        return DatedItem(item, day, "list", day)
    if day := as_day(page):
        return DatedItem(item, day, how, day)
    if (found := turns.get(id(item))) is not None:
        latest = _last_reading(item.day, today)
        return DatedItem(item, found, "order" if found != latest else "latest", latest)
    if (found := _month_or_ago(item.day, today)) is not None:
        return DatedItem(item, found, "month" if item.day[:2] == "20" else "ago", found)
    if day := as_day(date_of_url(item.url)):
        return DatedItem(item, day, "url", day)
    return DatedItem(item, None, "", None)


def as_day(value: str) -> date | None:
    """The day of an ISO 8601 date or minute; None for an empty one."""
    return date.fromisoformat(value[:10]) if value else None


def _years(items: Iterable[ListItem], today: date) -> dict[int, date]:
    """The days of rows that show month and day alone, by the order of a list that goes back in time.

    The first is the latest such day that is not to come, each other the latest not after the one before it. A list
    that would go back a year more often than once a dozen rows is in another order: then every row has its latest day.
    """
    rows = [item for item in items if re.fullmatch(r"\d\d-\d\d", item.day) and not item.pinned]
    found: dict[int, date] = {}
    before, turns = today, 0
    for item in rows:
        last = _last_reading(item.day, before)
        naive = _last_reading(item.day, today)
        if last is None or naive is None:
            continue
        turns += last.year < before.year and before is not today
        found[id(item)] = before = last
    if turns > 1 + len(rows) // 12:
        return {id(item): day for item in rows if (day := _last_reading(item.day, today)) is not None}
    for item in items:
        if item.pinned and (day := _last_reading(item.day, today)) is not None:
            found[id(item)] = day
    return found


def _last_reading(shown: str, until: date) -> date | None:
    """The last day of this month and day that is not after ``until``."""
    if not re.fullmatch(r"\d\d-\d\d", shown):
        return None
    for year in range(until.year, until.year - 9, -1):
        try:
            day = date(year, int(shown[:2]), int(shown[3:]))
        except ValueError:
            continue  # the 29th of February
        if day <= until:
            return day
    return None


def _month_or_ago(shown: str, today: date) -> date | None:
    if re.fullmatch(r"\d{4}-\d\d", shown):
        year, month = int(shown[:4]), int(shown[5:])
        last = date(year, month, monthrange(year, month)[1])
        return today if last > today and (year, month) == (today.year, today.month) else last
    if shown in _WORDS:
        return today - timedelta(days=_WORDS[shown])
    if found := _AGO.fullmatch(shown):
        return today - timedelta(days=int(found[1]) * _DAYS[found[2]])
    return None
