"""A question to the file system, answered by a forked child while this process loads what a build needs.

Looking at the stamps of tens of thousands of files takes as long as importing Pelican and all it needs. Only the
standard library is used here.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any


class Ahead:
    """``work()`` begun in a child. ``work`` returns plain data (what ``marshal`` takes) and changes nothing."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._child = 0
        # A child forked beside other threads could wait for ever for a lock that one of them held.
        if hasattr(os, "fork") and threading.active_count() == 1:
            sys.stdout.flush()
            sys.stderr.flush()
            self._line, other = os.pipe()
            self._child = os.fork()
            if not self._child:
                os.close(self._line)
                _answer(work, other)
            os.close(other)

    def result(self) -> Any:
        """What ``work`` returned. Where no child could tell it, it is worked out here, and raises what it raises."""
        if not self._child:
            return self._work()
        child, self._child = self._child, 0
        with os.fdopen(self._line, "rb") as stream:
            data = stream.read()
        with suppress(ChildProcessError):
            os.waitpid(child, 0)
        try:
            return marshal.loads(data)  # noqa: S302 - from our own child
        except (EOFError, ValueError, TypeError):
            return self._work()


def _answer(work: Callable[[], Any], line: int) -> None:
    """The child's whole life. It prints nothing, whatever happens: its parent does the same again and says why."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        with os.fdopen(line, "wb") as stream:
            stream.write(marshal.dumps(work()))
    except BaseException:  # noqa: BLE001 - an answer cut short tells the parent enough
        os._exit(1)
    os._exit(0)
