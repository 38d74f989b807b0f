"""公开时限 as offices write it."""

from __future__ import annotations

from datetime import date

import pytest

from standards.time_limit import Limit, parse_limit

CASES = {
    "自信息形成或者变更之日起20个工作日内": Limit("working_days", 20),
    "信息形成（变更）之日起７个工作日内": Limit("working_days", 7),
    "3个工作日内": Limit("working_days", 3),
    "20个工作日": Limit("working_days", 20),
    "二十个工作日内": Limit("working_days", 20),
    "公示结束后5个工作日内": Limit("working_days", 5),
    "按进展及时公开，变更之日起10个工作日内": Limit("working_days", 10),
    "本级人民代表大会批准后20日内": Limit("days", 20),
    "批准后一百二十天之内": Limit("days", 120),
    "1个月内": Limit("days", 30),
    "24小时内": Limit("days", 1),
    "公示7个工作日": Limit("posted", 7),
    "公示期不少于5个工作日": Limit("posted", 5),
    "每月10日前": Limit("cycle", 1),
    "每季度公开一次": Limit("cycle", 3),
    "每半年": Limit("cycle", 6),
    "每年4月30日前": Limit("cycle", 12),
    "实时公开": Limit("real_time"),
    "及时公开": Limit("prompt"),
    "长期公开（永久公开）": Limit("lasting"),
}


@pytest.mark.parametrize("text", CASES)
def test_the_words_of_offices_are_understood(text):
    """A number of days before a rhythm, a rhythm before words."""
    assert parse_limit(text) == CASES[text]


@pytest.mark.parametrize("text", ["", "尽快", "2026年内", "第15日", "0个工作日内", "同上", "√"])
def test_what_nobody_can_tell_is_no_limit(text):
    """Nothing is guessed."""
    assert parse_limit(text) is None


def test_days_run_from_the_making_and_a_rhythm_from_the_publication():
    """Working days from Monday to Friday; no day where none can be told."""
    friday, published = date(2026, 10, 16), date(2026, 11, 30)
    assert Limit("working_days", 3).until(friday, published) == date(2026, 10, 21)
    assert Limit("days", 20).until(friday, published) == date(2026, 11, 5)
    assert Limit("cycle", 3).until(None, published) == date(2027, 2, 28)
    assert Limit("working_days", 3).until(None, published) is None
    assert Limit("prompt").until(friday, published) is None


@pytest.mark.parametrize(
    "limit", [*dict.fromkeys(limit for limit in CASES.values() if limit.kind != "posted")], ids=str
)
def test_every_limit_can_be_said_in_few_words(limit):
    """And what is said is understood as the same."""
    assert len(limit.in_words()) <= 9
    assert parse_limit(limit.in_words()) == limit
