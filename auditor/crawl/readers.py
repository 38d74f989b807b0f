"""Worker processes that read pages, so that a crawl uses every core of the machine.

A worker is asked over a pipe by whichever thread has a page and waits there for the answer: no queue, no thread
between the two. The first pages are read in the crawl's own process, since starting another costs as much as fifty
pages; so a small site needs none.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import threading
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import msgspec

from auditor.crawl.fetch import Response
from auditor.crawl.reading import Method, Reading, read_response
from auditor.errors import CannotRun

FEW = 50
"""Pages read before a process is started."""


class _Worker(msgspec.Struct):
    process: BaseProcess
    pipe: Connection

    def ask(self, response: Response, depth: int) -> Reading:
        """Raises EOFError or OSError where the worker has died, and what reading a page raised there."""
        self.pipe.send_bytes(msgspec.msgpack.encode((response, depth)))
        answer = self.pipe.recv_bytes()
        if answer[:1] == _FAILED:
            raise pickle.loads(answer[1:])  # noqa: S301 - our own process wrote it
        return msgspec.msgpack.decode(memoryview(answer)[1:], type=Reading)

    def stop(self) -> None:
        """End the process, whatever it is doing; a thread that waits for its answer sees the end of the pipe."""
        self.process.terminate()
        self.process.join()
        self.pipe.close()


_DONE, _FAILED = b"+", b"!"


class Readers:
    """Reads pages for the threads of a crawl, on ``processes`` processes (1: in this one)."""

    def __init__(self, method: Method, processes: int = 1) -> None:
        self._method = method
        self._free: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._workers: list[_Worker] = []
        self._lock = threading.Lock()
        self._alone = FEW
        self._closed = False
        for _ in range(processes if processes > 1 else 0):
            self._free.put(None)  # a place for a worker, filled when it is first taken
        self._many = processes > 1

    def read(self, response: Response, depth: int) -> Reading:
        """Read a page. Raises CannotRun when the processes that try it die of it."""
        if not self._many or self._few_yet():
            return read_response(self._method, response, depth)
        worker = self._free.get()
        try:
            for _ in range(2):  # a process may have been killed for another's hunger
                worker = worker or self._start()
                try:
                    return worker.ask(response, depth)
                except (EOFError, OSError):
                    self._drop(worker)
                    worker = None
            raise CannotRun(
                f"读取页面 {response.final_url} 的进程两次意外退出",
                "请检查内存是否足够；也可用 --jobs 1 再试，已抓取的页面不会丢失",
            )
        finally:
            self._free.put(worker)

    @property
    def running(self) -> int:
        """How many processes there are now."""
        return len(self._workers)

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            self._closed = True
            workers = list(self._workers)
            self._workers.clear()
        for worker in workers:
            worker.stop()

    def _few_yet(self) -> bool:
        with self._lock:
            self._alone -= 1
            return self._alone >= 0

    def _start(self) -> _Worker:
        context = get_context("forkserver")  # forking a process whose threads hold locks can deadlock
        with self._lock:
            if self._closed:
                raise CannotRun("审查已停止", "")
            context.set_forkserver_preload([__name__, "auditor.judging", "auditor.preloaded"])
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, self._method), daemon=True)
            process.start()
            theirs.close()
            worker = _Worker(process, ours)
            self._workers.append(worker)
        return worker

    def _drop(self, worker: _Worker) -> None:
        with self._lock:
            ours = worker in self._workers  # or else ``close`` is ending it: its pipe is closed once
            if ours:
                self._workers.remove(worker)
        if ours:
            worker.stop()


def processes_wanted() -> int:
    """One for each core this process may use."""
    return len(os.sched_getaffinity(0))


def _work(pipe: Connection, method: Method) -> None:
    """Runs in a worker: read pages until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crawl's to answer; it ends its workers
    asked = msgspec.msgpack.Decoder(tuple[Response, int])
    with contextlib.suppress(EOFError, OSError):  # the crawl is over, or was killed
        while True:
            response, depth = asked.decode(pipe.recv_bytes())
            try:
                answer = _DONE + msgspec.msgpack.encode(read_response(method, response, depth))
            except Exception as error:  # noqa: BLE001 - a programmer's mistake: told where it is looked for
                error.add_note(f"while reading {response.final_url}")
                answer = _FAILED + pickle.dumps(error)
            pipe.send_bytes(answer)
