"""Files of the cache folder that are there whole or not at all, and that say when they were damaged."""

from __future__ import annotations

import zlib
from contextlib import suppress
from pathlib import Path


def keep_whole(file: Path, data: bytes) -> None:
    """Write a file with a checksum. A disk that refuses is not told: what is kept here saves time and nothing else.

    Then the old file, which is out of date, is taken away.
    """
    draft = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(zlib.crc32(data).to_bytes(4, "big") + data)
        draft.replace(file)
    except OSError:
        for left in (draft, file):
            with suppress(OSError):
                left.unlink()


def read_whole(file: Path) -> memoryview | None:
    """What ``keep_whole`` wrote; None where there is nothing, or something else."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return memoryview(data)[4:] if zlib.crc32(memoryview(data)[4:]).to_bytes(4, "big") == data[:4] else None
