"""Jobs in threads: the pool's contract, and a way to leave early."""

from __future__ import annotations

import threading
import time
from itertools import count, islice

import pytest

import jobs
from jobs import threads


def square(number: int) -> int:
    """The more, the sooner: so that the last asked end first."""
    time.sleep(0.02 / (number + 1))
    return number * number


def picky(number: int) -> int:
    """Work that does not like 3."""
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("workers", [1, 4])
def test_results_come_in_order_and_jobs_are_taken_as_needed(workers):
    """An endless stream of jobs is no matter."""
    assert list(islice(threads.run(square, count(), workers), 40)) == [n * n for n in range(40)]


def test_an_exception_is_raised_after_the_results_before_it():
    """A mistake is not lost in another thread."""
    results = threads.run(picky, range(9), 2)
    assert list(islice(results, 3)) == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_than_asked_run_at_once(workers):
    """--jobs 3 is three."""
    busy, most, lock = 0, 0, threading.Lock()

    def work(_: int) -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.02)
        with lock:
            busy -= 1

    list(threads.run(work, range(12), workers))
    assert most == workers


def test_who_leaves_early_waits_for_jobs_that_see_that_they_are_not_wanted():
    """Those under way end, those behind them never begin."""
    begun, ended = [], []

    def work(number: int) -> int:
        begun.append(number)
        while number and jobs.wanted():
            time.sleep(0.01)
        ended.append(number)
        return number

    results = threads.run(work, range(20), 2)
    assert next(results) == 0
    results.close()
    assert sorted(begun) == sorted(ended)
    assert len(begun) <= 3
    assert jobs.wanted(), "outside of a job everything is wanted"
