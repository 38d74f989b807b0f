"""Which reader a file is for, by what its bytes are; its name decides only where the bytes do not."""

from __future__ import annotations

import posixpath

from standards.documents.ole import MAGIC, OLD, RESAVE, read_digits, read_ole
from standards.documents.reading import Enough, Limits, Reading
from standards.documents.text import TEXTS, read_text

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_PACKED = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ": "xz"}
SMALLER = "请拆成几个文件，或由专人看过再发布"
AGAIN = "请确认文件能正常打开，重新导出后替换"


def read(name: str, data: bytes, limits: Limits | None = None) -> Reading:
    """Everything written in a file called ``name``. Never raises, whatever the bytes are."""
    reading = Reading(limits or Limits())
    read_into(reading, name, data, 0)
    return reading


def read_into(reading: Reading, name: str, data: bytes, depth: int) -> None:
    """The same for a file in a file, ``depth`` levels down; what it holds is added."""
    try:
        if len(data) > reading.limits.size:
            raise Enough
        kind = _read(reading, name, data, depth)
    except Enough:
        kind = ""
        reading.fault("too-large", "内容太多，没有全部查看", SMALLER)
    except MemoryError:  # where the process that reads may take so much and no more
        kind = ""
        reading.fault("too-large", "读它要用的内存太多，没有全部查看", SMALLER)
    except Exception:  # noqa: BLE001 - libraries answer damage with whatever breaks first
        kind = ""
        reading.fault("damaged", "文件不完整或已经损坏，读不出来", AGAIN)
    reading.kind = reading.kind or kind


def _read(reading: Reading, name: str, data: bytes, depth: int) -> str:
    ending = posixpath.splitext(name)[1].lower()
    if not data.strip():
        return "empty"
    if b"%PDF-" in data[:1024]:
        from standards.documents.pdf import read_pdf

        read_pdf(reading, data, depth)
        return "pdf"
    if data.startswith(b"PK"):
        from standards.documents.archive import read_archive

        return read_archive(reading, data, depth)
    if data.startswith(MAGIC):
        return _read_ole(reading, data)
    if data.lstrip().startswith(b"{\\rtf"):
        reading.fault("old-format", OLD, RESAVE)
        read_digits(reading, data)
        return "rtf"
    if data.startswith(_PICTURES):
        from standards.documents.picture import read_picture

        read_picture(reading, data)
        return "picture"
    for sign, packed in _PACKED.items():
        if data.startswith(sign):
            reading.fault("archive", f"{packed} 压缩包打不开，里面的文件没有查看", "请改为 .zip，或逐个文件作附件")
            return "archive"
    if ending in TEXTS or b"\0" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return read_text(reading, ending, data)
    reading.fault("unknown", f"没有查看这种文件（{ending or '没有扩展名'}）", "请由专人看过再发布")
    return "unknown"


def _read_ole(reading: Reading, data: bytes) -> str:
    try:
        return read_ole(reading, data)
    except OSError:  # as olefile calls a container that is cut short or leads in circles
        reading.fault("damaged", "文件不完整或已经损坏，读不出来", AGAIN)
        return "old"
