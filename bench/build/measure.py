"""One command watched from outside: wall, CPU and memory of its whole process tree, and the files it wrote."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EVERY = 0.05
SAMPLE_COST = 25
"""Seconds between two samples of memory, at least; and at least so many times what the last one took, because reading
the pages of a large process holds it up (13 ms for 1.5 GB)."""
NAMES = 20
TIMEOUT = 3600.0

Listing = Mapping[str, tuple[int, int, int, int]]
"""Path below a folder → modification, change, inode, size."""


@dataclass(frozen=True)
class Run:
    """What one run took. Seconds, bytes, files; ``names`` are the first few of the files written or removed.

    ``cpu`` is user and system time of the process and of all descendants, ``peak_pss`` the largest sum of their
    proportional set sizes that was seen, ``peak_rss`` the largest resident size of any one of them (the kernel's own
    high-water mark, read at the last sample). ``others`` is how many cores everybody else on the machine used
    meanwhile: where it is not near zero, the wall time says little. ``failed`` is empty where all went well.
    """

    wall: float
    cpu: float
    peak_pss: int
    peak_rss: int
    written: int
    removed: int
    names: tuple[str, ...]
    others: float
    failed: str


def run(
    command: Sequence[str], folder: Path, output: Path, timeout: float = TIMEOUT, fine: Collection[int] = (0,)
) -> Run:
    """Run a command in a folder to its end, or kill it and all it started: on time-out, and when we are interrupted.

    ``fine`` are the exit statuses of a run that did what it should.
    """
    before = listing(output)
    os.sync()  # what the last run left to be written must not slow this one down
    with tempfile.TemporaryFile() as said:
        busy = worked()
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        watch = Watch(process.pid)
        alarm = threading.Timer(timeout, kill_group, [process.pid])
        try:
            watch.start()
            alarm.start()
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
            busy = worked() - busy
        finally:
            alarm.cancel()
            kill_group(process.pid)  # what is left of the group: nothing, unless we were interrupted
            watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it once more
        said.seek(0)
        failed = _reason(process.returncode, fine, wall >= timeout, said.read().decode(errors="replace"))
    written, removed = changes(before, listing(output))
    cpu = max(usage.ru_utime + usage.ru_stime, watch.cpu())
    return Run(
        wall=wall,
        cpu=cpu,
        peak_pss=watch.peak,
        peak_rss=watch.peak_rss,
        written=len(written),
        removed=len(removed),
        names=tuple([*written, *(f"- {path}" for path in removed)][:NAMES]),
        others=max(0.0, busy - cpu) / wall,
        failed=failed,
    )


def worked() -> float:
    """Seconds that all cores together have worked since the machine started: user, nice, system, interrupts."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    return sum(int(fields[at]) for at in (1, 2, 3, 6, 7)) / os.sysconf("SC_CLK_TCK")


def kill_group(group: int) -> None:
    """Kill all that is left of a process group, if anything is."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _reason(status: int, fine: Collection[int], late: bool, said: str) -> str:
    if status in fine:
        return ""
    last = " ".join(said.split())[-300:]
    return f"{'timed out' if late else f'exit status {status}'}: {last}"


def listing(folder: Path) -> Listing:
    """Every file below a folder; none where there is no folder."""
    found: dict[str, tuple[int, int, int, int]] = {}
    waiting = [str(folder)] if folder.is_dir() else []
    start = len(str(folder)) + 1
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                stat = entry.stat(follow_symlinks=False)
                found[entry.path[start:]] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_size)
    return found


def changes(before: Listing, after: Listing) -> tuple[list[str], list[str]]:
    """Paths that are new or are no longer the same file with the same times; paths that are gone."""
    written = sorted(path for path, stat in after.items() if before.get(path) != stat)
    return written, sorted(before.keys() - after.keys())


class Watch(threading.Thread):
    """Samples the tree below a process until it is stopped."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.peak = self.peak_rss = 0
        self._ticks: dict[int, int] = {}
        self._done = threading.Event()

    def run(self) -> None:
        """Sample until stopped."""
        pause = 0.0
        while not self._done.wait(pause):
            started = time.perf_counter()
            tree = descendants(self.root)
            self.peak = max(self.peak, pss(tree))
            for pid in tree:
                self.peak_rss = max(self.peak_rss, _kilobytes(pid, "status", "VmHWM:"))
                self._ticks[pid] = max(self._ticks.get(pid, 0), _ticks(pid))
            pause = max(SAMPLE_EVERY, SAMPLE_COST * (time.perf_counter() - started))

    def stop(self) -> None:
        """End sampling; the figures stand after that."""
        self._done.set()
        self.join()

    def cpu(self) -> float:
        """Seconds seen being used: less than the kernel says, unless a process was never waited for."""
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")


def descendants(root: int) -> list[int]:
    """A process and everything below it; processes that end meanwhile may be missing."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        with suppress(OSError):
            for thread in os.listdir(f"/proc/{pid}/task"):
                with suppress(OSError):
                    waiting += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    return found


def pss(tree: Sequence[int]) -> int:
    """The sum of the proportional set sizes of processes, in bytes; one that has ended counts nothing."""
    return sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in tree)


def _kilobytes(pid: int, file: str, key: str) -> int:
    """A size from a process's file in /proc, in bytes; 0 when the process has ended."""
    with suppress(OSError), open(f"/proc/{pid}/{file}", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    return 0


def _ticks(pid: int) -> int:
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0
