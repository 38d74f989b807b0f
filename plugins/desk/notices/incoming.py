"""A file as somebody sent it: read without trusting its name, its size or its kind."""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

SIZE_LIMIT = 100 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Office files of before 2007 begin, and newer ones under a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class Unusable(Exception):
    """A file cannot be used: what is wrong with it, and what to do. The text is both."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what}。{cure}")
        self.what, self.cure = what, cure


@dataclass(frozen=True)
class Incoming:
    """A file of the folder that was sent. ``name`` is what messages print; its suffix is in lower case."""

    file: Path

    @property
    def name(self) -> str:
        """The name as it may be printed: composed characters, nothing that moves a cursor or turns text round."""
        return printable(unicodedata.normalize("NFC", self.file.name))

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return self.name[: -len(self.suffix)] if self.suffix else self.name

    @property
    def suffix(self) -> str:
        """The ending with its dot, ``.docx``; empty where there is none."""
        return os.path.splitext(self.file.name)[1].lower()

    def read(self) -> bytes:
        """The bytes. Raises Unusable for links, pipes, empty and overlarge files, and what may not be read."""
        if self.file.is_symlink():
            raise Unusable("是符号链接，没有打开", "请换成文件本身")
        try:
            handle = os.open(self.file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
            with os.fdopen(handle, "rb") as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    raise Unusable("不是普通文件（管道、设备或套接字）", "请换成文件本身")
                data = stream.read(SIZE_LIMIT + 1)
        except OSError as error:
            reason = "没有权限" if isinstance(error, PermissionError) else error.strerror
            raise Unusable(f"文件读不了（{reason}）", "请检查文件后重试") from None
        if not data:
            raise Unusable("是空文件（0 字节）", "请向来稿人重新索取")
        if len(data) > SIZE_LIMIT:
            raise Unusable(f"文件超过 {SIZE_LIMIT // 1024 // 1024} MB", "请压缩其中的图片，或拆成几个文件")
        return data


def printable(text: str) -> str:
    """A text of somebody else's on one line of the terminal."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _INVISIBLE else c for c in text)


def is_encrypted(data: bytes) -> bool:
    """Whether an Office file is under a password."""
    return data.startswith(OLE) and _ENCRYPTED in data
