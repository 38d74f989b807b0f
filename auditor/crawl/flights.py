"""One question at a time for an address: who asks while another is asking waits for that answer.

Addresses are claimed one by one, but redirects of many lead to one page, which then is asked in its own right. A page
that a redirect has led to is therefore remembered for a while; failures never are.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

KEPT_BYTES = 8 * 1024 * 1024

T = TypeVar("T")


class Flights(Generic[T]):
    """Answers under way, and those kept, by what was asked. Nobody waits while holding the lock."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._flying: dict[Hashable, Future[T]] = {}
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._most = self._room = kept_bytes
        self._lock = threading.Lock()

    def share(self, key: Hashable, ask: Callable[[], T], size: Callable[[T], int | None]) -> T:
        """The answer to ``key``: kept, under way, or now asked for. What ``ask`` raises, all who wait for it raise.

        ``size`` says how many bytes of memory the answer is worth keeping at; None is not at all.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            flight = self._flying.get(key)
            first = flight is None
            if flight is None:
                flight = self._flying[key] = Future()
        if not first:
            return flight.result()
        try:
            answer = ask()
        except BaseException as error:
            self._land(key)
            flight.set_exception(error)
            raise
        self._keep(key, answer, size(answer))
        flight.set_result(answer)
        return answer

    def _land(self, key: Hashable) -> None:
        with self._lock:
            del self._flying[key]

    def _keep(self, key: Hashable, answer: T, size: int | None) -> None:
        with self._lock:
            del self._flying[key]
            if size is None or size > self._most:
                return
            self._kept[key] = answer, size
            self._room -= size
            while self._room < 0:
                self._room += self._kept.popitem(last=False)[1][1]
