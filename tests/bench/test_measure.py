"""A run watched from outside: what it wrote, what it took, and that nothing outlives it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from bench.build.measure import run


def script(text: str) -> list[str]:
    """A command that runs a few lines of Python."""
    return [sys.executable, "-c", text]


def test_files_written_and_removed_are_counted(tmp_path):
    """New, rewritten and replaced files count even where their bytes are the same; what is left alone does not."""
    for name in ("left", "rewritten", "replaced", "removed"):
        (tmp_path / name).write_text("x")
    done = run(
        script(
            "import os; open('rewritten', 'w').write('x'); open('draft', 'w').write('x'); os.replace('draft', 'replaced');"
            "os.remove('removed'); os.mkdir('below'); open('below/new', 'w').write('x')"
        ),
        tmp_path,
        tmp_path,
    )
    assert (done.written, done.removed) == (3, 1)
    assert done.names == ("below/new", "replaced", "rewritten", "- removed")
    assert done.failed == ""


def test_processor_time_and_memory_of_children_count(tmp_path):
    """A child's 60 MB and half second of work are seen, though the parent only waits."""
    work = "import time; held = bytearray(60_000_000); end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    done = run(script(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"), tmp_path, tmp_path)
    assert done.cpu > 0.5
    assert done.peak_pss > 60_000_000
    assert done.peak_rss > 60_000_000
    assert done.wall >= 0.5


def test_a_failure_is_told(tmp_path):
    """Exit status and last words of a command that fails."""
    done = run(script("raise SystemExit('no layout')"), tmp_path, tmp_path)
    assert done.failed == "exit status 1: no layout"


def test_a_command_that_hangs_is_killed_with_its_children(tmp_path):
    """After the time-out nothing of the tree is left."""
    child = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    command = script(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])")
    done = run(command, tmp_path, tmp_path, timeout=1.5)
    assert done.failed.startswith("timed out")
    assert_ends(int((tmp_path / "pid").read_text()))


def test_an_interruption_kills_what_was_started(tmp_path, monkeypatch):
    """Ctrl-C while waiting leaves no process behind."""

    def interrupted(pid: int, options: int) -> None:
        while not (tmp_path / "pid").exists():
            time.sleep(0.02)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "wait4", interrupted)
    text = f"import os, time; open({str(tmp_path / 'pid.new')!r}, 'w').write(str(os.getpid()));"
    text += f"os.rename({str(tmp_path / 'pid.new')!r}, {str(tmp_path / 'pid')!r}); time.sleep(60)"
    with pytest.raises(KeyboardInterrupt):
        run(script(text), tmp_path, tmp_path)
    assert_ends(int((tmp_path / "pid").read_text()))


def assert_ends(pid: int) -> None:
    """Wait a little until a process is gone or only waits to be collected."""
    for _ in range(100):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail(f"process {pid} is still running")
