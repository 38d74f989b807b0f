"""Processes that the threads of a crawl take, ask and put back: as many as there are places, each begun when needed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from auditor.errors import CannotRun


class Worker(Protocol):
    """A process that is asked over a pipe."""

    def stop(self) -> None:
        """End it, whatever it is doing; a thread that waits for its answer sees the end of the pipe."""


W = TypeVar("W", bound=Worker)


class Workers(Generic[W]):
    """``places`` processes at most, made by ``start``; any thread may use them."""

    def __init__(self, places: int, start: Callable[[], W]) -> None:
        self._begin = start
        self._free: queue.LifoQueue[W | None] = queue.LifoQueue()
        self._running: list[W] = []
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(places):
            self._free.put(None)  # a place for a worker, filled when it is first taken

    @contextmanager
    def place(self) -> Iterator[Place[W]]:
        """A place, with the process that is in it; what is in it afterwards serves the next."""
        held = Place(self, self._free.get())
        try:
            yield held
        finally:
            self._free.put(held.worker)

    @property
    def running(self) -> int:
        """How many processes there are now."""
        return len(self._running)

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            self._closed = True
            workers = list(self._running)
            self._running.clear()
        for worker in workers:
            worker.stop()

    def start(self) -> W:
        """Another process. Raises CannotRun after ``close``."""
        with self._lock:
            if self._closed:
                raise CannotRun("审查已停止", "")
            worker = self._begin()
            self._running.append(worker)
        return worker

    def drop(self, worker: W) -> None:
        """End one of them."""
        with self._lock:
            ours = worker in self._running  # or else ``close`` is ending it: its pipe is closed once
            if ours:
                self._running.remove(worker)
        if ours:
            worker.stop()


class Place(Generic[W]):
    """Where one thread has a process to itself."""

    def __init__(self, workers: Workers[W], worker: W | None) -> None:
        self._workers, self.worker = workers, worker

    def take(self) -> W:
        """The process that is here, or a fresh one."""
        if self.worker is None:
            self.worker = self._workers.start()
        return self.worker

    def drop(self) -> None:
        """End the process that is here."""
        if self.worker is not None:
            self._workers.drop(self.worker)
            self.worker = None
