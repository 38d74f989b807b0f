"""What is to be told of a file: a pure function of what was read of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from plugins.build.problems import Problem
from standards.documents import Piece, Place, Reading
from standards.documents.reading import HIDDEN_COLUMN, HIDDEN_ROW, HIDDEN_SHEET, TAKEN_AT
from standards.numbers import PROVINCES, is_birth_date
from standards.private.find import ASK, ID_HEAD, Find, judge
from standards.private.table import exposures, in_rows

MOST = 5
"""Finds of one kind told one by one in a column, or on a page; how many more there are is said once."""
NOUNS = {"id": "身份证号码", "card": "银行卡号", "phone": "手机号码", "address": "住址", "health": "残疾、疾病情况"}
UNHIDE = "看不见不等于没有，下载的人都能取出：请删去这些内容再发布，不要只是隐藏"
MEND = "请在文件里改成 {masked} 后替换"
MEND_PDF = "请在原稿里改成 {masked} 后重新导出 PDF（盖上黑块的，下面的文字还在）"
MOVE = "请改放 content/media/ 并在正文里引用，那里会清除拍摄信息；或者清除后再放"
_SCIENTIFIC = re.compile(r"\s*\d\.\d+[Ee]\+1[4-8]\s*")
_LISTED = ("姓名", "户主")
_MEDIA = "media/"

Eyes = Callable[[bytes], str | None]
"""The writing in a picture; None where it could not be looked at."""


class Told(msgspec.Struct, frozen=True, array_like=True):
    """One thing to tell; line and column (0: none) are of texts and CSV files, ``what`` names any other place."""

    line: int
    column: int
    what: str
    cure: str
    certain: bool

    def problem(self, shown: str) -> Problem:
        """The problem of a file that messages print as ``shown``."""
        return Problem(shown, self.line, self.column, self.what, self.cure)


class Verdict(msgspec.Struct, frozen=True, array_like=True):
    """``told`` is what was found, ``unread`` what was not looked at (code, what, cure), ``unseen`` how many pictures
    nobody has read the writing in, ``seen_by`` the version of the program that tried (empty: none did)."""

    told: tuple[Told, ...] = ()
    unread: tuple[tuple[str, str, str], ...] = ()
    unseen: int = 0
    seen_by: str = ""


def verdict_of(reading: Reading, path: str, about: str, year: int, eyes: Eyes | None) -> Verdict:
    """Judge a reading of the file at ``path`` below content/. ``about`` is what its documents are called, ``eyes`` read
    pictures, if there are any."""
    pieces = list(reading.pieces)
    title = " ".join([about, path.rpartition("/")[2], *_first_words(pieces)])
    unseen = 0
    for picture in reading.pictures:
        text = eyes(picture.data) if eyes is not None and picture.data else None
        if text is None:
            unseen += 1
        elif text.strip():
            pieces.append(Piece(text, Place(f"{picture.place}上的文字")))
    if path.startswith(_MEDIA):  # what is published of those says nothing of camera and place
        pieces = [piece for piece in pieces if not piece.place.part.startswith("照片信息")]
    cure = MEND_PDF if reading.kind == "pdf" else MEND
    found = [*_in_cells(pieces, title, year), *_in_texts(pieces, title, year)]
    told = tuple(_said(found, cure))
    unread = tuple((f.code, f.what, f.cure) for f in reading.flaws if f.code != "scan" or unseen)
    return Verdict(told, unread, unseen)


def _first_words(pieces: Iterable[Piece]) -> Iterator[str]:
    """How a document begins: what its lists are of."""
    first = (piece.text[:200] for piece in pieces if piece.place.part.startswith("第") and not piece.place.column)
    return islice(first, 5)


def _in_cells(pieces: Iterable[Piece], title: str, year: int) -> Iterator[tuple[Find, Place]]:
    """Tables put together again from their cells."""
    tables: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.place.column:
            tables.setdefault(piece.place.part, []).append(piece)
    for part, cells in tables.items():
        at_row = {number: at for at, number in enumerate(sorted({piece.place.row for piece in cells}))}
        at_column = {number: at for at, number in enumerate(sorted({piece.place.column for piece in cells}))}
        rows: list[list[str]] = [[] for _ in at_row]
        by_spot: dict[tuple[int, int], Piece] = {}
        for piece in cells:
            row, column = at_row[piece.place.row], at_column[piece.place.column]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = piece.text
            by_spot[row, column] = piece
        for find, row, column in in_rows(rows, f"{title} {part}", year):
            if (row, column) in by_spot and not by_spot[row, column].lost:
                yield find, by_spot[row, column].place
        yield from _lost(rows, by_spot)


def _lost(rows: Sequence[Sequence[str]], cells: dict[tuple[int, int], Piece]) -> Iterator[tuple[Find, Place]]:
    """Numbers that a spreadsheet has cut short: enough is left of an ID to know whose it is."""
    heads: dict[int, str] = {}
    for row in rows[:6]:
        for column, cell in enumerate(row):
            if ID_HEAD.search(cell):
                heads.setdefault(column, cell)
    for (_, column), piece in cells.items():
        text = piece.text.strip()
        if piece.lost and len(text) == 18 and text[:2] in PROVINCES and is_birth_date(text[6:14]):
            shown = f"{text[:3]}***********"
            what = f"身份证号码 {shown} 末几位已被表格软件丢掉，前面的仍能认出本人"
            yield Find(0, 0, text, column in heads, what, "请删去这一列，或遮盖后按文本填写"), piece.place
        elif column in heads and _SCIENTIFIC.fullmatch(text):
            what = f"身份证号码被表格软件写成 {text}，后面的数位已经丢失"
            yield Find(0, 0, "", False, what, "请核对：不必公开的请删去这一列", "id"), piece.place


def _in_texts(pieces: Iterable[Piece], title: str, year: int) -> Iterator[tuple[Find, Place]]:
    for piece in pieces:
        if piece.place.column:
            continue
        if piece.place.part.endswith(TAKEN_AT):
            yield Find(0, 0, "", False, "照片里写着拍摄地点的经纬度", MOVE), piece.place
            continue
        for find in judge(piece.text, year):
            yield find, _line_of(piece, find)
        if any(word in piece.text for word in _LISTED):
            rows = list(rows_of(piece.text))
            for spot in exposures(rows, title) if rows else ():
                yield spot.find, piece.place


def rows_of(text: str) -> Iterator[list[str]]:
    """The lines of a page that stand like a table: those from its heads on with as many words."""
    width = 0
    for line in text.split("\n"):
        words = line.split()
        if not width and len(words) > 1 and any(word in line for word in _LISTED):
            width = len(words)
        if width and len(words) == width:
            yield words


def _line_of(piece: Piece, find: Find) -> Place:
    place = piece.place
    return place if place.part or not place.row else Place("", place.row, find.start + 1)


def _said(found: Iterable[tuple[Find, Place]], cure: str) -> Iterator[Told]:
    """Every find told with its place; of many alike the first, and how many more."""
    counts: dict[tuple[str, int, str, bool], int] = {}
    for find, place in found:
        key = (place.part, place.column, find.kind, find.certain)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= MOST:
            yield _one(find, place, cure)
    for (part, column, kind, certain), count in counts.items():
        if count > MOST:
            where = f"{part}第{column}列" if column else part
            what = f"{where}还有 {count - MOST} 处{NOUNS[kind]}，没有一一列出"
            yield Told(0, 0, what, "请一并改正" if certain else ASK, certain)


def _one(find: Find, place: Place, cure: str) -> Told:
    advice = find.cure
    if find.certain and place.hidden:
        advice = UNHIDE
    elif find.certain and find.masked and find.kind in ("id", "card"):
        advice = f"{cure.format(masked=find.masked)}；确是其他编号的，请在它前面写明“编号”或“代码”"
    if place.part or not place.row:
        spot = str(place)
        return Told(0, 0, f"{spot}：{find.what}" if spot else find.what, advice, find.certain)
    hidden = f"（{place.hidden}）" if place.hidden in (HIDDEN_SHEET, HIDDEN_ROW, HIDDEN_COLUMN) else ""
    return Told(place.row, place.column, find.what + hidden, advice, find.certain)
