"""A report file is there whole or not at all: written beside its place, then renamed into it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from auditor.errors import CannotRun, why_not

_MENDS = {
    errno.ENOSPC: "请清理磁盘，或用 --out 换一个文件夹",
    errno.EDQUOT: "请清理磁盘，或用 --out 换一个文件夹",
    errno.EFBIG: "请放宽这个用户的文件大小限制（ulimit -f），或用 --out 换一个文件夹",
    errno.EACCES: "请检查文件夹的写入权限，或用 --out 换一个文件夹",
    errno.EPERM: "请检查文件夹的写入权限，或用 --out 换一个文件夹",
    errno.EROFS: "该磁盘只读，请用 --out 换一个文件夹",
}


def check_writable(folder: Path) -> None:
    """Make the folder of the reports and try it, before hours of work. Raises CannotRun."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _cannot_write(folder, error) from error


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write ``chunks`` to ``path``; on any failure what stood there before stays as it was.

    Raises CannotRun with the place, the reason and what to do.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        finally:
            with suppress(OSError):
                partial.unlink()
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> CannotRun:
    mend = _MENDS.get(error.errno or 0, "请检查 --out 给出的路径")
    return CannotRun(f"报告写不下去 {path}：{why_not(error)}", mend)
