"""The process pool: many independent jobs, results in the order they were asked for."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

WAITING = 4
"""Chunks asked ahead for each worker: enough to keep it busy, few enough that jobs may be a stream without end."""


def run(
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    workers: int = 1,
    chunk: int = 16,
    *,
    inherit: bool = False,
) -> Iterator[Result]:
    """Yield ``work(job)`` for each job, in order, whatever the number of workers.

    ``work`` is a module-level function, jobs and results are plain picklable records. Jobs are taken as they are
    needed, ``chunk`` at a time. With one worker everything runs in this process, so that results, tracebacks and
    profiles are the same as a loop's. Workers are started afresh (``forkserver``): forking a process whose threads
    hold locks can deadlock. With ``inherit`` they are forked all the same and so know what this process knows: only
    for a caller that has no threads. An exception raised by ``work`` is raised here, when its chunk's turn has come.
    """
    if workers <= 1:
        yield from map(work, jobs)
        return
    stream = iter(jobs)
    asked: deque[Future[list[Result]]] = deque()
    with ProcessPoolExecutor(workers, get_context("fork" if inherit else "forkserver"), _leave_with_parent) as pool:
        # Futures are never cancelled: in Python 3.11.2 a pool with a cancelled one may never shut down.
        while True:
            while len(asked) < workers * WAITING and (some := list(islice(stream, chunk))):
                asked.append(pool.submit(_work_through, work, some))
            if not asked:
                return
            yield from asked.popleft().result()


def _leave_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever, and keep its output open."""

    def watch() -> None:
        if parent := parent_process():
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


def _work_through(work: Callable[[Job], Result], some: list[Job]) -> list[Result]:
    return [work(job) for job in some]
