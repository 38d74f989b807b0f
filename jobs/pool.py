"""The process pool: many independent jobs, results in the order they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def run(work: Callable[[Job], Result], jobs: Iterable[Job], workers: int = 1, chunk: int = 16) -> Iterator[Result]:
    """Yield ``work(job)`` for each job, in order, whatever the number of workers.

    ``work`` is a module-level function, jobs and results are plain picklable records. With one worker everything
    runs in this process, so that results, tracebacks and profiles are the same as a loop's. Workers are started
    afresh (``forkserver``): forking a process whose threads hold locks can deadlock. An exception raised by
    ``work`` is raised here, at its job's place.
    """
    if workers <= 1:
        yield from map(work, jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(work, jobs, chunksize=chunk)
