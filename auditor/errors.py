"""What can go wrong for a user. Everything else is a programmer's mistake and keeps its traceback.

AuditorError            one line: what happened, and what to do now; exit status 2
├── BadInput            a file or option the user gave cannot be used
└── CannotRun           the site, the disk or the machine does not let us work
"""

from __future__ import annotations

import errno

_WORDS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "超过了文件大小的限制",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "同名的文件已存在",
    errno.EISDIR: "这是文件夹，不是文件",
}


class AuditorError(Exception):
    """An error a user can do something about: ``what`` happened and how to ``mend`` it, in Chinese."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}。{mend}" if mend else what)
        self.what = what
        self.mend = mend


class BadInput(AuditorError):
    """A file or an option given by the user cannot be used as it is."""


class CannotRun(AuditorError):
    """The site cannot be reached, the disk is full, a tool is missing: the audit cannot go on."""


def why_not(error: OSError) -> str:
    """What the system said, in Chinese where we know it."""
    return _WORDS.get(error.errno or 0, error.strerror or str(error))
