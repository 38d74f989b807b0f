"""The one time zone of the country, and how many working days lie between two days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
"""No summer time since 1991."""


def in_beijing(moment: datetime) -> datetime:
    """The moment at +08:00; one without a zone is taken for Beijing time."""
    return moment.astimezone(BEIJING) if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def working_days_between(first: date, last: date) -> int:
    """The days from Monday to Friday behind ``first`` up to and with ``last``; 0 where ``last`` is not later.

    Public holidays and the weekends worked for them are not known here: round a holiday the count is too high.
    """
    weeks, rest = divmod(max((last - first).days, 0), 7)
    return weeks * 5 + sum((first.weekday() + step) % 7 < 5 for step in range(1, rest + 1))
