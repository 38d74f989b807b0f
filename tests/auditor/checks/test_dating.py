"""How undated rows are dated on the day of the check: years by order, months, words, addresses."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.checks.freshness._dating import HOW, date_items, dates_of_pages
from auditor.facts.document import read_page
from auditor.model import ListItem

TODAY = date(2026, 11, 20)


def dated(*shown: str, pinned: int = -1) -> list[tuple[str, str]]:
    """The days of rows that show no full date, and how they were found."""
    items = [
        ListItem(title=text, url=f"https://x.gov.cn/{n}.html", day=text, pinned=n == pinned)
        for n, text in enumerate(shown)
    ]
    return [(str(found.day), found.how) for found in date_items(items, {}, TODAY)]


def test_a_list_without_years_goes_back_in_time():
    """The turn of the year lies where the days would otherwise go forward."""
    assert dated("11-18", "01-05", "12-28", "11-30") == [
        ("2026-11-18", "latest"), ("2026-01-05", "latest"), ("2025-12-28", "latest"), ("2025-11-30", "latest"),
    ]  # fmt: skip
    assert dated("02-05", "12-28", "11-19")[2] == ("2025-11-19", "order")


def test_a_pinned_row_does_not_turn_the_year():
    """It stands on top whatever its day."""
    assert [day for day, _ in dated("03-01", "11-18", "10-30", pinned=0)] == ["2026-03-01", "2026-11-18", "2026-10-30"]


def test_rows_in_no_order_have_each_the_latest_day():
    """Where order tells nothing, nothing is called old that may be new."""
    assert [day for day, _ in dated("03-01", "11-15", "02-09", "10-30", "01-11", "11-18")] == [
        "2026-03-01", "2026-11-15", "2026-02-09", "2026-10-30", "2026-01-11", "2026-11-18",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "day", "how"),
    [
        ("2026-11", "2026-11-20", "month"),
        ("2026-10", "2026-10-31", "month"),
        ("2027-02", "2027-02-28", "month"),
        ("昨天", "2026-11-19", "ago"),
        ("3天前", "2026-11-17", "ago"),
        ("2个月前", "2026-09-19", "ago"),
        ("999天前", "2024-02-25", "ago"),
        ("11-21", "2025-11-21", "latest"),
        ("02-29", "2024-02-29", "latest"),
        ("", "None", ""),
    ],
)
def test_a_row_by_itself(shown: str, day: str, how: str):
    """A month counts to its last day: what may be new is not called old."""
    assert dated(shown) == [(day, how)]


def test_a_page_outranks_the_row_and_an_address_comes_last():
    """What readers do not see is no date that was given."""
    url = "https://x.gov.cn/yw/202611/t20261118_1.html"
    row = ListItem(title="甲", url=url, day="10-01")
    (by_page,) = date_items([row], {url: ("2026-11-19", "page")}, TODAY)
    (by_row,) = date_items([row], {}, TODAY)
    (by_url,) = date_items([ListItem(title="甲", url=url)], {url: ("", "page")}, TODAY)
    assert [(str(one.day), one.how, one.shown) for one in (by_page, by_row, by_url)] == [
        ("2026-11-19", "page", True), ("2026-10-01", "latest", True), ("2026-11-18", "url", False),
    ]  # fmt: skip


def test_a_page_whose_date_a_script_may_write_says_nothing():
    """A label without a day is not a page without a date; the wrong clock of a server is none either."""
    headers = (("content-type", "text/html; charset=utf-8"), ("date", "Tue, 01 Jan 2019 00:00:00 GMT"))
    body = "<main><h1>甲</h1><p>发布时间：<span id=t></span></p><p>正文正文。</p></main>"
    promised = read_page("https://x.gov.cn/1.html", 200, headers, body.encode())
    bare = read_page("https://x.gov.cn/2.html", 200, headers, "<main><h1>乙</h1><p>正文正文。</p></main>".encode())
    assert dates_of_pages([promised, bare]) == {"https://x.gov.cn/2.html": ("", "text")}


def test_every_way_of_dating_has_its_words():
    """The message says how the newest item was dated."""
    assert all(how in HOW for how in ("list", "page", "text", "order", "latest", "month", "ago", "url"))
