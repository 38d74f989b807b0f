"""The writing in pictures (``standards.documents.eyes``), kept in the cache folder for the next build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.build.keep import keep_whole, read_whole
from standards.documents import eyes
from standards.documents.eyes import Reader, is_legible, prepared

__all__ = ["Reader", "find_reader", "is_legible", "prepared"]


@dataclass(frozen=True)
class Folder:
    """A shelf of files that are there whole or not at all."""

    root: Path

    def get(self, name: str) -> bytes | None:
        """What was kept under a name."""
        kept = read_whole(self.root / name[:2] / name)
        return None if kept is None else bytes(kept)

    def put(self, name: str, text: bytes) -> None:
        """Keep it."""
        keep_whole(self.root / name[:2] / name, text)


def find_reader(folder: Path | None) -> Reader | None:
    """The reader of this machine, which keeps what it reads below ``folder``; None where the program or its Chinese is
    missing."""
    return eyes.find_reader(Folder(folder / "ocr") if folder is not None else None)
