"""What a kind of page is, and what its function may return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class UndeclaredRead(Exception):
    """A page was made from something that nobody will know it was made from. A programmer's mistake."""


@dataclass(frozen=True)
class Sheet:
    """A page to render: its template and the template's values."""

    template: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Copy:
    """A file to publish as it is."""

    source: Path


Made = Sheet | Copy | str | bytes
Make = Callable[[Any, Any], Made]
"""A function of a ``view.View`` and an argument."""


@dataclass(frozen=True)
class Kind:
    """A kind of page: its name, the function that makes one, the kinds of facts it may read."""

    name: str
    make: Make
    reads: frozenset[str]
