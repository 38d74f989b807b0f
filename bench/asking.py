"""What the measuring commands have in common: wishes from the environment, one run at a time, the exit status."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

from bench.build.workplace import alone

T = TypeVar("T")


@dataclass(frozen=True)
class Environment:
    """The environment's variables, read as wishes. What makes no sense is a ValueError."""

    given: Mapping[str, str]

    def number(self, name: str, default: int, least: int) -> int:
        """A number of at least ``least``."""
        text = self.given.get(name) or str(default)
        if not text.isdecimal() or int(text) < least:
            raise ValueError(f"{name}={text}: a number of at least {least} is wanted")
        return int(text)

    def some(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """Some of the known ones, in their order; all where nothing is asked."""
        asked = {part.strip() for part in (self.given.get(name) or ",".join(known)).split(",")}
        if unknown := asked.difference(known):
            raise ValueError(f"{name}: {', '.join(sorted(unknown))} unknown, there are {', '.join(known)}")
        return tuple(one for one in known if one in asked)

    def switch(self, name: str) -> bool:
        """Whether it is set to anything but 0."""
        return self.given.get(name, "") not in ("", "0")


def run_alone(read_wish: Callable[[Mapping[str, str]], T], measure: Callable[[T], int], work: Path) -> int:
    """Measure what the environment wishes, with ``work`` to itself; the exit status."""
    try:
        wish = read_wish(os.environ)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        with alone(work):
            return measure(wish)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was written to the results\n")
        return 130
    except OSError as error:
        sys.stderr.write(f"could not run: {error}\n")
        return 2


def tell(failures: Sequence[str]) -> int:
    """Print what failed; the exit status."""
    for failure in failures:
        print(f"FAILED  {failure}")
    return 1 if failures else 0


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt
