"""Days as rows write them: short, apart, in words."""

from __future__ import annotations

import pytest

from auditor.facts.short_dates import read_day, read_item_date, shows_day


@pytest.mark.parametrize(
    ("text", "year", "value"),
    [
        ("[11-20]", "2026", "2026-11-20"),
        ("[11-20]", "", ""),
        ("11月20日", "2026", "2026-11-20"),
        ("02-30", "2026", ""),
        ("20 2026-11", "", "2026-11-20"),
        ("2026.11 20", "", "2026-11-20"),
        ("11/20 2026", "", "2026-11-20"),
        ("13/20 2026", "", ""),
        ("自2025年1月1日起 2026-11-20", "2024", "2026-11-20"),
    ],
)
def test_date_of_a_row(text: str, year: str, value: str):
    """Rows may show the day alone; the year must come from somewhere."""
    assert read_item_date(text, year) == value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[11-20]", True),
        ("（11-20）", True),
        ("11/2 关于停水的通知", True),
        ("关于停水的通知11-20", True),
        ("关于停水的通知 [11-20]", True),
        ("1.1 总则", False),
        ("增长3.5%", False),
        ("[13-20]", False),
        ("电话12-3456", False),
        ("11-20号楼停水", False),
        ("0728-11-20", False),
    ],
)
def test_a_day_without_a_year_is_seen_at_either_end_of_a_row(text: str, shown: bool):
    """It dates nothing by itself, but it tells that the row is one of a list of documents."""
    assert shows_day(text) is shown


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11-20", "11-20"),
        ("[11/20]", "11-20"),
        ("（1月5日）", "01-05"),
        ("县政府办公室 11-20", "11-20"),
        ("发布日期：11-10 成文日期：03-15", "11-10"),
        ("2026年11月", "2026-11"),
        ("2026-11", "2026-11"),
        ("2026.3", "2026-03"),
        ("3天前", "3天前"),
        ("昨天 县政府办公室", "昨天"),
        ("Nov 20, 2026", "2026-11-20"),
        ("20 November 2026", "2026-11-20"),
        ("(26-11-20)", "2026-11-20"),
        ("2026·11·20", "2026-11-20"),
        # Near misses: a number, a share, a phone, an impossible day, the page's clock, a period.
        ("2026", ""),
        ("2026-13", ""),
        ("13-45", ""),
        ("0712-5223344", ""),
        ("02-30", ""),
        ("12-34-56", ""),
        ("192.16.8.1", ""),
        ("今天是星期五", ""),
        ("浏览 1120 次", ""),
        ("x" * 500 + " 11-20", ""),
        ("", ""),
    ],
)
def test_what_a_row_shows_in_place_of_a_date(text: str, day: str):
    """Its year is for whoever knows the day of the check; what is no day is not made one."""
    assert read_day(text) == day
