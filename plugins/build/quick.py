"""Whether there is anything to do at all, answered before Pelican and everything it needs is even loaded.

A build leaves a digest of the stamps (size, inode, times) of every file it depends on, the span of time for which its
result holds, and the times of the output's folders. Where all of that is as it was, the output is what a build would
write. Anything unusual (a build that is running or was killed, a file changed in the instant it was read) means: build.
Only the standard library is used here.
"""

from __future__ import annotations

import ast
import json
import os
import stat
import sys
import time
from array import array
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

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
    be done: number of documents and files."""

    inputs: str
    answer: tuple[int, int] | None


def output_of(settings: Path) -> Path | None:
    """The OUTPUT_PATH that a settings file writes down; None where it does not do so in plain words."""
    with suppress(OSError, SyntaxError, ValueError):
        for line in ast.parse(settings.read_text(encoding="utf-8")).body:
            if isinstance(line, ast.Assign) and any(getattr(t, "id", "") == "OUTPUT_PATH" for t in line.targets):
                value = ast.literal_eval(line.value)
                return settings.parent / value if isinstance(value, str) else None
    return None


def look(request: Request, minute: str) -> Look:
    """Look whether anything changed. ``minute`` is the time now, YYYY-MM-DD HH:MM in Beijing."""
    root = Path(__file__).parents[2]
    started = time.time_ns()
    digest = blake2b("\n".join([sys.version, *request.key]).encode(), digest_size=16)
    try:
        newest = 0
        for place in (request.settings, request.content, request.theme, *(root / name for name in CODE)):
            newest = max(newest, _take_in(digest, place, lean=place == request.content))
        for place in map(Path, sys.path):
            if place.name == "site-packages":
                digest.update("\n".join(sorted(n for n in os.listdir(place) if n.endswith(".dist-info"))).encode())
    except OSError:
        return Look("", None)
    inputs = digest.hexdigest() if newest < started - TICK_NS else ""
    told = _read(request.output)
    if not inputs or told.get("inputs") != inputs or not _holds(told, minute):
        return Look(inputs, None)
    if os.path.lexists(_beside(request.output, "stage")) or _stamps(told["code"]) != told["code"]:
        return Look(inputs, None)
    folders = told["folders"]
    if folder_marks(request.output, folders) != folders:
        return Look(inputs, None)
    return Look(inputs, (told["documents"], told["files"]))


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
        with suppress(OSError), os.scandir(f"{output}/{folder}") as listing:
            lines = []
            for entry in listing:
                told = entry.stat(follow_symlinks=False)
                if not stat.S_ISDIR(told.st_mode):
                    lines.append(f"{entry.name} {told.st_mode} {told.st_size} {told.st_mtime_ns} {told.st_ino}")
            lines.sort()
            found[folder] = blake2b("\n".join(lines).encode(errors="surrogateescape"), digest_size=8).hexdigest()
    return found


def _stamps(files: Iterable[str]) -> dict[str, list[int]]:
    found = {}
    for file in files:
        with suppress(OSError):
            told = os.stat(file)
            found[file] = [told.st_size, told.st_ino, told.st_mtime_ns, told.st_ctime_ns]
    return found


def _take_in(digest: Any, place: Path, *, lean: bool) -> int:
    """Add the stamps of a file, or of all files of a folder; the newest time of a change (ns).

    ``lean`` leaves out what a build leaves out of content/: names that begin with a dot or a tilde.
    """
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
                    if name == "__pycache__" or (lean and name[0] in ".~"):
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
