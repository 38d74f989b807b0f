"""A report file is there whole or not at all: written beside its place, then renamed into it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from auditor.errors import CannotRun

_MENDS = {
    errno.ENOSPC: "请清理磁盘，或用 --out 换一个文件夹",
    errno.EDQUOT: "请清理磁盘，或用 --out 换一个文件夹",
    errno.EACCES: "请检查文件夹的写入权限，或用 --out 换一个文件夹",
    errno.EPERM: "请检查文件夹的写入权限，或用 --out 换一个文件夹",
    errno.EROFS: "该磁盘只读，请用 --out 换一个文件夹",
}
_WORDS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘只读",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "同名的文件已存在",
    errno.EISDIR: "同名的文件夹已存在",
}


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
        why = _WORDS.get(error.errno or 0, error.strerror or str(error))
        raise CannotRun(
            f"报告写不下去 {path}：{why}", _MENDS.get(error.errno or 0, "请检查 --out 给出的路径")
        ) from error
