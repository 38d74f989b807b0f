"""Work shared among forked processes, which know what this one knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from jobs import run
from plugins.build.problems import CannotRun

Job = TypeVar("Job")
Result = TypeVar("Result")


def run_or_say(work: Callable[[Job], Result], jobs: Iterable[Job], workers: int) -> Iterator[Result]:
    """``jobs.run`` with inherited memory. Raises CannotRun where a process was killed from outside."""
    try:
        yield from run(work, jobs, workers, chunk=1, inherit=True)
    except BrokenProcessPool:
        cure = "多半是内存不够：请关闭别的程序，或用 --jobs 1 再运行"
        raise CannotRun(f"生成网页的一个进程被系统结束，网页没有改动。{cure}") from None
