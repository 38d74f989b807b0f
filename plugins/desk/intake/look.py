"""Every file that was sent, read in children of its own and judged as a build would judge it, before anything is
written: private numbers in cells and hidden sheets, in properties and pictures."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from plugins.privacy.confined import run_confined
from plugins.privacy.eyes import Reader, find_reader, is_legible
from plugins.privacy.verdict import Verdict, verdict_of
from standards.documents import Limits, Reading, read

SECONDS, OCR_FILE_SECONDS = 90, 300
BATCH = 24
"""Files that one child looks at: starting a child takes longer than looking into a small file."""
TEXT_LIMIT = 60_000
"""Characters of a PDF that are taken into the body of a document."""
_OFFICE = ("lxml.etree", "standards.documents.archive", "standards.documents.docx", "standards.documents.xlsx")
_LIBRARIES = {".pdf": ("pypdf", "standards.documents.pdf"), ".docx": _OFFICE, ".xlsx": _OFFICE, ".ofd": _OFFICE}
"""What the readers of files with such an ending load."""
_TOO_MUCH = ("too-large", "看得太久或占用内存太多，没有看完", "请拆成几个文件")


@dataclass(frozen=True)
class Asked:
    """A file to look at: where it is, by which name it is judged, and what its document is about."""

    file: Path
    name: str
    about: str


class Looked(msgspec.Struct, frozen=True, array_like=True):
    """What was seen: the verdict, what the bytes are (pdf, docx, …), and the pages of a PDF as text."""

    verdict: Verdict = Verdict()
    kind: str = ""
    pages: tuple[str, ...] = ()


@dataclass
class Eyes:
    """The reader of writing in pictures and the time there is for it; afterwards ``unseen`` pictures were not read."""

    year: int
    seconds: float
    folder: Path | None = None
    unseen: int = 0

    def __post_init__(self) -> None:
        self.reader: Reader | None = find_reader(self.folder)
        self._left = self.seconds

    def __call__(self, data: bytes) -> str | None:
        """The writing in a picture; None where there is no reader, or no time left."""
        if self.reader is None or (self._left <= 0 and not self.reader.knows(data)):
            return None
        begun = time.monotonic()
        text = self.reader(data)
        self._left -= time.monotonic() - begun
        return text

    def look(self, asked: Sequence[Asked], workers: int = 2) -> Iterator[Looked]:
        """Each file in order; those with pictures in them a second time, as long as there is time."""
        for module in sorted({name for one in asked for name in _LIBRARIES.get(one.file.suffix.lower(), ())}):
            importlib.import_module(module)  # once here, not in each child
        batches = [asked[at : at + BATCH] for at in range(0, len(asked), BATCH)]
        for batch, data in zip(batches, run_confined(self._work, batches, workers, SECONDS), strict=True):
            for one, looked in zip(batch, self._each(batch, data), strict=True):
                yield self._again(one, looked) if looked.verdict.unseen else looked

    def judge_picture(self, data: bytes, name: str, about: str) -> Verdict:
        """A picture as it will be published."""
        reading = read(name, data)
        reading.pictures[:] = [shown for shown in reading.pictures if is_legible(shown.data)]
        verdict = verdict_of(reading, name, about, self.year, self)
        self.unseen += verdict.unseen
        return verdict

    def _work(self, batch: Sequence[Asked]) -> bytes:
        return msgspec.msgpack.encode([_look(one, self.year, None) for one in batch])

    def _each(self, batch: Sequence[Asked], data: bytes | None) -> list[Looked]:
        if data is not None:
            return msgspec.msgpack.decode(data, type=list[Looked])
        found = []
        for one in run_confined(self._work, [[one] for one in batch], 1, SECONDS):
            looked = msgspec.msgpack.decode(one, type=list[Looked]) if one is not None else []
            found += looked or [Looked(Verdict(unread=(_TOO_MUCH,)))]
        return found

    def _again(self, one: Asked, looked: Looked) -> Looked:
        if self.reader is not None and self._left > 0:
            begun = time.monotonic()
            reader = self.reader
            seeing = run_confined(
                lambda asked: msgspec.msgpack.encode(_look(asked, self.year, reader)), [one], 1, OCR_FILE_SECONDS
            )
            data = next(seeing)
            self._left -= time.monotonic() - begun
            looked = msgspec.msgpack.decode(data, type=Looked) if data is not None else looked
        self.unseen += looked.verdict.unseen
        return looked


def _look(asked: Asked, year: int, reader: Reader | None) -> Looked:
    """In a child: one file read and judged."""
    try:
        data = asked.file.read_bytes()
    except OSError:
        return Looked(Verdict(unread=(("damaged", "文件读不了", "请检查文件后重试"),)))
    reading = read(asked.name, data, Limits(seconds=SECONDS / 2))
    reading.pictures[:] = [shown for shown in reading.pictures if not shown.data or is_legible(shown.data)]
    return Looked(verdict_of(reading, asked.name, asked.about, year, reader), reading.kind, tuple(_pages(reading)))


def _pages(reading: Reading) -> Iterator[str]:
    """The text of a PDF's pages, as much of it as a document can hold."""
    if reading.kind != "pdf":
        return
    left = TEXT_LIMIT
    for piece in reading.pieces:
        if piece.place.part.startswith("第") and piece.place.part.endswith("页") and left > 0:
            yield piece.text[:left]
            left -= len(piece.text)
