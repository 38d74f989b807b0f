"""The hours in which a site may be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auditor.crawl import crawl as crawling
from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.night import LONGEST_REST, Hours, wait_for
from auditor.crawl.target import Budget, Options, Progress, WebTarget
from auditor.crawl.web import Web
from standards.calendar import BEIJING

from .farm import Farm, page
from .toy import TOY, links_to

NIGHT = Hours.parse("22:00-06:00")


@pytest.mark.parametrize(
    ("hours", "clock", "minutes"),
    [
        ("22:00-06:00", "22:00", 0),
        ("22:00-06:00", "03:30", 0),
        ("22:00-06:00", "06:00", 16 * 60),
        ("22:00-06:00", "21:59", 1),
        ("12:00-13:30", "13:29", 0),
        ("12:00-13:30", "13:30", 22 * 60 + 30),
        ("12:00-13:30", "00:00", 12 * 60),
        ("0:00-6:00", "23:00", 60),
    ],
)
def test_the_window_opens_in_beijing_time(hours: str, clock: str, minutes: int) -> None:
    """Over midnight too; the last minute is the one before the end."""
    hour, minute = map(int, clock.split(":"))
    now = datetime(2026, 11, 20, hour, minute, tzinfo=BEIJING).astimezone(UTC)
    assert Hours.parse(hours).until_open(now) == minutes * 60


@pytest.mark.parametrize("text", ["22-6", "25:00-06:00", "22:00", "22:00-22:00", "夜间", "22:60-06:00"])
def test_a_window_that_cannot_be_read_is_refused(text: str) -> None:
    """With an example of how to write it, or what is wrong."""
    with pytest.raises(ValueError, match="时段"):
        Hours.parse(text)


def test_waiting_reads_the_clock_again_and_says_how_long() -> None:
    """A machine that slept wakes up in the right hour."""
    now = [datetime(2026, 11, 20, 21, 57, 30, tzinfo=BEIJING)]
    rests: list[float] = []
    told: list[str] = []

    def rest(seconds: float) -> None:
        rests.append(seconds)
        now[0] += timedelta(seconds=seconds)

    wait_for(NIGHT, rest, told.append, lambda: now[0])
    assert rests == [LONGEST_REST, LONGEST_REST, 30]
    assert told[0] == "等到北京时间 22:00 继续，还有 2 分钟；可以中断，以后接着做"


def test_a_crawl_pauses_outside_its_hours_and_goes_on(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """No request and no open connection while it waits; the time budget does not run; then the rest is read."""
    clock = [datetime(2026, 11, 20, 23, 0, tzinfo=BEIJING)]
    monkeypatch.setattr(crawling, "beijing_now", lambda: clock[0])
    asked_while_closed: list[int] = []

    def rest(web: Web, seconds: float) -> None:
        if seconds == LONGEST_REST:
            before = len(farm.log)
            assert not web._fetcher.wire._pools, "a connection is held"
            clock[0] += timedelta(hours=4)
            asked_while_closed.append(len(farm.log) - before)

    monkeypatch.setattr(Web, "rest", rest)
    farm.routes |= {f"/{n}": page(links_to(f"/{n + 1}", f"/f{n}.pdf")) for n in range(8)}
    farm.routes["/"] = page(links_to("/0"))

    def dawn(progress: Progress) -> None:
        if progress.phase == "pages" and progress.done == 4 and clock[0].hour == 23:
            clock[0] += timedelta(hours=7)
        seen.append(progress.phase)

    seen: list[str] = []
    frontier = Frontier(":memory:")
    result = crawl(
        WebTarget(farm.url + "/"), Budget(), frontier=frontier, method=TOY, progress=dawn,
        options=Options(hours=NIGHT, threads=2),
    )  # fmt: skip
    assert result.pages_fetched == 10  # the last is a dead link
    assert asked_while_closed == [0, 0, 0, 0]
    assert seen.count("night") == 4
    assert seen.index("night") >= 4
    assert seen[-1] == "links"


def test_a_crawl_that_starts_by_day_asks_nothing_until_night(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even robots.txt."""
    clock = [datetime(2026, 11, 20, 9, 0, tzinfo=BEIJING)]
    monkeypatch.setattr(crawling, "beijing_now", lambda: clock[0])

    def rest(web: Web, seconds: float) -> None:
        assert not farm.log
        clock[0] += timedelta(hours=1)

    monkeypatch.setattr(Web, "rest", rest)
    farm.routes["/"] = page()
    crawl(
        WebTarget(farm.url + "/"),
        Budget(),
        frontier=Frontier(":memory:"),
        method=TOY,
        options=Options(hours=NIGHT),
    )
    assert farm.log
