"""Work on what a stranger sent, done by forked children that may use so much time and memory, and no more."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from select import select
from typing import TypeVar

from jobs.memory import take_at_most

Job = TypeVar("Job")

MEMORY = 1536 * 1024 * 1024
"""Bytes that a child may take beyond what it inherits."""


def run_confined(
    work: Callable[[Job], bytes], jobs: Iterable[Job], workers: int, seconds: int
) -> Iterator[bytes | None]:
    """``work(job)`` of each job in order; None where the child took longer than ``seconds`` or too much memory.

    Where this process has threads nothing may be forked: then the work is done here, within the bounds it keeps itself.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        yield from map(work, jobs)
        return
    asked: deque[_Child] = deque()
    try:
        for job in jobs:
            if len(asked) >= max(1, workers):
                yield asked.popleft().answer()
            asked.append(_Child(lambda job=job: work(job), seconds))  # type: ignore[misc]
        while asked:
            yield asked.popleft().answer()
    finally:
        for child in asked:
            child.end()


class _Child:
    """One piece of work under way."""

    def __init__(self, work: Callable[[], bytes], seconds: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._until = time.monotonic() + seconds
        self._line, other = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            os.close(self._line)
            _live(work, other, seconds)
        os.close(other)

    def answer(self) -> bytes | None:
        """What came of it, once it is there."""
        data = bytearray()
        while True:
            left = self._until - time.monotonic()
            if left <= 0 or not select([self._line], [], [], left)[0]:
                data.clear()
                break
            if not (some := os.read(self._line, 1 << 20)):
                break
            data += some
        self.end()
        return bytes(data[:-1]) if data[-1:] == _WHOLE else None

    def end(self) -> None:
        """Let nothing be left of it."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.close(self._line)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


_WHOLE = b"."


def _live(work: Callable[[], bytes], line: int, seconds: int) -> None:
    """The child's whole life: it prints nothing and leaves with what it started."""
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its children
        _limit(seconds)
        data: Sequence[bytes] = (work(), _WHOLE)
        with os.fdopen(line, "wb") as stream:
            stream.writelines(data)
    except BaseException:  # noqa: BLE001 - an answer cut short tells the parent enough
        os._exit(1)
    os._exit(0)


def _limit(seconds: int) -> None:
    import resource

    take_at_most(MEMORY)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with suppress(OSError):
        os.nice(5)
