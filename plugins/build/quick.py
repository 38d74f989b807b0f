"""Whether there is anything to do at all, answered before Pelican and everything it needs is even loaded.

A build leaves a digest of the stamps (size, inode, times) of every file it depends on, the span of time for which its
result holds, and the times of the output's folders. Where all of that is as it was, the output is what a build would
write. Anything unusual (a build that is running or was killed, a file changed in the instant it was read) means: build,
and what was seen of the content and the output need not be looked at again. Two children look while this process goes
on. Only the standard library is used here.
"""

from __future__ import annotations

import ast
import json
import marshal
import os
import stat
import sys
import time
from array import array
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from plugins.build.ahead import Ahead
from plugins.build.problems import CannotRun
from plugins.build.scan import Tree, as_plain, from_plain, scan

FILE = "unchanged.json"
TICK_NS = 20_000_000
"""The clock of a file system stands still for so long at most."""
CODE = ("plugins", "standards", "jobs", "node_modules/.set-up")
"""Below the checkout: what a build runs. The last stands for the npm packages whose files are published."""


@dataclass(frozen=True)
class Request:
    """What is to be built from what: absolute paths, and the options that change the result."""

    settings: Path
    content: Path
    theme: Path
    output: Path
    now: str
    production: bool

    @property
    def key(self) -> list[str]:
        """The request as it is kept."""
        return [*map(str, (self.settings, self.content, self.theme, self.output)), self.now, str(self.production)]


@dataclass(frozen=True)
class Look:
    """What was found: a digest of all inputs (empty where it cannot be relied on), and the answer where nothing is to
    be done: number of documents and files. Else ``tree`` is the content folder as it was scanned from ``scanned_ns``
    on, and ``marks`` are those of all folders of the output."""

    inputs: str
    answer: tuple[int, int] | None
    tree: Tree | None = None
    scanned_ns: int = 0
    marks: Mapping[str, str] | None = None


def output_of(settings: Path) -> Path | None:
    """The OUTPUT_PATH that a settings file writes down; None where it does not do so in plain words."""
    with suppress(OSError, SyntaxError, ValueError):
        for line in ast.parse(settings.read_text(encoding="utf-8")).body:
            if isinstance(line, ast.Assign) and any(getattr(t, "id", "") == "OUTPUT_PATH" for t in line.targets):
                value = ast.literal_eval(line.value)
                return settings.parent / value if isinstance(value, str) else None
    return None


def look(request: Request, minute: str, meanwhile: Callable[[], None] = lambda: None) -> Look:
    """Look whether anything changed. ``minute`` is the time now, YYYY-MM-DD HH:MM in Beijing; ``meanwhile`` is called
    once children look, and should not take long itself."""
    started = time.time_ns()
    outside, inside = Ahead(partial(_inputs, request)), Ahead(partial(_every_mark, str(request.output)))
    meanwhile()
    told = _read(request.output)
    seen, marks = outside.result(), inside.result()
    if seen is None:
        return Look("", None)
    inputs, newest, packed = seen
    inputs = inputs if newest < started - TICK_NS else ""
    if inputs and told.get("inputs") == inputs and _holds(told, minute) and _stands(request, told, marks):
        return Look(inputs, (told["documents"], told["files"]))
    return Look(inputs, None, from_plain(request.content, marshal.loads(packed)), started, marks)  # noqa: S302 - ours


def _stands(request: Request, told: Mapping[str, Any], marks: Mapping[str, str]) -> bool:
    """Whether no build is under way, and nobody touched the output or the plugins that stand elsewhere."""
    if os.path.lexists(_beside(request.output, "stage")) or _stamps(told["code"]) != told["code"]:
        return False
    return all(marks.get(folder) == mark for folder, mark in told["folders"].items())


def _inputs(request: Request) -> tuple[str, int, bytes] | None:
    """A digest of the stamps of all inputs, the newest time of a change (ns), and the content folder's Tree as plain
    data, packed; None where something could not be looked at."""
    root = Path(__file__).parents[2]
    digest = blake2b("\n".join([sys.version, *request.key]).encode(), digest_size=16)
    try:
        tree = scan(request.content)
        newest = max((stamp[3] for stamp in tree.stamps.values()), default=0)
        digest.update(repr((tree.folders, tree.problems)).encode(errors="surrogateescape"))
        digest.update("\0".join(tree.stamps).encode(errors="surrogateescape"))
        digest.update(array("q", chain.from_iterable(tree.stamps.values())).tobytes())
        for place in (request.settings, request.theme, *(root / name for name in CODE)):
            newest = max(newest, _take_in(digest, place))
        for place in map(Path, sys.path):
            if place.name == "site-packages":
                digest.update("\n".join(sorted(n for n in os.listdir(place) if n.endswith(".dist-info"))).encode())
    except (OSError, CannotRun):
        return None
    return digest.hexdigest(), newest, marshal.dumps(as_plain(tree))


