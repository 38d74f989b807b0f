"""A folder that is there whole or not at all: written beside its place under a hidden name, then renamed."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.build.problems import CannotRun

_WHY = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘已满",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只能读",
    errno.ENOTDIR: "上级不是目录",
    errno.ENAMETOOLONG: "名称太长",
}


@contextmanager
def aside(place: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes ``place`` when the block ends well and is removed when it does not.

    What a killed run left is removed by the next. Raises CannotRun where something is at ``place`` already, another run
    is at work on it, or the disk does not take it.
    """
    if os.path.lexists(place) and not _is_empty(place):
        raise CannotRun(f"{place} 已经存在，没有写交换包。请换一个目录名，例如在末尾加上日期")
    draft = place.with_name(f".{place.name}.part")
    try:
        draft.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise _refused(place, error) from error
    try:
        _own(handle, draft, place)
        try:
            for left in draft.iterdir():
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
            yield draft
            os.fsync(handle)
            os.rename(draft, place)
        except OSError as error:
            raise _refused(place, error) from error
        finally:
            if draft.exists() and os.path.samestat(os.fstat(handle), os.stat(draft)):
                shutil.rmtree(draft, ignore_errors=True)
    finally:
        os.close(handle)


def _own(handle: int, draft: Path, place: Path) -> None:
    """Keep others out for as long as the handle is open; a run that ended in between has taken the folder away."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        mine = os.path.samestat(os.fstat(handle), os.stat(draft))
    except (BlockingIOError, FileNotFoundError):
        mine = False
    if not mine:
        raise CannotRun(f"另一个 desk exchange 正在写 {place}。请等它结束后再运行")


def _is_empty(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink() and not any(place.iterdir())


def _refused(place: Path, error: OSError) -> CannotRun:
    why = _WHY.get(error.errno or 0, error.strerror or str(error))
    return CannotRun(f"交换包没有写成，{place} 没有改动：{why}。请检查磁盘空间和权限后重新运行")
