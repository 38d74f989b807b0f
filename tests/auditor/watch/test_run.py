"""A week in a moment: the clock is ours, the sites answer from a table."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from auditor.errors import BadInput, CannotRun
from auditor.watch.plan import DAY, Plan
from auditor.watch.records import Reach, Visit, Watched
from auditor.watch.run import watch
from auditor.watch.store import FILE, open_store

SITES = [Watched(name, f"http://{name}.example/") for name in "abc"]
PLAN = Plan(start=1_000_000.0, visits=20, days=7)


class Clock:
    """Waiting is instant; ``until`` is when somebody stops it, ``sleeps`` a moment and how long the machine sleeps then."""

    def __init__(self, now: float, until: float = 1e12, sleeps: tuple[float, float] = (1e12, 0.0)) -> None:
        self.at, self.until, self.sleeps = now, until, sleeps

    def now(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += max(seconds, 0.001)
        if self.at >= self.sleeps[0]:
            self.at, self.sleeps = self.at + self.sleeps[1], (1e12, 0.0)

    def stopped(self) -> bool:
        return self.at >= self.until


class Sites:
    """Every visit is written down."""

    def __init__(self) -> None:
        self.visited: list[tuple[str, int]] = []
        self.looks: list[tuple[str, int]] = []

    def visit(self, url: str, slot: int, at: float) -> Visit:
        self.visited.append((url, slot))
        return Visit(url=url, slot=slot, at=at, reason="timeout" if "b." in url and slot % 2 else "ok")

    def look(self, url: str, day: int, at: float) -> Reach:
        self.looks.append((url, day))
        return Reach(url=url, day=day, at=at, ipv6="yes", https="ok", certificate_days=90)

    def close(self) -> None:
        """Nothing is under way."""


def run(folder: Path, clock: Clock, sites: Sites, *, once: bool = False, plan: Plan = PLAN) -> bool:
    """One call of the command."""
    with open_store(folder) as store:
        return watch(SITES, plan, store, sites, clock, threads=2, told=lambda _: None, once=once)


def kept(folder: Path) -> list[Visit]:
    """All visits on disk."""
    with open_store(folder) as store:
        return list(store.visits())


def test_a_week_has_every_visit_once_in_its_window(tmp_path):
    """140 to each site; IPv6 and HTTPS are looked at once a day."""
    sites = Sites()
    assert run(tmp_path, Clock(PLAN.start), sites)
    assert Counter(sites.visited) == Counter((site.url, slot) for site in SITES for slot in range(140))
    assert all(PLAN.slot(visit.at) == visit.slot for visit in kept(tmp_path))
    assert Counter(sites.looks) == Counter((site.url, day) for site in SITES for day in range(7))


def test_stopped_and_started_again_it_visits_what_is_left(tmp_path):
    """Nothing twice; what passed meanwhile is a gap."""
    sites = Sites()
    assert not run(tmp_path, Clock(PLAN.start, until=PLAN.start + 2.2 * DAY), sites)
    assert run(tmp_path, Clock(PLAN.start + 3 * DAY), sites)
    assert max(Counter(sites.visited).values()) == 1
    slots = {visit.slot for visit in kept(tmp_path) if visit.url == SITES[0].url}
    assert slots.isdisjoint(range(45, 60))
    assert slots.issuperset([*range(43), *range(61, 140)])


def test_windows_slept_through_are_left_as_gaps(tmp_path):
    """A laptop closed for ten hours does not catch up by visiting nine times in a row."""
    sites = Sites()
    run(tmp_path, Clock(PLAN.start, sleeps=(PLAN.start + DAY, 36_000.0)), sites)
    per_site = Counter(url for url, _ in sites.visited)
    assert set(per_site.values()) <= {131, 132, 133}
    assert all(PLAN.slot(visit.at) == visit.slot for visit in kept(tmp_path))


def test_once_visits_each_site_once_a_window_however_often_it_is_called(tmp_path):
    """As a timer does."""
    sites = Sites()
    for minute in (0, 10, 20, 73):
        run(tmp_path, Clock(PLAN.start + minute * 60), sites, once=True)
    assert Counter(sites.visited) == Counter((site.url, slot) for site in SITES for slot in (0, 1))
    run(tmp_path, Clock(PLAN.end + 1), sites, once=True)
    assert len(sites.visited) == 6


def test_a_second_monitoring_of_the_same_folder_is_refused(tmp_path):
    """But its report can be read meanwhile."""
    with open_store(tmp_path), pytest.raises(BadInput, match="另一个监测正在使用"), open_store(tmp_path):
        pass
    with open_store(tmp_path), open_store(tmp_path, alone=False) as store:
        assert store.plan() is None


def test_a_file_that_is_something_else_is_told(tmp_path):
    """In one line, with the option that helps."""
    (tmp_path / FILE).write_text("不是数据库" * 400)
    with pytest.raises(CannotRun, match="--state"), open_store(tmp_path):
        pass
