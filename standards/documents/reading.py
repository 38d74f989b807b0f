"""The records of a reading, and the bounds it keeps."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

Code = Literal["encrypted", "old-format", "damaged", "too-large", "scan", "archive", "unknown"]

HIDDEN_SHEET, HIDDEN_ROW, HIDDEN_COLUMN = "隐藏的工作表", "隐藏的行", "隐藏的列"
HIDDEN_TEXT, DELETED_TEXT, INNER = "隐藏的文字", "修订中删去的文字", "打开时看不见，文件里仍保存着"
WHITE_TEXT = "白色的文字"
TAKEN_AT = "照片信息“拍摄地点”"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands. ``part`` is in the reader's words (第3页, 工作表“名单”, 批注, 文件属性“作者”), empty for a
    file that is all one text; ``row`` and ``column`` are 1-based, 0 where there is none; ``sheet`` says that a cell is
    called B7; ``hidden`` says why a reader does not see it, empty where he does."""

    part: str
    row: int = 0
    column: int = 0
    sheet: bool = False
    hidden: str = ""

    def __str__(self) -> str:
        if self.sheet and self.row and self.column:
            spot = f"{column_name(self.column)}{self.row}"
        else:
            spot = (f"第{self.row}行" if self.row else "") + (f"第{self.column}列" if self.column else "")
        return f"{self.part}{spot}" + (f"（{self.hidden}）" if self.hidden else "")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a cell (``place.column`` is set), a page, a note, a property. ``lost`` is true for a number of more
    than fifteen digits in a spreadsheet, whose last digits are no longer there."""

    text: str
    place: Place
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in which there may be writing; ``data`` is empty where it could not be taken out."""

    place: Place
    data: bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """A link in a file: where it leads, as it is written there."""

    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a file, or some of it, was not read: a code, what to tell, what to do."""

    code: Code
    what: str
    cure: str


@dataclass(frozen=True)
class Limits:
    """Bytes of a file, bytes it may unpack to, bytes of one XML part, pieces, characters, pages, pictures, links, files
    in archives, levels of files in files, seconds."""

    size: int = 100 * 1024 * 1024
    unpacked: int = 300 * 1024 * 1024
    part: int = 64 * 1024 * 1024
    pieces: int = 500_000
    characters: int = 30_000_000
    pages: int = 2000
    pictures: int = 100
    references: int = 2000
    entries: int = 5000
    depth: int = 2
    seconds: float = 60.0


@dataclass
class Reading:
    """What was read of a file, filled piece by piece within ``limits``. ``kind`` is what its bytes are (pdf, docx,
    xlsx, csv, text, picture, …)."""

    limits: Limits = field(default_factory=Limits)
    kind: str = ""
    pieces: list[Piece] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """The files in an archive, by their names."""
    changes: int = 0
    """Tracked changes that nobody has accepted or refused."""
    parts: int = 0
    """Pages or sheets."""
    inside: str = ""
    """What stands before the places of a file in this file."""
    _left: int = -1
    _unpacked: int = 0
    _until: float = 0.0

    def __post_init__(self) -> None:
        self._left = self.limits.characters
        self._until = time.monotonic() + self.limits.seconds

    def add(self, text: str, place: Place, *, lost: bool = False) -> None:
        """Take a piece, unless it is blank. Raises Enough where a bound is reached."""
        if not text or text.isspace():
            return
        if len(self.pieces) >= self.limits.pieces or len(text) > self._left:
            raise Enough
        self._left -= len(text)
        self.pieces.append(Piece(text, self._inside(place), lost))

    def refer(self, target: str, place: Place) -> None:
        """Take a link; what it leads to is a piece as well."""
        self.add(target, place)
        if target and len(self.references) < self.limits.references:
            self.references.append(Reference(target, self._inside(place)))

    def show(self, place: Place, data: bytes) -> None:
        """Take a picture; beyond the bound they are counted and not kept."""
        kept = data if len(self.pictures) < self.limits.pictures else b""
        self.pictures.append(Picture(self._inside(place), kept))

    def fault(self, code: Code, what: str, cure: str) -> None:
        """Say what was not read; each thing once."""
        flaw = Flaw(code, f"{self.inside}{what}", cure)
        if flaw not in self.flaws:
            self.flaws.append(flaw)

    def unpack(self, size: int) -> None:
        """Account for bytes that are about to be unpacked. Raises Enough where they are too many."""
        self._unpacked += size
        if self._unpacked > self.limits.unpacked:
            raise Enough
        self.go_on()

    def go_on(self) -> None:
        """Raises Enough where the time is over."""
        if time.monotonic() > self._until:
            raise Enough

    def _inside(self, place: Place) -> Place:
        if not self.inside:
            return place
        return Place(self.inside + place.part, place.row, place.column, place.sheet, place.hidden)


class Enough(Exception):
    """A bound was reached: what was read so far stands, and the reading says that it is not all."""


def column_name(number: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
