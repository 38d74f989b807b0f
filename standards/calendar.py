"""The one time zone of the country. Working days and deadlines will stand here too."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
"""No summer time since 1991."""


def in_beijing(moment: datetime) -> datetime:
    """The moment at +08:00; one without a zone is taken for Beijing time."""
    return moment.astimezone(BEIJING) if moment.tzinfo else moment.replace(tzinfo=BEIJING)
