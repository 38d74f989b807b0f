"""How a job that takes long learns that nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


def _always() -> bool:
    return True


_STILL: ContextVar[Callable[[], bool]] = ContextVar("still", default=_always)


def wanted() -> bool:
    """Whether the result of the job that this thread does is still waited for; True outside of any job.

    ``jobs.threads`` and ``jobs.cluster`` cannot end a job from outside. One that runs a program of its own asks now
    and then, and ends it when the answer is no.
    """
    return _STILL.get()()


@contextmanager
def asked_by(still: Callable[[], bool]) -> Iterator[None]:
    """Within, ``wanted`` answers what ``still`` does."""
    token = _STILL.set(still)
    try:
        yield
    finally:
        _STILL.reset(token)
