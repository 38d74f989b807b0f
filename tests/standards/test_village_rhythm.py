"""Periods, deadlines and states of village affairs."""

from __future__ import annotations

from datetime import date

import pytest

from standards.village_rhythm import (
    MONTHLY,
    NOTHING,
    OPEN,
    OVERDUE,
    QUARTERLY,
    SOON,
    TOLD,
    YEARLY,
    before,
    changes_on,
    deadline,
    in_words,
    months_of,
    named_period,
    parse_period,
    period_with,
    quarters_until,
    span_of,
    state,
)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026Q3", "2026Q3"),
        ("2026-08", "2026-08"),
        ("2026", "2026"),
        ("2026H1", "2026H1"),
        ("2026年第三季度", "2026Q3"),
        ("2026年 3季度", "2026Q3"),
        ("2026年四季度", "2026Q4"),
        ("2026年8月", "2026-08"),
        ("2026年12月份", "2026-12"),
        ("2026年下半年", "2026H2"),
        ("2026年度", "2026"),
        ("2026年", "2026"),
        ("第三季度", ""),
        ("2026Q5", ""),
        ("2026-13", ""),
        ("2026年13月", ""),
        ("0001Q1", ""),
        ("二〇二六年", ""),
        ("", ""),
    ],
)
def test_a_period_is_read_as_clerks_write_it(text, period):
    """Whatever names no period is none."""
    assert parse_period(text) == period


@pytest.mark.parametrize("period", ["2026", "2026H1", "2026H2", "2026Q1", "2026Q4", "2026-02", "2026-12"])
def test_a_period_in_words_is_read_again(period):
    """What pages print, editors may write."""
    assert parse_period(in_words(period)) == period


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("柳林村2026年第三季度财务收支情况", "2026Q3"),
        ("柳林村2025年12月账目", "2025-12"),
        ("柳林村2026年耕地补贴公示（2026年上半年）", "2026H1"),
        ("柳林村2026年耕地补贴公示", ""),
        ("柳林村2026年7—9月财务收支明细", "2026Q3"),
        ("柳林村2026年07月-09月财务", "2026Q3"),
        ("柳林村2026年4至5月账目", "2026-05"),
        ("柳林村9999年4至5月账目", ""),
        ("柳林村财务公开", ""),
    ],
)
def test_a_title_names_a_quarter_or_a_month(title, period):
    """A year alone says too little: most titles have one."""
    assert named_period(title) == period


def test_a_period_has_its_days():
    """Leap years and the ends of years among them."""
    assert span_of("2028-02")[1:] == (date(2028, 2, 1), date(2028, 2, 29))
    assert span_of("2026Q4")[1:] == (date(2026, 10, 1), date(2026, 12, 31))
    assert span_of("2026H1")[1:] == (date(2026, 1, 1), date(2026, 6, 30))
    assert span_of("2026")[1:] == (date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(ValueError, match="2026Q9"):
        span_of("2026Q9")


def test_periods_follow_each_other():
    """Over the turn of the year as well."""
    assert [period_with(date(2026, 1, 31), rhythm) for rhythm in (MONTHLY, QUARTERLY, YEARLY)] == [
        "2026-01",
        "2026Q1",
        "2026",
    ]
    assert before("2026Q1", QUARTERLY) == "2025Q4"
    assert before("2026-01", MONTHLY) == "2025-12"
    assert before("2026", YEARLY) == "2025"
    assert quarters_until(date(2026, 4, 1), 3) == ("2026Q2", "2026Q1", "2025Q4")
    assert months_of("2026Q4") == ("2026-10", "2026-11", "2026-12")


def test_the_last_day_is_still_in_time():
    """每季度的首个月20日: the 20th of October for the third quarter; the 21st is late."""
    until = deadline("2026Q3", 20)
    assert until == date(2026, 10, 20)
    days = {day: state(until, told=False, nothing=False, today=date(2026, 10, day)) for day in (9, 10, 20, 21)}
    assert days == {9: OPEN, 10: SOON, 20: SOON, 21: OVERDUE}
    assert deadline("2025", 59) == date(2026, 2, 28)


def test_what_was_told_outranks_that_there_was_nothing():
    """A document is there to be read."""
    until = deadline("2026Q3", 20)
    assert state(until, told=True, nothing=True, today=date(2027, 1, 1)) == TOLD
    assert state(until, told=False, nothing=True, today=date(2027, 1, 1)) == NOTHING


@pytest.mark.parametrize("today", [date(2026, 10, 1), date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 20)])
def test_the_day_of_the_next_change_is_known(today):
    """On the day before it the state is the same, on that day another."""
    until = deadline("2026Q3", 20)
    now = state(until, told=False, nothing=False, today=today)
    day = changes_on(until, now)
    assert day is not None
    assert day > today
    assert state(until, told=False, nothing=False, today=date.fromordinal(day.toordinal() - 1)) == now
    assert state(until, told=False, nothing=False, today=day) != now


def test_what_is_late_stays_late():
    """The clock alone mends nothing."""
    assert changes_on(deadline("2026Q3", 20), OVERDUE) is None
