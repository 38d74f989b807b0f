"""The cluster: the contract of ``jobs.run`` on the workers of a Dask scheduler, found by its address.

A job may change the world, so it is begun once at most. Dask gives the job of a worker that died to another one; here
each job has a ticket on the scheduler, and the worker that comes second finds it taken and leaves the job alone.
"""

from __future__ import annotations

import pickle
import threading
import traceback
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from jobs import connection
from jobs.connection import ClusterError, Mismatch, NoWorkers, Unreachable, compare, connected, count_threads
from jobs.pool import WAITING
from jobs.wanted import asked_by

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Broken", "ClusterError", "Mismatch", "NoWorkers", "Unfit", "Unreachable", "WorkerDied", "run"]

Job = TypeVar("Job")
Result = TypeVar("Result")

PATIENCE = 30.0
"""Seconds a cluster may be without any worker while jobs are under way: a nanny starts a killed one again."""
_LOOK = 2.0
"""Seconds between looks at whether the cluster is there."""


class Unfit(ClusterError):
    """A worker or the scheduler cannot load the work: its Python does not have our code."""


class WorkerDied(ClusterError):
    """The worker of a job died or was cut off: it is not known how far the job got."""


class Broken(ClusterError):
    """The cluster went away in the middle. ``results``: by position, those done but not yielded yet."""

    def __init__(self, why: str, results: Mapping[int, Any]) -> None:
        self.results = dict(results)
        super().__init__(why)


def run(
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    address: str,
    at_once: int = 0,
    *,
    packages: Iterable[str] = (),
    lost: Callable[[Job], Result] | None = None,
) -> Iterator[Result]:
    """Yield ``work(job)`` for each job, in order, done by the workers of the scheduler at ``address``.

    ``work`` is a module-level function that the workers can import, jobs and results are plain picklable records. At
    most ``at_once`` jobs (0: one a thread of the cluster) are under way, and jobs are taken as they are needed. The
    workers must have this Python, this Dask and our versions of ``packages``. An exception raised by ``work`` is
    raised here when its turn has come; so is WorkerDied, unless ``lost`` gives the result that stands for its job.
    Raises Unreachable, NoWorkers, Mismatch before the first job, Unfit and Broken at any time. Whoever leaves early
    has the jobs cancelled: those under way see that they are no longer ``wanted``.
    """
    with connected(address) as client:
        threads = count_threads(client)
        compare(client, packages)
        yield from _Run(client, work, lost, at_once or threads).results(jobs)


@dataclass
class _Asked(Generic[Job]):
    """A job under way."""

    job: Job
    future: Future[Any]
    ticket: Any


class _Run(Generic[Job, Result]):
    """The jobs of one call: ``asked`` are under way, ``ended`` wait for their turn, both by position, each as
    ``_once`` tells it."""

    def __init__(
        self, client: Client, work: Callable[[Job], Result], lost: Callable[[Job], Result] | None, at_once: int
    ) -> None:
        self.client, self.work, self.lost, self.at_once = client, work, lost, at_once
        self.name = f"{getattr(work, '__name__', 'job')}-{uuid.uuid4().hex[:12]}"
        self.asked: dict[int, _Asked[Job]] = {}
        self.ended: dict[int, tuple[str, Any]] = {}
        self.bell = threading.Event()
        self.lonely = 0.0

    def results(self, jobs: Iterable[Job]) -> Iterator[Result]:
        stream = enumerate(jobs)
        turn = 0
        try:
            while True:
                room = min(self.at_once - len(self.asked), self.at_once * WAITING - len(self.asked) - len(self.ended))
                for number, job in islice(stream, max(room, 0)):
                    self._ask(number, job)
                if turn in self.ended:
                    how, what = self.ended.pop(turn)
                    if how == "raised":
                        raise what
                    turn += 1
                    yield what
                elif self.asked:
                    self._wait()
                else:
                    return
        finally:
            self._leave()

    def _ask(self, number: int, job: Job) -> None:
        from distributed import Queue

        key = f"{self.name}-{number}"
        packed = pickle.dumps((self.work, job))
        with self._answered():
            ticket = Queue(key, client=self.client)
            ticket.put(number)
            future = self.client.submit(_once, packed, key, key=key, pure=False, retries=0)
        future.add_done_callback(lambda _: self.bell.set())
        self.asked[number] = _Asked(job, future, ticket)

    def _wait(self) -> None:
        """Wait until something has ended, and look now and then whether the cluster is there at all."""
        rang = self.bell.wait(_LOOK)
        self.bell.clear()
        before = len(self.asked)
        with self._answered():
            for number, asked in list(self.asked.items()):
                self._look_at(number, asked)
            if self.client.status != "running":
                raise self._broken("the scheduler is gone")
            if rang or len(self.asked) < before:
                self.lonely = 0.0
                return
            self.lonely = 0.0 if self.client.nthreads() else self.lonely + _LOOK
        if self.lonely >= PATIENCE:
            raise self._broken(f"no worker for {PATIENCE:.0f} seconds")

    def _look_at(self, number: int, asked: _Asked[Job]) -> None:
        from distributed import KilledWorker

        if asked.future.status in ("cancelled", "lost"):
            raise self._broken("the scheduler forgot a job")
        if asked.future.status == "error":
            error = asked.future.exception(timeout=connection.CONNECT)
            if not isinstance(error, KilledWorker):
                raise Unfit(f"{type(error).__name__}: {error}") from error
            told: tuple[str, Any] = ("again", None)
        elif asked.future.status == "finished":
            try:
                told = asked.future.result(timeout=connection.CONNECT)
            except TimeoutError:
                if asked.future.status == "finished":
                    raise
                return  # its worker died before it handed the result over
        else:
            return
        del self.asked[number]
        asked.ticket.close()
        if told[0] == "again":
            died = WorkerDied(f"the worker of {asked.job!r} died")
            told = ("done", self.lost(asked.job)) if self.lost else ("raised", died)
        self.ended[number] = told

    @contextmanager
    def _answered(self) -> Iterator[None]:
        """Within, the scheduler is spoken to; where it does not answer, the cluster is broken."""
        from concurrent.futures import CancelledError

        try:
            yield
        except (OSError, CancelledError, RuntimeError) as error:  # TimeoutError is an OSError
            raise self._broken(f"{type(error).__name__}: {error}") from error

    def _broken(self, why: str) -> Broken:
        return Broken(why, {number: what for number, (how, what) in self.ended.items() if how == "done"})

    def _leave(self) -> None:
        with suppress(Exception):
            if self.asked and self.client.status == "running":
                self.client.cancel([asked.future for asked in self.asked.values()], force=True)
                for asked in self.asked.values():
                    asked.ticket.close()


def _once(packed: bytes, key: str) -> tuple[str, Any]:
    """On the worker: ("done", result), ("raised", exception) or, where the job was begun before, ("again", None)."""
    from distributed import Queue, get_worker

    ticket = Queue(key)
    taken = ticket.get(batch=True)
    ticket.close()
    if not taken:
        return "again", None
    worker = get_worker()

    def still() -> bool:
        """Cancelling ends no thread: the worker marks the job, and forgets it when the thread is done."""
        task = worker.state.tasks.get(key)
        return worker.status.name in ("running", "paused") and task is not None and task.state != "cancelled"

    work, job = pickle.loads(packed)  # noqa: S301 - packed by `run`; who may talk to the worker may run code anyway
    try:
        with asked_by(still):
            return "done", work(job)
    except Exception as error:  # noqa: BLE001 - raised again by `run`
        error.add_note("".join(traceback.format_exception(error)))
        return "raised", error
