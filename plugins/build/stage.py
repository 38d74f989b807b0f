"""Output that is whole at every moment: staged beside the output, journaled, then renamed into place.

Everything is first written below ``<output>.stage/new``; while that goes on, nothing under the output changes, so a
full disk or a kill costs nothing. Then ``journal.json`` says what will be renamed and removed, and from there on the
work is only renames and removals, which this run or, after a kill, the next one finishes. A folder that the output does
not have is renamed as a whole, and so is an output that is not there, which needs no journal.
``build-manifest.json`` in the output names every file of the last build with its digest; what it names and the new
build does not write is removed.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from plugins.build.journal import finish, is_open, write_journal
from plugins.build.paths import folder_of, is_folder, is_safe
from plugins.build.problems import CannotRun

MANIFEST = "build-manifest.json"
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Changes:
    """What a commit did, in files: all there are now, those written anew, those removed."""

    files: int
    changed: int
    removed: int


class Stage:
    """The files of one build on their way to the output. Made by ``open_stage``."""

    def __init__(self, output: Path, folder: Path) -> None:
        self.output, self.folder = output, folder
        self.new = folder / "new"
        self._old, self._new = str(output), str(self.new)  # tens of thousands of paths: strings are quicker to join
        self.digests: dict[str, str] = {}
        self.old, self.old_manifest = _read_manifest(output)
        self.manifest = ""
        self._staged: list[str] = []

    def put(self, path: str, data: str | bytes) -> None:
        """Stage one file. ``path`` is relative to the output. Raises ValueError when two writers want one path."""
        data = data.encode() if isinstance(data, str) else data
        digest = blake2b(data, digest_size=16).hexdigest()
        self.claim(path, digest, staged=False)
        if self.write(path, data, digest):
            self._staged.append(path)

    def copy(self, path: str, source: Path) -> None:
        """Stage a copy of a file of any size."""
        digest, staged = self.bring(path, source)
        self.claim(path, digest, staged=staged)

    def claim(self, path: str, digest: str, *, staged: bool) -> None:
        """Say that the output has this file with this digest; ``staged`` where ``write`` or ``bring`` staged it, in
        this process or another. Raises ValueError when two want one path."""
        if not is_safe(path):
            raise ValueError(f"not a path below the output: {path!r}")
        if path in self.digests or path == MANIFEST:
            raise ValueError(f"two pages want to be {path}")
        self.digests[path] = digest
        if staged:
            self._staged.append(path)

    @property
    def touched(self) -> list[str]:
        """The files that this build wrote or took away."""
        written = (path for path in self._staged if path != MANIFEST)
        return [*written, *(path for path in self.old if path not in self.digests)]

    def keep(self, digests: Mapping[str, str]) -> None:
        """Say that the output has these files already, as an earlier build left them."""
        self.digests.update(digests)

    def write(self, path: str, data: bytes, digest: str) -> bool:
        """Put bytes beside the output, unless it has them already; whether it had not. Claims nothing."""
        if not is_safe(path):
            raise ValueError(f"not a path below the output: {path!r}")
        if self.old.get(path) == digest and _same_bytes(f"{self._old}/{path}", data):
            return False
        target = f"{self._new}/{path}"
        try:
            _write(target, data)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            _write(target, data)
        return True

    def bring(self, path: str, source: Path) -> tuple[str, bool]:
        """``write`` for a copy of a file of any size; its digest and whether it was staged."""
        if not is_safe(path):
            raise ValueError(f"not a path below the output: {path!r}")
        digest = blake2b(digest_size=16)
        with source.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        told = digest.hexdigest()
        if self.old.get(path) == told and _same_file(self.output / path, source):
            return told, False
        target = self.new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target, follow_symlinks=False)
        return told, True

    def commit(self) -> Changes:
        """Bring the output to what was staged."""
        removed = sorted(path for path in self.old if path not in self.digests)
        changed = len(self._staged)
        # Without `indent` json works in C; a line a file is what people and diffs want.
        manifest = json.dumps(self.digests, ensure_ascii=False, sort_keys=True, separators=(",\n", ": ")) + "\n"
        self.manifest = blake2b(manifest.encode(), digest_size=16).hexdigest()
        if self.manifest != self.old_manifest:
            self.new.mkdir(parents=True, exist_ok=True)
            (self.new / MANIFEST).write_text(manifest, encoding="utf-8")
            self._staged.append(MANIFEST)
        changes = Changes(len(self.digests), changed, len(removed))
        if not self._staged and not removed:
            return changes
        if not os.path.lexists(self.output):
            os.rename(self.new, self.output)
            return changes
        renames = self._renames()
        self._check_folders({*map(folder_of, renames), *map(folder_of, removed)})
        write_journal(self.folder, renames, removed)
        finish(self.output, self.folder)
        return changes

    def _renames(self) -> list[str]:
        """What to rename: files where their folder stands in the output, else the topmost folder that does not."""
        known = {"": True}

        def stands(folder: str) -> bool:
            if folder not in known:
                known[folder] = stands(folder_of(folder)) and is_folder(f"{self._old}/{folder}")
            return known[folder]

        found: dict[str, None] = {}
        for path in self._staged:
            whole = path
            while not stands(folder := folder_of(whole)):
                whole = folder
            found[whole] = None
        return list(found)

    def _check_folders(self, folders: Iterable[str]) -> None:
        """Find the folder that may not be written before anything moves."""
        for folder in sorted(folders):
            path = f"{self._old}/{folder}" if folder else self._old
            if os.path.isdir(path) and not os.access(path, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)


@contextmanager
def open_stage(output: Path) -> Iterator[Stage]:
    """Lock the output, finish or sweep what an earlier run left, and give a Stage; sweep again at the end.

    Raises CannotRun, with the output as it was, when another build is running, when the folder holds things that no
    build of ours wrote, or when the disk refuses (full, read-only, no permission).
    """
    output = Path(os.path.realpath(output))
    folder = output.with_name(f"{output.name}.stage")
    try:
        lock = _lock(folder, output)
    except OSError as error:
        raise _refusal(error, output) from error
    try:
        if is_open(folder):
            finish(output, folder)
        shutil.rmtree(folder / "new", ignore_errors=True)
        _check_output(output)
        yield Stage(output, folder)
    except OSError as error:
        if is_open(folder):
            reason = f"新网页已经备好，换上时出错（{error.strerror}）"
            raise CannotRun(f"{reason}。请检查磁盘后重新运行，会接着换完") from error
        raise _refusal(error, output) from error
    finally:
        if not is_open(folder):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _lock(folder: Path, output: Path) -> int:
    """An exclusive lock held by this process alone, and given back by the kernel however the process ends."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "lock"
        try:
            handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
        except FileNotFoundError:  # the run before us has just swept its folder
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise CannotRun(f"另一个构建正在写 {output}。请等它结束后再运行") from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        os.close(handle)


