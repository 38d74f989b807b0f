"""The folder of a kept crawl: one run at a time in it, and what its disk does to us told in one line."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from auditor.crawl.frontier import Frontier
from auditor.errors import AuditorError, BadInput, CannotRun, why_not

KEPT = "crawl.sqlite"
"""A kept crawl is a folder with this file in it."""

_DISK = {
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_READONLY: "没有写入权限",
    sqlite3.SQLITE_CANTOPEN: "打不开或不能新建文件",
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_kept(target: str) -> bool:
    """Whether a target of the command is the folder of a kept crawl."""
    return os.path.isfile(os.path.join(target, KEPT))  # answers False where a path cannot be one


@contextmanager
def open_kept(folder: Path) -> Iterator[Frontier]:
    """Open the crawl kept in ``folder``, or begin one there.

    Raises BadInput when the folder cannot be used, is in use by another run or holds something else under that name,
    and CannotRun when the disk is full or fails, also later on.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BadInput(f"不能使用文件夹 {folder}：{why_not(error)}", "请换一个可写的 --state 文件夹") from error
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)  # goes with the process, however it ends
        except BlockingIOError as error:
            raise BadInput(f"另一次审查正在使用 {folder}", "请等它结束，或换一个 --state 文件夹") from error
        path = folder / KEPT
        try:
            with closing(_frontier(path)) as frontier:
                yield frontier
        except sqlite3.DatabaseError as error:
            raised = _in_one_line(path, error)
            if raised is None:
                raise
            raise raised from error
    finally:
        os.close(held)


def _frontier(path: Path) -> Frontier:
    try:
        return Frontier(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise _not_ours(path) from error  # tables of other columns under our names


def _in_one_line(path: Path, error: sqlite3.DatabaseError) -> AuditorError | None:
    """The user's error behind SQLite's; None where it is a programmer's."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of it is detail
    if code in _DISK:
        return CannotRun(
            f"抓取结果写不下去 {path}：{_DISK[code]}", "请清理磁盘或检查权限，也可用 --state 换一个文件夹，然后接着运行"
        )
    return _not_ours(path) if code in _DAMAGED else None


def _not_ours(path: Path) -> BadInput:
    return BadInput(f"{path} 已损坏，或不是本工具保留的抓取结果", "请换一个 --state 文件夹，或删除该文件后重新抓取")
