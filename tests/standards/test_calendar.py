"""Working days: holidays and the weekends worked for them where the year is known, weekends where it is not."""

from __future__ import annotations

from datetime import date

from standards.calendar import add_working_days, is_arranged, is_working_day


def test_public_holidays_and_weekends_worked_for_them_count_as_arranged():
    """National Day of 2026: from the 1st to the 7th, worked for on Saturday the 10th."""
    assert not is_working_day(date(2026, 10, 5))
    assert is_working_day(date(2026, 10, 10))
    assert add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_a_year_that_is_not_known_counts_weekends_and_says_so():
    """The arrangement of a year comes in the November before it."""
    assert is_arranged(date(2026, 12, 31))
    assert not is_arranged(date(2199, 1, 1))
    assert not is_working_day(date(2199, 1, 5))  # a Saturday
    assert is_working_day(date(2199, 1, 1))


def test_the_day_itself_does_not_count():
    """And no days are the day itself."""
    assert add_working_days(date(2026, 11, 16), 0) == date(2026, 11, 16)
    assert add_working_days(date(2026, 11, 13), 1) == date(2026, 11, 16)
    assert add_working_days(date(2026, 11, 2), 20) == date(2026, 11, 30)
