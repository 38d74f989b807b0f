"""A program that runs until it is told to stop: started, watched, and ended with all that it started."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bench.build.measure import Watch, kill_group

LOOK_AGAIN = 0.01
LAST_WORDS = 300


@dataclass(frozen=True)
class Running:
    """``started`` is the moment of the start; ``said`` and ``complained`` hold what it prints."""

    process: subprocess.Popen[bytes]
    started: float
    said: BinaryIO
    complained: BinaryIO
    watch: Watch

    def find(self, pattern: re.Pattern[bytes], within: float) -> re.Match[bytes] | None:
        """Wait for something to be printed; None when it has not come in time, or the program has ended."""
        while time.perf_counter() - self.started < within:
            ended = self.process.poll() is not None
            if found := pattern.search(_all(self.said)):
                return found
            if ended:
                return None
            time.sleep(LOOK_AGAIN)
        return None

    def last_words(self) -> str:
        """How it ended, if it has, and the end of what it printed on stderr, in one line."""
        status = self.process.returncode
        ended = "" if status is None else f"exit status {status}"
        words = " ".join(_all(self.complained).decode(errors="replace").split())[-LAST_WORDS:]
        return ": ".join(filter(None, (ended, words)))

    def stop(self, within: float) -> int | None:
        """Press Ctrl-C, which every process of the group hears; returns the exit status, None where it goes on."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(within)
        return self.process.returncode


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[Running]:
    """Run a command in a folder while the block lasts; however it ends, all that was started is killed then.

    Raises OSError where there is nothing to start.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=complained, start_new_session=True
        )
        watch = Watch(process.pid)
        try:
            watch.start()
            yield Running(process, started, said, complained, watch)
        finally:
            kill_group(process.pid)
            process.wait()
            watch.stop()


def _all(stream: BinaryIO) -> bytes:
    """What a file holds, without moving the place where its writer goes on."""
    return os.pread(stream.fileno(), os.fstat(stream.fileno()).st_size, 0)
