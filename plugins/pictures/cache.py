"""Prepared pictures kept between builds: a folder of files that may be deleted at any time, or be damaged.

An entry is named by the digest of the original and of the recipe, and begins with the digest of its own contents:
one that was cut off or altered is no entry. Entries are written aside and renamed, so that builds side by side and
a kill at any moment leave whole entries only. A folder that cannot be written is a cache that never remembers.
"""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec

from plugins.pictures.prepare import Prepared, recipe

LIMIT = 512 * 1024 * 1024
"""Bytes; beyond it the entries longest unused go."""
_DIGEST = 16
_ABANDONED = 3600
"""Seconds after which a file on its way is one of a build that was killed."""


def key_of(data: bytes) -> str:
    """The name of what is made of these bytes."""
    return blake2b(data, digest_size=24, key=recipe()).hexdigest()


@dataclass(frozen=True)
class Cache:
    """The folder; None remembers nothing."""

    folder: Path | None

    def recall(self, key: str) -> Prepared | None:
        """What was kept under this key, whole and unaltered."""
        if self.folder is None:
            return None
        file = self.folder / key
        try:
            entry = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        digest, packed = entry[:_DIGEST], entry[_DIGEST:]
        if blake2b(packed, digest_size=_DIGEST).digest() != digest:
            return None
        try:
            return msgspec.msgpack.decode(packed, type=Prepared)
        except msgspec.DecodeError:
            return None

    def keep(self, key: str, prepared: Prepared) -> None:
        """Remember; a disk that is full or refuses is left alone."""
        if self.folder is None:
            return
        packed = msgspec.msgpack.encode(prepared)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=".part", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(blake2b(packed, digest_size=_DIGEST).digest() + packed)
                os.replace(name, self.folder / key)
            except OSError:
                os.unlink(name)

    def prune(self, limit: int = LIMIT) -> None:
        """Bring the folder below ``limit`` bytes, and sweep what killed builds left."""
        if self.folder is None:
            return
        entries = []
        with suppress(OSError):
            for entry in os.scandir(self.folder):
                with suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    if not entry.name.endswith(".part"):
                        entries.append((found.st_mtime_ns, entry.path, found.st_size))
                    elif found.st_mtime < time.time() - _ABANDONED:
                        os.unlink(entry.path)
        total = sum(size for _, _, size in entries)
        for _, path, size in sorted(entries):
            if total <= limit:
                break
            with suppress(OSError):
                os.unlink(path)
                total -= size
