"""The hours in which a site may be asked: outside them the crawl rests, with no connection open and no lock held."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

import msgspec

from standards.calendar import BEIJING

LONGEST_REST = 60.0
"""Seconds after which the clock is read again: it may have been set, or the machine may have slept."""

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)")


class Hours(msgspec.Struct, frozen=True):
    """A daily window in Beijing time, over midnight where it ends before it begins."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Read ``22:00-06:00``. Raises ValueError with a Chinese sentence for the user."""
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"看不懂的时段 {text!r}，请写成 22:00-06:00")
        begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        if begin == end:
            raise ValueError(f"时段 {text!r} 的开始和结束相同，请改正；全天抓取请留空")
        return cls(begin, end)

    def until_open(self, now: datetime) -> float:
        """Seconds until the window opens; 0 within it. ``now`` has a time zone."""
        now = now.astimezone(BEIJING)
        clock = now.time()
        begun, ended = clock >= self.begin, clock >= self.end
        if (begun and not ended) if self.begin < self.end else (begun or not ended):
            return 0.0
        opens = now.replace(hour=self.begin.hour, minute=self.begin.minute, second=0, microsecond=0)
        if opens <= now:
            opens += timedelta(days=1)
        return (opens - now).total_seconds()


def beijing_now() -> datetime:
    """The clock that the hours are held against."""
    return datetime.now(BEIJING)


def wait_for(
    hours: Hours, rest: Callable[[float], None], tell: Callable[[str], None], clock: Callable[[], datetime]
) -> None:
    """Rest until the window opens; ``tell`` gets the sentence for the progress line before each rest."""
    while seconds := hours.until_open(clock()):
        tell(f"等到北京时间 {hours.begin:%H:%M} 继续，还有 {_length(seconds)}；可以中断，以后接着做")
        rest(min(seconds, LONGEST_REST))


def _length(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes // 60} 小时 {minutes % 60} 分钟" if minutes >= 60 else f"{minutes} 分钟"
