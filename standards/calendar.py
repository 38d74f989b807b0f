"""The one time zone of the country, and working days. Deadlines will stand here too."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
"""No summer time since 1991."""


def in_beijing(moment: datetime) -> datetime:
    """The moment at +08:00; one without a zone is taken for Beijing time."""
    return moment.astimezone(BEIJING) if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def add_working_days(day: date, number: int) -> date:
    """The ``number``-th day from Monday to Friday behind ``day``. Public holidays are not known here."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day