def _check_output(output: Path) -> None:
    if output.is_symlink():  # realpath has followed every other
        raise CannotRun(f"输出位置 {output} 是指回自己的符号链接。请删去它，或用 --output 换一个目录")
    if not output.exists():
        return
    if not output.is_dir():
        raise CannotRun(f"输出位置 {output} 是一个文件。请用 --output 换一个目录")
    if output.stat().st_dev != output.parent.stat().st_dev:
        raise CannotRun(f"输出目录 {output} 是单独的挂载点，不能保证整体替换。请用它里面的一个子目录作输出目录")
    if any(output.iterdir()) and not (output / MANIFEST).is_file():
        raise CannotRun(f"输出目录 {output} 里有不是本程序生成的文件。请用 --output 换一个空目录，或先清空它")


def _refusal(error: OSError, output: Path) -> CannotRun:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotRun(f"磁盘空间不足，没有写成，{output} 保持原样。请清理磁盘后重新运行")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotRun(f"没有权限写 {error.filename or output}。请检查输出目录及其上级目录的权限")
    return CannotRun(f"写 {error.filename or output} 时出错：{error.strerror}。请检查磁盘后重新运行")


def _write(target: str, data: bytes) -> None:
    """Write a file. (``open`` costs as much again as the system's own work.)"""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def _same_bytes(target: str, data: bytes) -> bool:
    try:
        handle = os.open(target, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        told = os.fstat(handle)
        if not stat.S_ISREG(told.st_mode) or told.st_size != len(data):
            return False
        with open(handle, "rb", buffering=0, closefd=False) as stream:
            return stream.read() == data
    except OSError:
        return False
    finally:
        os.close(handle)


def _same_file(target: Path, source: Path) -> bool:
    try:
        if target.is_symlink() or target.stat().st_size != source.stat().st_size:
            return False
        with target.open("rb") as left, source.open("rb") as right:
            while block := left.read(_BLOCK):
                if block != right.read(_BLOCK):
                    return False
    except OSError:
        return False
    return True


def _read_manifest(output: Path) -> tuple[dict[str, str], str]:
    """Path → digest of the last build's files, and the digest of the manifest itself; empty where there is none."""
    try:
        data = (output / MANIFEST).read_bytes()
        found = json.loads(data)
    except FileNotFoundError:
        return {}, ""
    except ValueError:
        raise _damaged(output) from None
    if not isinstance(found, dict):
        raise _damaged(output)
    told = {path: str(digest) for path, digest in found.items() if is_safe(path)}
    return told, blake2b(data, digest_size=16).hexdigest()


def _damaged(output: Path) -> CannotRun:
    return CannotRun(f"{output / MANIFEST} 已损坏，不知道哪些旧文件该删。请清空输出目录后重新运行")
