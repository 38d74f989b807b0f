"""What editors change while the preview runs: seen by the kernel's notice, gathered until the builder is free."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import watch

from plugins.build.problems import CannotRun

QUIET = 50
"""Milliseconds without a change after which a burst of changes is over."""
LONGEST_BURST = 1000
"""Milliseconds after which a burst is told even if it goes on."""
LOOK_AGAIN = 500
"""Milliseconds between looks at what the kernel does not tell: the settings file, folders that were replaced."""


class Edits:
    """Changed files on their way to the builder. However many bursts come during a build, they are one afterwards."""

    def __init__(self) -> None:
        self._waiting: set[Path] | None = None
        self._changed = threading.Condition()
        self.closed = False

    def put(self, files: set[Path]) -> None:
        """Ask for a build because of these files; an empty set asks for one as well."""
        with self._changed:
            self._waiting = (self._waiting or set()) | files
            self._changed.notify()

    def take(self) -> set[Path] | None:
        """Wait for a request and take all there is of it; None when there will be no more."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self._waiting is not None)
            taken, self._waiting = self._waiting, None
            return None if self.closed else taken

    def close(self) -> None:
        """Nothing is to be built any more."""
        with self._changed:
            self.closed = True
            self._changed.notify()


def watch_edits(folders: Sequence[Path], settings: Path) -> Iterator[set[Path]]:
    """Yield the files that were added, changed or removed below ``folders``, and ``settings``, burst by burst.

    A folder may go and come back, as a checkout of another branch makes it. ``settings`` is looked at now and then
    instead of being watched: editors replace a file they save, and the kernel goes on watching the old one. Where the
    kernel has no watch left to give, files are compared instead. What cannot be named (a file name that is not UTF-8,
    whatever happened while no watch was set) is told as a change of the folders. Never ends by itself; raises
    CannotRun where changes cannot be seen in any way.
    """
    before = _marks(folders, settings)
    polling: bool | None = None  # watchfiles decides
    missed: set[Path] = set()
    while True:
        there = [folder for folder in folders if folder.is_dir()]
        watching = False
        try:
            for burst in _bursts(there, polling):
                watching = True
                after = _marks(folders, settings)
                moved = {path for path, mark in after.items() if mark != before[path]}
                before = after
                if changed := burst | moved | missed:
                    missed = set()
                    yield changed
                if moved - {settings}:
                    missed = set(folders)
                    break
        except FileNotFoundError:  # gone since we looked
            missed = set(folders)
        except (OSError, RuntimeError) as error:  # the second is watchfiles' own
            if not watching and polling:
                raise CannotRun(
                    f"看不到 {there[0]} 里的改动（{error}）。请检查目录的权限，或把内容放到本机磁盘上"
                ) from error
            if not watching:
                polling = True
            missed = set(folders)
        if not watching or not there:
            time.sleep(LOOK_AGAIN / 1000)


def _bursts(folders: Sequence[Path], polling: bool | None) -> Iterator[set[Path]]:
    """What watchfiles sees, and an empty set now and then."""
    if not folders:
        yield set()
        return
    for changes in watch(
        *folders,
        watch_filter=lambda _, path: not _is_leftover(Path(path), folders),
        debounce=LONGEST_BURST,
        step=QUIET,
        rust_timeout=LOOK_AGAIN,
        yield_on_timeout=True,
        force_polling=polling,
        ignore_permission_denied=True,
    ):
        yield {Path(path) for _, path in changes}


def _is_leftover(path: Path, folders: Sequence[Path]) -> bool:
    """Whether an editor's or a file manager's own file was changed: the build passes these over too (``scan``)."""
    below = next((path.relative_to(folder) for folder in folders if path.is_relative_to(folder)), path)
    return any(part.startswith((".", "~")) or part.endswith("~") for part in below.parts)


def _marks(folders: Sequence[Path], settings: Path) -> dict[Path, tuple[int, ...]]:
    """What tells that a folder is another one, or the settings file has been written."""
    marks = {folder: _mark(folder)[:2] for folder in folders}
    return {**marks, settings: _mark(settings)}


def _mark(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
