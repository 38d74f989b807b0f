"""The one time zone of the country, and its working days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
"""No summer time since 1991."""


def in_beijing(moment: datetime) -> datetime:
    """The moment at +08:00; one without a zone is taken for Beijing time."""
    return moment.astimezone(BEIJING) if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def is_working_day(day: date) -> bool:
    """Whether offices are open: public holidays and the weekends worked for them as the State Council's office
    arranged them; Monday to Friday in a year whose arrangement is not known (``is_arranged``)."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_arranged(day: date) -> bool:
    """Whether the public holidays of that year are known here: they are told in the November before it."""
    from chinese_calendar import is_workday

    try:
        is_workday(day)
    except NotImplementedError:
        return False
    return True


def add_working_days(day: date, number: int) -> date:
    """The ``number``-th working day behind ``day``, which itself does not count (行政机关的期间从次日起算)."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
