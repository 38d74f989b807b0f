"""Time, and how files are saved."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.plugins.build.changes.registry import DAY, change
from tests.plugins.build.county import FIRST_DAY, County


@change
def forward(county: County, a: int, b: int) -> None:
    county.now += (timedelta(minutes=1), timedelta(hours=15), DAY, 4 * DAY, 45 * DAY)[b % 5]


@change
def backward(county: County, a: int, b: int) -> None:
    county.now -= (timedelta(minutes=1), DAY, 3 * DAY, 30 * DAY)[b % 4]


@change
def other_year(county: County, a: int, b: int) -> None:
    county.now += (366 * DAY, -366 * DAY)[b % 2]


@change
def back_to_first_day(county: County, a: int, b: int) -> None:
    county.now = FIRST_DAY


@change
def to_an_event(county: County, a: int, b: int) -> None:
    """The very minute at which something comes out, ends, or opens."""
    moments = set()
    for document in county.documents.values():
        for key in ("published", "expires", "notice_from", "notice_to", "effective", "valid_until"):
            if said := document.fields.get(key):
                moments.add(datetime.fromisoformat(said))
    after = [moment for moment in sorted(moments) if moment > county.now - 3 * DAY]
    if after:
        county.now = after[a % len(after)] + (timedelta(0), timedelta(minutes=-1), DAY)[b % 3]


@change
def clock_of_the_site(county: County, a: int, b: int) -> None:
    """``demo_now`` instead of ``--now``, or back."""
    county.demo_clock = not county.demo_clock


@change
def other_editor(county: County, a: int, b: int) -> None:
    """From now on files are replaced instead of overwritten, or the other way round."""
    county.replacing = not county.replacing
