"""The monitoring itself: few threads, a heap of what is due, one thread that writes. Ends between two visits."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

from auditor.crawl.host import Stopped
from auditor.watch.plan import Plan
from auditor.watch.records import Reach, Visit, Watched
from auditor.watch.store import Store

LONGEST_WAIT = 30.0
"""Seconds of sleep at most: a clock that was set right, or a machine that woke up, is noticed after that."""


class Clock(Protocol):
    """Time as the monitoring sees it."""

    def now(self) -> float: ...
    def wait(self, seconds: float) -> None: ...
    def stopped(self) -> bool: ...


class WallClock:
    """The machine's clock; ``stop`` ends every wait within half a second.

    A flag and short sleeps, because a signal handler must not take the lock that a waiting Event may be holding.
    """

    def __init__(self) -> None:
        self._stopped = False

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def wait(self, seconds: float) -> None:
        """Sleep, unless stopped."""
        end = time.monotonic() + seconds
        while not self._stopped and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))

    def stopped(self) -> bool:
        """Whether to end."""
        return self._stopped

    def stop(self) -> None:
        """End. May be called from a signal handler."""
        self._stopped = True


class Visits(Protocol):
    """What asks the sites."""

    def visit(self, url: str, slot: int, at: float) -> Visit: ...
    def look(self, url: str, day: int, at: float) -> Reach: ...
    def close(self) -> None: ...


Told = Callable[[Visit], None]
_Answer = tuple[Visit, Reach | None]


def watch(
    sites: Sequence[Watched],
    plan: Plan,
    store: Store,
    visits: Visits,
    clock: Clock,
    *,
    threads: int,
    told: Told,
    once: bool = False,
) -> bool:
    """Visit until the plan's end, or with ``once`` every site whose current window has no visit yet, at once.

    A window that passed without a visit stays a gap. Returns whether the plan has come to its end.
    """
    heap = [entry for site in sites if (entry := _next(site.url, plan, store, clock.now(), once=once))]
    heapq.heapify(heap)
    looked = {site.url: store.looked(site.url) for site in sites}
    pending: dict[Future[_Answer], str] = {}
    pool = ThreadPoolExecutor(threads, thread_name_prefix="watch")
    try:
        while (heap or pending) and not clock.stopped():
            now = clock.now()
            while heap and heap[0][0] <= now:
                _, url, slot = heapq.heappop(heap)
                if plan.slot(now) > slot:  # the machine slept through the window
                    _push(heap, _next(url, plan, store, now, once=once))
                    continue
                day = plan.day(slot)
                pending[pool.submit(_ask, visits, url, slot, clock, None if day in looked[url] else day)] = url
            if not pending:
                if heap:
                    clock.wait(min(LONGEST_WAIT, max(0.0, heap[0][0] - now)))
                continue
            for done in wait(pending, timeout=0.5, return_when=FIRST_COMPLETED).done:
                url = pending.pop(done)
                try:
                    visit, reach = done.result()
                except Stopped:
                    continue
                store.add(visit)
                if reach:
                    store.add_reach(reach)
                    looked[url].add(reach.day)
                told(visit)
                if not once:
                    _push(heap, _next(url, plan, store, clock.now(), once=False))
        while not once and not clock.stopped() and (left := plan.end - clock.now()) > 0:
            clock.wait(min(LONGEST_WAIT, left))  # the last window is open still: only then is the share the week's
    finally:
        visits.close()
        pool.shutdown(wait=True, cancel_futures=True)
    return clock.now() >= plan.end


def _ask(visits: Visits, url: str, slot: int, clock: Clock, day: int | None) -> _Answer:
    """Runs in a thread."""
    visit = visits.visit(url, slot, clock.now())
    return visit, None if day is None else visits.look(url, day, clock.now())


_Entry = tuple[float, str, int]


def _next(url: str, plan: Plan, store: Store, now: float, *, once: bool) -> _Entry | None:
    """The site's next visit; in a window that has begun, at its moment or, where that has passed, now."""
    visited = store.visited(url)
    slot = plan.slot(now)
    if once:
        return None if slot in visited or slot >= plan.slots else (now, url, slot)
    while slot in visited:
        slot += 1
    return (plan.due(url, slot), url, slot) if slot < plan.slots else None


def _push(heap: list[_Entry], entry: _Entry | None) -> None:
    if entry:
        heapq.heappush(heap, entry)
