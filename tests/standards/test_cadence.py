"""The rhythm of a column by the rule file's words, and its last day."""

from __future__ import annotations

from datetime import date

import pytest

from standards.cadence import in_words, last_day, named_rhythm
from standards.rulefile import load_rules

RHYTHMS = load_rules().checks["freshness/stale_column"].params["rhythms"]


@pytest.mark.parametrize(
    ("name", "type_", "limit"),
    [
        ("明川要闻", "工作动态", " 14 天"),
        ("通知公告", "政策文件", " 6 个月"),
        ("通知公告", "工作动态", " 6 个月"),  # the name outranks the type
        ("部门信息", "工作动态", " 14 天"),
        ("新闻发布会", "工作动态", None),  # no news column, whatever its type says
        ("机构职能", "机构职能", None),
    ],
)
def test_a_rhythm_is_found_by_name_then_by_type(name, type_, limit):
    """As the rule file words it."""
    found = named_rhythm(name, type_, RHYTHMS)
    assert (in_words(found) if found else None) == limit


@pytest.mark.parametrize(
    ("newest", "rhythm", "last"),
    [
        ("2026-11-01", {"days": 14}, "2026-11-15"),
        ("2026-08-31", {"months": 6}, "2027-02-28"),
        ("2027-08-31", {"months": 6}, "2028-02-29"),
        ("2026-12-15", {"months": 12}, "2027-12-15"),
    ],
)
def test_the_last_day_is_counted_by_the_calendar(newest, rhythm, last):
    """Half a year after the end of August is the end of February."""
    assert last_day(date.fromisoformat(newest), rhythm) == date.fromisoformat(last)
