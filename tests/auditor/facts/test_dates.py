"""Full dates in all the forms that pages use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.facts.dates import date_of_url, find_dates, read_date


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2026-11-20", ["2026-11-20"]),
        ("2026-11-20 09:05", ["2026-11-20T09:05"]),
        ("2026-11-20T09:05:33+08:00", ["2026-11-20T09:05"]),
        ("2026/1/5", ["2026-01-05"]),
        ("2026.3.5", ["2026-03-05"]),
        ("2026—11—20", ["2026-11-20"]),
        ("2026年1月5日", ["2026-01-05"]),
        ("2026 年 1 月 5 日 9时05分", ["2026-01-05T09:05"]),
        ("2026年1月5日下午3:05", ["2026-01-05T15:05"]),
        ("\uff12\uff10\uff12\uff16-\uff11\uff11-\uff12\uff10", ["2026-11-20"]),
        ("二〇二六年三月五日", ["2026-03-05"]),
        ("二○二六年十二月三十一日", ["2026-12-31"]),
        ("二零二六年十月二十日", ["2026-10-20"]),
        ("[2026-11-20]", ["2026-11-20"]),
        ("自2026年1月1日至2026年12月31日", ["2026-01-01", "2026-12-31"]),
        ("2026-02-30", []),
        ("2026-13-01", []),
        ("二〇二六年二月三十日", []),
        ("000014349/2026-00012", []),
        ("(2026)鄂9004民初1号", []),
        ("12026-11-20", []),
        ("1.2026.3.5.7", []),
        ("20261120", []),
        ("2026年11月", []),
        ("11-20", []),
    ],
)
def test_find_dates(text: str, values: list[str]):
    """Each form is read, and what is no date is left alone."""
    assert [found.value for found in find_dates(text)] == values


HANZI = "〇一二三四五六七八九"


def in_hanzi(day: date) -> str:
    """二〇二六年十一月二十日."""

    def number(n: int) -> str:
        tens, ones = divmod(n, 10)
        return ("" if tens < 2 else HANZI[tens]) + ("十" if tens else "") + (HANZI[ones] if ones else "")

    return f"{''.join(HANZI[int(c)] for c in str(day.year))}年{number(day.month)}月{number(day.day)}日"


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)), st.sampled_from(range(6)))
def test_every_day_is_read_in_every_form(day: date, form: int):
    """All days of a century and a half come back from all forms, with their place in the text."""
    written = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        in_hanzi(day),
        f"{day:%Y-%m-%d} 23:59",
    ][form]
    if form == 4 and str(day.year).startswith(("3", "0")):
        return
    (found,) = find_dates(f"发布({written})。")
    assert found.value[:10] == day.isoformat()
    assert f"发布({written})。"[found.start : found.end] == written


@given(st.text())
def test_any_text_is_survived(text: str):
    """No text makes it raise, and every place lies within the text."""
    for found in find_dates(text, compact=True):
        assert 0 <= found.start < found.end <= len(text)
        date.fromisoformat(found.value[:10])


def test_read_date_of_an_attribute():
    """Compact numbers count where a date is expected."""
    assert read_date("20261120") == "2026-11-20"
    assert read_date("soon") == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/guowuyuan/2026-05/05/content_5191129.htm", "2026-05-05"),
        ("/art/2026/5/05/art_1_2.html", "2026-05-05"),
        ("/tzgg/202605/t20260505_12.shtml", "2026-05-05"),
        ("/tzgg/2026-05/12.html", ""),
        ("/x/20260231/1.html", ""),
        ("/x?d=/2026-05/05/", ""),
    ],
)
def test_date_of_url(path: str, value: str):
    """Dated folders and file names; a month folder with a numbered file is no day."""
    assert date_of_url("https://www.mingchuan.example" + path) == value
