"""Threads: the contract of ``jobs.run`` for jobs that only wait for a process of their own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from jobs.pool import WAITING
from jobs.wanted import asked_by

Job = TypeVar("Job")
Result = TypeVar("Result")


def run(work: Callable[[Job], Result], jobs: Iterable[Job], workers: int = 1) -> Iterator[Result]:
    """Yield ``work(job)`` for each job, in order, at most ``workers`` at a time.

    Always in threads, also a single one, so that a signal finds the caller's thread free. Whoever leaves early (an
    exception, ``close``) waits here until the jobs under way have seen that they are no longer ``wanted`` and
    returned; those that had not begun never do. An exception raised by ``work`` is raised when its turn has come.
    """
    stream = iter(jobs)
    asked: deque[Future[Result]] = deque()
    left = threading.Event()

    def one(job: Job) -> Result:
        with asked_by(lambda: not left.is_set()):
            return work(job)

    with ThreadPoolExecutor(workers, "job") as pool:
        try:
            while True:
                for job in islice(stream, workers * WAITING - len(asked)):
                    asked.append(pool.submit(one, job))
                if not asked:
                    return
                yield asked.popleft().result()
        finally:
            left.set()
            for future in asked:
                future.cancel()
