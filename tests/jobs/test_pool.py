"""Many workers or one: the same results in the same order."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import count, islice

import psutil
import pytest

import jobs
from tests.conftest import ROOT


def square(number: int) -> int:
    """Work for a worker."""
    return number * number


def picky(number: int) -> int:
    """Work that does not like 20."""
    if number == 20:
        raise ValueError("twenty")
    return number


def where(_: int) -> int:
    """The process the work was done in."""
    return os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_whatever_the_number_of_workers(workers):
    """The report must not depend on who was quicker."""
    assert list(jobs.run(square, range(500), workers, chunk=7)) == [n * n for n in range(500)]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_is_raised_after_the_results_before_its_chunk(workers):
    """A worker's mistake is not lost in another process."""
    results = jobs.run(picky, range(40), workers, chunk=10)
    assert list(islice(results, 20)) == list(range(20))
    with pytest.raises(ValueError, match="twenty"):
        next(results)


def test_jobs_are_taken_as_they_are_needed():
    """A site of any size passes through: an endless stream of jobs is no matter."""
    assert list(islice(jobs.run(square, count(), 2, chunk=5), 12)) == [n * n for n in range(12)]


def test_one_worker_is_this_process_and_several_are_others():
    """So that a profile of one job tells the truth."""
    assert set(jobs.run(where, range(3), 1)) == {os.getpid()}
    assert os.getpid() not in set(jobs.run(where, range(3), 2))


def test_workers_leave_when_their_parent_is_killed():
    """A killed build leaves no process behind that keeps its output open."""
    script = "import time, jobs\nfrom tests.jobs.test_pool import where\nfor n in jobs.run(where, iter(int, 1), 2, chunk=1): print(n, flush=True)"
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    pids = {int(parent.stdout.readline()) for _ in range(20)}
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 20
    while any(map(_is_running, pids)):
        assert time.monotonic() < deadline, "workers are still there"
        time.sleep(0.1)


def _is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # also one that ends between two looks at it
        return False
