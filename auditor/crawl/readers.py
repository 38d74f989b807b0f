"""Worker processes that read pages, so that a crawl uses every core of the machine.

A worker is asked over a pipe by whichever thread has a page and waits there for the answer: no queue, no thread
between the two. The first pages are read in the crawl's own process, since starting another costs as much as fifty
pages; so a small site needs none.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import threading
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import msgspec

from auditor.crawl.reading import Method, Reading, read_response
from auditor.crawl.response import Response
from auditor.crawl.workers import Workers
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
        self._workers = Workers(processes if processes > 1 else 0, self._start)
        self._lock = threading.Lock()
        self._alone = FEW
        self._many = processes > 1

    def read(self, response: Response, depth: int) -> Reading:
        """Read a page. Raises CannotRun when the processes that try it die of it."""
        if not self._many or self._few_yet():
            return read_response(self._method, response, depth)
        with self._workers.place() as place:
            for _ in range(2):  # a process may have been killed for another's hunger
                try:
                    return place.take().ask(response, depth)
                except (EOFError, OSError):
                    place.drop()
            raise CannotRun(
                f"读取页面 {response.final_url} 的进程两次意外退出",
                "请检查内存是否足够；也可用 --jobs 1 再试，已抓取的页面不会丢失",
            )

    @property
    def running(self) -> int:
        """How many processes there are now."""
        return self._workers.running

    def close(self) -> None:
        """End the workers."""
        self._workers.close()

    def _few_yet(self) -> bool:
        with self._lock:
            self._alone -= 1
            return self._alone >= 0

    def _start(self) -> _Worker:
        context = get_context("forkserver")  # forking a process whose threads hold locks can deadlock
        context.set_forkserver_preload([__name__, "auditor.judging", "auditor.preloaded"])
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._method), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


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
