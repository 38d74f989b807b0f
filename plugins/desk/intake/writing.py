"""Many files written below content/, or none: prepared aside, put in their places last, taken back where that fails.

The folder ``.desk-import`` below content/, which builds do not see, holds what is prepared and a journal of what is
being put in place. A run that was killed leaves both, and the next one first takes back what it had put.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from plugins.build.problems import CannotRun
from plugins.desk.workplace import why_not_written

STAGE = ".desk-import"
_JOURNAL, _LOCK, _NEW, _OLD, _SWAP = "journal.json", "lock", "new", "old", "swap"


@dataclass
class Stage:
    """What one run is going to write. ``entries`` are path below content/, number of the prepared file, whether what
    stands at the path is to be replaced."""

    content: Path
    folder: Path
    entries: list[tuple[str, int, bool]] = field(default_factory=list)

    def put(self, path: str, data: bytes, *, replacing: bool = False) -> None:
        """Prepare a file. Raises CannotRun where it cannot be written."""
        target = self.content / path
        if not target.parent.resolve().is_relative_to(self.content.resolve()):
            raise CannotRun(f"目录 {target.parent} 指到了内容目录之外，什么也没有写入。请检查是不是符号链接")
        number = len(self.entries)
        try:
            with open(self.folder / _NEW / str(number), "xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _not_written(error) from None
        self.entries.append((path, number, replacing))

    def commit(self) -> None:
        """Put every file in its place, documents last. Raises CannotRun, and then nothing was changed."""
        if not self.entries:
            return
        entries = sorted(self.entries, key=lambda entry: (entry[0].endswith(".md"), entry[0]))
        made = _missing_folders(self.content, [path for path, *_ in entries])
        journal = {"entries": entries, "folders": made}
        try:
            _write_journal(self.folder, journal)
            for folder in made:
                (self.content / folder).mkdir(exist_ok=True)
            for path, number, replacing in entries:
                self._place(self.content / path, number, replacing=replacing)
        except BaseException as error:  # Ctrl-C as well
            _take_back(self.content, self.folder, journal)
            if isinstance(error, FileExistsError):
                name = f"{self.content.name}/{path}"
                raise CannotRun(f"{name} 刚刚被别人建立，什么也没有写入。请重新运行") from None
            if isinstance(error, OSError):
                raise _not_written(error) from None
            raise
        (self.folder / _JOURNAL).unlink()

    def _place(self, target: Path, number: int, *, replacing: bool) -> None:
        """The prepared file itself, by a second name: by that it is known again when it must be taken back."""
        prepared = self.folder / _NEW / str(number)
        if not replacing:
            os.link(prepared, target)
            return
        os.link(target, self.folder / _OLD / str(number))
        os.link(prepared, self.folder / _SWAP)
        os.replace(self.folder / _SWAP, target)


@contextmanager
def staging(content: Path) -> Iterator[Stage]:
    """A stage for this run alone, gone at the end whatever happened. Raises CannotRun while another run works."""
    folder = content / STAGE
    lock = _lock(folder)
    try:
        _clear(content, folder)
        for name in (_NEW, _OLD):
            (folder / name).mkdir()
        yield Stage(content, folder)
    finally:
        _clear(content, folder)
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> IO[str]:
    try:
        if folder.is_symlink():
            raise CannotRun(f"{folder} 是符号链接，没有导入。请删去它")
        folder.mkdir(exist_ok=True)
        lock = open(folder / _LOCK, "w", encoding="ascii")  # noqa: SIM115 - held until the stage is gone
    except OSError as error:
        raise _not_written(error) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise CannotRun("另一个 desk import 正在运行。请等它结束后再运行") from None
    return lock


def _clear(content: Path, folder: Path) -> None:
    """Take back what a killed run put in place, and remove what it prepared."""
    with suppress(OSError, ValueError):
        _take_back(content, folder, json.loads((folder / _JOURNAL).read_text(encoding="utf-8")))
    with suppress(OSError):
        (folder / _JOURNAL).unlink()
    for name in (_NEW, _OLD):
        shutil.rmtree(folder / name, ignore_errors=True)


def _take_back(content: Path, folder: Path, journal: Any) -> None:
    for path, number, _ in reversed(journal["entries"]):
        target, old = content / path, folder / _OLD / str(number)
        with suppress(OSError):
            if os.path.samefile(target, folder / _NEW / str(number)):
                if old.exists():
                    os.replace(old, target)
                else:
                    target.unlink()
    for made in reversed(journal["folders"]):
        with suppress(OSError):
            (content / made).rmdir()  # only where it is empty


def _write_journal(folder: Path, journal: Any) -> None:
    draft = folder / f"{_JOURNAL}.part"
    with open(draft, "w", encoding="utf-8") as stream:
        json.dump(journal, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(draft, folder / _JOURNAL)


def _missing_folders(content: Path, paths: list[str]) -> list[str]:
    """The folders that the paths need and that are not there, outer ones first."""
    found: set[str] = set()
    for path in paths:
        steps = path.split("/")[:-1]
        found |= {"/".join(steps[:count]) for count in range(1, len(steps) + 1)}
    return sorted(folder for folder in found if not (content / folder).is_dir())


def _not_written(error: OSError) -> CannotRun:
    reason = why_not_written(error)
    return CannotRun(f"写不进内容目录（{reason}），什么也没有写入。请检查磁盘空间和目录权限后重新运行")
