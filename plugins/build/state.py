"""What the last build knew: the digest of every fact, and for each page what it read and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from plugins.build.facts import Digest
from plugins.build.quick import folder_marks


class PageState(msgspec.Struct, array_like=True, gc=False):
    """A page as it was made last: ``made`` is its kind and argument, ``reads`` are numbers of facts, ``digest`` that
    of its bytes. ``why`` names what had changed when its bytes last did, ``at`` is when (Beijing time)."""

    made: str
    reads: tuple[int, ...]
    digest: str
    why: tuple[str, ...]
    at: str


class State(msgspec.Struct, array_like=True):
    """``names`` and ``digests`` are the facts by number; None where a fact is gone. ``folders`` are marks of the
    output's folders after the last commit: somebody who changed or took away a file there changed one."""

    stamp: str
    names: list[str] = []
    digests: list[str | None] = []
    pages: dict[str, PageState] = {}
    manifest: str = ""
    folders: dict[str, str] = {}

    def changed(self, facts: Mapping[str, Digest]) -> set[int]:
        """The numbers of the facts that have another digest now."""
        now = list(map(facts.get, self.names))
        if now == self.digests:
            return set()
        return {number for number, (one, other) in enumerate(zip(now, self.digests, strict=True)) if one != other}

    def numbers(self, facts: Mapping[str, Digest]) -> dict[str, int]:
        """Take in the facts as they are now; the number of each. Names that nobody reads any more go in time."""
        if len(self.names) > 2 * len(facts) + 1000:
            self._forget(facts)
        numbers = dict(zip(self.names, range(len(self.names)), strict=True))
        if not facts.keys() <= numbers.keys():
            fresh = [name for name in facts if name not in numbers]
            numbers.update(zip(fresh, range(len(numbers), len(numbers) + len(fresh)), strict=True))
            self.names += fresh
        self.digests = list(map(facts.get, self.names))
        return numbers

    def is_read(self, name: str) -> bool:
        """Whether any page was made from the fact."""
        number = self.names.index(name) if name in self.names else -1
        return any(number in page.reads for page in self.pages.values())

    def number(self, name: str, numbers: dict[str, int]) -> int:
        """The number of a fact that may not be there (and then its coming is a change)."""
        if name not in numbers:
            numbers[name] = len(self.names)
            self.names.append(name)
            self.digests.append(None)
        return numbers[name]

    def _forget(self, facts: Mapping[str, Digest]) -> None:
        read = {number for page in self.pages.values() for number in page.reads}
        kept = [number for number, name in enumerate(self.names) if name in facts or number in read]
        place = {old: new for new, old in enumerate(kept)}
        self.names = [self.names[number] for number in kept]
        self.pages = {
            path: msgspec.structs.replace(page, reads=tuple(place[number] for number in page.reads))
            for path, page in self.pages.items()
        }


def marks(output: Path, paths: Iterable[str]) -> dict[str, str]:
    """``quick.folder_marks`` of the folders these files stand in."""
    return folder_marks(output, {path.rpartition("/")[0] for path in paths})
