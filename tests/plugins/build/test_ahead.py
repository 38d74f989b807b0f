"""Questions answered by a child: the same answer as without one, whatever becomes of the child."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from plugins.build.ahead import Ahead
from tests.plugins.small_site import ROOT


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a program without threads: those of pytest-xdist hold no lock that the child needs."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.mark.usefixtures("alone")
def test_a_child_answers_while_this_process_goes_on():
    """It is another process that worked, and it is gone when it has answered."""
    asked = Ahead(lambda: (os.getpid(), {"名": [1, 2.5, None]}, b"\0"))
    assert asked._child
    child, rest, data = asked.result()
    assert child != os.getpid()
    assert (rest, data) == ({"名": [1, 2.5, None]}, b"\0")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.usefixtures("alone")
def test_what_is_large_comes_whole():
    """More than a pipe holds."""
    assert Ahead(lambda: ["x" * 1000] * 3000).result() == ["x" * 1000] * 3000


def test_beside_other_threads_no_child_is_forked():
    """One that inherited a lock held by another thread would wait for ever."""
    go = threading.Event()
    thread = threading.Thread(target=go.wait)
    thread.start()
    try:
        assert Ahead(os.getpid).result() == os.getpid()
    finally:
        go.set()
        thread.join()


@pytest.mark.usefixtures("alone")
def test_an_answer_that_is_cut_short_is_worked_out_here():
    """Killed, failed, or nothing that can be sent: what it would have raised is raised here."""
    here = os.getpid()

    def killed() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return 7

    def faulty() -> int:
        raise OSError(f"no, not in {'the parent' if os.getpid() == here else 'the child'}")

    assert Ahead(killed).result() == 7
    with pytest.raises(OSError, match="the parent"):
        Ahead(faulty).result()
    assert type(Ahead(object).result()) is object


def test_a_child_outlives_nothing_and_says_nothing():
    """The parent ends before the answer: no traceback is printed, and the child is gone a moment later."""
    program = (
        "import os, sys, time\nfrom plugins.build.ahead import Ahead\n"
        "asked = Ahead(lambda: (time.sleep(0.3), 'x' * 10**6)[1])\nprint(asked._child, flush=True)\nos._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    child, deadline = int(done.stdout), time.monotonic() + 10
    while time.monotonic() < deadline and os.path.exists(f"/proc/{child}"):
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{child}")
    assert done.stderr == ""