def keep(  # noqa: PLR0917 - what is remembered
    request: Request,
    found: Look,
    window: tuple[str, str],
    fixed: str,
    folders: Mapping[str, str],
    code: Iterable[Path],
    counts: tuple[int, int],
) -> None:
    """Remember a build that was done right after ``found``. ``window`` is the span of time for which it holds (first
    minute, first minute after), ``fixed`` the minute of a clock that stands still (``--now``, the demo's), or empty;
    ``folders`` are the output's folders with their marks, ``code`` modules that stand elsewhere, ``counts`` documents
    and files."""
    told = {
        "code": _stamps(map(str, code)),
        "inputs": found.inputs,
        "from": window[0],
        "until": window[1],
        "fixed": fixed,
        "folders": dict(folders),
        "documents": counts[0],
        "files": counts[1],
    }
    folder = _beside(request.output, "cache")
    with suppress(OSError):
        draft = folder / f"{FILE}.new"
        draft.write_text(json.dumps(told), encoding="utf-8")
        draft.replace(folder / FILE)


def forget(output: Path) -> None:
    """A build has begun: what was remembered holds no longer."""
    with suppress(OSError):
        (_beside(output, "cache") / FILE).unlink()


def _holds(told: Mapping[str, Any], minute: str) -> bool:
    return bool(told["from"] <= (told["fixed"] or minute) < told["until"])


def _read(output: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads((_beside(output, "cache") / FILE).read_bytes())
        if isinstance(found, dict):
            return found
    return {}


def _beside(output: Path, name: str) -> Path:
    real = Path(os.path.realpath(output))
    return real.with_name(f"{real.name}.{name}")


def folder_marks(output: Path, folders: Iterable[str]) -> dict[str, str]:
    """For each folder of the output what tells that somebody has been there: a digest of names, sizes, times, inodes.

    Folders that are not there are left out.
    """
    found = {}
    for folder in folders:
        with suppress(OSError):
            found[folder], _ = _mark(f"{output}/{folder}")
    return found


def _every_mark(output: str) -> dict[str, str]:
    """``folder_marks`` of all folders of the output."""
    found = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with suppress(OSError):
            found[folder], below = _mark(f"{output}/{folder}")
            waiting += (f"{folder}/{name}" if folder else name for name in below)
    return found


def _mark(folder: str) -> tuple[str, list[str]]:
    """The mark of one folder, and the names of those in it."""
    lines, below = [], []
    with os.scandir(folder) as listing:
        for entry in listing:
            told = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(told.st_mode):
                below.append(entry.name)
            else:
                lines.append(f"{entry.name} {told.st_mode} {told.st_size} {told.st_mtime_ns} {told.st_ino}")
    lines.sort()
    return blake2b("\n".join(lines).encode(errors="surrogateescape"), digest_size=8).hexdigest(), below


def _stamps(files: Iterable[str]) -> dict[str, list[int]]:
    found = {}
    for file in files:
        with suppress(OSError):
            told = os.stat(file)
            found[file] = [told.st_size, told.st_ino, told.st_mtime_ns, told.st_ctime_ns]
    return found


def _take_in(digest: Any, place: Path) -> int:
    """Add the stamps of a file, or of all files of a folder; the newest time of a change (ns)."""

    newest = 0
    if not place.is_dir():
        entries = [(str(place), os.lstat(place))]
        waiting: list[str] = []
    else:
        entries, waiting = [], [str(place)]
    while waiting or entries:
        if waiting:
            folder = waiting.pop()
            with os.scandir(folder) as listing:
                for entry in listing:
                    name = entry.name
                    if name == "__pycache__":
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        entries.append((entry.path, entry.stat(follow_symlinks=False)))
            entries.sort(key=lambda pair: pair[0])
            digest.update(folder.encode(errors="surrogateescape"))
        numbers = array("q")
        for _, found in entries:
            numbers.extend((found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_mode))
            newest = max(newest, found.st_ctime_ns)
        digest.update("\0".join(path for path, _ in entries).encode(errors="surrogateescape"))
        digest.update(numbers.tobytes())
        entries = []
        waiting.sort()
    return newest
